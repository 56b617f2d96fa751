import { after, HOUR_MS, MIB, MINUTE_MS } from '../../../base/units.ts';
import type { FaultCode } from '../../errors/fault.ts';
import type { DiskId, JobId, LogId, ReplicatedItem, SnapshotId } from '../../model.ts';
import type { FrozenLog } from '../../ports.ts';
import { effectsOf } from '../called-for.ts';
import type { AzureMachineAct, Effect } from '../effect.ts';
import type { ProtectionEvent } from '../event.ts';
import { anyEvent } from './any-event.ts';
import { resultOf } from './outcomes.ts';
import { BASE, FACTS, NOW, POINT } from './sample-items.ts';

const ACTS: readonly AzureMachineAct[] = ['check', 'create', 'start', 'stop', 'delete'];
const STATUS = { isTracking: true, isRelated: true, disks: [], resyncCause: null } as const;
const GROWN = [{ diskId: 'data' as DiskId, sizeBytes: 32 * MIB }];
const SHRUNK = [{ diskId: 'data' as DiskId, sizeBytes: MIB }];

const SNAPSHOT = { ...BASE, snapshotId: 'fresh' as SnapshotId };

/** Events with other values than those that go well, by what is special about them. */
function specialEvents(item: ReplicatedItem): Readonly<Record<string, ProtectionEvent>> {
  const [first, second] = item.disks;
  const log: FrozenLog = {
    logId: 'next' as LogId,
    previousLogId: first?.lastAppliedLogId ?? null,
    diskId: first?.diskId ?? ('os' as DiskId),
    fileBytes: 8192,
    dataBytes: 4096,
    diskBytes: first?.sizeBytes ?? 0,
  };
  const other: FrozenLog = { ...log, logId: 'other' as LogId, diskId: second?.diskId ?? ('data' as DiskId) };
  const frozen = { frozenAt: NOW, consistency: 'CrashConsistent' } as const;
  const busy = { diskId: log.diskId, sizeBytes: 16 * MIB, activeLogBytes: 3 * MIB, frozenLogBytes: 2 * MIB };
  const full = { diskId: log.diskId, sizeBytes: 16 * MIB, activeLogBytes: 12 * MIB, frozenLogBytes: 0 };
  return {
    'with an obstacle': { kind: 'PrerequisitesChecked', readinessErrors: ['TooManyDisks'] },
    'of another size': { kind: 'GeometryChecked', mismatches: ['os: 1 and 2 bytes'] },
    'with a grown disk': { kind: 'ReplicationStarted', snapshot: SNAPSHOT, sizes: GROWN },
    'with a shrunk disk': { kind: 'ReplicationStarted', snapshot: SNAPSHOT, sizes: SHRUNK },
    'compared, with a grown disk': { kind: 'ResynchronizationStarted', snapshot: SNAPSHOT, sizes: GROWN },
    'compared, with a shrunk disk': { kind: 'ResynchronizationStarted', snapshot: SNAPSHOT, sizes: SHRUNK },
    'of one disk only': { kind: 'LogsFrozen', set: { ...frozen, logs: [log] } },
    'in another order': { kind: 'LogsFrozen', set: { ...frozen, logs: [other, log] } },
    'with a gap': { kind: 'LogsFrozen', set: { ...frozen, logs: [log, { ...other, previousLogId: 'lost' as LogId }] } },
    'of a shrunk disk': { kind: 'LogsFrozen', set: { ...frozen, logs: [log, { ...other, diskBytes: MIB }] } },
    'of a grown disk': { kind: 'LogsFrozen', set: { ...frozen, logs: [log, { ...other, diskBytes: 32 * MIB }] } },
    'with sizes': { kind: 'StatusPolled', status: { ...STATUS, disks: [busy] } },
    'with a full log': { kind: 'StatusPolled', status: { ...STATUS, disks: [full] } },
    'with a cause': { kind: 'StatusPolled', status: { ...STATUS, resyncCause: 'modifiedOffline' } },
    'of a host that tracks no more': { kind: 'StatusPolled', status: { ...STATUS, isTracking: false } },
    'by force': { kind: 'DisableRequested', isForced: true },
    'for later': { kind: 'ResyncRequested', startsAt: after(NOW, HOUR_MS) },
    'with resynchronization': { kind: 'ResumeRequested', isResynchronizing: true },
    'of a failed job': { kind: 'RetryRequested', jobId: 'failed-job' as JobId },
    'without shutdown': { kind: 'UnplannedFailoverRequested', point: POINT, isShuttingDownSource: false },
    'for down time': { kind: 'FailbackRequested', dataSync: 'ForDownTime', createVmIfNotFound: true },
    'with the source': { kind: 'FailbackChecked', isSourceThere: true },
    'without the source': { kind: 'FailbackChecked', isSourceThere: false },
    'with remarks': { kind: 'TestFailoverCleanupRequested', comments: 'All is well.' },
  };
}

/** Failures of what is under way: for a while, for good, of the log, and those that have a rule of their own. */
function failuresOf(item: ReplicatedItem): [string, ProtectionEvent][] {
  const unawaited: Effect = { kind: 'CheckGeometry' };
  return [...effectsOf(item).slice(0, 2), unawaited].flatMap((effect) =>
    codesFor(effect).map((code): [string, ProtectionEvent] => [
      `${effect.kind} fails with ${code}`,
      { kind: 'EffectFailed', effect, fault: { code, detail: 'no answer' } },
    ]),
  );
}

function codesFor({ kind }: Effect): readonly FaultCode[] {
  const codes: FaultCode[] = ['NetworkTimeout', 'VirtualMachineNotFound', 'LogInvalid'];
  if (kind === 'FreezeLogs' || kind === 'ShipLog') codes.push('VssFailure');
  if (kind === 'AzureMachine') codes.push('AzureMachineNotFound');
  return codes;
}

/** Events of every kind with their titles: awaited ones as they go well, the others with any values, then the special ones. */
export function eventsFor(item: ReplicatedItem): [string, ProtectionEvent][] {
  const awaited = effectsOf(item).map((effect) => resultOf(effect, item));
  const kinds = new Set<string>(awaited.map(({ kind }) => kind));
  const others = Object.values(anyEvent).filter(({ kind }) => !kinds.has(kind) && !kind.endsWith('MachineActed'));
  const acts = ACTS.flatMap((act): [string, ProtectionEvent][] => [
    [`AzureMachineActed ${act}`, { kind: 'AzureMachineActed', act }],
    [`TestMachineActed ${act}`, { kind: 'TestMachineActed', act }],
  ]);
  const special = Object.entries(specialEvents(item)).map(([title, event]): [string, ProtectionEvent] => [
    `${event.kind} ${title}`,
    event,
  ]);
  const usual = [...awaited.filter(({ kind }) => !kind.endsWith('MachineActed')), ...others];
  return [
    ...usual.map((event): [string, ProtectionEvent] => [event.kind, event]),
    ...acts,
    ...special,
    ...failuresOf(item),
  ];
}

/** The samples' facts ten minutes later, so that what is new differs from what was. */
export const LATER = { ...FACTS, now: after(NOW, 10 * MINUTE_MS) };
