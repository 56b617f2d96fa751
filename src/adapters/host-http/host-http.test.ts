import { describe, expect, test } from 'vitest';
import { instant } from '../../base/units.ts';
import type { FaultCode } from '../../core/errors/fault.ts';
import type { DiskId, HostId, LogId, ReplicationPolicy, SnapshotId, VmId } from '../../core/model.ts';
import { newCall } from '../testing/call.ts';
import { expectFault } from '../testing/fault-matcher.ts';
import { createScriptedFetch } from '../testing/scripted-fetch.ts';
import { createHostHttp } from './host-http.ts';

const vmId = 'vm-1' as VmId;
const diskId = 'disk 1' as DiskId;
const snapshotId = 'snap-1' as SnapshotId;
const extent = { offsetBytes: 4096, lengthBytes: 4096 };

const machine = {
  vmId,
  name: 'sql-01',
  hostId: 'host-1',
  generation: 2,
  state: 'Running',
  osType: 'Windows',
  osName: 'Windows Server 2022',
  cpuCount: 4,
  memoryMegabytes: 8192,
  disks: [{ diskId, name: 'os', role: 'OperatingSystem', sizeBytes: 1e9, format: 'vhdx', allocatedBytes: 1e8 }],
  readinessErrors: [],
  workload: 'database',
};
const host = {
  hostId: 'host-1',
  name: 'hv-01',
  siteName: 'Contoso',
  fabricKind: 'HyperVSite',
  providerVersion: '5.1',
  agentVersion: '2.0',
  lastHeartbeatAt: 1_750_000_000_000.5,
  utcOffsetMinutes: -300,
  volumes: [{ name: 'C:', sizeBytes: 1e12, freeBytes: 5e11 }],
  machines: [machine],
};
const listing = () => Response.json({ ReturnValue: 0, Hosts: [host] });

const policy: ReplicationPolicy = {
  policyId: 'p1' as never,
  name: 'gold',
  replicationIntervalSeconds: 300,
  recoveryPointHistoryHours: 24,
  applicationConsistentFrequencyHours: 4,
  initialReplicationStartTime: null,
  resyncWindow: { isEnabled: true, startLocal: '18:30', endLocal: '06:00' },
};

/** An adapter that has listed its hosts, and gets `answers` after that. */
async function open(...answers: Response[]) {
  const script = createScriptedFetch(listing(), ...answers);
  const endpointOf = (hostId: HostId | null): string => `https://${hostId ?? 'gateway'}.contoso.example/`;
  const hosts = createHostHttp({ fetch: script.fetch, endpointOf, now: () => instant(0) });
  await hosts.listHosts(newCall());
  return { hosts, sent: script.sent };
}

function bytes(lengthBytes: number, status: number, type = 'application/octet-stream'): Response {
  return new Response(new Uint8Array(lengthBytes), { status, headers: { 'content-type': type } });
}

