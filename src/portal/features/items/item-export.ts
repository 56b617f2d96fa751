/** Export of the current view: the rows and columns as shown, times with their zone. */
import type { ItemRow } from '../../../management/wire.ts';
import { toCsv, type CsvColumn } from '../../data/csv.ts';
import { t } from '../../strings/translate.ts';

const columns: readonly CsvColumn<ItemRow>[] = [
  { header: t('items.column.name'), value: ({ name }) => name },
  { header: t('items.column.health'), value: ({ health }) => t(`health.${health}`) },
  { header: t('items.column.status'), value: ({ phase }) => phase },
  {
    header: t('items.column.activity'),
    value: ({ activity, activityDetail }) => [t(`activity.${activity}`), activityDetail].filter(Boolean).join(': '),
  },
  { header: t('items.export.rpo'), value: ({ rpoSeconds }) => rpoSeconds },
  { header: t('items.export.recoveryPoint'), value: ({ lastRecoveryPoint }) => lastRecoveryPoint },
  { header: t('items.export.log'), value: ({ logBytes }) => logBytes },
  { header: t('items.export.logLimit'), value: ({ logLimitBytes }) => logLimitBytes },
  { header: t('items.column.host'), value: ({ host }) => host },
  { header: t('items.column.policy'), value: ({ policy }) => policy },
  { header: t('items.export.error'), value: ({ errorCode }) => errorCode },
];

export function itemsToCsv(rows: readonly ItemRow[]): string {
  return toCsv(columns, rows);
}

/** The rows under their names on the wire, for programs. */
export function itemsToJson(rows: readonly ItemRow[]): string {
  return JSON.stringify(
    rows.map(({ revision: _revision, allowedOperations: _allowedOperations, ...row }) => row),
    null,
    2,
  );
}
