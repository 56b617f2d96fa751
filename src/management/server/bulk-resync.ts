import { after, SECOND_MS, toIso, type Instant } from '../../base/units.ts';
import { MAX_PARALLEL_RESYNCHRONIZATIONS } from '../../core/limits/limits.ts';
import type { VmId } from '../../core/model.ts';
import type { AdminCommand, EngineApi, ItemView } from '../../engine/engine-api.ts';
import type { BulkResyncAnswer, BulkResyncItem, BulkResyncRequest } from '../wire-insight.ts';
import type { ServerContext } from './context.ts';

/**
 * Resynchronizes several machines on common terms, or tells what would become of it. Those that may not be
 * resynchronized are left out, each with the reason; none keeps another from starting.
 */
export async function resynchronizeMany(server: ServerContext, request: BulkResyncRequest): Promise<BulkResyncAnswer> {
  const { engine } = server;
  const views = [...new Set(request.itemIds)].map((itemId) => server.item(itemId));
  const parallelLimit = Math.min(request.parallelLimit, MAX_PARALLEL_RESYNCHRONIZATIONS);
  const batchId = `${views[0]?.item.vmId ?? ''}/${engine.now()}`;
  const items: BulkResyncItem[] = [];
  let turn = 0;
  for (const view of views) {
    const refusal = refusalOf(view);
    if (refusal !== null) {
      items.push(left(view, refusal));
      continue;
    }
    const startsAt = startOf(engine, view, request, turn++);
    const terms = { batchId, parallelLimit, throttleBitsPerSecond: request.throttleBitsPerSecond };
    const command: AdminCommand = { kind: 'resynchronize', vmId: view.item.vmId, when: startsAt, terms };
    items.push(await begun(engine, view, command, request));
  }
  return { items, eligibleCount: items.filter(({ isEligible }) => isEligible).length, parallelLimit };
}

async function begun(
  engine: EngineApi,
  { item }: ItemView,
  command: Extract<AdminCommand, { readonly kind: 'resynchronize' }>,
  { isDryRun, throttleBitsPerSecond }: BulkResyncRequest,
): Promise<BulkResyncItem> {
  const planned = plannedItem(engine, item.vmId, item.vmName, command.when as Instant, throttleBitsPerSecond);
  if (isDryRun) return planned;
  const outcome = await engine.dispatch(command);
  return outcome.isAccepted
    ? { ...planned, jobId: outcome.jobId }
    : { ...planned, isEligible: false, refusal: outcome.refusal.message };
}

function plannedItem(
  engine: EngineApi,
  vmId: VmId,
  name: string,
  startsAt: Instant,
  throttleBitsPerSecond: number | null,
): BulkResyncItem {
  const plan = engine.insight.resyncPlans(vmId, throttleBitsPerSecond ?? undefined)?.plans[0];
  return {
    itemId: vmId,
    name,
    isEligible: true,
    refusal: null,
    startsAt: toIso(startsAt),
    durationSeconds: plan
      ? [Math.round(plan.durationMs[0] / SECOND_MS), Math.round(plan.durationMs[1] / SECOND_MS)]
      : null,
    jobId: null,
  };
}

function refusalOf({ allowedOperations, refusals }: ItemView): string | null {
  if (allowedOperations.includes('RepairReplication')) return null;
  return refusals.RepairReplication ?? 'The machine cannot be resynchronized now.';
}

function left({ item }: ItemView, refusal: string): BulkResyncItem {
  const { vmId: itemId, vmName: name } = item;
  return { itemId, name, isEligible: false, refusal, startsAt: null, durationSeconds: null, jobId: null };
}

/** Each machine's start: the first at once or when its window opens, each further one a stagger later. */
function startOf(engine: EngineApi, { item }: ItemView, request: BulkResyncRequest, turn: number): Instant {
  const window = engine.insight.resyncPlans(item.vmId)?.plans.find(({ way }) => way === 'window');
  const first = request.when === 'window' && window ? window.startsAt : engine.now();
  return after(first, turn * request.staggerSeconds * SECOND_MS);
}
