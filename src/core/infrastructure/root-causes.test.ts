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
  it('finds one link behind the machines of one host, whatever their errors are called', () => {
    const items = [
      machine('a', 'hv1', { code: 'NetworkUnreachable' }),
      machine('b', 'hv1', { code: 'NetworkTimeout' }),
      machine('c', 'hv1'),
      machine('d', 'hv2'),
    ];
    expect(summary(items)).toEqual([['link:hv1', 2, 1]]);
    expect(rootCauses(items, NOW)[0]?.codes).toEqual(['NetworkUnreachable', 'NetworkTimeout']);
  });

  it('finds the link of the site when all its hosts are cut off and another site is not', () => {
    const items = [
      machine('a', 'hv1', { code: 'NetworkUnreachable' }),
      machine('b', 'hv2', { code: 'NetworkUnreachable' }),
      machine('c', 'hv3', { siteName: 'branch' }),
    ];
    expect(summary(items)).toEqual([['link:hq', 2, 0]]);
  });

  it('finds the storage account when the links of all sites that use it fail', () => {
    const items = [
      machine('a', 'hv1', { code: 'NetworkUnreachable' }),
      machine('b', 'hv3', { siteName: 'branch', code: 'NetworkUnreachable' }),
      machine('c', 'hv4', { siteName: 'lab', storageAccountId: '/other' }),
    ];
    expect(summary(items)).toEqual([['storageAccount:cache', 2, 0]]);
  });

  it('finds the silent server behind what its machines fail with, and behind those that only wait', () => {
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

  it('holds the broken link, not the silent host behind it, for the cause', () => {
    const silence = {
      serverName: 'hv1',
      role: 'ProviderAndAgent' as const,
      hostId: 'hv1' as HostId,
      since: instant(500),
    };
    const items = [machine('a', 'hv1', { code: 'NetworkUnreachable', silence }), machine('b', 'hv1', { silence })];
    expect(summary(items)).toEqual([['link:hv1', 2, 0]]);
  });

  it('finds the host that died behind the machines whose logs it left open', () => {
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

  it('keeps authorization, account, host and machine apart, the gravest and widest first', () => {
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

  it('finds nothing where nothing is wrong', () => {
    expect(rootCauses([machine('a', 'hv1')], NOW)).toEqual([]);
  });
});
