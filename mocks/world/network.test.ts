import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRng } from '../../src/base/rng.ts';
import { after, instant, MIB, SECOND_MS } from '../../src/base/units.ts';
import type { BandwidthSchedule, HostId } from '../../src/core/model.ts';
import { VirtualClock } from '../simulation/virtual-clock.ts';
import { CONNECT_TIMEOUT_MS, Network } from './network.ts';
import { SharedRate } from './shared-rate.ts';
import { throttleAt, throttleChangesAt } from './throttle.ts';

const HOST = 'host' as HostId;
/** 2026-03-02 was a Monday. */
const MONDAY = instant(Date.UTC(2026, 2, 2));
const MEGABYTE = 1e6;

const office: BandwidthSchedule = {
  workDays: [1, 2, 3, 4, 5],
  workStartLocal: '08:00',
  workEndLocal: '18:00',
  workHoursBitsPerSecond: 8e6,
  otherHoursBitsPerSecond: null,
  uploadThreadsPerMachine: 4,
};

/** Starts uses at given instants and answers when each ended, in milliseconds from the start. */
async function endsOf(
  clock: VirtualClock,
  starts: readonly { readonly atMs: number; readonly run: (order: number) => Promise<void> }[],
): Promise<(number | string)[]> {
  const start = clock.now();
  const ends: (number | string)[] = [];
  for (const [i, { atMs, run }] of starts.entries()) {
    clock.arm(after(start, atMs), -1, () => {
      const release = clock.hold();
      void run(i)
        .then(
          () => void (ends[i] = clock.now() - start),
          (error: unknown) => void (ends[i] = `${String(error).split(':')[1]} at ${clock.now() - start}`),
        )
        .finally(release);
    });
  }
  await clock.runFor(3600 * SECOND_MS);
  return ends;
}

/** A use whose sharer has no other. */
const alone = (order: number) => ({ order, sharer: `sharer ${order}` });

describe('shared rate', () => {
  test('sharers have equal parts, however many uses each has under way', async () => {
    const clock = new VirtualClock(instant(0));
    const rate = new SharedRate(clock, { rate: () => 100, order: -5 });
    // Each sharer gets 50 a millisecond: the one's single use, the other's four together.
    const ends = await endsOf(clock, [
      { atMs: 0, run: (order) => rate.use(100_000, { order, sharer: 'few' }) },
      ...[1, 2, 3, 4].map(() => ({
        atMs: 0,
        run: (order: number) => rate.use(25_000, { order, sharer: 'many' }),
      })),
    ]);
    expect(ends).toEqual([2000, 2000, 2000, 2000, 2000]);
  });

  test('what a sharer does not use goes to the others, and comes back when it does', async () => {
    const clock = new VirtualClock(instant(0));
    const rate = new SharedRate(clock, { rate: () => 100, order: -5 });
    // Alone until 1000: 50,000 of each use. Then half: 25 a millisecond each, until the other is done at 2000.
    const ends = await endsOf(clock, [
      { atMs: 0, run: (order) => rate.use(100_000, { order, sharer: 'two' }) },
      { atMs: 0, run: (order) => rate.use(100_000, { order, sharer: 'two' }) },
      { atMs: 1000, run: (order) => rate.use(50_000, { order, sharer: 'one' }) },
    ]);
    expect(ends).toEqual([2500, 2500, 2000]);
    expect(rate.active).toBe(0);
  });

  test('gives uses under way equal parts, and what one leaves to the others', async () => {
    const clock = new VirtualClock(instant(0));
    const rate = new SharedRate(clock, { rate: () => 100, order: -5 });
    // Alone until 1000 (100,000 bytes), two until 3000 (100,000 each), then the first alone again.
    const ends = await endsOf(clock, [
      { atMs: 0, run: (order) => rate.use(300_000, alone(order)) },
      { atMs: 1000, run: (order) => rate.use(100_000, alone(order)) },
    ]);
    expect(ends).toEqual([4000, 3000]);
    expect(rate.active).toBe(0);
  });

  test('never lets more through than its rate, nor leaves any of it unused while somebody waits', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ atMs: fc.nat(2000), bytes: fc.integer({ min: 1, max: 500_000 }) }), {
          minLength: 1,
          maxLength: 12,
        }),
        async (uses) => {
          const clock = new VirtualClock(instant(0));
          const rate = new SharedRate(clock, { rate: () => 50, order: -5 });
          const ends = (await endsOf(
            clock,
            uses.map(({ atMs, bytes }) => ({ atMs, run: (order: number) => rate.use(bytes, alone(order)) })),
          )) as number[];
          // One server that is never idle while work is there ends its last piece of work when any other such server would.
          let idealEnd = 0;
          for (const { atMs, bytes } of uses.toSorted((a, b) => a.atMs - b.atMs))
            idealEnd = Math.max(idealEnd, atMs) + bytes / 50;
          expect(Math.max(...ends)).toBeGreaterThanOrEqual(Math.floor(idealEnd));
          // Each end is rounded up to the clock's grain.
          expect(Math.max(...ends)).toBeLessThanOrEqual(idealEnd + uses.length + 1);
          for (const [i, { atMs, bytes }] of uses.entries())
            expect(ends[i]).toBeGreaterThanOrEqual(Math.floor(atMs + bytes / 50));
        },
      ),
    );
  });

  test('uses that end together resume in ascending order, one at a time', async () => {
    const clock = new VirtualClock(instant(0));
    const rate = new SharedRate(clock, { rate: () => 100, order: -5 });
    const seen: string[] = [];
    for (const order of [3, 1, 2]) {
      const release = clock.hold();
      void rate.use(1000, alone(order)).then(async () => {
        seen.push(`${order} begins`);
        await new Promise((resolve) => setImmediate(resolve));
        seen.push(`${order} ends`);
        release();
      });
    }
    await clock.runFor(SECOND_MS);
    expect(seen).toEqual(['1 begins', '1 ends', '2 begins', '2 ends', '3 begins', '3 ends']);
  });
});

