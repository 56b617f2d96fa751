import { SECOND_MS, toIso } from '../../base/units.ts';
import type { ReplicatedItem } from '../../core/model.ts';
import type { ItemView } from '../../engine/engine-api.ts';
import type { ItemRow, ItemStage } from '../wire.ts';
import { activeLocationOf } from './item-facts.ts';
import type { Sites } from './sites.ts';
import { armStateOf } from '../../core/protection/arm-state.ts';
import { judgeLogSize } from '../../core/tracking/log-size.ts';

/** The flat form of an item: what lists show and the change feed patches. */
export function itemRow(view: ItemView, sites: Sites): ItemRow {
  const { item } = view;
  const progressPercent = progressOf(item);
  return {
    id: item.vmId,
    name: item.vmName,
    host: item.hostName,
    site: sites.ofHost(item.hostId, item.hostName).siteName,
    policy: view.policy.name,
    health: view.health,
    state: armStateOf(item).protectionState,
    stage: stageOf(item),
    phase: phaseText(item, progressPercent),
    activity: view.activity.kind,
    activityDetail: activityText(view),
    rpoSeconds: view.rpoMs === null ? null : Math.round(view.rpoMs / SECOND_MS),
    lastRecoveryPoint: item.lastRecoveryPointAt === null ? null : toIso(item.lastRecoveryPointAt),
    logBytes: sumOf(item, (disk) => disk.activeLogBytes + disk.inFlightLogBytes),
    logLimitBytes: judgeLogSize(item.disks).machine.limitBytes,
    sizeBytes: sumOf(item, (disk) => disk.sizeBytes),
    progressPercent,
    activeLocation: activeLocationOf(item),
    errorCode: item.trouble?.fault.code ?? null,
    allowedOperations: view.allowedOperations,
    revision: item.revision,
  };
}

function sumOf(item: ReplicatedItem, measure: (disk: ReplicatedItem['disks'][number]) => number): number {
  let sum = 0;
  for (const disk of item.disks) sum += measure(disk);
  return sum;
}

/** The phase's own word; a phase that the wire has no word for does not compile. */
export function stageOf({ phase, pausedSince }: ReplicatedItem): ItemStage {
  return pausedSince === null ? phase.kind : 'paused';
}

/** 0–100, whole per cents and never 100 before the end; null while no long copy runs. */
export function progressOf(item: ReplicatedItem): number | null {
  if (item.phase.kind !== 'initialReplication' && item.phase.kind !== 'resynchronizing') return null;
  const total = sumOf(item, (disk) => disk.transfer?.totalBytes ?? 0);
  const processed = sumOf(item, (disk) => disk.transfer?.processedBytes ?? 0);
  return total === 0 ? 0 : Math.floor((processed / total) * 100);
}

/** The one status text, derived from the one state machine. */
function phaseText(item: ReplicatedItem, progressPercent: number | null): string {
  const words = armStateOf(item).description;
  if (item.pausedSince !== null) return `${words} (paused)`;
  return progressPercent === null ? words : `${words} ${progressPercent} %`;
}

const SENDING_WORDS = {
  initialReplication: 'Initial replication',
  delta: 'Changes',
  resynchronization: 'Resynchronization',
} as const;

function activityText({ activity, item }: ItemView): string {
  if (activity.kind === 'Idle') return '';
  if (activity.kind === 'Sending') return SENDING_WORDS[activity.what];
  if (activity.kind === 'Waiting') {
    return activity.until === null ? activity.reason : `${activity.reason} (until ${toIso(activity.until)})`;
  }
  const code = item.trouble?.fault.code ?? 'Internal';
  return activity.nextAttemptAt === null
    ? `${code}: no retry`
    : `${code}: next attempt ${toIso(activity.nextAttemptAt)}`;
}
