import type { HealthTransition, LiveData } from '../data/live-data.ts';
import { announce, notify } from '../data/notifications.ts';
import { t, tOr } from '../strings/translate.ts';

/** Changes of health are said together, at most this often: a fault on a host must not talk for minutes. */
const ANNOUNCE_INTERVAL_MS = 3000;

/** Says changes of health in the status line and lists machines that became Critical, one notification per cause. */
export function announceTransitions(live: LiveData): () => void {
  let waiting: HealthTransition[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const say = () => {
    timer = undefined;
    const transitions = waiting;
    waiting = [];
    announce(spoken(transitions));
    for (const [code, rows] of criticalByCause(transitions)) {
      notify({
        key: `critical:${code}`,
        tone: 'danger',
        title:
          rows.length === 1
            ? t('status.health', { name: rows[0] ?? '', health: t('health.Critical') })
            : t('status.healthMany', { count: rows.length }),
        body: tOr(`fault.${code}`, code),
        link: { to: '/items?health=Critical', label: t('nav.items') },
      });
    }
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

function spoken(transitions: readonly HealthTransition[]): string {
  const [first] = transitions;
  if (transitions.length === 1 && first) {
    return t('status.health', { name: first.row.name, health: t(`health.${first.row.health}`) });
  }
  return t('status.healthMany', { count: transitions.length });
}

/** Error code → names of the machines that it made Critical. */
function criticalByCause(transitions: readonly HealthTransition[]): ReadonlyMap<string, readonly string[]> {
  const causes = new Map<string, string[]>();
  for (const { row } of transitions) {
    if (row.health !== 'Critical') continue;
    const code = row.errorCode ?? 'Critical';
    causes.set(code, [...(causes.get(code) ?? []), row.name]);
  }
  return causes;
}
