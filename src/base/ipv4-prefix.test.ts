import { expect, test } from 'vitest';
import { assignableRange, formatIpv4, parseIpv4 } from './ipv4-prefix.ts';

test.each([
  ['10.9.0.4', 0x0a090004],
  ['255.255.255.255', 0xffffffff],
  ['0.0.0.0', 0],
])('%s is an address, there and back', (text, address) => {
  expect(parseIpv4(text)).toBe(address);
  expect(formatIpv4(address)).toBe(text);
});

test.each(['', '10.9.0', '10.9.0.256', '10.9.0.04', '10.9.0.4.', ' 10.9.0.4', 'fd00::1'])(
  '%j is no address',
  (text) => {
    expect(parseIpv4(text)).toBeNull();
  },
);

test.each([
  ['10.9.0.0/24', '10.9.0.4', '10.9.0.254'],
  ['10.9.1.77/24', '10.9.1.4', '10.9.1.254'],
  ['10.0.0.0/8', '10.0.0.4', '10.255.255.254'],
  ['10.9.0.8/29', '10.9.0.12', '10.9.0.14'],
  ['0.0.0.0/0', '0.0.0.4', '255.255.255.254'],
])('%s gives %s to %s', (prefix, first, last) => {
  expect(assignableRange(prefix)?.map(formatIpv4)).toEqual([first, last]);
});

test.each(['10.9.0.0', '10.9.0.0/33', '10.9.0.0/30', '10.9.0.0/24/1', 'fd00::/64', ''])('%j gives none', (prefix) => {
  expect(assignableRange(prefix)).toBeNull();
});
