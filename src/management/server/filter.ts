import { badRequest } from './arm-error.ts';

/** Conditions of a `$filter`, by lower-case name. */
export type Filter = ReadonlyMap<string, string>;

const CONDITION = /^\s*([A-Za-z]+)\s+eq\s+'((?:[^']|'')*)'\s*$/;

/**
 * Reads `Name eq 'value' and Name eq 'value'`, the form that Microsoft's own clients send
 * [general knowledge; the grammar is not published]. Names outside `known` are an error:
 * ignoring one would answer with more than was asked for.
 */
export function parseFilter(url: URL, known: readonly string[]): Filter {
  const text = url.searchParams.get('$filter');
  const filter = new Map<string, string>();
  if (text === null || text.trim() === '') return filter;
  for (const part of splitConditions(text)) {
    const [, name, value] = CONDITION.exec(part) ?? [];
    if (name === undefined || value === undefined) {
      throw badRequest('InvalidFilter', `$filter condition "${part.trim()}" is not of the form Name eq 'value'.`);
    }
    if (!known.some((each) => each.toLowerCase() === name.toLowerCase())) {
      throw badRequest('InvalidFilter', `$filter cannot ask for "${name}" here; it knows ${known.join(', ')}.`);
    }
    if (filter.has(name.toLowerCase())) {
      throw badRequest('InvalidFilter', `$filter names "${name}" twice; nothing equals two values.`);
    }
    filter.set(name.toLowerCase(), value.replaceAll("''", "'"));
  }
  return filter;
}

/** A condition that is a time, as epoch milliseconds. */
export function timeOf(filter: Filter, name: string): number | null {
  const text = filter.get(name.toLowerCase());
  if (text === undefined) return null;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw badRequest('InvalidFilter', `$filter ${name} "${text}" is not a time.`);
  return at;
}

/** Splits at `and` outside quotes. */
function splitConditions(text: string): string[] {
  return text.split(/\s+and\s+(?=(?:[^']*'[^']*')*[^']*$)/i);
}
