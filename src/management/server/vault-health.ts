import { allSilences, describeSilence } from '../../core/infrastructure/heartbeats.ts';
import type { Health } from '../../core/model.ts';
import { describeNotice } from '../../core/errors/service-notices.ts';
import type { EngineApi, ItemView } from '../../engine/engine-api.ts';
import { ARM_TYPES, vaultHealthArmId } from './arm-id.ts';
import { errorText } from './item-facts.ts';

/** Issues with more machines than this name only the first of them. */
const MAX_NAMED_RESOURCES = 100;

/** Cycles are missed, data is old, cycles take long: what a machine looks like that writes more than is sent. */
const LATE_RULES: ReadonlySet<string> = new Set(['HE5', 'HE6', 'HE10']);

interface Issue {
  readonly summaryCode: string;
  readonly severity: 'Error' | 'Warning';
  readonly summaryMessage: string;
  readonly affected: string[];
}

/** The vault at a glance: what is ill, grouped by cause. */
export function vaultHealthResource(engine: EngineApi): unknown {
  const counts: Record<Health, number> = { Normal: 0, Warning: 0, Critical: 0 };
  const issues = new Map<string, Issue>();
  let itemCount = 0;
  for (const view of engine.items()) {
    itemCount += 1;
    counts[view.health] += 1;
    const note = (code: string, severity: Issue['severity'], message: string): void => {
      const issue = issues.get(code) ?? { summaryCode: code, severity, summaryMessage: message, affected: [] };
      issues.set(code, issue);
      // An item counts once per error.
      if (issue.affected.at(-1) !== view.item.vmId) issue.affected.push(view.item.vmId);
    };
    for (const finding of view.findings) {
      if (finding.verdict === 'Normal') continue;
      const text = finding.fault && errorText(finding.fault, view.item.vmName);
      note(
        text?.id ?? finding.rule,
        finding.verdict === 'Critical' ? 'Error' : 'Warning',
        text?.message ?? finding.input,
      );
    }
    if (isThrottled(engine, view)) {
      const { code, severity, message } = describeNotice('RpoThrottled', view.item.vmName);
      note(code, severity, message);
    }
  }
  const hosts = engine.inventory();
  const siteCount = new Set(hosts.map((host) => host.siteName)).size;
  const silences = [...allSilences(hosts, engine.now()).values()];
  const siteOf = new Map(hosts.map((host) => [host.hostId, host.siteName]));
  const illCount = new Set(silences.map(({ hostId }) => siteOf.get(hostId))).size;
  return {
    id: vaultHealthArmId(),
    name: 'Default',
    type: ARM_TYPES.vaultHealth,
    properties: {
      vaultErrors: [],
      protectedItemsHealth: {
        resourceCount: itemCount,
        issues: [...issues.values()].map((issue) => ({
          summaryCode: issue.summaryCode,
          category: 'Replication',
          severity: issue.severity,
          summaryMessage: issue.summaryMessage,
          affectedResourceType: 'replicationProtectedItems',
          affectedResourceSubtype: '',
          affectedResourceCorrelationIds: issue.affected.slice(0, MAX_NAMED_RESOURCES),
        })),
        categorizedResourceCounts: counts,
      },
      fabricsHealth: {
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
      },
      containersHealth: { resourceCount: siteCount, issues: [], categorizedResourceCounts: { Normal: siteCount } },
    },
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
