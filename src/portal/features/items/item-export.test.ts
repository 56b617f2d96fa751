import { describe, expect, it } from 'vitest';
import { fakeItem } from '../../testing/fake-vault.ts';
import { itemsToCsv, itemsToJson } from './item-export.ts';

describe('export of the view', () => {
  it('neutralises a machine that is called like a formula', () => {
    const csv = itemsToCsv([{ ...fakeItem(0), name: '=cmd|/c calc!A1' }]);
    expect(csv.split('\r\n')[1]).toMatch(/^'=cmd\|\/c calc!A1,Healthy,Protected,/);
  });

  it('writes one line per row and times in UTC', () => {
    const lines = itemsToCsv([fakeItem(0), fakeItem(1)])
      .trimEnd()
      .split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[1]).toContain('Z,');
  });

  it('writes JSON with the names of the wire', () => {
    const [row] = JSON.parse(itemsToJson([fakeItem(3)])) as Record<string, unknown>[];
    expect(row).toMatchObject({ name: 'app-01', health: 'Critical', errorCode: 'BrokenVhdChain' });
    expect(row).not.toHaveProperty('revision');
  });
});