describe('what is sent', () => {
  test('the listing goes to the gateway, a method to the host of its machine', async () => {
    const { hosts, sent } = await open(Response.json({ ReturnValue: 0 }));
    await hosts.createReplicationRelationship(vmId, { includedDiskIds: [diskId], policy }, newCall());
    expect(sent[0]?.url).toBe('https://gateway.contoso.example/hosts');
    expect(sent[1]?.method).toBe('POST');
    const path = 'hosts/host-1/machines/vm-1/Msvm_ReplicationService/CreateReplicationRelationship';
    expect(sent[1]?.url).toBe(`https://host-1.contoso.example/${path}`);
    expect(JSON.parse(sent[1]?.init.body as string)).toEqual({
      ReplicationSettingData: {
        IncludedDisks: ['disk 1'],
        PolicyId: 'p1',
        PolicyName: 'gold',
        ReplicationInterval: 300,
        RecoveryHistory: 24,
        ApplicationConsistentSnapshotInterval: 4,
        InitialReplicationStartTime: null,
        AutoResynchronizeEnabled: true,
        AutoResynchronizeIntervalStart: '18:30',
        AutoResynchronizeIntervalEnd: '06:00',
      },
    });
  });

  test('reads of bytes ask for an inclusive range', async () => {
    const { hosts, sent } = await open(bytes(4096, 206));
    await hosts.readExtent(vmId, diskId, snapshotId, extent, newCall());
    expect(sent[1]?.url).toMatch(/\/disks\/disk%201\/snapshots\/snap-1\/content$/);
    expect(sent[1]?.headers.get('range')).toBe('bytes=4096-8191');
  });

  test('a machine not seen yet is looked up once', async () => {
    const script = createScriptedFetch(listing(), Response.json({ ReturnValue: 0 }), Response.json({ ReturnValue: 0 }));
    const hosts = createHostHttp({ fetch: script.fetch, endpointOf: () => 'https://g.example', now: () => instant(0) });
    await hosts.stopTracking(vmId, newCall());
    await hosts.stopTracking(vmId, newCall());
    expect(script.sent.map((each) => each.method)).toEqual(['GET', 'POST', 'POST']);
  });

  test('a machine that has moved is asked for at its new host', async () => {
    const moved = { ...host, hostId: 'host-2', machines: [{ ...machine, hostId: 'host-2' }] };
    const { hosts, sent } = await open(
      new Response(null, { status: 404 }),
      Response.json({ ReturnValue: 0, Hosts: [moved] }),
      Response.json({ ReturnValue: 0 }),
    );
    await hosts.stopTracking(vmId, newCall());
    expect(sent.at(-1)?.url).toMatch(/^https:\/\/host-2\.contoso\.example\/hosts\/host-2\//);
  });

  test.each([
    ['still said to be at its host', [host]],
    ['on no host', [{ ...host, machines: [] }]],
  ])('a machine that its host does not know and that is %s is not found, after one listing', async (_, found) => {
    const { hosts, sent } = await open(
      new Response(null, { status: 404 }),
      Response.json({ ReturnValue: 0, Hosts: found }),
    );
    await expectFault(hosts.stopTracking(vmId, newCall()), 'VirtualMachineNotFound');
    expect(sent.map(({ method }) => method)).toEqual(['GET', 'POST', 'GET']);
  });

  test('a machine that no host has is not found', async () => {
    const script = createScriptedFetch(listing());
    const hosts = createHostHttp({ fetch: script.fetch, endpointOf: () => 'https://g.example', now: () => instant(0) });
    await expectFault(hosts.stopTracking('vm-2' as VmId, newCall()), 'VirtualMachineNotFound');
  });
});

describe('return values', () => {
  test.each<[number, FaultCode]>([
    [32768, 'Internal'],
    [32769, 'HostAuthorization'],
    [32770, 'PrerequisitesNotMet'],
    [32771, 'Internal'],
    [32772, 'NetworkTimeout'],
    [32773, 'InvalidParameter'],
    [32774, 'OperationInProgress'],
    [32775, 'InvalidReplicaState'],
    [32776, 'InvalidParameter'],
    [32777, 'HostUnreachable'],
    [32778, 'LowMemory'],
    [32779, 'BrokenVhdChain'],
    [4097, 'UnexpectedAnswer'],
    [1, 'UnexpectedAnswer'],
  ])('%i', async (ReturnValue, code) => {
    const { hosts } = await open(Response.json({ ReturnValue }));
    await expectFault(hosts.stopTracking(vmId, newCall()), code);
  });

  test("the error's own id is more exact, when it is one that hosts have", async () => {
    const failed = (MessageID: string) =>
      Response.json({ ReturnValue: 32768, Error: { MessageID, Message: 'C: is full', HResult: 0x80070070 } });
    const { hosts } = await open(failed('LowDiskSpace'), failed('StorageThrottled'));
    const report = await expectFault(hosts.stopTracking(vmId, newCall()), 'LowDiskSpace');
    expect(report).toMatchObject({
      detail: 'ReplicationAgent/StopTracking vm-1: C: is full',
      providerCode: 0x80070070,
    });
    await expectFault(hosts.stopTracking(vmId, newCall()), 'Internal');
  });
});

describe('jobs', () => {
  const started = (Job = '/jobs/7') => Response.json({ ReturnValue: 4096, Job });
  const running = () => Response.json({ JobState: 4 });
  const snapshot = { snapshotId, takenAt: 5, consistency: 'CrashConsistent', sizes: [] };

  test("are followed to the end, where the answer is the method's", async () => {
    const Result = { ReturnValue: 0, Snapshot: snapshot };
    const { hosts, sent } = await open(started(), running(), running(), Response.json({ JobState: 7, Result }));
    expect(await hosts.startReplication(vmId, newCall())).toEqual(snapshot);
    expect(sent.slice(2).map((each) => each.url)).toEqual(Array(3).fill('https://host-1.contoso.example/jobs/7'));
  });

  test('that fail, fail the method', async () => {
    const Result = { ReturnValue: 32768, Error: { MessageID: 'SnapshotFailed', Message: 'no' } };
    const { hosts } = await open(started(), Response.json({ JobState: 10, Result }));
    await expectFault(hosts.startReplication(vmId, newCall()), 'SnapshotFailed');
  });

  test('elsewhere are not followed', async () => {
    const { hosts, sent } = await open(started('https://evil.example/jobs/7'));
    await expectFault(hosts.startReplication(vmId, newCall()), 'UnexpectedAnswer');
    expect(sent).toHaveLength(2);
  });
});

describe('answers that are none of a host', () => {
  const html = () => new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } });

  test.each<[string, () => Response]>([
    ['a page', html],
    ['bytes of a page', () => bytes(4096, 206, 'text/html')],
    ['fewer bytes', () => bytes(4095, 206)],
    ['the whole disk', () => bytes(4096, 200)],
  ])('%s instead of bytes', async (_, answer) => {
    const { hosts } = await open(answer(), answer());
    await expectFault(hosts.readExtent(vmId, diskId, snapshotId, extent, newCall()), 'UnexpectedAnswer');
    await expectFault(hosts.readLog(vmId, diskId, 'log' as LogId, extent, newCall()), 'UnexpectedAnswer');
  });

  test('checksums must be as many as there are blocks', async () => {
    const { hosts } = await open(bytes(32, 200), bytes(48, 200), bytes(32, 200));
    const within = { offsetBytes: 0, lengthBytes: 5000 };
    const ask = () => hosts.checksumExtent(vmId, diskId, snapshotId, within, 4096, newCall());
    expect(await ask()).toHaveLength(32);
    await expectFault(ask(), 'UnexpectedAnswer');
  });

  test('a comparison brings digests exactly where the sums differ', async () => {
    const { hosts } = await open(bytes(36, 200), bytes(32, 200), bytes(36, 200), bytes(40, 200));
    const within = { offsetBytes: 0, lengthBytes: 65_536 };
    const [zeros, other] = ['0'.repeat(64), 'f'.repeat(64)];
    const ask = (known: string) => hosts.compareExtent(vmId, diskId, snapshotId, within, known, newCall());
    expect((await ask(other)).digests).toHaveLength(4);
    await expectFault(ask(other), 'UnexpectedAnswer');
    await expectFault(ask(zeros), 'UnexpectedAnswer');
    await expectFault(ask(other), 'UnexpectedAnswer');
  });

  test('a comparison by fine blocks brings their digests where the sums differ, and the coarse ones always', async () => {
    const lengths = [32 + 64 + 16, 32 + 16, 32 + 64 + 16, 32 + 64];
    const { hosts } = await open(...lengths.map((length) => bytes(length, 200)));
    const within = { offsetBytes: 0, lengthBytes: 65_536 };
    const [zeros, other] = ['0'.repeat(64), 'f'.repeat(64)];
    const ask = (known: string) => hosts.compareFinely(vmId, diskId, snapshotId, within, known, newCall());
    const sum = await ask(other);
    expect([sum.digests?.length, sum.coarseDigests.length]).toEqual([64, 16]);
    await expectFault(ask(other), 'UnexpectedAnswer');
    await expectFault(ask(zeros), 'UnexpectedAnswer');
    await expectFault(ask(other), 'UnexpectedAnswer');
  });

  test('a block that is read is a bit from the first one on', async () => {
    const { hosts, sent } = await open(bytes(3 * 4096, 200), bytes(3 * 4096 - 512, 200));
    const blocks = [3, 12].map((block) => ({ offsetBytes: block * 4096, lengthBytes: 4096 }));
    const last = { offsetBytes: 13 * 4096, lengthBytes: 3584 };
    const ask = () => hosts.readBlocks(vmId, diskId, snapshotId, [...blocks, last], newCall());
    await expectFault(ask(), 'UnexpectedAnswer');
    expect(await ask()).toHaveLength(3 * 4096 - 512);
    expect(sent.at(-1)?.url).toContain('/blocks?offsetBytes=12288&lengthBytes=44544&blocks=0106');
    const count = sent.length;
    expect(await hosts.readBlocks(vmId, diskId, snapshotId, [], newCall())).toHaveLength(0);
    expect(sent).toHaveLength(count);
  });

  test('a region of which digests are asked is a bit from the first one on', async () => {
    const { hosts, sent } = await open(bytes(3 * 64, 200), bytes(3 * 64 - 4, 200));
    const regions = [3, 12].map((block) => ({ offsetBytes: block * 65_536, lengthBytes: 65_536 }));
    const last = { offsetBytes: 13 * 65_536, lengthBytes: 61_440 };
    const ask = () => hosts.fineDigests(vmId, diskId, snapshotId, [...regions, last], newCall());
    await expectFault(ask(), 'UnexpectedAnswer');
    expect(await ask()).toHaveLength(3 * 64 - 4);
    expect(sent.at(-1)?.url).toContain('offsetBytes=196608&lengthBytes=716800&regions=0106');
  });

  test.each<[string, () => Response]>([
    ['a page', html],
    ['broken JSON', () => new Response('{', { headers: { 'content-type': 'application/json' } })],
    ['no return value', () => Response.json({ Snapshot: {} })],
    ['a snapshot of another shape', () => Response.json({ ReturnValue: 0, Snapshot: { snapshotId: '' } })],
    ['success without a snapshot', () => Response.json({ ReturnValue: 0 })],
  ])('%s instead of a snapshot', async (_, answer) => {
    const { hosts } = await open(answer());
    await expectFault(hosts.startReplication(vmId, newCall()), 'UnexpectedAnswer');
  });

  test.each([
    [
      'overlapping',
      [
        [0, 8192],
        [4096, 4096],
      ],
    ],
    [
      'descending',
      [
        [8192, 512],
        [4096, 512],
      ],
    ],
    ['outside', [[0, 1 << 21]]],
    ['empty', [[0, 0]]],
  ])('extents that are %s', async (_, pairs) => {
    const Extents = pairs.map(([offsetBytes, lengthBytes]) => ({ offsetBytes, lengthBytes }));
    const { hosts } = await open(Response.json({ ReturnValue: 0, Extents }));
    const within = { offsetBytes: 0, lengthBytes: 1 << 20 };
    await expectFault(hosts.listAllocatedExtents(vmId, diskId, snapshotId, within, newCall()), 'UnexpectedAnswer');
  });
});

