import { expect, test } from 'vitest';
import { GIB } from '../../base/units.ts';
import type { DiskId, ReplicatedItem } from '../model.ts';
import { effectsOf } from './called-for.ts';
import { effectKey } from './effect.ts';
import { transition } from './machine.ts';
import { FACTS } from './testing/sample-items.ts';
import { sampleAt } from './testing/step-samples.ts';

const SIZE_BYTES = 32 * GIB;
/** Of 64 MiB each. */
const WINDOWS = 512;
const NOTHING = [{ firstIndex: 0, count: WINDOWS }];
const [os, data] = ['os' as DiskId, 'data' as DiskId];

/** A failback with large disks, at a step and of a kind, whose work there is begun. */
function begun(step: 'stopMachine' | 'snapshotDisks', dataSync: 'ForDownTime' | 'ForSynchronization'): ReplicatedItem {
  const sample = sampleAt('failback, snapshot');
  if (sample.phase.kind !== 'failingBack') throw new Error('the sample fails back');
  const snapshots = [os, data].map((diskId) => ({ diskId, snapshot: `${diskId}-base` }));
  const { phase } = sample;
  const failback = { ...phase.failback, dataSync, snapshots: dataSync === 'ForSynchronization' ? snapshots : [] };
  const item: ReplicatedItem = {
    ...sample,
    disks: sample.disks.map((disk) => ({ ...disk, sizeBytes: SIZE_BYTES })),
    phase: { ...phase, step, failback },
  };
  const event =
    step === 'stopMachine'
      ? ({ kind: 'AzureMachineActed', role: 'failover', act: 'stop' } as const)
      : ({ kind: 'AzureDisksSnapshot', snapshots } as const);
  return transition(item, event, FACTS).item;
}

const work = (item: ReplicatedItem): readonly string[] => effectsOf(item).map(effectKey);
const stepOf = ({ phase }: ReplicatedItem): string => ('step' in phase ? phase.step : phase.kind);

test('[FB5] the second pass asks first where there is work, disk by disk, and passes over the rest', () => {
  const surveyed = (item: ReplicatedItem, diskId: DiskId, empty: typeof NOTHING): ReplicatedItem =>
    transition(item, { kind: 'DiskSurveyed', diskId, empty }, FACTS).item;
  const first = begun('stopMachine', 'ForSynchronization');
  expect(stepOf(first)).toBe('transferRest');
  expect(work(first)).toEqual(['SurveyDisk(os)']);
  const second = surveyed(first, os, NOTHING);
  expect(work(second)).toEqual(['SurveyDisk(data)']);
  const written = surveyed(second, data, [{ firstIndex: 1, count: WINDOWS - 1 }]);
  expect(written.disks[1]?.windows.inFlight.map(({ index }) => index)).toEqual([0]);
  expect(effectsOf(written)).toMatchObject([{ kind: 'FailbackWindow', diskId: data, since: 'data-base' }]);
  const nothing = surveyed(second, data, NOTHING);
  expect(stepOf(nothing)).toBe('deleteSnapshots');
});

test.each([
  ['snapshotDisks', 'ForSynchronization', 'synchronize'],
  ['stopMachine', 'ForDownTime', 'transferRest'],
] as const)('[FB5] after %s, %s, all windows are looked at', (at, dataSync, step) => {
  const item = begun(at, dataSync);
  expect(stepOf(item)).toBe(step);
  expect(effectsOf(item).map(({ kind }) => kind)).toEqual(Array(FACTS.uploadThreads).fill('FailbackWindow'));
  const early = transition(item, { kind: 'DiskSurveyed', diskId: os, empty: NOTHING }, FACTS).item;
  expect(early).toBe(item);
});
