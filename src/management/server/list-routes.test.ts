import { describe, expect, test } from 'vitest';
import { after, HOUR_MS, MINUTE_MS } from '../../base/units.ts';
import type { JobId, VmId } from '../../core/model.ts';
import type { Job } from '../../core/jobs/job-model.ts';
import { createManagementClient } from '../client/management-client.ts';
import { ALL_JOBS, type HealthStrips, type JobQuery, type JobWindow } from '../wire-lists.ts';
import { driveServer } from './testing/driven-server.ts';
import { item, job, T0, view, VM_1 } from './testing/records.ts';

const ALL: JobQuery = { ...ALL_JOBS, offset: 0, limit: 100 };

/** Jobs j0, j1, …: one a minute up to now; every fifth has failed, every third is a resynchronization. */
function vaultOf(count: number) {
  const driven = driveServer();
  driven.engine.jobsById.clear();
  for (let index = 0; index < count; index++) {
    const startedAt = after(T0, -index * MINUTE_MS);
    const made: Job = job({
      jobId: `j${index}` as JobId,
      vmName: `vm-${index % 7}`,
      scenarioName: index % 3 === 0 ? 'RepairReplication' : 'EnableDr',
      state: index % 5 === 0 ? 'Failed' : 'Succeeded',
      startedAt,
      endedAt: after(startedAt, (index % 10) * 1_000),
    });
    driven.engine.jobsById.set(made.jobId, made);
  }
  const { server } = driven;
  const client = createManagementClient({
    request: ({ method, path, body }) =>
      server.handle(new Request(`https://lockstep.test${path}`, { method, ...(body ? { body } : {}) })),
    subscribe: (listener) => server.subscribe(listener),
  });
  const ask = (query: Partial<JobQuery> = {}): Promise<JobWindow> => client.getJobWindow({ ...ALL, ...query });
  return { ...driven, client, ask };
}

const idsOf = ({ rows }: JobWindow): string[] => rows.map(({ id }) => id);

describe('windows of the jobs', () => {
  test('newest first, cut where it was asked for, with the counts of all', async () => {
    const { ask } = vaultOf(1_000);
    const window = await ask({ offset: 990, limit: 100 });
    expect(idsOf(window)).toEqual(Array.from({ length: 10 }, (_, index) => `j${990 + index}`));
    expect(window).toMatchObject({ offset: 990, count: 1_000, total: 1_000 });
    expect(await ask({ offset: 5_000 })).toMatchObject({ rows: [], count: 1_000 });
  });

  test('windows one after the other hold every job once, whatever the order', async () => {
    const { ask } = vaultOf(230);
    for (const sort of ['name', 'state', 'item', 'start', 'duration', 'error'] as const) {
      const windows = await Promise.all([0, 100, 200].map((offset) => ask({ sort, offset, isDescending: false })));
      expect(new Set(windows.flatMap(idsOf)).size).toBe(230);
    }
  });

  test('states, types, item, text and time choose', async () => {
    const { ask } = vaultOf(30);
    expect(idsOf(await ask({ states: ['Failed'] }))).toEqual(['j0', 'j5', 'j10', 'j15', 'j20', 'j25']);
    expect(idsOf(await ask({ states: ['Failed'], types: ['RepairReplication'] }))).toEqual(['j0', 'j15']);
    expect(idsOf(await ask({ text: 'VM-6' }))).toEqual(['j6', 'j13', 'j20', 'j27']);
    const at = (minutes: number): string => new Date(T0 - minutes * MINUTE_MS).toISOString();
    // Half-open: started at `from` or later, before `to`.
    expect(idsOf(await ask({ from: at(4), to: at(2) }))).toEqual(['j3', 'j4']);
    expect((await ask({ itemId: 'nobody' })).count).toBe(0);
  });

  test('what there is to choose from is counted over the whole vault', async () => {
    const { ask } = vaultOf(30);
    const { states, types } = await ask({ states: ['Failed'], text: 'vm-1' });
    expect(states).toEqual([
      { state: 'Failed', count: 6 },
      { state: 'Succeeded', count: 24 },
    ]);
    expect(types.map(({ scenarioName, count }) => [scenarioName, count])).toEqual([
      ['EnableDr', 20],
      ['RepairReplication', 10],
    ]);
  });

  test('the density counts those chosen, whenever they started', async () => {
    const { ask } = vaultOf(300);
    const { density } = await ask({ from: new Date(T0 - HOUR_MS).toISOString() });
    const sum = (read: (bin: { count: number; failed: number }) => number): number =>
      density.bins.reduce((total, bin) => total + read(bin), 0);
    expect(sum(({ count }) => count)).toBe(300);
    expect(sum(({ failed }) => failed)).toBe(60);
    expect(density.to).toBe(new Date(T0).toISOString());
    expect((await ask({ text: 'nothing' })).density.bins).toEqual([]);
  });

  test('a window too large, or an order nobody knows, is refused', async () => {
    const { call } = vaultOf(1);
    for (const query of ['limit=1001', 'offset=-1', 'sort=size', 'from=yesterday'])
      expect((await call('GET', `/jobWindow?${query}`)).status, query).toBe(400);
  });
});

describe('health strips', () => {
  test('the worst of each half hour, oldest first', async () => {
    const { engine, json } = driveServer();
    const point = (hoursAgo: number, health: 'Normal' | 'Warning' | 'Critical') => ({
      at: after(T0, -hoursAgo * HOUR_MS),
      rpoMs: null,
      logBytes: 0,
      churnBytesPerSecond: 0,
      sentBytes: 0,
      health,
    });
    engine.seriesPoints = [
      point(30, 'Critical'),
      point(2.9, 'Normal'),
      point(2.8, 'Warning'),
      point(1.2, 'Critical'),
      point(0, 'Normal'),
    ];
    const { strips, hours } = await json<HealthStrips>('GET', `/healthStrips?ids=${VM_1},nobody`);
    expect(hours).toBe(24);
    expect(strips).toEqual({ [VM_1]: `${'-'.repeat(42)}W--C-N` });
  });

  test('more than 200 ids are refused', async () => {
    const { engine, call } = driveServer();
    const ids = Array.from({ length: 201 }, (_, index) => `vm${index}`);
    for (const id of ids) engine.itemsById.set(id as VmId, view({ item: item({ vmId: id as VmId }) }));
    expect((await call('GET', `/healthStrips?ids=${ids.slice(1).join(',')}`)).status).toBe(200);
    expect((await call('GET', `/healthStrips?ids=${ids.join(',')}`)).status).toBe(400);
  });
});
