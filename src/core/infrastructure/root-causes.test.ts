import { describe, expect, it } from 'vitest';
import { instant } from '../../base/units.ts';
import type { FaultCode } from '../errors/fault.ts';
import type { HostId, ResyncCause, VmId } from '../model.ts';
import { rootCauses, type CauseFacts } from './root-causes.ts';

const NOW = instant(1_000_000);

function machine(
  name: string,
  host: string,
  change: Partial<CauseFacts> & { readonly code?: FaultCode } = {},
): CauseFacts {
  const { code, ...facts } = change;
  return {
    vmId: name as VmId,
    vmName: name,
    hostId: host as HostId,
    hostName: host,
    siteName: 'hq',
    storageAccountId: '/subscriptions/s/storageAccounts/cache',
    isCritical: code !== undefined,
    trouble: code ? { fault: { code, detail: '' }, firstAt: instant(1000), lastAt: instant(2000) } : null,
    resync: null,
    silence: null,
    ...facts,
  };
}

const summary = (items: readonly CauseFacts[]) =>
  rootCauses(items, NOW).map(({ id, vmIds, unaffectedCount }) => [id, vmIds.length, unaffectedCount]);

describe('rootCauses', () => {
  it('[RC1][RC11] finds one link behind the machines of one host, whatever their errors are called', () => {
    const items = [
      machine('a', 'hv1', { code: 'NetworkUnreachable' }),
      machine('b', 'hv1', { code: 'NetworkTimeout' }),
      machine('c', 'hv1'),
      machine('d', 'hv2'),
    ];
    expect(summary(items)).toEqual([['link:hv1', 2, 1]]);
    const [cause] = rootCauses(items, NOW);
    expect(cause?.errors.map(({ code }) => code)).toEqual(['NetworkUnreachable', 'NetworkTimeout']);
  });

  it('[RC3] finds the link of the site when all its hosts are cut off and another site is not', () => {
    const items = [
      machine('a', 'hv1', { code: 'NetworkUnreachable' }),
      machine('b', 'hv2', { code: 'NetworkUnreachable' }),
      machine('c', 'hv3', { siteName: 'branch' }),
    ];
    expect(summary(items)).toEqual([['link:hq', 2, 0]]);
  });

  it('[RC3] finds the storage account when the links of all sites that use it fail', () => {
    const items = [
      machine('a', 'hv1', { code: 'NetworkUnreachable' }),
      machine('b', 'hv3', { siteName: 'branch', code: 'NetworkUnreachable' }),
      machine('c', 'hv4', { siteName: 'lab', storageAccountId: '/other' }),
    ];
    expect(summary(items)).toEqual([['storageAccount:cache', 2, 0]]);
  });

  it('[RC4] finds the silent server behind what its machines fail with, and behind those that only wait', () => {
    const silence = {
      serverName: 'hv1',
      role: 'ProviderAndAgent' as const,
      hostId: 'hv1' as HostId,
      since: instant(500),
    };
    const items = [
      machine('a', 'hv1', { code: 'HostUnreachable', silence }),
      machine('b', 'hv1', { silence }),
      machine('c', 'hv2'),
    ];
    expect(summary(items)).toEqual([['server:hv1', 2, 0]]);
    expect(rootCauses(items, NOW)[0]).toMatchObject({ since: instant(500), lastSeen: NOW });
  });

  it('[RC5] holds the broken link, not the silent host behind it, for the cause', () => {
    const silence = {
      serverName: 'hv1',
      role: 'ProviderAndAgent' as const,
      hostId: 'hv1' as HostId,
      since: instant(500),
    };
    const items = [machine('a', 'hv1', { code: 'NetworkUnreachable', silence }), machine('b', 'hv1', { silence })];
    expect(summary(items)).toEqual([['link:hv1', 2, 0]]);
  });

  it('[RC2] finds the host that died behind the machines whose logs it left open', () => {
    const left = (cause: ResyncCause) => ({ resync: { cause, since: instant(700) }, isCritical: true });
    const items = [
      machine('a', 'hv1', left('logNotClosed')),
      machine('b', 'hv1', left('logNotClosed')),
      machine('c', 'hv2', left('logSizeDisk')),
      machine('d', 'hv2'),
    ];
    expect(summary(items)).toEqual([
      ['host:hv1', 2, 0],
      ['machine:c', 1, 0],
    ]);
    expect(rootCauses(items, NOW)[0]).toMatchObject({ resyncCause: 'logNotClosed', since: instant(700), fault: null });
  });

  it('[RC1][RC8] keeps authorization, account, host and machine apart, the gravest and widest first', () => {
    const items = [
      machine('a', 'hv1', { code: 'BrokenVhdChain' }),
      machine('b', 'hv1', { code: 'StorageAuthorization' }),
      machine('c', 'hv2', { code: 'StorageAuthorization' }),
      machine('d', 'hv2', { code: 'LowDiskSpace', isCritical: false }),
      machine('e', 'hv3', { code: 'BrokenVhdChain' }),
    ];
    expect(summary(items)).toEqual([
      ['authorization:cache', 2, 3],
      ['machine:a', 1, 0],
      ['machine:e', 1, 0],
      ['host:hv2', 1, 1],
    ]);
  });

  it.each([
    ['link', ['NetworkUnreachable', 'NetworkTimeout', 'UnexpectedAnswer']],
    [
      'host',
      ['ServerNotConnected', 'HostUnreachable', 'HostAuthentication', 'HostAuthorization', 'LowDiskSpace', 'LowMemory'],
    ],
    ['storageAccount', ['StorageThrottled', 'StorageUnavailable', 'StorageFull', 'StorageAccountNotFound']],
    ['authorization', ['StorageAuthorization']],
    ['machine', ['BrokenVhdChain', 'Internal', 'LogInvalid']],
  ] as const)('[RC1] knows what arises on the %s', (kind, codes) => {
    for (const code of codes) expect(rootCauses([machine('a', 'hv1', { code })], NOW)).toMatchObject([{ kind }]);
  });

  it.each([
    ['logNotClosed', 'host'],
    ['logWriteFailure', 'host'],
    ['logSizeDisk', 'machine'],
  ] as const)('[RC2] takes a log with the end %s for a matter of the %s', (cause, kind) => {
    const item = machine('a', 'hv1', { resync: { cause, since: instant(700) } });
    expect(rootCauses([item], NOW)).toMatchObject([{ kind, lastSeen: NOW }]);
  });

  it('[RC9] tells of a cause since when, its last failure, its errors by frequency, and the newest fault', () => {
    const failing = (name: string, code: FaultCode, firstAt: number, lastAt: number) =>
      machine(name, 'hv1', {
        isCritical: name === 'b',
        trouble: { fault: { code, detail: name }, firstAt: instant(firstAt), lastAt: instant(lastAt) },
      });
    const items = [
      failing('a', 'LowMemory', 300, 900),
      failing('b', 'LowDiskSpace', 100, 950),
      failing('c', 'LowDiskSpace', 200, 800),
      machine('d', 'hv1'),
    ];
    expect(rootCauses(items, NOW)).toEqual([
      {
        id: 'host:hv1',
        kind: 'host',
        subject: 'hv1',
        isCritical: true,
        errors: [
          { code: 'LowDiskSpace', since: instant(100), lastSeen: instant(950) },
          { code: 'LowMemory', since: instant(300), lastSeen: instant(900) },
        ],
        fault: { code: 'LowDiskSpace', detail: 'b' },
        resyncCause: null,
        silence: null,
        since: instant(100),
        lastSeen: instant(950),
        vmIds: ['a', 'b', 'c'],
        unaffectedCount: 1,
      },
    ]);
  });

  it('[RC8] is not critical where none of its machines is', () => {
    const items = [machine('a', 'hv1', { code: 'LowMemory', isCritical: false })];
    expect(rootCauses(items, NOW)).toMatchObject([{ isCritical: false }]);
  });

  it('[RC6] keeps hosts of one name in two sites apart', () => {
    const items = [
      machine('a', 'id-1', { hostName: 'hv', code: 'LowMemory' }),
      machine('b', 'id-2', { hostName: 'hv', siteName: 'branch', code: 'LowMemory' }),
      machine('c', 'id-3', { hostName: 'hv', code: 'NetworkTimeout' }),
      machine('d', 'id-4', { hostName: 'hv', siteName: 'branch', code: 'NetworkTimeout' }),
    ];
    expect(summary(items)).toEqual([
      ['host:id-1', 1, 0],
      ['host:id-2', 1, 0],
      ['link:id-3', 1, 0],
      ['link:id-4', 1, 0],
    ]);
  });

  it('[RC6] names a storage account by the end of its id', () => {
    const full = (storageAccountId: string) => machine('a', 'hv1', { storageAccountId, code: 'StorageFull' });
    expect(rootCauses([full('/subscriptions/s/storageAccounts/cache/')], NOW)).toMatchObject([{ subject: 'cache' }]);
    expect(rootCauses([full('')], NOW)).toMatchObject([{ subject: '' }]);
  });

  it('[RC10] counts as unaffected what shares the link, the host or the silent server', () => {
    const silence = { serverName: 'hv1', role: 'Agent' as const, hostId: 'hv1' as HostId, since: instant(500) };
    const cutOff = [
      machine('a', 'hv1', { code: 'NetworkTimeout' }),
      machine('b', 'hv2', { code: 'NetworkTimeout' }),
      machine('c', 'hv2'),
      machine('d', 'hv3', { siteName: 'branch' }),
    ];
    expect(summary(cutOff)).toEqual([['link:hq', 2, 1]]);
    const silent = [
      machine('a', 'hv1', { silence }),
      machine('b', 'hv1'),
      machine('c', 'hv2', { silence, code: 'BrokenVhdChain' }),
      machine('d', 'hv3'),
    ];
    expect(summary(silent)).toContainEqual(['server:hv1', 1, 2]);
  });

  it('[RC4] lets a machine of a silent host that fails for another reason have its own cause', () => {
    const silence = { serverName: 'hv1', role: 'Agent' as const, hostId: 'hv1' as HostId, since: instant(500) };
    const items = [
      machine('a', 'hv1', { code: 'StorageFull', silence }),
      machine('b', 'hv1', { code: 'NetworkTimeout', silence }),
    ];
    expect(rootCauses(items, NOW).map(({ id, silence: told }) => [id, told])).toEqual([
      ['storageAccount:cache', null],
      ['link:hv1', null],
    ]);
  });

  it('[RC5] tells of the silence behind a broken link where no fault speaks for it', () => {
    const silence = { serverName: 'hv1', role: 'Agent' as const, hostId: 'hv1' as HostId, since: instant(500) };
    const items = [
      machine('a', 'hv1', { code: 'NetworkTimeout' }),
      machine('b', 'hv3', { siteName: 'branch', code: 'NetworkTimeout' }),
      machine('c', 'hv1', { storageAccountId: '/other', silence }),
    ];
    const causes = rootCauses(items, NOW);
    expect(causes.map(({ id }) => id)).toEqual(['storageAccount:cache', 'link:hv1']);
    expect(causes[1]).toMatchObject({ fault: null, silence, since: instant(500), lastSeen: NOW });
  });

  it('[RC5] tells of a link that is broken now because of the comparisons it calls for', () => {
    const silence = { serverName: 'hv1', role: 'Agent' as const, hostId: 'hv1' as HostId, since: instant(500) };
    const items = [
      machine('a', 'hv1', { code: 'NetworkTimeout', silence }),
      machine('b', 'hv1', { resync: { cause: 'logNotClosed', since: instant(700) }, silence }),
    ];
    expect(rootCauses(items, NOW)).toMatchObject([
      { id: 'link:hv1', resyncCause: 'logNotClosed', silence: null, since: instant(700), lastSeen: NOW },
    ]);
  });

  it('[RC8] orders causes of one weight by what they befell', () => {
    const items = ['c', 'a', 'b'].map((name) => machine(name, 'hv1', { code: 'BrokenVhdChain' }));
    expect(rootCauses(items, NOW).map(({ subject }) => subject)).toEqual(['a', 'b', 'c']);
  });

  it('[RC7] counts a machine once: its error goes before the comparison it requires', () => {
    const resync = { cause: 'logNotClosed' as const, since: instant(700) };
    const items = [machine('a', 'hv1', { code: 'StorageFull', resync })];
    expect(summary(items)).toEqual([['storageAccount:cache', 1, 0]]);
  });

  it('[RC11] keeps the id of a cause while machines join it and leave it', () => {
    const [a, b] = [machine('a', 'hv1', { code: 'LowMemory' }), machine('b', 'hv1', { code: 'LowDiskSpace' })];
    const well = machine('b', 'hv1');
    const ids = [
      [a, well],
      [a, b],
      [machine('a', 'hv1'), b],
    ].map((items) => rootCauses(items, NOW)[0]?.id);
    expect(ids).toEqual(['host:hv1', 'host:hv1', 'host:hv1']);
  });

  it('[RC3] holds the link for one host’s where its site has no other, and another site is well', () => {
    const items = [machine('a', 'hv1', { code: 'NetworkTimeout' }), machine('b', 'hv3', { siteName: 'branch' })];
    expect(summary(items)).toEqual([['link:hv1', 1, 0]]);
  });

  it('[RC7] finds nothing where nothing is wrong', () => {
    expect(rootCauses([machine('a', 'hv1')], NOW)).toEqual([]);
  });
});
