import { describe, expect, it } from 'vitest';
import { after, GIB, HOUR_MS, instant, MIB, MINUTE_MS } from '../../base/units.ts';
import { planResync, type PlanFacts } from './plans.ts';

const NOW = instant(1_772_438_400_000);
const WINDOW = after(NOW, 10 * HOUR_MS);

const FACTS: PlanFacts = {
  disks: [{ sizeBytes: 100 * GIB, allocatedBytes: 60 * GIB }],
  loggedBytes: 10 * GIB,
  untrackedMs: 0,
  churnBytesPerSecond: MIB,
  bandwidthBitsPerSecond: 8 * MIB,
  compareBytesPerSecond: 100 * MIB,
  recoveryPointCount: 3,
  now: NOW,
  windowOpensAt: WINDOW,
  newestPointAt: after(NOW, -20 * MINUTE_MS),
};

const planned = (change: Partial<PlanFacts> = {}) => planResync({ ...FACTS, ...change });

describe('planResync', () => {
  it('sets the three ways side by side', () => {
    const { plans, recommended } = planned();
    expect(plans.map(({ way }) => way)).toEqual(['now', 'window', 'full']);
    expect(recommended).toBe('window');
  });

  it('counts what is written until the window opens into what has to be sent then', () => {
    const [now, window] = planned().plans;
    expect(now?.sendBytes[1]).toBe(10 * GIB);
    expect(window?.sendBytes[1]).toBe(10 * GIB + 36_000 * MIB);
    expect(window?.startsAt).toBe(WINDOW);
  });

  it('tells how old the newest recovery point will be at the end', () => {
    const [now, , full] = planned().plans;
    expect(now?.rpoAtEndMs).toEqual(now?.durationMs.map((ms) => ms + 20 * MINUTE_MS));
    expect(full?.rpoAtEndMs).toBeNull();
  });

  it('takes the rates that hold when each way sends', () => {
    const sendingFrom = (_bytes: number, from: number) => (from === WINDOW ? HOUR_MS : 9 * HOUR_MS);
    const [now, window] = planned({ sendingFrom }).plans;
    expect([now?.durationMs[1], window?.durationMs[1]]).toEqual([9 * HOUR_MS, HOUR_MS]);
  });

  it('sees that a full replication may run into its log limit too', () => {
    const slow = planned({ bandwidthBitsPerSecond: MIB, churnBytesPerSecond: MIB / 4 }).plans;
    expect(slow.find(({ way }) => way === 'full')?.isLoopRisk).toBe(true);
  });

  it('sends all of it where it begins anew, while the guest writes into the log', () => {
    const { plans, logLimitBytes } = planned();
    const full = plans.find(({ way }) => way === 'full');
    // 60 GiB at 1 MiB/s, and 1 MiB/s written meanwhile: more than half of 100 GiB.
    expect(full).toEqual({
      way: 'full',
      startsAt: NOW,
      sendBytes: [60 * GIB, 60 * GIB],
      durationMs: [61_440_000, 61_440_000],
      rpoAtEndMs: null,
      expectedLogBytes: 60 * GIB,
      isLoopRisk: true,
    });
    expect(logLimitBytes).toBe(50 * GIB);
    const loopsAt = (churnBytesPerSecond: number) =>
      planned({ churnBytesPerSecond }).plans.find(({ way }) => way === 'full');
    expect(loopsAt((50 * GIB) / 61_440)).toMatchObject({ expectedLogBytes: 50 * GIB, isLoopRisk: true });
    expect(loopsAt(MIB / 2)).toMatchObject({ expectedLogBytes: 30 * GIB, isLoopRisk: false });
  });

  it('recommends to compare now where nothing speaks against it', () => {
    expect(planned({ windowOpensAt: null }).recommended).toBe('now');
  });

  it('tells no age where there is no recovery point yet', () => {
    expect(planned({ newestPointAt: null }).plans.map(({ rpoAtEndMs }) => rpoAtEndMs)).toEqual([null, null, null]);
  });

  it('offers no window where there is none ahead', () => {
    expect(planned({ windowOpensAt: null }).plans.map(({ way }) => way)).toEqual(['now', 'full']);
    expect(planned({ windowOpensAt: NOW }).plans.map(({ way }) => way)).toEqual(['now', 'full']);
  });
});
