import { describe, expect, it } from 'vitest';
import { toCsv } from './csv.ts';

const columns = [
  { header: 'Name', value: (row: { name: string; size: number | null }) => row.name },
  { header: 'Size', value: (row: { name: string; size: number | null }) => row.size },
];

function cellOf(name: string): string {
  return toCsv(columns, [{ name, size: null }]).split('\r\n')[1] ?? '';
}

describe('toCsv', () => {
  it('begins with a byte order mark and ends lines with CR LF', () => {
    expect(toCsv(columns, [{ name: 'büro-01', size: 5 }])).toBe('\uFEFFName,Size\r\nbüro-01,5\r\n');
  });

  it.each(['=cmd|calc', '+1', '-1', '@x', '\tx'])('neutralises the formula %j', (name) => {
    expect(cellOf(name)).toBe(`'${name},`);
  });

  it('neutralises a carriage return at the start, and quotes it', () => {
    expect(toCsv(columns, [{ name: '\r=x', size: null }])).toContain('"\'\r=x"');
  });

  it('leaves negative numbers alone', () => {
    expect(toCsv(columns, [{ name: 'a', size: -5 }])).toContain('a,-5');
  });

  it('quotes separators and doubles quotes', () => {
    expect(cellOf('a,"b"')).toBe('"a,""b""",');
  });
});