describe('network', () => {
  const call = (order: number) => ({ requestId: `vm.${order}`, signal: new AbortController().signal });

  function network(clock: VirtualClock): Network {
    const made = new Network(clock, createRng('network'));
    made.addLink(HOST, 'HV', { bitsPerSecond: 80e6, latencyMs: 10, schedule: null }, () => 60);
    return made;
  }

  const upload = (made: Network, bytes: number) => (order: number) =>
    made.transfer({ over: HOST, bytes, direction: 'up', call: call(order) });

  test('a transfer takes its latency and its bytes', async () => {
    const clock = new VirtualClock(MONDAY);
    const [end] = await endsOf(clock, [{ atMs: 0, run: upload(network(clock), 10 * MEGABYTE) }]);
    expect(end).toBeGreaterThanOrEqual(1010);
    expect(end).toBeLessThanOrEqual(1013);
  });

  test('a new bandwidth and the throttle act on transfers under way, the throttle on uploads only', async () => {
    const clock = new VirtualClock(MONDAY);
    const made = network(clock);
    clock.arm(after(MONDAY, 500), 0, () => made.changeLink(HOST, { bitsPerSecond: 8e6 }));
    const [end] = await endsOf(clock, [{ atMs: 0, run: upload(made, 10 * MEGABYTE) }]);
    expect(Math.abs(Number(end) - 5600)).toBeLessThan(150);

    const throttled = network(clock);
    // 07:59:59 in the host's time zone: one second at 80 Mbps, the rest at 8.
    await clock.runUntil(instant(Date.UTC(2026, 2, 3, 6, 59, 58, 985)));
    throttled.changeLink(HOST, { schedule: office });
    const down = (order: number) =>
      throttled.transfer({ over: HOST, bytes: 20 * MEGABYTE, direction: 'down', call: call(order) });
    const ends = await endsOf(clock, [
      { atMs: 0, run: upload(throttled, 20 * MEGABYTE) },
      { atMs: 0, run: down },
    ]);
    expect(Math.abs(Number(ends[0]) - 11_015)).toBeLessThan(100);
    expect(Math.abs(Number(ends[1]) - 2_010)).toBeLessThan(20);
  });

  test('a cut fails transfers under way and new ones after the connect timeout; a short one only delays', async () => {
    const clock = new VirtualClock(MONDAY);
    const made = network(clock);
    clock.arm(after(MONDAY, 500), 0, () => made.setUp(HOST, false));
    const ends = await endsOf(clock, [
      { atMs: 0, run: upload(made, 10 * MEGABYTE) },
      { atMs: 2000, run: upload(made, 1) },
    ]);
    expect(ends).toEqual([
      ` NetworkUnreachable at ${500 + CONNECT_TIMEOUT_MS}`,
      ` NetworkUnreachable at ${2000 + CONNECT_TIMEOUT_MS}`,
    ]);

    const brief = network(clock);
    clock.arm(after(clock.now(), 500), 0, () => brief.setUp(HOST, false));
    clock.arm(after(clock.now(), 2500), 0, () => brief.setUp(HOST, true));
    const [end] = await endsOf(clock, [{ atMs: 0, run: upload(brief, 10 * MEGABYTE) }]);
    expect(Math.abs(Number(end) - 3010)).toBeLessThan(10);
  });

  test('inside the cloud bytes do not cross a link', async () => {
    const clock = new VirtualClock(MONDAY);
    const made = network(clock);
    made.setUp(HOST, false);
    const [end] = await endsOf(clock, [
      {
        atMs: 0,
        run: (order) => made.transfer({ over: 'cloud', bytes: 100 * MIB, direction: 'up', call: call(order) }),
      },
    ]);
    expect(end).toBeLessThan(110);
  });
});

describe('throttle', () => {
  const at = (day: number, hour: number, minute = 0) => instant(Date.UTC(2026, 2, day, hour, minute));

  test('follows work days and hours in local time', () => {
    expect(throttleAt(office, at(2, 6, 59), 60)).toBeNull();
    expect(throttleAt(office, at(2, 7), 60)).toBe(8e6);
    expect(throttleAt(office, at(2, 16, 59), 60)).toBe(8e6);
    expect(throttleAt(office, at(2, 17), 60)).toBeNull();
    expect(throttleAt(office, at(7, 10), 60)).toBeNull();
    expect(throttleChangesAt(office, at(2, 7), 60)).toBe(at(2, 17));
    expect(throttleChangesAt(office, at(2, 18), 60)).toBe(at(3, 7));
  });

  test('hours across midnight belong to the day on which they began', () => {
    const night = { ...office, workDays: [5] as const, workStartLocal: '22:00', workEndLocal: '06:00' };
    expect(throttleAt(night, at(6, 22), 0)).toBe(8e6);
    expect(throttleAt(night, at(7, 5, 59), 0)).toBe(8e6);
    expect(throttleAt(night, at(7, 6), 0)).toBeNull();
    expect(throttleAt(night, at(6, 5), 0)).toBeNull();
    expect(throttleAt(night, at(7, 22), 0)).toBeNull();
  });
});
