import type { Instant } from '../../base/units.ts';
import { allSilences, describeSilence } from '../../core/infrastructure/heartbeats.ts';
import type { Health } from '../../core/model.ts';
import { describeNotice } from '../../core/errors/service-notices.ts';
import type { HostInventory } from '../../core/ports.ts';
import type { EngineApi, ItemView } from '../../engine/engine-api.ts';
import { ARM_TYPES, vaultHealthArmId } from './arm-id.ts';
import { errorText } from './item-facts.ts';

/** Issues with more machines than this name only the first of them. */
const MAX_NAMED_RESOURCES = 100;

/** Cycles are missed, data is old, cycles take long: what a machine looks like that writes more than is sent. */
const LATE_RULES: ReadonlySet<string> = new Set(['HE5', 'HE6', 'HE10']);

/** One thing that is wrong with an item, as the service words it. */
interface Complaint {
  readonly code: string;
  readonly severity: 'Error' | 'Warning';
  readonly message: string;
}

interface Issue extends Complaint {
  readonly affected: string[];
}

/** The vault at a glance: what is ill, grouped by cause. */
export function vaultHealthResource(engine: EngineApi): unknown {
  const hosts = engine.inventory();
  const siteCount = new Set(hosts.map((host) => host.siteName)).size;
  return {
    id: vaultHealthArmId(),
    name: 'Default',
    type: ARM_TYPES.vaultHealth,
    properties: {
      vaultErrors: [],
      protectedItemsHealth: itemsHealth(engine),
      fabricsHealth: fabricsHealth(hosts, siteCount, engine.now()),
      containersHealth: { resourceCount: siteCount, issues: [], categorizedResourceCounts: { Normal: siteCount } },
    },
  };
}

function itemsHealth(engine: EngineApi): unknown {
  const counts: Record<Health, number> = { Normal: 0, Warning: 0, Critical: 0 };
  const issues = new Map<string, Issue>();
  let itemCount = 0;
  for (const view of engine.items()) {
    itemCount += 1;
    counts[view.health] += 1;
    for (const complaint of complaintsOf(engine, view)) {
      const issue = issues.get(complaint.code) ?? { ...complaint, affected: [] };
      issues.set(complaint.code, issue);
      // An item counts once per error.
      if (issue.affected.at(-1) !== view.item.vmId) issue.affected.push(view.item.vmId);
    }
  }
  return {
    resourceCount: itemCount,
    issues: [...issues.values()].map(({ code, severity, message, affected }) => ({
      summaryCode: code,
      category: 'Replication',
      severity,
      summaryMessage: message,
      affectedResourceType: 'replicationProtectedItems',
      affectedResourceSubtype: '',
      affectedResourceCorrelationIds: affected.slice(0, MAX_NAMED_RESOURCES),
    })),
    categorizedResourceCounts: counts,
  };
}

function complaintsOf(engine: EngineApi, view: ItemView): readonly Complaint[] {
  const { vmName } = view.item;
  const complaints = view.findings.flatMap(({ rule, verdict, fault, input }): readonly Complaint[] => {
    if (verdict === 'Normal') return [];
    const text = fault && errorText(fault, vmName);
    const severity = verdict === 'Critical' ? 'Error' : 'Warning';
    return [{ code: text?.id ?? rule, severity, message: text?.message ?? input }];
  });
  return isThrottled(engine, view) ? [...complaints, describeNotice('RpoThrottled', vmName)] : complaints;
}

/** A site is ill while one of its servers is not heard of. */
function fabricsHealth(hosts: readonly HostInventory[], siteCount: number, now: Instant): unknown {
  const silences = [...allSilences(hosts, now).values()];
  const siteOf = new Map(hosts.map((host) => [host.hostId, host.siteName]));
  const illCount = new Set(silences.map(({ hostId }) => siteOf.get(hostId))).size;
  return {
    resourceCount: siteCount,
    issues: silences.map((silence) => ({
      summaryCode: describeSilence(silence).code,
      category: 'FabricInfrastructure',
      severity: 'Error',
      summaryMessage: describeSilence(silence).message,
      affectedResourceType: 'replicationFabrics',
      affectedResourceSubtype: '',
      affectedResourceCorrelationIds: [silence.hostId],
    })),
    categorizedResourceCounts: { Normal: siteCount - illCount, ...(illCount > 0 ? { Critical: illCount } : {}) },
  };
}

/** Late, and not for an error: its guest writes faster than its newest cycle was sent. */
function isThrottled(engine: EngineApi, { item, findings }: ItemView): boolean {
  const isLate = findings.some(({ rule, verdict }) => verdict !== 'Normal' && LATE_RULES.has(rule));
  if (!isLate || item.trouble !== null) return false;
  const outlook = engine.insight.outlook(item.vmId);
  if (!outlook || outlook.sendBytesPerSecond === null) return false;
  return outlook.churnBytesPerSecond > outlook.sendBytesPerSecond;
}
