import type { HealthWord, ItemRow } from '../../../management/wire.ts';
import type { RootCause } from '../../../management/wire-insight.ts';

/** Items that suffer from the same error. An item counts once per error. */
export interface ErrorGroup {
  readonly code: string;
  /** The worst health among the items. */
  readonly severity: HealthWord;
  readonly items: readonly ItemRow[];
  /** Those behind it, as far as they are known. */
  readonly causes: readonly RootCause[];
  /** ISO 8601: since when the first item fails with it, and when one did last; null while no cause is known. */
  readonly since: string | null;
  readonly lastSeen: string | null;
}

const severityRank: Readonly<Record<HealthWord, number>> = { Critical: 3, Warning: 2, Normal: 1, None: 0 };

/** By severity, then by the number of items, then by code, as the Azure dashboard orders them. */
export function groupErrors(rows: readonly ItemRow[], causes: readonly RootCause[]): readonly ErrorGroup[] {
  const byCode = new Map<string, ItemRow[]>();
  for (const row of rows) {
    if (row.errorCode === null) continue;
    const items = byCode.get(row.errorCode);
    if (items) items.push(row);
    else byCode.set(row.errorCode, [row]);
  }
  return [...byCode]
    .map(([code, items]): ErrorGroup => ({ code, severity: worstOf(items), items, ...historyOf(code, causes) }))
    .toSorted(
      (a, b) =>
        severityRank[b.severity] - severityRank[a.severity] ||
        b.items.length - a.items.length ||
        a.code.localeCompare(b.code),
    );
}

function historyOf(code: string, causes: readonly RootCause[]): Pick<ErrorGroup, 'causes' | 'since' | 'lastSeen'> {
  const behind = causes.filter(({ errors }) => errors.some((error) => error.code === code));
  const seen = behind.flatMap(({ errors }) => errors.filter((error) => error.code === code));
  return {
    causes: behind,
    since: seen.map(({ since }) => since).toSorted()[0] ?? null,
    lastSeen:
      seen
        .map(({ lastSeen }) => lastSeen)
        .toSorted()
        .at(-1) ?? null,
  };
}

function worstOf(items: readonly ItemRow[]): HealthWord {
  return items.reduce<HealthWord>(
    (worst, { health }) => (severityRank[health] > severityRank[worst] ? health : worst),
    'None',
  );
}
