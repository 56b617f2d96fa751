import { expect, test } from 'vitest';
import { after, MINUTE_MS } from '../../base/units.ts';
import type { HostBandwidthSchedule, HostDetail } from '../wire.ts';
import { driveServer } from './testing/driven-server.ts';
import { HOST_ID, T0 } from './testing/records.ts';

const SCHEDULE: HostBandwidthSchedule = {
  workDays: [1, 2, 3, 4, 5],
  workStartLocal: '09:00',
  workEndLocal: '18:00',
  workHoursBitsPerSecond: 1024 * 1024,
  otherHoursBitsPerSecond: null,
  uploadThreadsPerMachine: 4,
};

test('hosts tell what their provider reported, and how many of their machines are protected', async () => {
  const driven = driveServer();
  driven.engine.schedules.set(HOST_ID, SCHEDULE);
  const { value } = await driven.json<{ value: HostDetail[] }>('GET', '/hosts');
  expect(value).toEqual([
    {
      id: HOST_ID,
      name: 'hv01',
      site: 'Munich',
      fabricName: 'Munich',
      fabricKind: 'HyperVSite',
      providerVersion: '5.24',
      agentVersion: '2.0.9260',
      providerVersionState: 'Supported',
      agentVersionState: 'Supported',
      vmmServer: null,
      isSilent: false,
      lastHeartbeat: new Date(T0).toISOString(),
      utcOffsetMinutes: 60,
      volumes: [],
      machineCount: 2,
      protectedCount: 1,
      bandwidth: SCHEDULE,
    },
  ]);
  expect(await driven.json('GET', '/replicationFabrics/Munich/hosts/HV01')).toEqual(value[0]);
  expect((await driven.call('GET', '/replicationFabrics/Rome/hosts')).status).toBe(404);
});

test('a silent VMM server is told with its hosts, and a version that is too old as such', async () => {
  const driven = driveServer();
  const [host] = driven.engine.hosts;
  if (!host) throw new Error('no host');
  driven.engine.time = after(T0, 10 * MINUTE_MS);
  driven.engine.hosts = [
    {
      ...host,
      fabricKind: 'VMM',
      agentVersion: '2.0.9190.0',
      lastHeartbeatAt: driven.engine.time,
      vmmServer: { name: 'VMM-01', lastHeartbeatAt: T0 },
    },
  ];
  expect(await driven.json('GET', `/hosts/${HOST_ID}`)).toMatchObject({
    agentVersionState: 'SecurityUpdateRequired',
    isSilent: false,
    vmmServer: { name: 'VMM-01', lastHeartbeat: new Date(T0).toISOString(), isSilent: true },
  });
});

test('the throttle is read, set and lifted', async () => {
  const driven = driveServer();
  const path = `/replicationFabrics/Munich/hosts/${HOST_ID}/bandwidth`;
  expect(await driven.json('GET', path)).toEqual({ schedule: null });
  expect(await driven.json('PUT', path, { schedule: SCHEDULE })).toEqual({ schedule: SCHEDULE });
  expect(await driven.json('PUT', path, { schedule: null })).toEqual({ schedule: null });
  expect(driven.engine.commands).toEqual([
    { kind: 'setBandwidth', hostId: HOST_ID, schedule: SCHEDULE },
    { kind: 'setBandwidth', hostId: HOST_ID, schedule: null },
  ]);
});

test.each([
  {},
  { schedule: { ...SCHEDULE, workDays: [7] } },
  { schedule: { ...SCHEDULE, workStartLocal: '24:00' } },
  { schedule: { ...SCHEDULE, workHoursBitsPerSecond: -1 } },
])('refuses %j', async (body) => {
  const driven = driveServer();
  expect((await driven.call('PUT', `/hosts/${HOST_ID}/bandwidth`, body)).status).toBe(400);
  expect(driven.engine.commands).toEqual([]);
});

test('an unknown host has no throttle', async () => {
  expect((await driveServer().call('GET', '/hosts/nobody/bandwidth')).status).toBe(404);
});

test('a throttle is tried without being set, and one that may not be is refused with the reason', async () => {
  const driven = driveServer();
  const path = `/hosts/${HOST_ID}/bandwidthForecast`;
  expect(await driven.json('POST', path, { schedule: SCHEDULE })).toEqual({
    asOf: new Date(T0).toISOString(),
    machineCount: 1,
    logBytes: 8_000_000,
    churnBytesPerSecond: 100,
    workHours: { keepsUp: true, drainSeconds: 0, rpoSeconds: 0, limitSeconds: null },
    otherHours: { keepsUp: null, drainSeconds: null, rpoSeconds: null, limitSeconds: null },
    longestResync: null,
    loopRiskCount: 0,
  });
  expect((await driven.call('POST', path, { schedule: null })).status).toBe(200);
  const refused = await driven.call('POST', path, { schedule: { ...SCHEDULE, workHoursBitsPerSecond: 1000 } });
  expect(refused.status).toBe(400);
  expect(await refused.text()).toContain('between 512 Kbps and 1,023 Mbps');
  expect(driven.engine.commands).toEqual([]);
});
