import { expect, test } from 'vitest';
import { instant } from '../base/units.ts';
import { VirtualClock } from '../../mocks/simulation/virtual-clock.ts';
import { PortError } from '../core/errors/fault.ts';
import { EffectRunner, type Work } from './effect-runner.ts';
import { engineBench } from './testing/engine-bench.ts';

/** A runner whose outcomes are taken at once, and work that ends when it is told to. */
function runnerBench() {
  const clock = new VirtualClock(instant(0));
  const log: string[] = [];
  const runner = new EffectRunner(clock, (_number, take) => take());
  const ends = new Map<string, () => void>();
  const start = (key: string, number: number): void => {
    const work: Work = {
      owner: 'vm',
      key,
      number,
      run: async (call) => {
        log.push(`${key} begins as ${call.requestId}`);
        await new Promise<void>((resolve) => ends.set(key, resolve));
        return () => log.push(`${key} is taken`);
      },
      fail: (fault) => log.push(`${key} fails: ${fault.code}`),
    };
    runner.start(work);
  };
  const end = async (key: string): Promise<void> => {
    ends.get(key)?.();
    await new Promise((resolve) => setTimeout(resolve, 0));
  };
  return { clock, log, runner, start, end };
}

test('[LC65] aborted work that still runs keeps new work of its owner waiting, and its outcome is not taken', async () => {
  const { log, runner, start, end, clock } = runnerBench();
  start('old', 1);
  expect(runner.abort('vm', 'old')).toBe(true);
  start('new', 2);
  expect(log).toEqual(['old begins as vm.1']);
  await end('old');
  expect(log).toEqual(['old begins as vm.1', 'new begins as vm.2']);
  expect(clock.holds).toBe(1);
  await end('new');
  expect(log.at(-1)).toBe('new is taken');
  expect(clock.holds).toBe(0);
});

test('[LC65] work that waits for the draining can be aborted before it begins', async () => {
  const { log, runner, start, end } = runnerBench();
  start('old', 1);
  runner.abort('vm', 'old');
  start('new', 2);
  expect(runner.abort('vm', 'new')).toBe(true);
  await end('old');
  expect(log).toEqual(['old begins as vm.1']);
});

test('anything but a port’s error is a defect and becomes an internal fault', async () => {
  const { runner } = runnerBench();
  const faults: string[] = [];
  for (const error of [new TypeError('oops'), new PortError({ code: 'NetworkTimeout', detail: 'late' })]) {
    runner.start({
      owner: 'vm',
      key: error.name,
      number: 1,
      run: () => Promise.reject(error),
      fail: (fault) => faults.push(`${fault.code}: ${fault.detail}`),
    });
  }
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(faults).toEqual(['Internal: TypeError: oops', 'NetworkTimeout: late']);
});

test('[LC64] a host hears of a decision only when the journal holds it', async () => {
  let lastDurable = 0;
  const early: string[] = [];
  const bench = await engineBench({
    wrap: (ports) => ({
      ...ports,
      store: {
        ...ports.store,
        transact: async (mutations, epoch) => {
          await ports.store.transact(mutations, epoch);
          for (const mutation of mutations) {
            if (mutation.op === 'put' && mutation.table === 'meta') {
              lastDurable = (mutation.value as { commandCount: number }).commandCount;
            }
          }
        },
      },
      host: new Proxy(ports.host, {
        get(target, name) {
          const method = Reflect.get(target, name) as (...args: unknown[]) => unknown;
          return (...args: unknown[]) => {
            const { requestId } = args.at(-1) as { requestId: string };
            if (Number(requestId.split('.').at(-1)) > lastDurable) early.push(`${String(name)} ${requestId}`);
            return method.apply(target, args);
          };
        },
      }),
    }),
  });
  await bench.enable('DB01');
  await bench.until('a cycle', () => bench.item('DB01').cycle.number === 2);
  expect(lastDurable).toBeGreaterThan(20);
  expect(early).toEqual([]);
});
