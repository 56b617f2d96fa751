import type { HealthTransition, LiveData } from '../data/live-data.ts';
import { announce, notify } from '../data/notifications.ts';
import type { ManagementClient } from '../../management/client/client-api.ts';
import { causeReach, causeTitle } from '../features/errors/cause-text.ts';
import { t } from '../strings/translate.ts';

/** Changes of health are said together, at most this often: a fault on a host must not talk for minutes. */
const ANNOUNCE_INTERVAL_MS = 3000;

/** Says changes of health in the status line and lists machines that became Critical, one notification per cause. */
export function announceTransitions(
  live: Pick<LiveData, 'onHealthTransitions'>,
  client: Pick<ManagementClient, 'getRootCauses'>,
): () => void {
  let waiting: HealthTransition[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const say = () => {
    timer = undefined;
    const transitions = netTransitions(waiting);
    waiting = [];
    if (transitions.length === 0) return;
    announce(spoken(transitions));
    void notifyOfCauses(client, transitions);
  };
  const stop = live.onHealthTransitions((transitions) => {
    waiting.push(...transitions);
    timer ??= setTimeout(say, ANNOUNCE_INTERVAL_MS);
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}

/** One per machine: from what it was at first to what it is now. A machine that is as it was has none. */
function netTransitions(transitions: readonly HealthTransition[]): readonly HealthTransition[] {
  const net = new Map<string, HealthTransition>();
  for (const { row, from } of transitions) net.set(row.id, { row, from: net.get(row.id)?.from ?? from });
  return [...net.values()].filter(({ row, from }) => row.health !== from);
}

function spoken(transitions: readonly HealthTransition[]): string {
  const [first] = transitions;
  if (transitions.length === 1 && first) {
    return t('status.health', { name: first.row.name, health: t(`health.${first.row.health}`) });
  }
  return t('status.healthMany', { count: transitions.length });
}

/** One notification per root cause, as the engine groups them; the machines name it themselves where it cannot be asked. */
async function notifyOfCauses(
  client: Pick<ManagementClient, 'getRootCauses'>,
  transitions: readonly HealthTransition[],
): Promise<void> {
  const critical = transitions.map(({ row }) => row).filter(({ health }) => health === 'Critical');
  if (critical.length === 0) return;
  const causes = await client.getRootCauses().then(
    (answer) => answer.causes,
    () => [],
  );
  const explained = new Set<string>();
  for (const cause of causes) {
    if (!critical.some(({ id }) => cause.itemIds.includes(id))) continue;
    for (const id of cause.itemIds) explained.add(id);
    notify({
      key: `cause:${cause.id}`,
      tone: 'danger',
      title: causeTitle(cause),
      body: `${causeReach(cause)}. ${cause.message}`,
      link: { to: `/errors?cause=${encodeURIComponent(cause.id)}`, label: t('causes.show') },
    });
  }
  for (const { id, name } of critical) {
    if (explained.has(id)) continue;
    notify({
      key: `critical:${id}`,
      tone: 'danger',
      title: t('status.health', { name, health: t('health.Critical') }),
      link: { to: `/items/${encodeURIComponent(id)}`, label: t('action.open') },
    });
  }
}
