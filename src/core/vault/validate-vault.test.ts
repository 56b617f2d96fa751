import { expect, test } from 'vitest';
import {
  alertSettingsError,
  isEmailAddress,
  MAX_ALERT_ADDRESSES,
  recoveryNetworkError,
  resourceNameError,
} from './validate-vault.ts';
import { DEFAULT_ALERT_SETTINGS } from './vault.ts';

test.each([
  ['ops@contoso.com', true],
  ["o'neill+dr@mail.contoso.co.uk", true],
  [`${'a'.repeat(64)}@contoso.com`, true],
  [`${'a'.repeat(65)}@contoso.com`, false],
  ['ops@contoso', false],
  ['ops@-contoso.com', false],
  ['ops@contoso.c', false],
  ['ops.@contoso.com', false],
  ['.ops@contoso.com', false],
  ['o ps@contoso.com', false],
  ['ops@con toso.com', false],
  ['@contoso.com', false],
  ['contoso.com', false],
  ['', false],
  [`ops@${'a.'.repeat(126)}com`, false],
])('[VT2] %j is an address: %s', (text, isAddress) => {
  expect(isEmailAddress(text)).toBe(isAddress);
});

test('[VT2] alert settings have a name, a language, and addresses that are few and named once', () => {
  const errorOf = (change: Partial<typeof DEFAULT_ALERT_SETTINGS>) =>
    alertSettingsError({ ...DEFAULT_ALERT_SETTINGS, ...change });
  const many = (count: number) => Array.from({ length: count }, (_, index) => `ops${index}@contoso.com`);
  expect(errorOf({})).toBeNull();
  expect(errorOf({ customEmailAddresses: many(MAX_ALERT_ADDRESSES) })).toBeNull();
  expect(errorOf({ customEmailAddresses: many(MAX_ALERT_ADDRESSES + 1) })).toMatch(/At most 20/);
  expect(errorOf({ customEmailAddresses: ['a@contoso.com', 'A@Contoso.com'] })).toMatch(/A@Contoso.com.*twice/);
  expect(errorOf({ locale: 'english' })).toMatch(/locale/);
  expect(errorOf({ name: 'a/b' })).toMatch(/name/);
});

test.each([
  ['a', true],
  ['a.b_c-d', true],
  ['x'.repeat(64), true],
  ['x'.repeat(65), false],
  ['-a', false],
  ['a b', false],
  ['', false],
])('[VT4] %j is a name: %s', (name, isName) => {
  expect(resourceNameError(name) === null).toBe(isName);
});

test('[VT4] a virtual network is given by its ARM id', () => {
  const id = '/Subscriptions/s/resourceGroups/g/providers/microsoft.network/virtualNetworks/v';
  expect(recoveryNetworkError(id)).toBeNull();
  expect(recoveryNetworkError(`${id}/subnets/x`)).toMatch(/ARM id/);
  expect(recoveryNetworkError('v')).toMatch(/ARM id/);
});
