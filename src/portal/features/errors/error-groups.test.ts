import { describe, expect, it } from 'vitest';
import { fakeRootCauses } from '../../testing/fake-insight.ts';
import { fakeItem } from '../../testing/fake-vault.ts';
import { groupErrors } from './error-groups.ts';

const row = (index: number, errorCode: string | null, health: 'Normal' | 'Warning' | 'Critical') => ({
  ...fakeItem(index),
  errorCode,
  health,
});

describe('groupErrors', () => {
  it('orders by severity, then by the number of items', () => {
    const groups = groupErrors(
      [
        row(0, 'NetworkUnreachable', 'Warning'),
        row(1, 'LowDiskSpace', 'Warning'),
        row(2, 'LowDiskSpace', 'Warning'),
        row(3, 'BrokenVhdChain', 'Critical'),
        row(4, null, 'Normal'),
      ],
      [],
    );
    expect(groups.map(({ code, items }) => [code, items.length])).toEqual([
      ['BrokenVhdChain', 1],
      ['LowDiskSpace', 2],
      ['NetworkUnreachable', 1],
    ]);
  });

  it('knows the causes of each error, and since when it is seen', () => {
    const seen = (code: string, since: string, lastSeen: string) => ({ code, since, lastSeen });
    const [template] = fakeRootCauses([row(0, 'LowMemory', 'Warning')]).causes;
    const cause = (id: string, ...errors: readonly ReturnType<typeof seen>[]) => ({
      ...(template ?? expect.fail('an error has a cause')),
      id,
      errors,
    });
    const causes = [
      cause('host:a', seen('LowMemory', '2026-03-01T10:00:00Z', '2026-03-01T11:00:00Z')),
      cause('host:b', seen('LowDiskSpace', '2026-03-01T07:00:00Z', '2026-03-01T12:00:00Z')),
      cause(
        'host:c',
        seen('LowDiskSpace', '2026-03-01T06:00:00Z', '2026-03-01T12:00:00Z'),
        seen('LowMemory', '2026-03-01T09:00:00Z', '2026-03-01T09:30:00Z'),
      ),
    ];
    const [group] = groupErrors([row(0, 'LowMemory', 'Warning')], causes);
    expect(group?.causes.map(({ id }) => id)).toEqual(['host:a', 'host:c']);
    expect([group?.since, group?.lastSeen]).toEqual(['2026-03-01T09:00:00Z', '2026-03-01T11:00:00Z']);
    expect(groupErrors([row(0, 'LowMemory', 'Warning')], [])[0]).toMatchObject({ since: null, lastSeen: null });
  });

  it('takes the worst health of a group for its severity', () => {
    expect(groupErrors([row(0, 'LowMemory', 'Warning'), row(1, 'LowMemory', 'Critical')], [])[0]?.severity).toBe(
      'Critical',
    );
  });
});
