/**
 * Which columns of a grid are shown, in which order and how wide, and the form of that in the address:
 * `cols=name.160-health-rpo` is three columns, the first 160 px wide.
 */
import type { GridColumn } from './grid-column.ts';

export interface ColumnChoice {
  readonly id: string;
  /** null: as wide as there is room. */
  readonly widthPx: number | null;
}

export const MIN_COLUMN_PX = 60;
export const MAX_COLUMN_PX = 800;

const ENTRY = /^(\w+?)(?:\.(\d+))?$/;

/** The columns that a grid shows unless somebody chose others. */
export function defaultLayout(columns: readonly GridColumn<never>[]): readonly ColumnChoice[] {
  return columns.filter(({ isOptional }) => !isOptional).map(({ id }) => ({ id, widthPx: null }));
}

/**
 * What `text` chooses of `columns`; columns it does not know are left out, required ones are put first where it
 * forgot them. null when it chooses nothing.
 */
export function parseLayout(
  text: string | null,
  columns: readonly GridColumn<never>[],
): readonly ColumnChoice[] | null {
  const choices: ColumnChoice[] = [];
  for (const entry of (text ?? '').split('-')) {
    const [, id, width] = ENTRY.exec(entry) ?? [];
    if (id === undefined || choices.some((choice) => choice.id === id)) continue;
    if (columns.some((column) => column.id === id)) choices.push({ id, widthPx: clampWidth(width) });
  }
  if (choices.length === 0) return null;
  const forgotten = columns.filter(({ id, isRequired }) => isRequired && !choices.some((choice) => choice.id === id));
  return [...forgotten.map(({ id }) => ({ id, widthPx: null })), ...choices];
}

export function formatLayout(choices: readonly ColumnChoice[]): string {
  return choices.map(({ id, widthPx }) => (widthPx === null ? id : `${id}.${widthPx}`)).join('-');
}

/** The chosen columns, in order; a width that was chosen is kept, whatever the room. */
export function applyLayout<Row>(
  columns: readonly GridColumn<Row>[],
  choices: readonly ColumnChoice[],
): readonly GridColumn<Row>[] {
  return choices.flatMap(({ id, widthPx }) => {
    const column = columns.find((each) => each.id === id);
    if (!column) return [];
    return widthPx === null ? [column] : [{ ...column, minWidthPx: widthPx, grow: 0 }];
  });
}

/** The layout with a column one place nearer to the start (−1) or the end (+1). */
export function moved(choices: readonly ColumnChoice[], id: string, by: -1 | 1): readonly ColumnChoice[] {
  const from = choices.findIndex((choice) => choice.id === id);
  const to = from + by;
  const [here, there] = [choices[from], choices[to]];
  if (!here || !there) return choices;
  return choices.with(from, there).with(to, here);
}

function clampWidth(text: string | undefined): number | null {
  return text === undefined ? null : Math.min(MAX_COLUMN_PX, Math.max(MIN_COLUMN_PX, Number(text)));
}
