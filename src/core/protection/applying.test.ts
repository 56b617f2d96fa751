import { expect, test } from 'vitest';
import type { CycleLog, DiskId, LogId, ReplicatedItem } from '../model.ts';
import type { ProtectionEvent } from './event.ts';
import { transition } from './machine.ts';
import { FACTS, NOW, POINT, SAMPLES } from './testing/sample-items.ts';

const logOf = (name: string): CycleLog => ({
  diskId: name as DiskId,
  logId: `log of ${name}` as LogId,
  fileBytes: 8192,
  dataBytes: 4096,
  shippedBytes: 8192,
  isApplied: false,
});

const applying: ReplicatedItem = {
  ...SAMPLES.protected,
  cycle: { ...SAMPLES.protected.cycle, step: 'applying', frozenAt: NOW, logs: [logOf('os'), logOf('data')] },
};

const told = (
  name: string,
  appliedBytes: number,
  kind: 'LogApplying' | 'LogApplied' = 'LogApplying',
): ProtectionEvent => ({
  kind,
  diskId: name as DiskId,
  logId: `log of ${name}` as LogId,
  appliedBytes,
});

/** The cycle's figure after each event. */
function figures(...events: readonly ProtectionEvent[]): readonly number[] {
  let item = applying;
  return events.map((event) => {
    item = transition(item, event, FACTS).item;
    return item.cycle.appliedBytes;
  });
}

test('[DL16] the figure grows with what is told of each log, and ends at their bytes', () => {
  expect(
    figures(
      told('os', 10),
      told('data', 5),
      told('os', 30),
      told('os', 40, 'LogApplied'),
      told('data', 8, 'LogApplied'),
    ),
  ).toEqual([10, 15, 35, 45, 48]);
});

test('[DL16] a log begun anew after a crash leaves the figure until it is passed', () => {
  expect(figures(told('os', 30), told('os', 10), told('os', 30), told('os', 35))).toEqual([30, 30, 30, 35]);
});

test('[DL16] of a log that is applied, unknown, or not being applied nothing is told', () => {
  expect(figures(told('os', 30, 'LogApplied'), told('os', 40), told('elsewhere', 5))).toEqual([30, 30, 30]);
  const shipping: ReplicatedItem = { ...applying, cycle: { ...applying.cycle, step: 'uploading' } };
  expect(transition(shipping, told('os', 10), FACTS).item).toBe(shipping);
});

test('[LC70] what is known of the way to the replica already changes nothing', () => {
  const { item } = transition(applying, told('os', 4096), FACTS);
  expect(transition(item, told('os', 4096), FACTS).item).toBe(item);
});

test('[LC70] what is told of a log that has arrived, or of points deleted in another cycle, changes nothing', () => {
  const window = { offsetBytes: 8192, lengthBytes: 512 };
  const shipped = { kind: 'LogShipped', diskId: 'os' as DiskId, logId: 'log of os' as LogId, window } as const;
  expect(transition(applying, shipped, FACTS).item).toBe(applying);
  const expiring = { ...applying, expiredRecoveryPoints: [POINT] };
  const deleted = { kind: 'RecoveryPointsDeleted', points: [POINT] } as const;
  expect(transition(expiring, deleted, FACTS).item).toBe(expiring);
});
