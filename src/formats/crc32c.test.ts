import { describe, expect, it } from 'vitest';
import { crc32c } from './crc32c.ts';

const ascii = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));

describe('crc32c', () => {
  it('gives the check value of the catalogues and those of RFC 3720', () => {
    expect(crc32c(ascii('123456789'))).toBe(0xe306_9283);
    expect(crc32c(new Uint8Array(32))).toBe(0x8a91_36aa);
    expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8_ab43);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, index) => index))).toBe(0x46dd_794e);
  });

  it('counts four bytes as zero where told to', () => {
    const zeroed = ascii('head\0\0\0\0tail');
    expect(crc32c(ascii('headABCDtail'), 4)).toBe(crc32c(zeroed));
  });
});
