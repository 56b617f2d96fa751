import { expect, test } from 'vitest';
import {
  alertSettingsError,
  isEmailAddress,
  MAX_ALERT_ADDRESSES,
  recoveryNetworkError,
  resourceNameError,
  vaultSettingError,
} from './validate-vault.ts';
import { DEFAULT_ALERT_SETTINGS, DEFAULT_VAULT_SETTING } from './vault.ts';

test.each([
  ['ops@contoso.com', true],
  ["o'neill+dr@mail.contoso.co.uk", true],
  [`${'a'.repeat(64)}@contoso.com`, true],
  [`${'a'.repeat(65)}@contoso.com`, false],
  ['first.middle.last@a1-b.contoso.com', true],
  [`ops@${'a'.repeat(63)}.com`, true],
  [`ops@${'a'.repeat(64)}.com`, false],
  ['a..b@contoso.com', false],
  ['ops@contoso.com.', false],
  ['ops@x.com', true],
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
  [`o@${'ab.'.repeat(83)}com`, true],
  [`ops@${'ab.'.repeat(83)}com`, false],
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
  expect(errorOf({ customEmailAddresses: ['a@contoso.com', 'b@contoso'] })).toMatch(/'b@contoso' is not/);
  for (const locale of ['de', 'en-US', 'zh-Hans-CN']) expect(errorOf({ locale })).toBeNull();
  for (const locale of ['english', 'e', 'en-', 'en_US']) expect(errorOf({ locale })).toMatch(/locale/);
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
  expect(
    recoveryNetworkError('/subscriptions/s1/resourceGroups/g1/providers/Microsoft.Network/virtualNetworks/v1'),
  ).toBeNull();
  for (const other of [`${id}/subnets/x`, `https://portal${id}`]) {
    expect(recoveryNetworkError(other)).toMatch(/ARM id/);
  }
  expect(recoveryNetworkError('v')).toMatch(/ARM id/);
});

test('[VT1] what holds by default names nobody, and is what the vault takes', () => {
  expect(DEFAULT_ALERT_SETTINGS).toEqual({
    name: 'defaultAlertSetting',
    sendToOwners: 'DoNotSend',
    customEmailAddresses: [],
    locale: 'en-US',
  });
  expect(DEFAULT_VAULT_SETTING).toEqual({
    name: 'default',
    migrationSolutionId: null,
    vmwareToAzureProviderType: null,
  });
  expect(vaultSettingError(DEFAULT_VAULT_SETTING)).toBeNull();
  expect(vaultSettingError({ ...DEFAULT_VAULT_SETTING, name: '' })).toMatch(/name/);
});
