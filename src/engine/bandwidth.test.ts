import { expect, test } from 'vitest';
import { KIB, MIB, MINUTE_MS, SECOND_MS } from '../base/units.ts';
import type { BandwidthSchedule } from '../core/model.ts';
import type { StorageApi } from '../core/ports.ts';
import { engineBench, type EngineBench } from './testing/engine-bench.ts';

const KBPS = 1024;
/** Round trips and the disk's own time beside the bytes' on the wire. */
const OVERHEAD_MS = 300;

const even = (bitsPerSecond: number, uploadThreadsPerMachine = 4): BandwidthSchedule => ({
  workDays: [1, 2, 3, 4, 5],
  workStartLocal: '09:00',
  workEndLocal: '18:00',
  workHoursBitsPerSecond: bitsPerSecond,
  otherHoursBitsPerSecond: bitsPerSecond,
  uploadThreadsPerMachine,
});

const hostOf = (bench: EngineBench) => bench.machine('IDLE01').hostId;
const throttle = (bench: EngineBench, schedule: BandwidthSchedule) =>
  bench.send({ kind: 'setBandwidth', hostId: hostOf(bench), schedule });

/** A cycle whose log of a little more than `bytes` begins to be sent now. */
async function uploadingBench(bytes: number, schedule: BandwidthSchedule): Promise<EngineBench> {
  const bench = await engineBench();
  await bench.enable('IDLE01');
  await bench.until('protected', () => bench.item('IDLE01').phase.kind === 'protected');
  await bench.until(
    'a cycle',
    () => bench.item('IDLE01').cycle.number === 1 && bench.item('IDLE01').cycle.step === 'idle',
  );
  await throttle(bench, schedule);
  const { vmId, disks } = bench.machine('IDLE01');
  const diskId = disks[0]?.diskId;
  if (!diskId) throw new Error('no disk');
  bench.world.writeAsGuest(vmId, diskId, { offsetBytes: 0, lengthBytes: bytes });
  await bench.until('uploading', () => bench.item('IDLE01').cycle.step === 'uploading');
  return bench;
}

async function uploadMs(bench: EngineBench, since: number): Promise<number> {
  await bench.until('the log has arrived', () => bench.item('IDLE01').cycle.step !== 'uploading');
  return bench.clock.now() - since;
}

const close = (actualMs: number, expectedMs: number): void => {
  expect(actualMs).toBeGreaterThanOrEqual(expectedMs);
  expect(actualMs).toBeLessThanOrEqual(expectedMs + OVERHEAD_MS);
};

test('[BW6] a rate changed in the middle of a transfer changes its end as arithmetic says', async () => {
  const bench = await uploadingBench(3 * MIB, even(512 * KBPS));
  const since = bench.clock.now();
  const bits = bench.item('IDLE01').cycle.logBytes * 8;
  await bench.clock.runFor(20 * SECOND_MS);
  await throttle(bench, even(2048 * KBPS));
  // The host takes a moment to hear of it: 20 s and that long at the old rate, what is left at the new one.
  await bench.clock.runFor(300);
  const slowMs = bench.clock.now() - since;
  const fastMs = ((bits - (slowMs / SECOND_MS) * 512 * KBPS) / (2048 * KBPS)) * SECOND_MS;
  close(await uploadMs(bench, since), slowMs + fastMs);
});

test('[BW6] the hour at which work begins changes a transfer under way', async () => {
  const schedule: BandwidthSchedule = {
    ...even(2048 * KBPS),
    workStartLocal: '09:06',
    otherHoursBitsPerSecond: 512 * KBPS,
  };
  const bench = await uploadingBench(4 * MIB - 64 * KIB, schedule);
  const since = bench.clock.now();
  const bits = bench.item('IDLE01').cycle.logBytes * 8;
  // The host's clock is an hour ahead of UTC.
  const slowMs = Date.UTC(2026, 2, 2, 8, 6) - since;
  expect(slowMs).toBeGreaterThan(40 * SECOND_MS);
  const fastMs = ((bits - (slowMs / SECOND_MS) * 512 * KBPS) / (2048 * KBPS)) * SECOND_MS;
  expect(fastMs).toBeGreaterThan(SECOND_MS);
  close(await uploadMs(bench, since), slowMs + fastMs);
});

