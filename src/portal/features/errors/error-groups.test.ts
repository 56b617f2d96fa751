import { describe, expect, it } from 'vitest';
import { fakeItem } from '../../testing/fake-vault.ts';
import { groupErrors } from './error-groups.ts';

const row = (index: number, errorCode: string | null, health: 'Normal' | 'Warning' | 'Critical') => ({
  ...fakeItem(index),
  errorCode,
  health,
});

describe('groupErrors', () => {
  it('orders by severity, then by the number of items', () => {
    const groups = groupErrors([
      row(0, 'NetworkUnreachable', 'Warning'),
      row(1, 'LowDiskSpace', 'Warning'),
      row(2, 'LowDiskSpace', 'Warning'),
      row(3, 'BrokenVhdChain', 'Critical'),
      row(4, null, 'Normal'),
    ]);
    expect(groups.map(({ code, items }) => [code, items.length])).toEqual([
      ['BrokenVhdChain', 1],
      ['LowDiskSpace', 2],
      ['NetworkUnreachable', 1],
    ]);
  });

  it('takes the worst health of a group for its severity', () => {
    expect(groupErrors([row(0, 'LowMemory', 'Warning'), row(1, 'LowMemory', 'Critical')])[0]?.severity).toBe(
      'Critical',
    );
  });
});
