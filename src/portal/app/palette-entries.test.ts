import { describe, expect, it } from 'vitest';
import { matchEntries } from './palette-entries.ts';

const entry = (label: string, hint = '') => ({ id: label, label, hint, run: () => undefined });

describe('matchEntries', () => {
  const entries = [entry('web-01', 'HV-FRA-01'), entry('Overview', 'Page'), entry('sql-web', 'HV-MUC-01')];
  const labels = (text: string) => matchEntries(entries, text).map(({ label }) => label);

  it('offers everything for nothing', () => expect(labels(' ')).toEqual(['web-01', 'Overview', 'sql-web']));
  it('puts what begins with it first', () => expect(labels('sql')).toEqual(['sql-web']));
  it('wants every word, in label or hint', () => expect(labels('web muc')).toEqual(['sql-web']));
  it('finds nothing where nothing is', () => expect(labels('xyz')).toEqual([]));
});
