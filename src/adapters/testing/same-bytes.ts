import { expect } from 'vitest';

/** Demands equal bytes. The matcher for equality walks them one by one, a thousand times slower, so it only words the failure. */
export function expectSameBytes(seen: Uint8Array, expected: Uint8Array): void {
  if (Buffer.compare(seen, expected) !== 0) expect(seen).toEqual(expected);
}
