/**
 * What errors have in common. An error tells on which relation of the infrastructure it arose (a host's
 * link, the host, the storage account, …); items whose errors arose on the same one have one cause.
 *
 *   machine ──► host ──► link ──┐                    evidence that lifts a cause:
 *   machine ──► host ──► link ──┼──► storage account   the host is silent          → server
 *   machine ──► host ──► link ──┘                      all links of a site fail    → the site's link
 *                                                      so do those of other sites  → the storage account
 *
 * The rules are RC1 to RC11.
 */
import { type Instant } from '../../base/units.ts';
import type { FaultCode, FaultReport } from '../errors/fault.ts';
import type { HostId, ResyncCause, VmId } from '../model.ts';
import type { Silence } from './heartbeats.ts';

export type RootCauseKind = 'link' | 'host' | 'server' | 'storageAccount' | 'authorization' | 'machine';

/** A replicated item, as far as causes go. */
export interface CauseFacts {
  readonly vmId: VmId;
  readonly vmName: string;
  readonly hostId: HostId;
  readonly hostName: string;
  readonly siteName: string;
  readonly storageAccountId: string;
  readonly isCritical: boolean;
  /** The error that the item fails with; null: none. */
  readonly trouble: { readonly fault: FaultReport; readonly firstAt: Instant; readonly lastAt: Instant } | null;
  /** A comparison is required, for this reason; null: none is. */
  readonly resync: { readonly cause: ResyncCause; readonly since: Instant } | null;
  /** The server on its way that is not heard of; null: all are. */
  readonly silence: Silence | null;
}

/** An error behind a cause: since when the first of its machines fails with it, and when one did last. */
export interface SeenError {
  readonly code: FaultCode;
  readonly since: Instant;
  readonly lastSeen: Instant;
}

export interface RootCause {
  /** Of kind and what it befell: the same while the cause lasts. */
  readonly id: string;
  readonly kind: RootCauseKind;
  /** What it befell, for people. */
  readonly subject: string;
  readonly isCritical: boolean;
  /** Each code once, the most frequent first; empty where only heartbeats are missing. */
  readonly errors: readonly SeenError[];
  /** The newest fault, which words the cause; null where only heartbeats are missing, or only a comparison is. */
  readonly fault: FaultReport | null;
  /** Why its machines have to be compared; null: they need not. */
  readonly resyncCause: ResyncCause | null;
  readonly silence: Silence | null;
  readonly since: Instant;
  readonly lastSeen: Instant;
  readonly vmIds: readonly VmId[];
  /** Items on the same link, host, server or account that do not suffer; 0 of a machine. */
  readonly unaffectedCount: number;
}

/** Where each fault arises; those not named are the machine's own. */
const RELATIONS: Readonly<Partial<Record<FaultCode, RootCauseKind>>> = {
  NetworkUnreachable: 'link',
  NetworkTimeout: 'link',
  UnexpectedAnswer: 'link',
  ServerNotConnected: 'host',
  HostUnreachable: 'host',
  HostAuthentication: 'host',
  HostAuthorization: 'host',
  LowDiskSpace: 'host',
  LowMemory: 'host',
  StorageThrottled: 'storageAccount',
  StorageUnavailable: 'storageAccount',
  StorageFull: 'storageAccount',
  StorageAccountNotFound: 'storageAccount',
  StorageAuthorization: 'authorization',
};

/** A host that dies leaves the logs of all its machines open, and one whose volume fails cannot write any. */
const HOST_RESYNCS: ReadonlySet<ResyncCause> = new Set(['logNotClosed', 'logWriteFailure']);

/** A relation: what is at its end, and who shares it. */
interface Relation {
  readonly kind: RootCauseKind;
  /** Tells it from all others of its kind: hosts of two sites may have one name. */
  readonly key: string;
  readonly subject: string;
  readonly isShared: (other: CauseFacts) => boolean;
}

/** Of all items, the causes of what is wrong: the gravest first, then the widest. */
export function rootCauses(items: readonly CauseFacts[], now: Instant): readonly RootCause[] {
  const links = new LinkEvidence(items);
  const groups = new Map<string, { readonly relation: Relation; readonly members: CauseFacts[] }>();
  for (const item of items) {
    const relation = relationOf(item, links);
    if (!relation) continue;
    const id = `${relation.kind}:${relation.key}`;
    const group = groups.get(id);
    if (group) group.members.push(item);
    else groups.set(id, { relation, members: [item] });
  }
  return [...groups]
    .map(([id, { relation, members }]) => causeOf(id, relation, members, items, now))
    .toSorted((a, b) => Number(b.isCritical) - Number(a.isCritical) || b.vmIds.length - a.vmIds.length || byText(a, b));
}

function relationOf(item: CauseFacts, links: LinkEvidence): Relation | null {
  const { silence, hostId, hostName, storageAccountId, vmId, vmName } = item;
  const arose = originOf(item);
  if (silence && (arose === null || arose === 'host')) {
    // A broken link silences the host behind it, too: then the link is the cause.
    if (links.hasFailed(hostId)) return links.relationOf(item);
    const { serverName } = silence;
    return {
      kind: 'server',
      key: serverName,
      subject: serverName,
      isShared: (other) => other.silence?.serverName === serverName || other.hostName === serverName,
    };
  }
  switch (arose) {
    case null:
      return null;
    case 'link':
      return links.relationOf(item);
    case 'host':
      return { kind: 'host', key: hostId, subject: hostName, isShared: (other) => other.hostId === hostId };
    case 'machine':
      return { kind: 'machine', key: vmId, subject: vmName, isShared: (other) => other.vmId === vmId };
    default:
      return accountRelation(arose, storageAccountId);
  }
}

