import { expect, it } from 'vitest';
import { createMemoryBlockFile } from './block-file.ts';
import type { MapRecord } from './block-forest.ts';
import { BlockStore } from './block-store.ts';

it('restores a forest of more nodes than a call has room for arguments', () => {
  const count = 150_000;
  const record: MapRecord = { blockCount: 64, baseId: null, directories: [] };
  const maps = new Map(Array.from({ length: count }, (_, index) => [index + 1, record] as const));
  const store = new BlockStore(createMemoryBlockFile());
  const restored = store.restore({ segments: new Map(), directories: new Map(), maps }, () => expect.unreachable());
  expect(restored.size).toBe(count);
  expect(store.createMap(64, null).id).toBe(count + 1);
});
