import { expect, test } from 'vitest';
import { after, HOUR_MS, MIB, MINUTE_MS, SECOND_MS, toIso } from '../../base/units.ts';
import type { ReplicatedItem } from '../model.ts';
import type { Command } from './command.ts';
import { effectsOf } from './called-for.ts';
import type { Facts } from './facts.ts';
import { retriesAt } from './host-event.ts';
import { keep, transition } from './machine.ts';
import { FACTS, NOW } from './testing/sample-items.ts';
import { sampleAt } from './testing/step-samples.ts';

const at = (ms: number): Facts => ({ ...FACTS, now: after(NOW, ms) });
const told = (commands: readonly Command[], code: string): readonly string[] =>
  commands.flatMap((command) =>
    command.kind === 'RaiseEvent' && command.eventCode === code ? [`${command.severity}: ${command.description}`] : [],
  );

/** Fails the item's first effect again and again, each time when the attempt before it is over. */
function failing(item: ReplicatedItem, times: number): readonly (readonly string[])[] {
  const all: (readonly string[])[] = [];
  let now = at(0);
  for (let i = 0; i < times; i++) {
    const [effect] = effectsOf(item);
    if (!effect) throw new Error('something is under way');
    const fault = { code: 'NetworkTimeout', detail: 'no answer' } as const;
    const failed = transition(item, { kind: 'EffectFailed', effect, fault }, now);
    all.push(told(failed.commands, '32315'));
    now = { ...now, now: failed.item.trouble?.nextAttemptAt ?? now.now };
    item = transition(failed.item, { kind: 'RetryDue' }, now).item;
  }
  return all;
}

test('[RT10] each failure on the ladder tells when the next attempt is due, and of the steady ones the first does', () => {
  const texts = failing(sampleAt('protected, freezing'), 8);
  const gist = 'Warning: Replication failed and is tried again. NetworkTimeout, failure';
  const waited = [1, 3, 7, 15, 25, 55].map((minutes) => toIso(after(NOW, minutes * MINUTE_MS)));
  expect(texts.map(([text]) => text)).toEqual([
    ...waited.map((next, index) => `${gist} ${index + 1} in a row. Next attempt: ${next}.`),
    undefined,
    undefined,
  ]);
});

test.each([
  ['initial replication, copying', 1],
  ['resynchronizing, compare', 1],
  ['enabling, prerequisites', 0],
  ['planned, shutdown', 0],
  ['disabling, relationship', 0],
])('[RT10] %s: %i events of a replication that failed', (name, count) => {
  expect(failing(sampleAt(name), 1)[0]).toHaveLength(count);
});

test('[RT10] what is not tried again is told by no such event', () => {
  const trouble = { fault: { code: 'BrokenVhdChain', detail: '' }, firstAt: NOW, lastAt: NOW, failures: 1 } as const;
  const item = sampleAt('protected, at rest');
  expect(retriesAt(item, { ...trouble, nextAttemptAt: null })).toEqual([]);
  expect(retriesAt(item, { ...trouble, nextAttemptAt: NOW })).toHaveLength(1);
});

test('[RS18] the start of tracking tells the first and the last block of each disk', () => {
  const item = sampleAt('resynchronizing, track');
  const [disk, ...rest] = item.disks;
  if (!disk) throw new Error('the sample has disks');
  const odd = { ...item, disks: [{ ...disk, name: 'os.vhdx', sizeBytes: 8 * MIB + 512 }, ...rest] };
  const snapshot = { snapshotId: 's' as never, takenAt: NOW, consistency: 'CrashConsistent' } as const;
  const { commands } = transition(odd, { kind: 'ResynchronizationStarted', snapshot, sizes: [] }, at(0));
  const [text] = told(commands, '29242');
  expect(text).toContain(`Information: Tracking for a resynchronization has started. ${item.vmName}: os.vhdx, `);
  expect(text).toContain('os.vhdx, blocks 0 to 2048; ');
  expect(text).toMatch(/, of 4096 bytes each\.$/);
});

test('[RS18] the end of the comparison of the last disk tells the blocks sent, and the time taken', () => {
  const start = sampleAt('resynchronizing, compare');
  if (start.phase.kind !== 'resynchronizing') throw new Error('the sample is resynchronized');
  const texts: (readonly string[])[] = [];
  const counts = { processedBytes: MIB, differingBytes: 8192, sentBytes: 4096, checksumBytes: 16 };
  let item: ReplicatedItem = { ...start, phase: { ...start.phase, startedAt: NOW } };
  for (let i = 0; i < 1_000 && item.phase.kind === 'resynchronizing' && item.phase.step === 'compare'; i++) {
    const { diskIndex } = item.phase;
    const disk = item.disks[diskIndex];
    const window = disk?.windows.inFlight[0];
    if (!disk || !window) throw new Error('a window is compared');
    const event = { kind: 'WindowCompared', diskId: disk.diskId, window, counts } as const;
    const made = transition(item, event, at(90 * SECOND_MS));
    texts.push(told(made.commands, '29244'));
    item = made.item;
  }
  const windows = texts.length;
  expect(windows).toBeGreaterThan(1);
  expect(texts.flat()).toEqual([
    `Information: A resynchronization has compared and synchronized the disks. Blocks sent: ${windows}. Time taken: 90 s. Result: success.`,
  ]);
  expect(texts.at(-1)).toHaveLength(1);
});

test('[HE23] what was sent grows older than an hour: one event, until newer data grows as old', () => {
  const item = { ...sampleAt('protected, waiting to try again'), lastReplicatedAt: NOW };
  expect(told(keep(item, at(HOUR_MS)).commands, '33414')).toEqual([]);
  const behind = keep(item, at(HOUR_MS + 1));
  expect(told(behind.commands, '33414')).toEqual([
    `Warning: Replication is more than an hour behind. The newest data sent is of ${toIso(NOW)}.`,
  ]);
  expect(told(keep(behind.item, at(5 * HOUR_MS)).commands, '33414')).toEqual([]);
  const newer = { ...behind.item, lastReplicatedAt: after(NOW, HOUR_MS) };
  expect(told(keep(newer, at(2 * HOUR_MS)).commands, '33414')).toEqual([]);
  expect(told(keep(newer, at(2 * HOUR_MS + 1)).commands, '33414')).toHaveLength(1);
});

test('[HE23] nothing is behind before the first data, nor while the machine runs in Azure', () => {
  const item = sampleAt('protected, at rest');
  expect(told(keep({ ...item, lastReplicatedAt: null }, at(5 * HOUR_MS)).commands, '33414')).toEqual([]);
  const failedOver = { ...sampleAt('failed over, planned'), lastReplicatedAt: NOW };
  expect(told(keep(failedOver, at(5 * HOUR_MS)).commands, '33414')).toEqual([]);
});
