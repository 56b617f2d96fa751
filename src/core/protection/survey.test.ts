import { expect, test } from 'vitest';
import { GIB } from '../../base/units.ts';
import type { DiskId, Phase, ReplicatedItem, ResyncStep, WindowRun } from '../model.ts';
import { effectsOf } from './called-for.ts';
import { effectKey } from './effect.ts';
import { transition } from './machine.ts';
import { BASE, FACTS, itemIn, NOW, SAMPLES } from './testing/sample-items.ts';
import { takeSurvey } from './transfer.ts';

/** 512 windows of 64 MiB. */
const LARGE = 32 * GIB;
const ALL: readonly WindowRun[] = [{ firstIndex: 0, count: 512 }];
const [os, data] = ['os' as DiskId, 'data' as DiskId];

/** A copy whose snapshot stands, of disks of this size. */
function begun(sizeBytes: number): ReplicatedItem {
  const { initialReplication } = SAMPLES;
  const item = { ...initialReplication, disks: initialReplication.disks.map((disk) => ({ ...disk, sizeBytes })) };
  return transition(item, { kind: 'ReplicationStarted', snapshot: BASE, sizes: [] }, FACTS).item;
}

const work = (item: ReplicatedItem): readonly string[] => effectsOf(item).map(effectKey);
const surveyed = (item: ReplicatedItem, diskId: DiskId, empty: readonly WindowRun[]): ReplicatedItem =>
  transition(item, { kind: 'DiskSurveyed', diskId, empty }, FACTS).item;

test('[IR10] of a large disk it is asked first where it is empty, and the windows that are not are copied', () => {
  const asked = begun(LARGE);
  expect(work(asked)).toEqual(['SurveyDisk(os)']);
  const copying = surveyed(asked, os, [
    { firstIndex: 0, count: 3 },
    { firstIndex: 4, count: 507 },
  ]);
  expect(work(copying)).toEqual(['CopyWindow(os,3)', 'CopyWindow(os,511)']);
  expect(copying.disks[0]?.transfer).toMatchObject({
    phase: 'copying',
    cursorBytes: 3 * (LARGE / 512),
    processedBytes: 0,
  });
  expect(copying.disks[0]?.windows.empty).toHaveLength(2);
});

test('[IR10] with an empty disk the copy goes on to the next', () => {
  const next = surveyed(begun(LARGE), os, ALL);
  expect(next.disks[0]?.transfer?.phase).toBe('done');
  expect(work(next)).toEqual(['SurveyDisk(data)']);
});

test('[IR10] a disk of 16 GiB is copied at once', () => {
  expect(work(begun(16 * GIB))[0]).toBe('CopyWindow(os,0)');
  expect(work(begun(16 * GIB + 512))).toEqual(['SurveyDisk(os)']);
});

test('[IR10] an answer counts for the disk that was asked of, and once', () => {
  const asked = begun(LARGE);
  expect(surveyed(asked, data, ALL)).toBe(asked);
  const copying = surveyed(asked, os, []);
  expect(work(copying)).toEqual([0, 1, 2, 3].map((index) => `CopyWindow(os,${index})`));
  expect(surveyed(copying, os, ALL)).toBe(copying);
  expect(takeSurvey(asked, asked.disks.length, { diskId: os, empty: ALL }, FACTS)).toBe(asked);
  const idle = { ...asked, disks: asked.disks.map((disk) => ({ ...disk, transfer: null })) };
  expect(takeSurvey(idle, 0, { diskId: os, empty: ALL }, FACTS)).toBe(idle);
});

test('[IR10] a copy under way, begun before anybody asked, is not asked about any more', () => {
  const [first, ...others] = surveyed(begun(LARGE), os, []).disks;
  if (!first?.transfer) throw new Error('the copy is under way');
  const { empty: _none, ...windows } = first.windows;
  const under = { ...begun(LARGE), disks: [{ ...first, windows }, ...others] };
  expect(work(under)).toHaveLength(FACTS.uploadThreads);
  const transfer = { ...first.transfer, cursorBytes: LARGE / 512 };
  const between = { ...under, disks: [{ ...first, transfer, windows: { inFlight: [], ahead: [] } }, ...others] };
  expect(work(between)).toEqual([]);
  expect(surveyed(between, os, ALL)).toBe(between);
});

test('[IR10] a comparison passes over what is empty on both sides; its answer counts only while it compares', () => {
  const at = (step: ResyncStep): Phase => ({
    kind: 'resynchronizing',
    cause: 'manual',
    step,
    diskIndex: 0,
    startedAt: NOW,
  });
  const large = SAMPLES.resynchronizing.disks.map((disk) => ({ ...disk, sizeBytes: LARGE }));
  const tracked = { kind: 'ResynchronizationStarted', snapshot: BASE, sizes: [] } as const;
  const asked = transition(itemIn(at('track'), { disks: large }), tracked, FACTS).item;
  expect(work(asked)).toEqual(['SurveyDisk(os)']);
  expect(work(surveyed(asked, os, [{ firstIndex: 0, count: 511 }]))).toEqual(['CompareWindow(os,511)']);
  const beyond = { ...asked, phase: at('complete') };
  expect(surveyed(beyond, os, ALL)).toBe(beyond);
});
