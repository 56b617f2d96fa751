import { describe, expect, test } from 'vitest';
import { isSentence } from '../mutation/wording.mjs';
import { foldersOf, percent, survivorsOf } from './mutation-score.mjs';

const at = { start: { line: 1, column: 4 }, end: { line: 1, column: 9 } };
const mutant = (status: string) => ({ mutatorName: 'EqualityOperator', status, replacement: 'a >= b', location: at });
const files = {
  'src/core/retry/back-off.ts': {
    source: 'if (\n    a > b) {}',
    mutants: ['Killed', 'Timeout', 'Survived', 'Ignored'].map(mutant),
  },
  'src/core/retry/other.ts': { source: '', mutants: [mutant('Killed')] },
  'src/core/model.ts': { source: '', mutants: [] },
  'src/core/delta/cycle.ts': { source: '\n    a > b', mutants: [mutant('NoCoverage')] },
};

describe('mutation score', () => {
  test('counts noticed and unnoticed changes of each folder; what was left out counts for nothing', () => {
    expect(foldersOf(files)).toEqual([
      { folder: 'retry', killed: 3, survived: 1, uncovered: 0 },
      { folder: 'delta', killed: 0, survived: 0, uncovered: 1 },
      { folder: 'all', killed: 3, survived: 1, uncovered: 1 },
    ]);
    expect(percent({ killed: 3, survived: 1, uncovered: 1 })).toBe(60);
    expect(percent({ killed: 0, survived: 0, uncovered: 0 })).toBe(100);
  });

  test('names each change that nobody noticed', () => {
    expect(survivorsOf(files)).toEqual([
      'src/core/retry/back-off.ts:2 Survived: a > b → a >= b',
      'src/core/delta/cycle.ts:2 NoCoverage: a > b → a >= b',
    ]);
  });

  test.each([
    [{ type: 'StringLiteral', value: 'The host is gone.' }, true],
    [{ type: 'StringLiteral', value: 'resynchronizing' }, false],
    [{ type: 'NumericLiteral' }, false],
    [{ type: 'TemplateLiteral', expressions: [{ type: 'Identifier' }], quasis: [{ value: { raw: 'No ' } }] }, true],
    [{ type: 'TemplateLiteral', expressions: [], quasis: [{ value: { raw: 'key/' } }] }, false],
    [
      { type: 'TemplateLiteral', expressions: [{ type: 'BinaryExpression' }], quasis: [{ value: { raw: 'after ' } }] },
      false,
    ],
  ])('%j is wording: %s', (node, isWording) => {
    expect(isSentence(node)).toBe(isWording);
  });
});
