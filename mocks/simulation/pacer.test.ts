import { describe, expect, test } from 'vitest';
import { after, instant } from '../../src/base/units.ts';
import { Pacer } from './pacer.ts';
import { VirtualClock } from './virtual-clock.ts';

/** Real time and the event loop, by hand: each tick runs the due timer and lets its run finish. */
function bench() {
  const clock = new VirtualClock(instant(0));
  let wallMs = 0;
  let due: { at: number; wake: () => void } | null = null;
  const failures: unknown[] = [];
  const pacer = new Pacer({
    clock,
    wallNow: () => wallMs,
    setTimer: (wake, delayMs) => {
      const timer = { at: wallMs + delayMs, wake };
      due = timer;
      return () => {
        if (due === timer) due = null;
      };
    },
    onFailure: (error) => failures.push(error),
  });
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  /** Lets `durationMs` of real time pass in steps of one millisecond. */
  const pass = async (durationMs: number): Promise<void> => {
    for (let i = 0; i < durationMs; i++) {
      wallMs++;
      if (!due || due.at > wallMs) continue;
      const { wake } = due;
      due = null;
      wake();
      await turn();
    }
  };
  return { clock, pacer, failures, pass, isIdle: () => due === null, spend: (ms: number) => (wallMs += ms) };
}

describe('pacer', () => {
  test.each([1, 10, 60, 600])('lets time pass at %d times the wall clock', async (speed) => {
    const { clock, pacer, pass } = bench();
    pacer.setSpeed(speed);
    pacer.resume();
    await pass(1000);
    expect(clock.now()).toBeGreaterThanOrEqual(950 * speed);
    expect(clock.now()).toBeLessThanOrEqual(1000 * speed);
  });

  test('stands while paused, and does not catch up on the pause', async () => {
    const { clock, pacer, pass, isIdle } = bench();
    pacer.resume();
    await pass(200);
    pacer.pause();
    const stood = clock.now();
    await pass(5000);
    expect(clock.now()).toBe(stood);
    expect(isIdle()).toBe(true);
    pacer.resume();
    await pass(100);
    expect(clock.now() - stood).toBeLessThanOrEqual(100);
  });

  test('falls behind on a slow machine, serves the event loop in between and never spirals', async () => {
    const { clock, pacer, pass, spend } = bench();
    let wakes = 0;
    const guest = (): void => {
      wakes++;
      spend(15);
      clock.arm(after(clock.now(), 1000), 0, guest);
    };
    clock.arm(instant(1000), 0, guest);
    pacer.setSpeed(600);
    pacer.resume();
    let mostInOneTurn = 0;
    for (let i = 0; i < 200; i++) {
      const before = wakes;
      await pass(1);
      mostInOneTurn = Math.max(mostInOneTurn, wakes - before);
    }
    // 15 ms a wake and slices of 20 ms: two wakes, then others have their turn.
    expect(mostInOneTurn).toBe(2);
    expect(wakes).toBeGreaterThan(100);
    pacer.setSpeed(1);
    const before = clock.now();
    await pass(100);
    expect(clock.now() - before).toBeLessThanOrEqual(350);
  });

  test('catches up on a burst of work once it is over', async () => {
    const { clock, pacer, pass, spend } = bench();
    const burst = (): void => {
      spend(15);
      clock.arm(after(clock.now(), 6000), 0, burst);
    };
    for (let guest = 0; guest < 4; guest++) clock.arm(instant(6000), guest, burst);
    pacer.setSpeed(60);
    pacer.resume();
    let realMs = 0;
    for (; realMs < 1000; realMs++) await pass(1);
    // Each 100 ms of real time bring 60 ms of work at once; `spend` adds them to what passed here.
    const workMs = Math.floor(clock.now() / 6000) * 60;
    expect(clock.now()).toBeGreaterThanOrEqual((realMs + workMs - 250) * 60);
  });

  test('steps exactly, from a pause or out of a run, and steps add up', async () => {
    const { clock, pacer, pass } = bench();
    const seen: number[] = [];
    const guest = (): void => {
      seen.push(clock.now());
      clock.arm(after(clock.now(), 700), 0, guest);
    };
    clock.arm(instant(700), 0, guest);
    const first = pacer.step(1000);
    const second = pacer.step(500);
    await pass(10);
    await Promise.all([first, second]);
    expect([clock.now(), seen]).toEqual([1500, [700, 1400]]);
    expect(pacer.isPaused).toBe(true);
    await pass(1000);
    expect(clock.now()).toBe(1500);
  });

  test('pausing ends a step under way', async () => {
    const { clock, pacer, pass, spend } = bench();
    const guest = (): void => {
      spend(30);
      clock.arm(after(clock.now(), 10), 0, guest);
    };
    clock.arm(instant(10), 0, guest);
    const step = pacer.step(1e9);
    await pass(3);
    pacer.pause();
    await step;
    expect(clock.now()).toBeLessThan(1000);
  });

  test('a defect pauses the world and is handed on', async () => {
    const { clock, pacer, pass, failures } = bench();
    clock.arm(instant(5), 0, () => {
      throw new Error('broken guest');
    });
    pacer.resume();
    await pass(50);
    expect(failures).toEqual([new Error('broken guest')]);
    expect(pacer.isPaused).toBe(true);
  });

  test('offers four speeds only', () => {
    expect(() => bench().pacer.setSpeed(7)).toThrow('1, 10, 60, 600');
  });
});