describe('faults by status', () => {
  test.each<[number, FaultCode]>([
    [400, 'InvalidParameter'],
    [401, 'HostAuthentication'],
    [403, 'HostAuthorization'],
    [404, 'VirtualMachineNotFound'],
    [408, 'NetworkTimeout'],
    [409, 'OperationInProgress'],
    [416, 'InvalidParameter'],
    [429, 'HostUnreachable'],
    [500, 'Internal'],
    [502, 'HostUnreachable'],
    [503, 'HostUnreachable'],
    [504, 'NetworkTimeout'],
    [507, 'LowDiskSpace'],
    [302, 'UnexpectedAnswer'],
    [418, 'UnexpectedAnswer'],
  ])('%i', async (status, code) => {
    // The listing answers the question where the machine is, which follows a 404 alone.
    const { hosts } = await open(new Response(null, { status, headers: { 'retry-after': '2' } }), listing());
    const report = await expectFault(hosts.readExtent(vmId, diskId, snapshotId, extent, newCall()), code);
    expect(report.providerCode).toBe(status);
    if (code !== 'UnexpectedAnswer') expect(report.retryAfterMs).toBe(2000);
  });

  test("a read that fails brings the host's own error along", async () => {
    const body = { ReturnValue: 32768, Error: { MessageID: 'BrokenVhdChain', Message: 'parent not found' } };
    const { hosts } = await open(Response.json(body, { status: 500 }));
    const report = await expectFault(hosts.readExtent(vmId, diskId, snapshotId, extent, newCall()), 'BrokenVhdChain');
    expect(report.detail).toContain('parent not found');
  });
});
