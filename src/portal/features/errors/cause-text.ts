import type { RootCause } from '../../../management/wire-insight.ts';
import { unbroken } from '../../data/format.ts';
import { t } from '../../strings/translate.ts';

/** "Link of HV-FRA-01". */
export function causeTitle({ kind, subject }: Pick<RootCause, 'kind' | 'subject'>): string {
  return t(`causes.word.${kind}`, { subject });
}

/** "1 link → 14 machines"; a machine's own trouble reaches that machine. */
export function causeReach({ kind, itemIds }: Pick<RootCause, 'kind' | 'itemIds'>): string {
  const machines = t('count.machines', { count: itemIds.length });
  if (kind === 'machine') return machines;
  return t('causes.arrow', { what: t(`causes.short.${kind}`), machines: unbroken(machines) });
}
