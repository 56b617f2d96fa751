/** Export of the current view: its rows and columns, in its order; times with their zone. Pictures are left out. */
import type { ItemRow } from '../../../management/wire.ts';
import { toCsv, type CsvColumn } from '../../data/csv.ts';
import { t } from '../../strings/translate.ts';

interface ExportColumn {
  /** A column of the list may be two of a table: a size and its limit. */
  readonly csv: readonly CsvColumn<ItemRow>[];
  /** Names on the wire. */
  readonly json: readonly (keyof ItemRow)[];
}

const columns: Readonly<Record<string, ExportColumn>> = {
  name: { csv: [{ header: t('items.column.name'), value: ({ name }) => name }], json: ['name'] },
  health: {
    csv: [{ header: t('items.column.health'), value: ({ health }) => t(`health.${health}`) }],
    json: ['health'],
  },
  status: {
    csv: [{ header: t('items.column.status'), value: ({ phase }) => phase }],
    json: ['phase', 'stage', 'state', 'progressPercent'],
  },
  activity: {
    csv: [
      {
        header: t('items.column.activity'),
        value: ({ activity, activityDetail }) => [t(`activity.${activity}`), activityDetail].filter(Boolean).join(': '),
      },
    ],
    json: ['activity', 'activityDetail'],
  },
  rpo: {
    csv: [{ header: t('items.export.rpo'), value: ({ rpoSeconds }) => rpoSeconds }],
    json: ['rpoSeconds'],
  },
  recoveryPoint: {
    csv: [{ header: t('items.export.recoveryPoint'), value: ({ lastRecoveryPoint }) => lastRecoveryPoint }],
    json: ['lastRecoveryPoint'],
  },
  log: {
    csv: [
      { header: t('items.export.log'), value: ({ logBytes }) => logBytes },
      { header: t('items.export.logLimit'), value: ({ logLimitBytes }) => logLimitBytes },
    ],
    json: ['logBytes', 'logLimitBytes'],
  },
  host: { csv: [{ header: t('items.column.host'), value: ({ host }) => host }], json: ['host'] },
  policy: { csv: [{ header: t('items.column.policy'), value: ({ policy }) => policy }], json: ['policy'] },
  site: { csv: [{ header: t('items.column.site'), value: ({ site }) => site }], json: ['site'] },
  size: { csv: [{ header: t('items.export.size'), value: ({ sizeBytes }) => sizeBytes }], json: ['sizeBytes'] },
  error: { csv: [{ header: t('items.export.error'), value: ({ errorCode }) => errorCode }], json: ['errorCode'] },
  location: {
    csv: [{ header: t('items.column.location'), value: ({ activeLocation }) => t(`items.location.${activeLocation}`) }],
    json: ['activeLocation'],
  },
};

/** `columnIds`: as shown, in order. */
export function itemsToCsv(rows: readonly ItemRow[], columnIds: readonly string[]): string {
  return toCsv(
    columnIds.flatMap((id) => columns[id]?.csv ?? []),
    rows,
  );
}

/** The same under the names of the wire, for programs; the id comes first, whatever is shown. */
export function itemsToJson(rows: readonly ItemRow[], columnIds: readonly string[]): string {
  const fields = ['id' as const, ...columnIds.flatMap((id) => columns[id]?.json ?? [])];
  const objects = rows.map((row) => Object.fromEntries(fields.map((field) => [field, row[field]])));
  return `${JSON.stringify(objects, null, 2)}\n`;
}
