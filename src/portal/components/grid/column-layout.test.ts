import { describe, expect, it } from 'vitest';
import { applyLayout, defaultLayout, formatLayout, moved, parseLayout } from './column-layout.ts';
import type { GridColumn } from './grid-column.ts';

const column = (id: string, more: Partial<GridColumn<string>> = {}): GridColumn<string> => ({
  id,
  header: id,
  minWidthPx: 100,
  grow: 1,
  render: (row) => row,
  ...more,
});
const COLUMNS = [column('name', { isRequired: true }), column('rpo'), column('host', { isOptional: true })];

describe('the columns of a grid in the address', () => {
  it('are read as they were written', () => {
    for (const text of ['name', 'rpo.160-name', 'name.90-host-rpo.800'])
      expect(formatLayout(parseLayout(text, COLUMNS) ?? [])).toBe(text);
  });

  it.each([
    ['nobody-rpo-rpo', 'name-rpo'],
    ['rpo.7-name.99999', 'rpo.60-name.800'],
    ['name.wide-rpo', 'name-rpo'],
    ['<script>-rpo', 'name-rpo'],
  ])('%s is taken as %s', (text, taken) => {
    expect(formatLayout(parseLayout(text, COLUMNS) ?? [])).toBe(taken);
  });

  it.each([null, '', 'nobody', '.160'])('%j chooses nothing', (text) => {
    expect(parseLayout(text, COLUMNS)).toBeNull();
  });

  it('leave optional ones out unless they are chosen', () => {
    expect(formatLayout(defaultLayout(COLUMNS))).toBe('name-rpo');
  });
});

describe('a layout', () => {
  it('gives columns their place, and a chosen width', () => {
    const [first, second] = applyLayout(COLUMNS, parseLayout('host.150-name', COLUMNS) ?? []);
    expect(first).toMatchObject({ id: 'host', minWidthPx: 150, grow: 0 });
    expect(second).toBe(COLUMNS[0]);
  });

  it('moves columns, not beyond its ends', () => {
    const choices = parseLayout('name-rpo-host', COLUMNS) ?? [];
    expect(formatLayout(moved(choices, 'rpo', -1))).toBe('rpo-name-host');
    expect(formatLayout(moved(choices, 'rpo', 1))).toBe('name-host-rpo');
    expect(moved(choices, 'name', -1)).toBe(choices);
    expect(moved(choices, 'host', 1)).toBe(choices);
  });
});