test('[BW7] more upload threads start more windows at once, fewer only as windows end', async () => {
  const bench = await engineBench();
  await throttle(bench, even(512 * KBPS, 2));
  await bench.enable('IDLE01');
  const inFlight = (): number => bench.item('IDLE01').disks[0]?.windows.inFlight.length ?? 0;
  await bench.until('copying', () => inFlight() === 2);
  await throttle(bench, even(512 * KBPS, 6));
  expect(inFlight()).toBe(6);
  await throttle(bench, even(512 * KBPS, 1));
  expect(inFlight()).toBe(6);
  await bench.until('one by one', () => inFlight() === 1);
  const { disks } = bench.item('IDLE01');
  expect(disks[0]?.transfer?.phase).toBe('copying');
});

test('[BW8] machines of one host with equal work share its link and end together', async () => {
  const bench = await engineBench();
  for (const name of ['DB01', 'IDLE01']) {
    bench.world.setWorkload(bench.machine(name).vmId, 'idle');
    await bench.enable(name);
  }
  const names = ['DB01', 'IDLE01'] as const;
  await bench.until('protected', () => names.every((name) => bench.item(name).phase.kind === 'protected'));
  await bench.until('cycles', () =>
    names.every((name) => bench.item(name).cycle.number === 1 && bench.item(name).cycle.step === 'idle'),
  );
  await throttle(bench, even(512 * KBPS));
  for (const name of names) {
    const { vmId, disks } = bench.machine(name);
    const diskId = disks[0]?.diskId;
    if (diskId) bench.world.writeAsGuest(vmId, diskId, { offsetBytes: 0, lengthBytes: 2 * MIB });
  }
  const began = new Map<string, number>();
  const ended = new Map<string, number>();
  await bench.until('both have arrived', () => {
    for (const name of names) {
      const { cycle } = bench.item(name);
      if (cycle.number < 2) continue;
      if (cycle.step === 'uploading' && !began.has(name)) began.set(name, bench.clock.now());
      if (cycle.step === 'applying' && !ended.has(name)) ended.set(name, bench.clock.now());
    }
    return ended.size === 2;
  });
  const [first = 0, second = 0] = names.map((name) => (ended.get(name) ?? 0) - (began.get(name) ?? 0));
  // Alone, two mebibytes take 32 seconds at this rate.
  const aloneMs = ((2 * MIB * 8) / (512 * KBPS)) * SECOND_MS;
  expect(Math.min(first, second)).toBeGreaterThan(1.5 * aloneMs);
  expect(Math.abs(first - second)).toBeLessThan(aloneMs / 2);
});

test('[BW8] a machine gets no more of the link for having more threads on it', async () => {
  const bench = await engineBench();
  await throttle(bench, even(512 * KBPS, 1));
  bench.world.setWorkload(bench.machine('DB01').vmId, 'idle');
  await bench.enable('IDLE01');
  const inFlight = (name: string): number =>
    bench.item(name).disks.reduce((sum, disk) => sum + disk.windows.inFlight.length, 0);
  await bench.until('one copies', () => inFlight('IDLE01') === 1);
  await throttle(bench, even(512 * KBPS, 8));
  // Fewer threads only count as windows end: the first machine has eight, the second is to begin with one.
  expect(inFlight('IDLE01')).toBe(8);
  await throttle(bench, even(512 * KBPS, 1));
  await bench.enable('DB01');
  await bench.until('both copy', () => inFlight('DB01') === 1);
  const arrived = (name: string): number => bench.item(name).disks[0]?.transfer?.sentBytes ?? 0;
  const begunAt = bench.clock.now();
  await bench.until('a window has arrived', () => arrived('DB01') > 0);
  // Half of the link, not a ninth of it: a window of one mebibyte takes 32 seconds, not 144.
  expect(bench.clock.now() - begunAt).toBeLessThan(1.5 * ((2 * MIB * 8) / (512 * KBPS)) * SECOND_MS);
});

