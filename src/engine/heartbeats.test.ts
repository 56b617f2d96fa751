import { expect, test } from 'vitest';
import { MINUTE_MS } from '../base/units.ts';
import { engineBench, type EngineBench } from './testing/engine-bench.ts';

async function protectedBench(): Promise<EngineBench> {
  const bench = await engineBench();
  await bench.enable('IDLE01');
  await bench.until('protected', () => bench.item('IDLE01').phase.kind === 'protected');
  return bench;
}

const hostOf = (bench: EngineBench) => bench.machine('IDLE01').hostId;
const agentEvents = (bench: EngineBench): string[] =>
  bench.engine
    .events(null)
    .filter(({ eventType }) => eventType === 'AgentHealth')
    .map(({ severity, eventCode, server, vmId }) => `${severity} ${eventCode} ${server?.name} ${vmId}`);
const heartbeat = (bench: EngineBench) => bench.view('IDLE01').findings.find(({ rule }) => rule === 'HE22')?.verdict;

test('[IN3] a host that is down is one infrastructure event after five minutes, and one when it is back', async () => {
  const bench = await protectedBench();
  const fault = bench.world.startFault('hostDown', hostOf(bench));
  await bench.clock.runFor(4 * MINUTE_MS);
  expect(agentEvents(bench)).toEqual([]);
  await bench.clock.runFor(30 * MINUTE_MS);
  expect(agentEvents(bench)).toEqual(['Critical LS7001 HV01 null']);
  bench.world.endFault(fault.id);
  await bench.clock.runFor(3 * MINUTE_MS);
  expect(agentEvents(bench)).toEqual(['Critical LS7001 HV01 null', 'OK LS7002 HV01 null']);
});

test('[IN3] an engine that starts meanwhile does not tell it again', async () => {
  const bench = await protectedBench();
  bench.world.startFault('linkDown', hostOf(bench));
  await bench.clock.runFor(10 * MINUTE_MS);
  await bench.restart();
  await bench.clock.runFor(10 * MINUTE_MS);
  expect(agentEvents(bench)).toEqual(['Critical LS7001 HV01 null']);
});

test('[HE22] the machines of a host that is not heard of have a Warning until it is', async () => {
  const bench = await protectedBench();
  expect(heartbeat(bench)).toBe('Normal');
  const fault = bench.world.startFault('linkDown', hostOf(bench));
  await bench.clock.runFor(8 * MINUTE_MS);
  expect(heartbeat(bench)).toBe('Warning');
  bench.world.endFault(fault.id);
  await bench.clock.runFor(2 * MINUTE_MS);
  expect(heartbeat(bench)).toBe('Normal');
});

test('[IN2] hosts that cannot be asked at all grow silent too', async () => {
  let isCut = false;
  const bench = await engineBench({
    wrap: (ports) => ({
      ...ports,
      host: new Proxy(ports.host, {
        get(target, name) {
          const method = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>;
          return (...args: unknown[]) =>
            isCut ? Promise.reject(new Error('no way to the hosts')) : method.apply(target, args);
        },
      }),
    }),
  });
  isCut = true;
  await bench.clock.runFor(8 * MINUTE_MS);
  expect(agentEvents(bench)).toEqual(['Critical LS7001 HV01 null']);
});
