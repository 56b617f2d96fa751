import { describe, expect, test } from 'vitest';
import { createRng } from '../../src/base/rng.ts';
import { instant } from '../../src/base/units.ts';
import type { FaultCode } from '../../src/core/errors/fault.ts';
import type { Call, StorageApi } from '../../src/core/ports.ts';
import { EngineLife } from './engine-life.ts';
import type { FaultChances } from './fault-dice.ts';
import { createFaultyStorage } from './faulty-storage.ts';
import { createFaultyStore, createSimulationStore } from './faulty-store.ts';
import { intercepted } from './intercepted.ts';
import { JumpingClock } from './jumping-clock.ts';
import { Tally } from './tally.ts';
import { VirtualClock } from './virtual-clock.ts';
import { driveUntilDone } from './virtual-clock-driver.ts';

const CALL: Call = { requestId: 'vm.1', signal: new AbortController().signal };
const NONE: FaultChances = { lostRequest: 0, lostAnswer: 0, duplicate: 0, refusal: 0, lateRefusal: 0 };
const BLOB = { container: 'c', name: 'b' };

/** A storage account that only counts what reaches it. */
function setup(chances: Partial<FaultChances>, codes: readonly FaultCode[] = [], isStormy = true) {
  const reached: string[] = [];
  const storage = intercepted({ deleteBlob: async () => undefined } as unknown as StorageApi, (method, _call, go) => {
    reached.push(method);
    return go();
  });
  const clock = new VirtualClock(instant(0));
  const dice = {
    clock,
    rng: createRng('1'),
    chances: { ...NONE, ...chances },
    codes: new Set(codes),
    tally: new Tally(),
  };
  const faulty = createFaultyStorage(storage, { ...dice, isStormy: () => isStormy });
  const call = (): Promise<void> => driveUntilDone(clock, () => faulty.deleteBlob(BLOB, {}, CALL));
  return { call, reached, clock };
}

describe('a faulty port', () => {
  test('loses the request: no effect, and the caller waits in vain', async () => {
    const { call, reached, clock } = setup({ lostRequest: 1 });
    await expect(call()).rejects.toMatchObject({ report: { code: 'NetworkTimeout' } });
    expect(reached).toEqual([]);
    expect(clock.now()).toBe(5000);
  });
  test('loses the answer: the effect happens', async () => {
    const { call, reached } = setup({ lostAnswer: 1 });
    await expect(call()).rejects.toMatchObject({ report: { code: 'NetworkTimeout' } });
    expect(reached).toEqual(['deleteBlob']);
  });
  test('doubles the request', async () => {
    const { call, reached } = setup({ duplicate: 1 });
    await call();
    expect(reached).toHaveLength(2);
  });
  test('refuses with a code that the method knows and the world has, without effect', async () => {
    const { call, reached } = setup({ refusal: 1 }, ['LeaseLost', 'VssFailure']);
    await expect(call()).rejects.toMatchObject({ report: { code: 'LeaseLost' } });
    expect(reached).toEqual([]);
  });
  test('does nothing of it while there is no storm', async () => {
    const { call, reached } = setup({ lostRequest: 1 }, [], false);
    await call();
    expect(reached).toEqual(['deleteBlob']);
  });
});

describe('the life of an engine', () => {
  const written = async (store: ReturnType<typeof createSimulationStore>): Promise<number> =>
    (await store.readAll('t')).length;
  const put = { op: 'put', table: 't', key: 'k', value: { n: 1 } } as const;

  test('ends before an effect: it does not happen, nor does anything after it', async () => {
    const store = createSimulationStore();
    const life = new EngineLife((moment) => moment === 'before');
    await expect(life.store(store).transact([put])).rejects.toThrow('crashed');
    expect(await written(store)).toBe(0);
    expect(life.isOver).toBe(true);
  });
  test('ends after an effect: it has happened, and the engine does not know', async () => {
    const store = createSimulationStore();
    const life = new EngineLife((moment) => moment === 'after');
    await expect(life.store(store).transact([put])).rejects.toThrow('crashed');
    expect(await written(store)).toBe(1);
  });
  test('cuts what is under way at its end, also when it ended before that was known', () => {
    const life = new EngineLife(() => false);
    life.end();
    let isCut = false;
    life.whenOver(() => {
      isCut = true;
    });
    expect(isCut).toBe(true);
  });
});

test('a journal that fails has either written all of a transaction or nothing', async () => {
  const store = createSimulationStore();
  const faulty = createFaultyStore(store, { rng: createRng('2'), chance: 1, isStormy: () => true, tally: new Tally() });
  const seen = new Set<number>();
  for (let n = 0; n < 20; n++) {
    const before = (await store.readAll('t')).length;
    const keys = [`${n}/a`, `${n}/b`];
    await expect(
      faulty.transact(keys.map((key) => ({ op: 'put', table: 't', key, value: n }) as const)),
    ).rejects.toThrow();
    seen.add((await store.readAll('t')).length - before);
  }
  expect(seen).toEqual(new Set([0, 2]));
});

describe('a clock that jumps', () => {
  test('forward: its timers come late by its own reckoning', async () => {
    const world = new VirtualClock(instant(0));
    const clock = new JumpingClock(world);
    let wokenAt = 0;
    clock.arm(instant(1000), 0, () => (wokenAt = clock.now()));
    clock.jump(5000);
    expect(clock.now()).toBe(5000);
    await world.runFor(2000);
    expect(wokenAt).toBe(6000);
  });
  test('back: no timer wakes before its time', async () => {
    const world = new VirtualClock(instant(0));
    const clock = new JumpingClock(world);
    let wokenAt = 0;
    clock.arm(instant(1000), 0, () => (wokenAt = clock.now()));
    clock.jump(-500);
    await world.runFor(1400);
    expect(wokenAt).toBe(0);
    await world.runFor(200);
    expect(wokenAt).toBe(1000);
  });
  test('a disarmed timer stays asleep, also after a jump', async () => {
    const world = new VirtualClock(instant(0));
    const clock = new JumpingClock(world);
    let isWoken = false;
    const disarm = clock.arm(instant(1000), 0, () => (isWoken = true));
    clock.jump(-500);
    await world.runFor(1200);
    disarm();
    await world.runFor(1000);
    expect(isWoken).toBe(false);
  });
});