test('[DL14][DL2][DL3] a transfer that outlasts its interval delays the next cycle, misses those in between, and loses nothing', async () => {
  const bench = await uploadingBench(3 * MIB, even(512 * KBPS));
  // Some two mebibytes and a half are left: at the link's new rate twelve minutes.
  await bench.clock.runFor(8 * SECOND_MS);
  bench.world.setLink(hostOf(bench), { bitsPerSecond: 28_000 });
  const { startedAt, number } = bench.item('IDLE01').cycle;
  await bench.until('its end', () => bench.item('IDLE01').cycle.number > number);
  const item = bench.item('IDLE01');
  const lateMs = (item.lastRecoveryPointAt ?? 0) - (startedAt ?? 0);
  expect(lateMs).toBeGreaterThan(10 * MINUTE_MS);
  expect(item.statistics.missCount).toBe(Math.ceil(lateMs / (5 * MINUTE_MS)) - 1);
  expect((item.cycle.startedAt ?? 0) - (item.lastRecoveryPointAt ?? 0)).toBeLessThan(SECOND_MS);
  await bench.expectIdentical('IDLE01');
});

test('[DL12] RPO counts from the arrival of the newest recovery point, through engine and world', async () => {
  const bench = await uploadingBench(MIB, even(512 * KBPS));
  await bench.until('a point', () => bench.item('IDLE01').cycle.step === 'releasing');
  const receivedAt = bench.clock.now();
  const { time } = bench.item('IDLE01').recoveryPoints.at(-1) ?? {};
  expect(receivedAt - (time ?? 0)).toBeGreaterThan(10 * SECOND_MS);
  await bench.clock.runFor(MINUTE_MS);
  const { rpoMs, rpoCalculatedAt } = bench.view('IDLE01');
  // The point is seen a moment after it came; its data is far older.
  expect(Math.abs((rpoMs ?? 0) - (rpoCalculatedAt - receivedAt))).toBeLessThan(10);
  expect(bench.item('IDLE01').lastReplicatedAt).toBe(time);
});

test('[BW10] what a cycle counts as sent are the very bytes of its log, which crossed the link as they lie in the cache', async () => {
  const puts: { readonly offsetBytes: number; readonly body: Uint8Array }[] = [];
  const bench = await engineBench({
    wrap: (ports) => {
      const putPages: StorageApi['putPages'] = (blob, offsetBytes, body, ...rest) => {
        if (blob.container.startsWith('cache-')) puts.push({ offsetBytes, body: body.slice() });
        return ports.storage.putPages(blob, offsetBytes, body, ...rest);
      };
      const storage = new Proxy(ports.storage, {
        get(target, name, receiver) {
          if (name === 'putPages') return putPages;
          const method = Reflect.get(target, name, receiver) as unknown;
          return typeof method === 'function' ? (method.bind(target) as unknown) : method;
        },
      });
      return { ...ports, storage };
    },
  });
  await bench.enable('IDLE01');
  await bench.until('protected', () => bench.item('IDLE01').phase.kind === 'protected');
  const { vmId, disks } = bench.machine('IDLE01');
  const diskId = disks[0]?.diskId;
  if (!diskId) throw new Error('no disk');
  bench.world.writeAsGuest(vmId, diskId, { offsetBytes: 0, lengthBytes: 5 * MIB });
  await bench.until('a log', () => bench.item('IDLE01').cycle.logBytes > 5 * MIB);
  puts.length = 0;
  await bench.until('it has arrived', () => bench.item('IDLE01').cycle.step === 'applying');
  const { logBytes, uploadedBytes } = bench.item('IDLE01').cycle;
  expect(uploadedBytes).toBe(logBytes);
  expect(puts.reduce((sum, { body }) => sum + body.length, 0)).toBe(logBytes);
  // As the host wrote it: the log's own signature, readable in the first page.
  expect(new TextDecoder().decode(puts[0]?.body.subarray(0, 7))).toBe('msctlog');
});
