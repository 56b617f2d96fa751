import { expect, it } from 'vitest';
import { readSelection, writeSelection } from './selection.ts';

const viewOf = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `vm-${index}` }));
const selected = (count: number) => new Set(viewOf(count).map(({ id }) => id));

it('up to fifty rows are in the address by id', () => {
  const view = viewOf(100);
  const text = writeSelection(selected(50), view);
  expect(text?.split('~')).toHaveLength(50);
  expect(readSelection(text ?? '', view)).toEqual(selected(50));
});

it('all rows are one word, however many', () => {
  const view = viewOf(10_000);
  expect(writeSelection(selected(10_000), view)).toBe('all');
  expect(readSelection('all', view).size).toBe(10_000);
});

it('many, and not all, are left to the page', () => {
  expect(writeSelection(selected(51), viewOf(100))).toBeNull();
  expect(writeSelection(new Set(), viewOf(2))).toBeNull();
});