/** Where an item's error arose; null: it has none. */
function originOf({ trouble, resync }: CauseFacts): RootCauseKind | null {
  if (trouble) return RELATIONS[trouble.fault.code] ?? 'machine';
  if (!resync) return null;
  return HOST_RESYNCS.has(resync.cause) ? 'host' : 'machine';
}

function accountRelation(kind: RootCauseKind, accountId: string): Relation {
  const subject = lastSegment(accountId);
  return { kind, key: subject, subject, isShared: (other) => lastSegment(other.storageAccountId) === subject };
}

/** Which links fail, and how far up the failure reaches. */
class LinkEvidence {
  readonly #failing = new Set<HostId>();
  readonly #hostsOfSite = new Map<string, Set<HostId>>();
  readonly #sitesOfAccount = new Map<string, Set<string>>();

  constructor(items: readonly CauseFacts[]) {
    for (const { hostId, siteName, storageAccountId, trouble } of items) {
      if (trouble && RELATIONS[trouble.fault.code] === 'link') this.#failing.add(hostId);
      addTo(this.#hostsOfSite, siteName, hostId);
      addTo(this.#sitesOfAccount, storageAccountId, siteName);
    }
  }

  hasFailed(hostId: HostId): boolean {
    return this.#failing.has(hostId);
  }

  relationOf({ hostId, hostName, siteName, storageAccountId }: CauseFacts): Relation {
    const sites = [...(this.#sitesOfAccount.get(storageAccountId) ?? [])];
    if (sites.length > 1 && sites.every((site) => this.#isCutOff(site))) {
      return accountRelation('storageAccount', storageAccountId);
    }
    return this.#isCutOff(siteName) && this.#hostsOf(siteName).length > 1
      ? { kind: 'link', key: siteName, subject: siteName, isShared: (other) => other.siteName === siteName }
      : { kind: 'link', key: hostId, subject: hostName, isShared: (other) => other.hostId === hostId };
  }

  #isCutOff(siteName: string): boolean {
    return this.#hostsOf(siteName).every((hostId) => this.#failing.has(hostId));
  }

  #hostsOf(siteName: string): readonly HostId[] {
    return [...(this.#hostsOfSite.get(siteName) ?? [])];
  }
}

function causeOf(
  id: string,
  { kind, subject, isShared }: Relation,
  members: readonly CauseFacts[],
  items: readonly CauseFacts[],
  now: Instant,
): RootCause {
  const troubles = members.flatMap(({ trouble }) => trouble ?? []);
  const newest = troubles.toSorted((a, b) => b.lastAt - a.lastAt)[0];
  const resyncs = members.flatMap(({ resync }) => resync ?? []);
  // Behind a broken link the silence is a consequence, which speaks only where nothing else does.
  const isSilenceTold = kind === 'server' || troubles.length + resyncs.length === 0;
  const silence = (isSilenceTold ? members[0]?.silence : null) ?? null;
  const since = [
    ...troubles.map(({ firstAt }) => firstAt),
    ...resyncs.map((resync) => resync.since),
    ...(silence ? [silence.since] : []),
  ];
  return {
    id,
    kind,
    subject,
    isCritical: members.some((member) => member.isCritical),
    errors: byFrequency(troubles),
    fault: newest?.fault ?? null,
    resyncCause: resyncs[0]?.cause ?? null,
    silence,
    since: since.toSorted((a, b) => a - b)[0] ?? now,
    // A state lasts; of an error that is retried the last failure counts.
    lastSeen: silence || resyncs.length > 0 ? now : (newest?.lastAt ?? now),
    vmIds: members.map(({ vmId }) => vmId),
    unaffectedCount: items.filter(isShared).length - members.length,
  };
}

function byFrequency(troubles: readonly NonNullable<CauseFacts['trouble']>[]): readonly SeenError[] {
  const byCode = new Map<FaultCode, SeenError & { readonly count: number }>();
  for (const { fault, firstAt, lastAt } of troubles) {
    const { count, since, lastSeen } = byCode.get(fault.code) ?? { count: 0, since: firstAt, lastSeen: lastAt };
    byCode.set(fault.code, {
      code: fault.code,
      count: count + 1,
      since: firstAt < since ? firstAt : since,
      lastSeen: lastAt > lastSeen ? lastAt : lastSeen,
    });
  }
  return [...byCode.values()]
    .toSorted((a, b) => b.count - a.count)
    .map(({ code, since, lastSeen }) => ({ code, since, lastSeen }));
}

function addTo<Key, Value>(map: Map<Key, Set<Value>>, key: Key, value: Value): void {
  const set = map.get(key);
  if (set) set.add(value);
  else map.set(key, new Set([value]));
}

function byText(a: RootCause, b: RootCause): number {
  return a.subject < b.subject ? -1 : 1;
}

function lastSegment(armId: string): string {
  return armId.split('/').findLast((segment) => segment !== '') ?? armId;
}
