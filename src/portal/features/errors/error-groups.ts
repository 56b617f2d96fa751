import type { HealthWord, ItemRow } from '../../../management/wire.ts';

/** Items that suffer from the same error. An item counts once per error. */
export interface ErrorGroup {
  readonly code: string;
  /** The worst health among the items. */
  readonly severity: HealthWord;
  readonly items: readonly ItemRow[];
}

const severityRank: Readonly<Record<HealthWord, number>> = { Critical: 3, Warning: 2, Normal: 1, None: 0 };

/** By severity, then by the number of items, then by code, as the Azure dashboard orders them. */
export function groupErrors(rows: readonly ItemRow[]): readonly ErrorGroup[] {
  const byCode = new Map<string, ItemRow[]>();
  for (const row of rows) {
    if (row.errorCode === null) continue;
    const items = byCode.get(row.errorCode);
    if (items) items.push(row);
    else byCode.set(row.errorCode, [row]);
  }
  return [...byCode]
    .map(([code, items]): ErrorGroup => ({ code, severity: worstOf(items), items }))
    .toSorted(
      (a, b) =>
        severityRank[b.severity] - severityRank[a.severity] ||
        b.items.length - a.items.length ||
        a.code.localeCompare(b.code),
    );
}

function worstOf(items: readonly ItemRow[]): HealthWord {
  return items.reduce<HealthWord>(
    (worst, { health }) => (severityRank[health] > severityRank[worst] ? health : worst),
    'None',
  );
}
