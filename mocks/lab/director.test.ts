import { expect, test } from 'vitest';
import { MINUTE_MS } from '../../src/base/units.ts';
import { type FaultSpec, formatFault } from '../stories/fault-spec.ts';
import { benchOf, type WorldBench } from '../world/testing/world-bench.ts';
import { Director, type DirectorRecord } from './director.ts';

const planned = (change: Partial<FaultSpec>): FaultSpec => ({
  kind: 'linkDown',
  target: 'HV01',
  startSeconds: 60,
  durationSeconds: 120,
  intensity: null,
  ...change,
});

function direct(bench: WorldBench, plan: readonly FaultSpec[], record: DirectorRecord | null = null) {
  let changes = 0;
  const startsAt = bench.clock.now();
  const parts = { world: bench.world, startsAt, plan, record, onChange: () => (changes += 1) };
  return { director: new Director(parts), changeCount: () => changes };
}

const linkOf = (bench: WorldBench) => bench.world.hosts()[0];

test('a planned fault begins and ends at its instants, and both are told', async () => {
  const bench = benchOf();
  const { director, changeCount } = direct(bench, [planned({})]);
  await bench.clock.runFor(59_999);
  expect(director.faults()).toEqual([]);
  await bench.clock.runFor(1);
  expect(director.faults()).toMatchObject([{ kind: 'linkDown', intensity: null }]);
  expect(bench.world.faults()).toMatchObject([{ kind: 'linkDown' }]);
  await bench.clock.runFor(2 * MINUTE_MS);
  expect([director.faults(), bench.world.faults(), changeCount()]).toEqual([[], [], 2]);
});

test('what a fault changed is put back at its end', async () => {
  const bench = benchOf();
  const before = linkOf(bench);
  direct(bench, [
    planned({ kind: 'linkSlow', intensity: 75 }),
    planned({ kind: 'latency', intensity: 300 }),
    planned({ kind: 'packetLoss', intensity: 20 }),
  ]);
  await bench.clock.runFor(MINUTE_MS);
  expect(linkOf(bench)).toMatchObject({
    linkBitsPerSecond: (before?.linkBitsPerSecond ?? 0) / 4,
    latencyMs: (before?.latencyMs ?? 0) + 300,
  });
  await bench.clock.runFor(2 * MINUTE_MS);
  expect(linkOf(bench)).toEqual(before);
});

test('a churn burst writes as long as it lasts', async () => {
  const bench = benchOf();
  const { vmId, disks } = bench.machine('IDLE01');
  direct(bench, [planned({ kind: 'churnBurst', target: 'IDLE01', durationSeconds: 20, intensity: 1 })]);
  const digest = async () => {
    const content = bench.world.sourceContentAt(vmId, disks[0]?.diskId ?? ('' as never), null);
    return Buffer.from((await content?.read({ offsetBytes: 0, lengthBytes: content.sizeBytes })) ?? []).toString('hex');
  };
  const before = await digest();
  await bench.clock.runFor(MINUTE_MS + 21_000);
  const after = await digest();
  expect(after).not.toBe(before);
  await bench.clock.runFor(5 * MINUTE_MS);
  expect(await digest()).toBe(after);
});

test('a log out of sequence happens at once; a skewed clock lasts; the link names both', async () => {
  const bench = benchOf();
  const { director } = direct(bench, []);
  const machine = bench.machine('DB01');
  const host = { target: machine.hostId, durationSeconds: 60, intensity: null };
  expect(
    director.startByHand({ kind: 'outOfSequenceLog', target: machine.vmId, durationSeconds: null, intensity: null }),
  ).toBeNull();
  expect(director.startByHand({ kind: 'clockSkew', ...host })).toMatchObject({ kind: 'clockSkew' });
  expect(bench.world.faults()).toMatchObject([{ kind: 'clockSkew', target: machine.hostId }]);
  await bench.clock.runFor(MINUTE_MS);
  expect(bench.world.faults()).toEqual([]);
  expect(director.byHand.map(formatFault)).toEqual(['outOfSequenceLog:DB01:0', 'clockSkew:HV01:0:60']);
});

test('by hand: once per kind and target, in the link with the time it lasted', async () => {
  const bench = benchOf();
  const { director } = direct(bench, []);
  const target = linkOf(bench)?.hostId ?? '';
  await bench.clock.runFor(MINUTE_MS);
  const first = director.startByHand({ kind: 'linkDown', target, durationSeconds: null, intensity: null });
  expect(director.startByHand({ kind: 'linkDown', target, durationSeconds: null, intensity: null })).toEqual(first);
  await bench.clock.runFor(1500);
  director.endByHand(first?.id ?? '');
  expect(director.byHand).toEqual([
    { kind: 'linkDown', target: 'HV01', startSeconds: 60, durationSeconds: 1.5, intensity: null },
  ]);
  expect(director.startByHand({ kind: 'hostCrash', target, durationSeconds: null, intensity: null })).toBeNull();
  expect(director.faults()).toEqual([]);
});

test('by hand: of two of a kind that began together, the one that is ended gets the time it lasted', async () => {
  const bench = benchOf();
  const { director } = direct(bench, []);
  const [first] = ['DB01', 'IDLE01'].map((name) =>
    director.startByHand({
      kind: 'churnBurst',
      target: bench.machine(name).vmId,
      durationSeconds: null,
      intensity: null,
    }),
  );
  await bench.clock.runFor(1500);
  director.endByHand(first?.id ?? '');
  expect(director.byHand.map(({ target, durationSeconds }) => [target, durationSeconds])).toEqual([
    ['DB01', 1.5],
    ['IDLE01', null],
  ]);
});

test('a restored director ends what was under way and plays nothing twice', async () => {
  const bench = benchOf();
  const startsAt = bench.clock.now();
  const plan = [planned({ durationSeconds: 600 }), planned({ kind: 'hostCrash', durationSeconds: null })];
  const { director } = direct(bench, plan);
  await bench.clock.runFor(MINUTE_MS);
  const record = structuredClone(director.toRecord());
  // The first one's timers still run: its end finds nothing left to end.
  const second = new Director({ world: bench.world, startsAt, plan, record, onChange: () => undefined });
  expect(second.faults()).toEqual(director.faults());
  await bench.clock.runFor(10 * MINUTE_MS);
  expect([second.faults(), bench.world.faults()]).toEqual([[], []]);
});

test.each([
  [planned({ target: 'HV99' }), 'this world has no host "HV99"; it has: HV01'],
  [planned({ kind: 'vmmServerDown' }), 'HV01 does not stand behind a VMM server'],
  [planned({ kind: 'vmDeleted', target: 'HV01' }), 'this world has no machine "HV01"; it has: DB01, IDLE01'],
])('a plan for another world is refused in words', (fault, message) => {
  expect(() => direct(benchOf(), [fault])).toThrow(message);
});

test.each([
  [{ kind: 'linkSlow', intensity: 100 }, 'the intensity must be from 1 to 99, got 100'],
  [{ kind: 'linkDown', intensity: 5 }, 'linkDown has no intensity'],
] as const)('by hand what cannot be is refused in words', (change, message) => {
  const bench = benchOf();
  const { director } = direct(bench, []);
  const target = linkOf(bench)?.hostId ?? '';
  expect(() => director.startByHand({ target, durationSeconds: null, ...change })).toThrow(message);
});
