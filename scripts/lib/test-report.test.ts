import { describe, expect, test } from 'vitest';
import { countPlaywright, countVitest } from './test-parts.mjs';
import { reconcile, summarize } from './test-report.mjs';

describe('reconcile', () => {
  test('a part without a report counts as one', () => {
    expect(reconcile(0, undefined)).toEqual({ passed: 1, failed: 0, skipped: 0 });
    expect(reconcile(1, undefined)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  test('a runner that fails after its last test has failed', () => {
    expect(reconcile(1, () => ({ passed: 7, failed: 0, skipped: 0 })).failed).toBe(1);
  });

  test('a runner that ran nothing has failed', () => {
    expect(reconcile(0, () => ({ passed: 0, failed: 0, skipped: 3 })).failed).toBe(1);
  });

  test('a runner without a report has failed', () => {
    const readCounts = () => {
      throw new Error('no such file');
    };
    expect(reconcile(0, readCounts)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  test('failed tests are not counted twice', () => {
    expect(reconcile(1, () => ({ passed: 7, failed: 2, skipped: 0 }))).toEqual({ passed: 7, failed: 2, skipped: 0 });
  });
});

test('a test file that does not load counts as a failure', () => {
  const report = {
    numPassedTests: 3,
    numFailedTests: 1,
    numPendingTests: 1,
    numTodoTests: 0,
    testResults: [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{}] },
    ],
  };
  expect(countVitest(report)).toEqual({ passed: 3, failed: 2, skipped: 1 });
});

test('a flaky end-to-end test and an error outside of tests are failures', () => {
  const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 0 };
  expect(countPlaywright({ stats, errors: [{}] })).toEqual({ passed: 4, failed: 3, skipped: 0 });
});

test('the summary ends with the counts of all parts', () => {
  const part = (passed: number, failed: number, skipped: number) => ({
    name: 'x',
    counts: { passed, failed, skipped },
    seconds: 1,
    note: '',
  });
  expect(summarize([part(3, 0, 0), part(1, 2, 0)]).at(-1)).toBe('4 passed, 2 failed');
  expect(summarize([part(3, 0, 1)]).at(-1)).toBe('3 passed, 0 failed, 1 skipped');
});
