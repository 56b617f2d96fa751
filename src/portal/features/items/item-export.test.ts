import { describe, expect, it } from 'vitest';
import { fakeItem } from '../../testing/fake-vault.ts';
import { itemColumns } from './item-columns.tsx';
import { itemsToCsv, itemsToJson } from './item-export.ts';

const ALL = itemColumns.map(({ id }) => id);

describe('export of the view', () => {
  it('neutralises a machine that is called like a formula', () => {
    const csv = itemsToCsv([{ ...fakeItem(0), name: '=cmd|/c calc!A1' }], ALL);
    expect(csv.split('\r\n')[1]).toMatch(/^'=cmd\|\/c calc!A1,Healthy,Protected,/);
  });

  it('writes one line per row and times in UTC', () => {
    const lines = itemsToCsv([fakeItem(0), fakeItem(1)], ALL)
      .trimEnd()
      .split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[1]).toContain('Z,');
  });

  it('has the columns that are shown, in their order', () => {
    const [header] = itemsToCsv([], ['host', 'name', 'history', 'log']).replace('\uFEFF', '').split('\r\n');
    expect(header).toBe('Host,Name,Log size (bytes),Log limit (bytes)');
  });

  it('knows every column but the picture', () => {
    for (const id of ALL.filter((each) => each !== 'history'))
      expect(itemsToCsv([], [id]).trim().length, id).toBeGreaterThan(1);
  });

  it('writes JSON with the names of the wire', () => {
    const [row] = JSON.parse(itemsToJson([fakeItem(3)], ALL)) as Record<string, unknown>[];
    expect(row).toMatchObject({ id: fakeItem(3).id, name: 'app-01', health: 'Critical', errorCode: 'BrokenVhdChain' });
    expect(row).not.toHaveProperty('revision');
    expect(JSON.parse(itemsToJson([fakeItem(3)], ['host']))).toEqual([{ id: fakeItem(3).id, host: fakeItem(3).host }]);
  });
});
