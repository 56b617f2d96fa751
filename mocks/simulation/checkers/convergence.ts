import type { Instant } from '../../../src/base/units.ts';
import type { ItemView } from '../../../src/engine/engine-api.ts';
import type { Scene } from './law.ts';

/** Rules of health that remember: cycles missed, average latency, the newest application-consistent snapshot. */
const REMEMBERING = new Set(['HE5', 'HE10', 'HE18']);

/** What keeps the site from being whole again since `healedAt`, one line per machine and plan; empty when nothing does. */
export function obstacles({ engine }: Scene, healedAt: Instant): readonly string[] {
  const items = [...engine.items()].flatMap((view) => {
    const obstacle = obstacleOf(view, healedAt);
    return obstacle === null ? [] : [`${view.item.vmName}: ${obstacle}`];
  });
  const runs = engine.plans().flatMap(({ plan: { name, run } }) => {
    const isOver = run === null || run.state === 'succeeded' || run.state === 'failed' || run.state === 'cancelled';
    return isOver ? [] : [`plan ${name}: ${run.request.operation} ${run.state}`];
  });
  return [...items, ...runs];
}

function obstacleOf({ item, findings }: ItemView, healedAt: Instant): string | null {
  const { phase, trouble, cycle, pausedSince, recoveryPoints, testFailover } = item;
  if (phase.kind !== 'protected') return `${JSON.stringify(phase)}, trouble ${trouble?.fault.code ?? 'none'}`;
  if (trouble) return `trouble ${trouble.fault.code}`;
  if (pausedSince !== null) return 'paused';
  if (testFailover) return `a test failover stands, ${testFailover.step}`;
  if (cycle.step !== 'idle') return `cycle ${cycle.step}`;
  if ((recoveryPoints.at(-1)?.time ?? 0) < healedAt) return 'no recovery point since then';
  const finding = findings.find(({ rule, verdict }) => verdict !== 'Normal' && !REMEMBERING.has(rule));
  return finding ? `health by ${finding.rule}: ${finding.input}` : null;
}
