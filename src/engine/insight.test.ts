import { expect, test } from 'vitest';
import { KIB, MINUTE_MS, SECOND_MS } from '../base/units.ts';
import { engineBench, type EngineBench } from './testing/engine-bench.ts';

const NO_WINDOW = { resyncWindow: { isEnabled: false, startLocal: '18:30', endLocal: '06:00' } };

async function protectedBench(...names: readonly string[]): Promise<EngineBench> {
  const bench = await engineBench();
  await bench.setPolicy(NO_WINDOW);
  for (const name of names) await bench.enable(name);
  for (const name of names) {
    await bench.until(`${name} protected`, () => bench.item(name).phase.kind === 'protected');
    await bench.until('a cycle', () => bench.item(name).cycle.number > 0 && bench.item(name).cycle.step === 'idle');
  }
  return bench;
}

/** Pauses the machine, writes, and lets it come back by a resynchronization that waits for a command. */
async function requireResync(bench: EngineBench, name: string): Promise<void> {
  const { vmId, disks } = bench.machine(name);
  await bench.send({ kind: 'pause', vmId });
  await bench.until('paused', () => bench.item(name).pausedSince !== null);
  const [disk] = disks;
  if (disk) bench.world.writeAsGuest(vmId, disk.diskId, { offsetBytes: 0, lengthBytes: 256 * KIB });
}

test('a cycle is measured by the steps it passes through', async () => {
  const bench = await protectedBench('DB01');
  const cycle = bench.engine.insight.outlook(bench.machine('DB01').vmId)?.cycle;
  expect(cycle).toMatchObject({ bottleneck: 'none', intervalMs: 300 * SECOND_MS });
  expect(cycle?.networkMs).toBeGreaterThan(0);
  expect(cycle?.sentBytes).toBeGreaterThan(0);
});

test('a comparison leaves where it found differences, and equal digests of both sides', async () => {
  const bench = await protectedBench('DB01');
  const { vmId, disks } = bench.machine('DB01');
  await requireResync(bench, 'DB01');
  await bench.send({ kind: 'resume', vmId, isResynchronizing: true });
  await bench.until('resynchronizing', () => bench.item('DB01').phase.kind === 'resynchronizing');
  await bench.until('mended', () => bench.item('DB01').phase.kind === 'protected');
  const [comparison] = bench.engine.insight.comparisons(vmId);
  expect(comparison?.diskId).toBe(disks[0]?.diskId);
  expect(comparison?.completedAt).not.toBeNull();
  const windows = comparison?.windows ?? [];
  expect(windows.reduce((sum, window) => sum + window.lengthBytes, 0)).toBe(disks[0]?.sizeBytes);
  expect(windows[0]?.differing.length).toBeGreaterThan(0);
  expect(windows[0]?.readBackBytes).toBeGreaterThanOrEqual(256 * KIB);
  for (const { sourceSha256, targetSha256 } of windows) expect(targetSha256).toBe(sourceSha256);
  await bench.restart();
  expect(bench.engine.insight.comparisons(vmId)[0]?.windows).toEqual(windows);
});

test('a throttled resynchronization sends no faster than it may', async () => {
  const bench = await protectedBench('IDLE01');
  const { vmId } = bench.machine('IDLE01');
  await requireResync(bench, 'IDLE01');
  await bench.send({ kind: 'resume', vmId, isResynchronizing: true });
  await bench.send({ kind: 'cancelResynchronization', vmId });
  await bench.until('required', () => bench.view('IDLE01').allowedOperations.includes('RepairReplication'));
  const terms = { batchId: 'one', parallelLimit: 1, throttleBitsPerSecond: 16_384 };
  await bench.send({ kind: 'resynchronize', vmId, when: 'now', terms });
  await bench.until('resynchronizing', () => bench.item('IDLE01').phase.kind === 'resynchronizing');
  const from = bench.clock.now();
  await bench.until('mended', () => bench.item('IDLE01').phase.kind === 'protected');
  // 256 KiB at 16 Kbps are 128 s; unthrottled, the comparison takes seconds.
  expect(bench.clock.now() - from).toBeGreaterThanOrEqual(120 * SECOND_MS);
  await bench.expectIdentical('IDLE01');
});

test('of a batch no more run at a time than it allows, and a stagger keeps their starts apart', async () => {
  const bench = await protectedBench('DB01', 'IDLE01');
  const names = ['DB01', 'IDLE01'];
  for (const name of names) {
    const { vmId } = bench.machine(name);
    await requireResync(bench, name);
    await bench.send({ kind: 'resume', vmId, isResynchronizing: true });
    await bench.send({ kind: 'cancelResynchronization', vmId });
    await bench.until('required', () => bench.view(name).allowedOperations.includes('RepairReplication'));
  }
  const terms = { batchId: 'both', parallelLimit: 1, throttleBitsPerSecond: 65_536 };
  for (const name of names) {
    await bench.send({ kind: 'resynchronize', vmId: bench.machine(name).vmId, when: 'now', terms });
  }
  const running = () => names.filter((name) => bench.item(name).phase.kind === 'resynchronizing').length;
  let most = 0;
  await bench.until('both mended', () => {
    most = Math.max(most, running());
    return names.every((name) => bench.item(name).phase.kind === 'protected');
  });
  expect(most).toBe(1);
});

test('the band of RPOs gets a point a minute and outlives a restart', async () => {
  const bench = await protectedBench('DB01');
  const before = bench.engine.insight.rpoBand().length;
  const until = bench.clock.now() + 5 * MINUTE_MS;
  await bench.until('five minutes', () => bench.clock.now() >= until);
  const points = bench.engine.insight.rpoBand();
  expect(points.length).toBe(before + 5);
  expect(points.at(-1)).toMatchObject({ itemCount: 1 });
  await bench.restart();
  expect(bench.engine.insight.rpoBand().slice(0, points.length)).toEqual(points);
});

test('a broken link is one cause for all machines of its host', async () => {
  const bench = await protectedBench('DB01', 'IDLE01');
  const { hostId } = bench.machine('DB01');
  bench.world.startFault('linkDown', hostId);
  await bench.until('failing', () => ['DB01', 'IDLE01'].every((name) => bench.item(name).trouble !== null));
  const causes = bench.engine.insight.rootCauses();
  expect(causes.map(({ kind, vmIds }) => [kind, vmIds.length])).toEqual([['link', 2]]);
});
