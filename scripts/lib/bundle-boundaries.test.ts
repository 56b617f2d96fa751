import { expect, test } from 'vitest';
import { findTrespasses, portalRule, workerRule } from './bundle-boundaries.mjs';

function chunk(fileName: string, moduleIds: readonly string[], imports: readonly string[] = [], isEntry = false) {
  return { fileName, moduleIds, imports, isEntry };
}

test('what only a lazy chunk holds is no part of the entry', () => {
  const chunks = [
    chunk('entry.js', ['/p/src/worker/main.ts'], [], true),
    chunk('demo.js', ['/p/mocks/world/world.ts']),
  ];
  expect(findTrespasses(chunks, workerRule)).toEqual([]);
});

test('static imports are followed, also in a circle', () => {
  const chunks = [
    chunk('entry.js', ['/p/src/portal/main.tsx'], ['shared.js'], true),
    chunk('shared.js', ['/p/src/base/units.ts'], ['deep.js']),
    chunk('deep.js', ['/p/src/engine/engine.ts'], ['shared.js']),
  ];
  expect(findTrespasses(chunks, portalRule)).toEqual(['portal entry contains /p/src/engine/engine.ts']);
});

test.each([
  '/p/mocks/world/world.ts',
  '/p/node_modules/msw/lib/core/index.mjs',
  '/p/src/management/server/server.ts',
  'C:\\p\\mocks\\a.ts',
])('the portal entry must not contain %s', (id) => {
  expect(findTrespasses([chunk('entry.js', ['/p/src/portal/main.tsx', id], [], true)], portalRule)).toHaveLength(1);
});

test('a bundle in which the rule finds nothing of its own is a trespass', () => {
  expect(findTrespasses([], portalRule)).toHaveLength(1);
  expect(findTrespasses([chunk('entry.js', ['/p/lib/main.js'], [], true)], portalRule)).toHaveLength(1);
});
