import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { after, instant } from '../../src/base/units.ts';
import { driveUntilDone } from './virtual-clock-driver.ts';
import { VirtualClock } from './virtual-clock.ts';

const START = instant(1000);

/** Waits that have nothing to do with the virtual clock, as MSW or IndexedDB bring. */
async function realWork(turns: number): Promise<void> {
  for (let i = 0; i < turns; i++) await new Promise((resolve) => setImmediate(resolve));
}

describe('virtual clock', () => {
  test('wakes by time, then order, then sequence of arming, and never what was disarmed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ at: fc.nat(20), order: fc.integer({ min: -2, max: 2 }), isDisarmed: fc.boolean() }), {
          maxLength: 200,
        }),
        async (timers) => {
          const clock = new VirtualClock(START);
          const woken: number[] = [];
          const disarms = timers.map(({ at, order }, i) =>
            clock.arm(after(START, at), order, () => {
              expect(clock.now()).toBe(START + at);
              woken.push(i);
            }),
          );
          for (const [i, { isDisarmed }] of timers.entries()) if (isDisarmed) disarms[i]?.();
          await clock.runUntil(after(START, 20));
          const expected = [...timers.entries()]
            .filter(([, timer]) => !timer.isDisarmed)
            .toSorted(([i, a], [j, b]) => a.at - b.at || a.order - b.order || i - j)
            .map(([i]) => i);
          expect(woken).toEqual(expected);
          expect(clock.nextAt).toBeUndefined();
        },
      ),
    );
  });

  test('does not move while a hold is open, however long the real work takes', async () => {
    const clock = new VirtualClock(START);
    const seen: string[] = [];
    clock.arm(after(START, 10), 0, () => {
      seen.push('first');
      const release = clock.hold();
      void realWork(20).then(() => {
        seen.push(`worked until ${clock.now()}`);
        release();
      });
    });
    clock.arm(after(START, 10), 1, () => seen.push('second'));
    expect(await clock.runUntil(after(START, 50))).toBe('reached');
    expect(seen).toEqual(['first', 'worked until 1010', 'second']);
    expect(clock.now()).toBe(1050);
  });

  test('takes the hold back before a sleeper goes on: sleepers of one instant act one after the other', async () => {
    const clock = new VirtualClock(START);
    const seen: string[] = [];
    const thread = async (name: string, order: number): Promise<void> => {
      const release = clock.hold();
      await realWork(order === 1 ? 5 : 1);
      await clock.sleep(10, order);
      seen.push(`${name} wakes`);
      await realWork(3);
      seen.push(`${name} is done`);
      release();
    };
    void thread('a', 2);
    void thread('b', 1);
    await clock.runUntil(after(START, 100));
    expect(seen).toEqual(['b wakes', 'b is done', 'a wakes', 'a is done']);
    expect(clock.holds).toBe(0);
  });

  test('settles before it moves: callbacks run in order, may hold, and are heard while time stands', async () => {
    const clock = new VirtualClock(START);
    const seen: string[] = [];
    clock.arm(after(START, 1), 0, () => seen.push('timer'));
    const release = clock.hold();
    clock.whenSettled(() => {
      seen.push('settled');
      const holding = clock.hold();
      clock.whenSettled(() => seen.push('settled again'));
      void realWork(2).then(() => {
        seen.push('effect');
        holding();
      });
    });
    const run = clock.runUntil(after(START, 1));
    await realWork(2);
    expect(seen).toEqual([]);
    release();
    await run;
    expect(seen).toEqual(['settled', 'effect', 'settled again', 'timer']);

    clock.whenSettled(() => seen.push('while nobody runs the clock'));
    await realWork(1);
    expect(seen.at(-1)).toBe('while nobody runs the clock');
  });

  test('an abort wakes the sleeper at once, with its hold, and its timer is gone', async () => {
    const clock = new VirtualClock(START);
    const abort = new AbortController();
    const release = clock.hold();
    const sleeping = clock.sleep(100, 0, abort.signal, () => new Error('given up'));
    expect(clock.holds).toBe(0);
    abort.abort();
    expect(clock.holds).toBe(1);
    await expect(sleeping).rejects.toThrow('given up');
    release();
    expect(clock.nextAt).toBeUndefined();
    expect(() => clock.sleep(1, 0)).toThrow('needs a hold');
  });

  test('comes back early when told, settled and at the last wake', async () => {
    const clock = new VirtualClock(START);
    let woken = 0;
    for (let i = 1; i <= 10; i++) clock.arm(after(START, i), 0, () => woken++);
    expect(await clock.runUntil(after(START, 100), () => woken === 3)).toBe('stopped');
    expect([woken, clock.now()]).toEqual([3, 1003]);
    expect(await clock.step()).toBe(true);
    expect([woken, clock.now()]).toEqual([4, 1004]);
  });

  test('drives work for exactly the time that it waits, and names work that waits for nothing', async () => {
    const clock = new VirtualClock(START);
    const guest = (): void => void clock.arm(after(clock.now(), 7), -1, guest);
    guest();
    const answer = await driveUntilDone(clock, async () => {
      await clock.sleep(30, 0);
      await realWork(2);
      await clock.sleep(3, 0);
      return 'answer';
    });
    expect([answer, clock.now()]).toEqual(['answer', 1033]);
    await expect(driveUntilDone(clock, () => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
    const empty = new VirtualClock(START);
    await expect(driveUntilDone(empty, () => empty.suspend(() => () => undefined))).rejects.toThrow('no timer brings');
  });
});
