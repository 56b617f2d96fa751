import { describe, expect, it } from 'vitest';
import { after, MINUTE_MS } from '../../base/units.ts';
import type {
  BulkResyncAnswer,
  HostFlows,
  ItemDifferences,
  ResyncCalendar,
  RootCauses,
  RpoBand,
} from '../wire-insight.ts';
import { driveServer } from './testing/driven-server.ts';
import { DISK_1, HOST_ID, item, T0, view, VM_1 } from './testing/records.ts';

const required = {
  kind: 'resynchronizationRequired',
  cause: 'logSizeDisk',
  since: T0,
  startsAt: after(T0, 8.5 * 60 * MINUTE_MS),
  isDue: false,
  isTrackingStopped: true,
  loggedBytes: 0,
} as const;

describe('GET /resyncCalendar', () => {
  it('names windows and what is scheduled in the host’s local time', async () => {
    const { engine, json } = driveServer();
    engine.put(view({ item: item({ phase: required }) }));
    const { hosts } = await json<ResyncCalendar>('GET', '/resyncCalendar');
    expect(hosts).toHaveLength(1);
    expect(hosts[0]?.windows).toHaveLength(7);
    expect(hosts[0]?.windows[0]).toMatchObject({ opensLocal: 'Mon 18:30', closesLocal: 'Tue 06:00' });
    expect(hosts[0]?.resyncs).toMatchObject([{ itemId: VM_1, state: 'scheduled', startsLocal: 'Mon 18:30' }]);
  });
});

describe('GET /rootCauses', () => {
  it('words a cause after the catalogue, with its machines', async () => {
    const { engine, json } = driveServer();
    engine.causes = [
      {
        id: 'link:hv01',
        kind: 'link',
        subject: 'hv01',
        isCritical: true,
        errors: [{ code: 'NetworkUnreachable', since: T0, lastSeen: T0 }],
        fault: { code: 'NetworkUnreachable', detail: 'no route' },
        resyncCause: null,
        silence: null,
        since: T0,
        lastSeen: T0,
        vmIds: [VM_1],
        unaffectedCount: 1,
      },
    ];
    const { causes } = await json<RootCauses>('GET', '/rootCauses');
    expect(causes).toMatchObject([
      {
        id: 'link:hv01',
        severity: 'Critical',
        itemIds: [VM_1],
        since: '2026-01-05T09:00:00.000Z',
        errors: [
          {
            code: 'NetworkUnreachable',
            since: '2026-01-05T09:00:00.000Z',
            lastSeen: '2026-01-05T09:00:00.000Z',
          },
        ],
      },
    ]);
    expect(causes[0]?.recommendedAction).not.toBe('');
  });
});

describe('POST /resynchronizations', () => {
  const body = (isDryRun: boolean) => ({
    properties: {
      itemIds: [VM_1, 'sql01'],
      when: 'now',
      staggerSeconds: 60,
      parallelLimit: 2,
      throttleBitsPerSecond: 1_000_000,
      isDryRun,
    },
  });

  it('tells each machine’s eligibility and does nothing, as a dry run', async () => {
    const { engine, json } = driveServer();
    engine.put(view({ refusals: { RepairReplication: 'The replica is in order.' } }));
    const answer = await json<BulkResyncAnswer>('POST', '/resynchronizations', body(true));
    expect(answer).toMatchObject({
      eligibleCount: 0,
      items: [{ isEligible: false, refusal: 'The replica is in order.' }, {}],
    });
    expect(engine.commands).toEqual([]);
  });

  it('starts what may be started, with the terms they share', async () => {
    const { engine, json } = driveServer();
    engine.put(view({ allowedOperations: ['RepairReplication'] }));
    const answer = await json<BulkResyncAnswer>('POST', '/resynchronizations', body(false));
    expect(answer.eligibleCount).toBe(2);
    expect(engine.commands).toMatchObject([
      { kind: 'resynchronize', vmId: VM_1, when: T0, terms: { parallelLimit: 2, throttleBitsPerSecond: 1_000_000 } },
      { when: after(T0, MINUTE_MS) },
    ]);
  });

  it('refuses terms out of range', async () => {
    const { call } = driveServer();
    const wrong = { properties: { ...body(true).properties, parallelLimit: 9 } };
    expect((await call('POST', '/resynchronizations', wrong)).status).toBe(400);
  });
});

describe('GET …/differences', () => {
  it('answers cells, and the proof of both sides once it is complete', async () => {
    const { engine, json } = driveServer();
    engine.comparisonList = [
      {
        diskId: DISK_1,
        windows: [
          {
            index: 0,
            offsetBytes: 0,
            lengthBytes: 2 ** 20,
            differing: [{ offsetBytes: 0, lengthBytes: 8192 }],
            sourceSha256: 'a',
            targetSha256: 'a',
            readBackBytes: 65_536,
          },
        ],
        completedAt: T0,
      },
    ];
    const { disks } = await json<ItemDifferences>('GET', `/replicationProtectedItems/${VM_1}/differences`);
    expect(disks[0]?.cells.length).toBeLessThanOrEqual(4096);
    expect(disks[0]?.cells.slice(0, 2)).toEqual([8192, 0]);
    expect(disks[0]?.proof).toMatchObject({ sourceSha256: disks[0]?.proof?.targetSha256, readBackBytes: 65_536 });
    expect(disks[0]?.steps.map(({ step }) => step)).toEqual(['compare', 'send', 'apply', 'merge']);
  });
});

it('answers the band of RPOs in seconds, and the flows by host', async () => {
  const { engine, json } = driveServer();
  engine.rpoPoints = [{ at: T0, minMs: 1000, medianMs: 2400, maxMs: 9000, itemCount: 3 }];
  expect((await json<RpoBand>('GET', '/rpoBand')).points).toEqual([
    { at: '2026-01-05T09:00:00.000Z', minSeconds: 1, medianSeconds: 2, maxSeconds: 9, itemCount: 3 },
  ]);
  const { hosts } = await json<HostFlows>('GET', '/flows');
  expect(hosts).toMatchObject([{ id: HOST_ID, sending: 0, pendingBytes: 5120, isSilent: false }]);
});
