import { describe, expect, it } from 'vitest';
import { decodeGuid, encodeGuid, normalizeGuid } from './guid.ts';

const bytes = Uint8Array.from({ length: 16 }, (_, index) => index);

describe('GUIDs', () => {
  it('in Windows order turn their first three groups', () => {
    expect(decodeGuid(bytes, 'windows')).toBe('03020100-0504-0706-0809-0a0b0c0d0e0f');
  });

  it('in network order are as they stand', () => {
    expect(decodeGuid(bytes, 'network')).toBe('00010203-0405-0607-0809-0a0b0c0d0e0f');
  });

  it.each(['windows', 'network'] as const)('come back in %s order', (order) => {
    expect(encodeGuid(decodeGuid(bytes, order), order)).toEqual(bytes);
  });

  it('are normalized, or are none', () => {
    expect(normalizeGuid('{3F2504E0-4F89-41D3-9A0C-0305E82C3301}')).toBe('3f2504e0-4f89-41d3-9a0c-0305e82c3301');
    expect(normalizeGuid('3f2504e0')).toBeUndefined();
    expect(() => encodeGuid('nonsense', 'windows')).toThrow('not a GUID');
  });
});
