/** CSV as RFC 4180 has it, in UTF-8 with a byte order mark, so that spreadsheets read umlauts. */
export interface CsvColumn<Row> {
  readonly header: string;
  readonly value: (row: Row) => string | number | null;
}

const BYTE_ORDER_MARK = '\uFEFF';

/** What a spreadsheet would take for a formula when a cell begins with it (OWASP: CSV injection). */
const FORMULA_START = /^[=+\-@\t\r\n＝＋－＠]/u;

function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const harmless = FORMULA_START.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** A header and one line per row. Text that a spreadsheet would run as a formula is preceded by an apostrophe. */
export function toCsv<Row>(columns: readonly CsvColumn<Row>[], rows: readonly Row[]): string {
  const lines = [
    columns.map(({ header }) => cell(header)),
    ...rows.map((row) => columns.map(({ value }) => cell(value(row)))),
  ];
  return BYTE_ORDER_MARK + lines.map((line) => `${line.join(',')}\r\n`).join('');
}
