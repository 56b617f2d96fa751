import { expect, test } from 'vitest';
import { KIB, MIB, MINUTE_MS } from '../base/units.ts';
import { engineBench, type EngineBench } from './testing/engine-bench.ts';

const BLOCK_BYTES = 4 * KIB;

/** A protected machine whose guest writes only what the test does, paused, so that its logs grow. */
async function growingBench(name: string): Promise<EngineBench> {
  const bench = await engineBench();
  const { vmId } = bench.machine(name);
  bench.world.setWorkload(vmId, 'idle');
  await bench.enable(name);
  await bench.until('protected', () => bench.engine.item(vmId)?.item.phase.kind === 'protected');
  await bench.until('a cycle', () => bench.item(name).cycle.number === 1 && bench.item(name).cycle.step === 'idle');
  await bench.send({ kind: 'pause', vmId });
  return bench;
}

const logBytes = (bench: EngineBench, name: string, disk = 0): number =>
  bench.item(name).disks[disk]?.activeLogBytes ?? 0;
const polled = (bench: EngineBench) => bench.clock.runFor(2 * MINUTE_MS);

/** The guest writes until the log is of exactly this size; all of a log's parts are whole blocks. */
async function growTo(bench: EngineBench, name: string, targetBytes: number, disk = 0): Promise<void> {
  const { vmId, disks } = bench.machine(name);
  const diskId = disks[disk]?.diskId;
  if (!diskId) throw new Error('no such disk');
  for (let left = targetBytes - logBytes(bench, name, disk); left > 0;) {
    // One write, one entry; every 127 of them bring a block of metadata.
    const lengthBytes = Math.min(left, MIB);
    bench.world.writeAsGuest(vmId, diskId, { offsetBytes: 0, lengthBytes });
    await polled(bench);
    left = targetBytes - logBytes(bench, name, disk);
    if (bench.item(name).phase.kind !== 'protected') return;
  }
}

test('[TR1] a disk’s log at 49 % and a block below the half is kept, at the half it is given up', async () => {
  const bench = await growingBench('IDLE01');
  const halfBytes = (bench.item('IDLE01').disks[0]?.sizeBytes ?? 0) / 2;
  await growTo(bench, 'IDLE01', Math.floor((halfBytes * 0.98) / BLOCK_BYTES) * BLOCK_BYTES);
  expect(bench.item('IDLE01').phase.kind).toBe('protected');
  await growTo(bench, 'IDLE01', halfBytes - BLOCK_BYTES);
  expect(logBytes(bench, 'IDLE01')).toBe(halfBytes - BLOCK_BYTES);
  expect(bench.item('IDLE01').phase.kind).toBe('protected');
  await growTo(bench, 'IDLE01', halfBytes);
  expect(bench.item('IDLE01').phase).toMatchObject({ kind: 'resynchronizationRequired', cause: 'logSizeDisk' });
});

test('[TR1] of a machine’s disks one at 51 % is enough, also where all together are below the half', async () => {
  const bench = await growingBench('DB01');
  const [small] = bench.item('DB01').disks;
  await growTo(bench, 'DB01', Math.ceil(((small?.sizeBytes ?? 0) * 0.51) / BLOCK_BYTES) * BLOCK_BYTES);
  expect(bench.item('DB01').phase).toMatchObject({ kind: 'resynchronizationRequired', cause: 'logSizeDisk' });
});

test('[TR3] no disk at the half, and so the machine is not over it either', async () => {
  const bench = await growingBench('DB01');
  for (const [index, { sizeBytes }] of bench.item('DB01').disks.entries()) {
    await growTo(bench, 'DB01', sizeBytes / 2 - BLOCK_BYTES, index);
  }
  const { disks, phase } = bench.item('DB01');
  expect(disks.map((disk) => disk.sizeBytes / 2 - disk.activeLogBytes)).toEqual([BLOCK_BYTES, BLOCK_BYTES]);
  expect(phase.kind).toBe('protected');
});

test('[TR2] all disks over the half between two looks: the machine’s law names the cause', async () => {
  const bench = await growingBench('DB01');
  const { vmId, disks } = bench.machine('DB01');
  for (const { diskId, sizeBytes } of disks) {
    const extent = { offsetBytes: 0, lengthBytes: sizeBytes / 2 + MIB };
    bench.world.writeAsGuest(vmId, diskId, extent);
  }
  await polled(bench);
  expect(bench.item('DB01').phase).toMatchObject({ kind: 'resynchronizationRequired', cause: 'logSizeMachine' });
});
