import { expect, it } from 'vitest';
import { en } from './en.ts';

/** The catalogue's files, each with the texts of one feature. */
const files = import.meta.glob<Readonly<Record<string, Readonly<Record<string, unknown>>>>>('./en/*.ts', {
  eager: true,
});

it('words no key twice: the later file would silently win', () => {
  const keys = Object.values(files).flatMap((file) => Object.values(file).flatMap((texts) => Object.keys(texts)));
  expect(keys.length).toBeGreaterThan(500);
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  expect(Object.keys(en)).toHaveLength(keys.length);
});
