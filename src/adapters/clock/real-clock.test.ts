import { describe, expect, test } from 'vitest';
import { DAY_MS, instant } from '../../base/units.ts';
import { createRealClock } from './real-clock.ts';
import type { TimeSource } from './real-clock.ts';

/** A platform whose time the test moves; it has one timer, as the clock needs. */
class ManualTime implements TimeSource {
  time = 1000;
  readonly delays: number[] = [];
  #timer: { readonly at: number; readonly wake: () => void } | undefined;

  now(): number {
    return this.time;
  }
  setTimer(wake: () => void, delayMs: number): unknown {
    this.delays.push(delayMs);
    this.#timer = { at: this.time + delayMs, wake };
    return this.#timer;
  }
  clearTimer(timer: unknown): void {
    if (this.#timer === timer) this.#timer = undefined;
  }
  get isArmed(): boolean {
    return this.#timer !== undefined;
  }
  moveTo(time: number): void {
    for (let timer = this.#timer; timer && timer.at <= time; timer = this.#timer) {
      this.#timer = undefined;
      this.time = timer.at;
      timer.wake();
    }
    this.time = time;
  }
}

function setup() {
  const time = new ManualTime();
  const clock = createRealClock(time);
  const woken: string[] = [];
  const arm = (at: number, order: number, name: string): (() => void) =>
    clock.arm(instant(at), order, () => woken.push(name));
  return { time, clock, woken, arm };
}

describe('the real clock', () => {
  test('wakes by time, then by order, then by arming', () => {
    const { time, woken, arm } = setup();
    arm(3000, 0, 'late');
    arm(2000, 2, 'second');
    arm(2000, 1, 'first');
    arm(2000, 2, 'third');
    time.moveTo(2500);
    expect(woken).toEqual(['first', 'second', 'third']);
    time.moveTo(3000);
    expect(woken).toEqual(['first', 'second', 'third', 'late']);
    expect(time.isArmed).toBe(false);
  });

  test('a moment that has passed wakes at the next turn', () => {
    const { time, woken, arm } = setup();
    arm(1, 0, 'past');
    expect(woken).toEqual([]);
    time.moveTo(1000);
    expect(woken).toEqual(['past']);
  });

  test('a disarmed timer does not wake, even when disarmed by one of the same instant', () => {
    const { time, clock, woken, arm } = setup();
    const disarmLast = { call: (): void => undefined };
    clock.arm(instant(2000), 0, () => disarmLast.call());
    disarmLast.call = arm(2000, 1, 'last');
    const disarmFirst = arm(1500, 0, 'first');
    disarmFirst();
    disarmFirst();
    time.moveTo(5000);
    expect(woken).toEqual([]);
  });

  test('months are waited for in delays that the platform can keep', () => {
    const { time, woken, arm } = setup();
    arm(1000 + 60 * DAY_MS, 0, 'in 60 days');
    time.moveTo(1000 + 59 * DAY_MS);
    expect(woken).toEqual([]);
    time.moveTo(1000 + 60 * DAY_MS);
    expect(woken).toEqual(['in 60 days']);
    expect(Math.max(...time.delays)).toBeLessThan(2 ** 31);
  });

  test('one that throws does not silence the others', () => {
    const { time, clock, woken, arm } = setup();
    clock.arm(instant(2000), 0, () => {
      throw new Error('defect');
    });
    arm(2000, 1, 'next');
    expect(() => time.moveTo(2000)).toThrow('defect');
    time.moveTo(2001);
    expect(woken).toEqual(['next']);
  });

  test('is settled in the next microtask, holds or not', async () => {
    const { clock } = setup();
    clock.hold();
    const settled: string[] = [];
    clock.whenSettled(() => settled.push('settled'));
    expect(settled).toEqual([]);
    await Promise.resolve();
    expect(settled).toEqual(['settled']);
  });
});
