import { describe, expect, test } from 'vitest';
import { after, HOUR_MS } from '../../base/units.ts';
import { MAX_DATA_DISKS } from '../limits/limits.ts';
import type { DiskId, ReplicatedItem } from '../model.ts';
import type { ReadinessError } from '../ports.ts';
import { transition } from './machine.ts';
import { FACTS, NOW } from './testing/sample-items.ts';
import { sampleAt } from './testing/step-samples.ts';

/** The sample with an operating-system disk and so many data disks. */
function withDataDisks(count: number): ReplicatedItem {
  const item = sampleAt('enabling, prerequisites');
  const [os, data] = item.disks;
  if (!os || !data) throw new Error('the sample has two disks');
  const more = Array.from({ length: count }, (_, index) => ({ ...data, diskId: `data-${index}` as DiskId }));
  return { ...item, disks: [os, ...more] };
}

function obstacles(item: ReplicatedItem, ...readinessErrors: ReadinessError[]): string | undefined {
  return transition(item, { kind: 'PrerequisitesChecked', readinessErrors }, FACTS).item.trouble?.fault.detail;
}

describe('enabling', () => {
  test('[LC14] no more data disks are taken than Azure takes, whatever the host counts', () => {
    expect(obstacles(withDataDisks(MAX_DATA_DISKS))).toBeUndefined();
    const tooMany = withDataDisks(MAX_DATA_DISKS + 1);
    expect(obstacles(tooMany)).toContain('prerequisites: TooManyDisks.');
    expect(obstacles(tooMany, 'TooManyDisks')).toContain('prerequisites: TooManyDisks.');
    expect(obstacles(tooMany, 'BitLocker')).toContain('prerequisites: BitLocker, TooManyDisks.');
  });

  test('[LC10][JB14] put off by the policy, the initial replication waits, and the job ends without its start', () => {
    const item = sampleAt('enabling, relationship');
    const later = { ...FACTS, policy: { ...FACTS.policy, initialReplicationStartTime: '20:00' } };
    const { item: waiting, commands } = transition(item, { kind: 'RelationshipCreated' }, later);
    // 20:00 of the host's clock, an hour ahead; the samples begin at 09:00 of it.
    const startsAt = after(NOW, 11 * HOUR_MS);
    expect(waiting.phase).toEqual({ kind: 'waitingForInitialReplication', startsAt, isDue: false });
    expect(waiting.activeJobId).toBeNull();
    expect(commands.slice(-3, -1)).toEqual([
      { kind: 'SkipTask', jobId: 'job', taskId: 'StartInitialReplicationTask' },
      { kind: 'EndJob', jobId: 'job', end: 'Succeeded' },
    ]);
    expect(commands).toContainEqual({ kind: 'Arm', timer: 'start', at: startsAt });
  });
});
