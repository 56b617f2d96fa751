import { DRAWS } from '../draws.ts';
import type { TallyRecord } from '../tally.ts';

/** What was drawn, how often, and how often it changed anything; one line each, under a heading. */
export function tallyTable(record: TallyRecord): readonly string[] {
  const row = (name: string, drawn: string, effective: string): string =>
    `${name.padEnd(44)}${drawn.padStart(10)}${effective.padStart(12)}`;
  const rows = Object.entries(record).map(([name, [drawn, effective]]) => row(name, String(drawn), String(effective)));
  return [row('draw', 'drawn', 'took effect'), ...rows.toSorted()];
}

/** The draws that never took effect, or were never drawn at all. */
export function idleDraws(record: TallyRecord): readonly string[] {
  return DRAWS.filter((name) => (record[name]?.[1] ?? 0) === 0);
}
