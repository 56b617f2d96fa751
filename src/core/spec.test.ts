import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

/** SPEC.md and the tests must name the same rules. Rules of other families than these are not ours. */
const root = join(import.meta.dirname, '..');
const spec = readFileSync(join(import.meta.dirname, 'SPEC.md'), 'utf8');

const rules = [...spec.matchAll(/^- \*\*([A-Z]{2}\d+)\*\* /gm)].map(([, rule]) => rule);
const families = new Set(rules.map((rule) => rule?.slice(0, 2)));

/** Rules in brackets at the beginning of a test's name, the first argument of test, test.each(…) and their like. */
const namePattern = /\(\s*['"`]((?:\[[A-Z]{2}\d+\]\s?)+)/g;

function* testFiles(folder: string): Iterable<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* testFiles(path);
    else if (/\.test\.tsx?$/.test(entry.name)) yield path;
  }
}

const citations = new Map<string, string>();
for (const path of testFiles(root)) {
  for (const [, names] of readFileSync(path, 'utf8').matchAll(namePattern)) {
    for (const [rule] of names?.matchAll(/[A-Z]{2}\d+/g) ?? []) {
      if (families.has(rule.slice(0, 2))) citations.set(rule, path);
    }
  }
}

describe('SPEC.md', () => {
  test('numbers no rule twice', () => {
    expect(rules.length).toBeGreaterThan(100);
    expect(rules.filter((rule, index) => rules.indexOf(rule) !== index)).toEqual([]);
  });

  test('has a test for every rule', () => {
    expect(rules.filter((rule) => rule && !citations.has(rule))).toEqual([]);
  });

  test('has every rule that a test cites', () => {
    expect([...citations].filter(([rule]) => !rules.includes(rule))).toEqual([]);
  });
});
