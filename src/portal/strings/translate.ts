import { en } from './en.ts';

/** A message, or its plural forms chosen by `count`. `{name}` marks what is filled in. */
export type Message = string | { readonly one: string; readonly other: string };

type Catalogue = typeof en;
export type StringKey = keyof Catalogue;
/** A key whose text needs no values: what tables of labels may hold. */
export type PlainKey = { [Key in StringKey]: [Names<Key>] extends [never] ? Key : never }[StringKey];

type Placeholders<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;
type TextOf<Entry> = Entry extends string ? Entry : Entry extends { readonly other: infer Other } ? Other : never;
type Names<Key extends StringKey> = Placeholders<Extract<TextOf<Catalogue[Key]>, string>>;

/** The values a key needs: none, or one for each placeholder. */
type Arguments<Key extends StringKey> = [Names<Key>] extends [never]
  ? []
  : [values: { readonly [Name in Names<Key>]: string | number }];

const plurals = new Intl.PluralRules('en');
const numbers = new Intl.NumberFormat('en');

/** The text of `key`; numbers are grouped, plurals chosen by the value named `count`. */
export function t<Key extends StringKey>(key: Key, ...[values]: Arguments<Key>): string {
  const entry: Message = en[key];
  if (values === undefined && typeof entry === 'string') return entry;
  const filled: Readonly<Record<string, string | number>> = values ?? {};
  const form =
    typeof entry === 'string' ? entry : plurals.select(Number(filled['count'])) === 'one' ? entry.one : entry.other;
  return form.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = filled[name];
    return typeof value === 'number' ? numbers.format(value) : (value ?? '');
  });
}

/** `t` for keys built from data (`health.${word}`); answers `fallback` when the catalogue has no such key. */
export function tOr(key: string, fallback: string): string {
  const entry: Message | undefined = (en as Readonly<Record<string, Message>>)[key];
  return typeof entry === 'string' ? entry : fallback;
}
