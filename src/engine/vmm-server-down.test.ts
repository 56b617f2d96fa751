import { expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../base/units.ts';
import { engineBench, type EngineBench } from './testing/engine-bench.ts';

/** A branch behind the VMM server VMM-BR-01: MON01 is protected, TS01 is not. */
async function branchBench(): Promise<EngineBench> {
  const bench = await engineBench({ scenario: 'contoso' });
  await bench.until('hosts are known', () => bench.engine.inventory().length > 0);
  await bench.enable('MON01');
  await bench.until('protected', () => bench.item('MON01').phase.kind === 'protected', 48 * HOUR_MS);
  await bench.until('a cycle', () => bench.item('MON01').cycle.number > 0 && bench.item('MON01').cycle.step === 'idle');
  return bench;
}

const serverDown = (bench: EngineBench) => bench.world.startFault('vmmServerDown', bench.machine('MON01').hostId);
const findingsOf = (bench: EngineBench, name: string): readonly string[] =>
  bench
    .view(name)
    .findings.flatMap(({ rule, verdict, input }) => (verdict === 'Normal' ? [] : [`${rule} ${verdict}: ${input}`]));
const agentEvents = (bench: EngineBench): readonly string[] =>
  bench.engine
    .events(null)
    .filter(({ eventType }) => eventType === 'AgentHealth')
    .map(({ severity, eventCode, server }) => `${severity} ${eventCode} ${server?.name}`);

test('[IN5] while the VMM server is down its hosts’ agents replicate on, and a failover goes through; it is one error', async () => {
  const bench = await branchBench();
  const { number } = bench.item('MON01').cycle;
  const fault = serverDown(bench);
  await bench.clock.runFor(31 * MINUTE_MS);
  expect(bench.item('MON01').cycle.number).toBeGreaterThanOrEqual(number + 5);
  expect(findingsOf(bench, 'MON01')).toEqual(['HE22 Warning: Provider on VMM-BR-01, 31 min']);
  expect(bench.view('MON01').statistics.missCount).toBe(0);
  expect(bench.view('MON01').rpoMs).toBeLessThan(6 * MINUTE_MS);
  expect(agentEvents(bench)).toEqual(['Critical LS7001 VMM-BR-01']);
  bench.world.endFault(fault.id);
  await bench.clock.runFor(2 * MINUTE_MS);
  expect(findingsOf(bench, 'MON01')).toEqual([]);
  expect(agentEvents(bench)).toEqual(['Critical LS7001 VMM-BR-01', 'OK LS7002 VMM-BR-01']);
  serverDown(bench);
  const { vmId } = bench.machine('MON01');
  await bench.send({ kind: 'unplannedFailover', vmId, recoveryPointId: null, isShuttingDownSource: true });
  await bench.until('failed over without the site', () => bench.item('MON01').phase.kind === 'failedOver', HOUR_MS);
});

test('[IN5] what the provider does waits for it, on the ladder: protection and planned failover', async () => {
  const bench = await branchBench();
  const fault = serverDown(bench);
  await bench.enable('TS01');
  await bench.send({ kind: 'plannedFailover', vmId: bench.machine('MON01').vmId });
  await bench.clock.runFor(10 * MINUTE_MS);
  for (const [name, step] of [
    ['TS01', 'createRelationship'],
    ['MON01', 'shutDownSource'],
  ] as const) {
    const { phase, trouble } = bench.item(name);
    expect(phase).toMatchObject({ step });
    expect(trouble).toMatchObject({ fault: { code: 'ServerNotConnected' }, failures: 4 });
    expect(findingsOf(bench, name)).toContain('HE2 Critical: ServerNotConnected, 4 failures in a row');
  }
  bench.world.endFault(fault.id);
  await bench.until('both go on', () => bench.item('MON01').phase.kind === 'failedOver', 2 * HOUR_MS);
  await bench.until('protection', () => bench.item('TS01').phase.kind !== 'enabling', HOUR_MS);
});
