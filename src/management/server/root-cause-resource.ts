import { toIso } from '../../base/units.ts';
import { CAUSE_TEXTS } from '../../core/protection/resync-entry.ts';
import { describe } from '../../core/errors/catalogue.ts';
import { describeSilence } from '../../core/infrastructure/heartbeats.ts';
import type { RootCause as EngineCause } from '../../core/infrastructure/root-causes.ts';
import type { EngineApi } from '../../engine/engine-api.ts';
import type { RootCause, RootCauses } from '../wire-insight.ts';

/** What is wrong, each cause once. */
export function rootCausesBody(engine: EngineApi): RootCauses {
  return { asOf: toIso(engine.now()), causes: engine.insight.rootCauses().map(causeBody) };
}

function causeBody(cause: EngineCause): RootCause {
  const { message, possibleCauses, recommendedAction } = textsOf(cause);
  return {
    id: cause.id,
    kind: cause.kind,
    subject: cause.subject,
    severity: cause.isCritical ? 'Critical' : 'Warning',
    errors: cause.errors.map(({ code, since, lastSeen }) => ({ code, since: toIso(since), lastSeen: toIso(lastSeen) })),
    message,
    possibleCauses,
    recommendedAction,
    since: toIso(cause.since),
    lastSeen: toIso(cause.lastSeen),
    itemIds: cause.vmIds,
    unaffectedCount: cause.unaffectedCount,
  };
}

/** A silent server explains what its machines fail with; else the newest fault speaks for all. */
function textsOf({
  silence,
  fault,
  subject,
  resyncCause,
}: EngineCause): Pick<RootCause, 'message' | 'possibleCauses' | 'recommendedAction'> {
  if (silence) return describeSilence(silence);
  if (fault) return describe(fault, subject);
  return {
    message: `Resynchronization required. ${resyncCause === null ? '' : CAUSE_TEXTS[resyncCause]}`.trim(),
    possibleCauses: resyncCause === 'logNotClosed' ? 'The host went down, or was restarted, while it tracked.' : '',
    recommendedAction: 'Resynchronize the machines now, or in the window of their policy.',
  };
}
