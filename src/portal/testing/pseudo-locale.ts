import type { Message } from '../strings/translate.ts';

const ACCENTED: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from('aAcCdeEgGhHiIjJlLnNoOrRsStTuUwWyYzZ', (letter, index) => [
    letter,
    Array.from('åÅçÇđéÉğĞĥĤîÎĵĴļĻñÑöÖŕŔšŠţŢûÛŵŴýÝžŽ')[index] ?? letter,
  ]),
);

/** A text as a translation might be: accented, a third longer, in brackets; what is filled in stays. */
export function pseudo(text: string): string {
  const accented = text.replaceAll(/\{\w+\}|[A-Za-z]/g, (part) => (part.length > 1 ? part : (ACCENTED[part] ?? part)));
  return `⟦${accented}${'·'.repeat(Math.ceil(text.length / 3))}⟧`;
}

/** A whole catalogue in the pseudo-locale. */
export function pseudoCatalogue(catalogue: Readonly<Record<string, Message>>): Readonly<Record<string, Message>> {
  return Object.fromEntries(
    Object.entries(catalogue).map(([key, message]) => [
      key,
      typeof message === 'string' ? pseudo(message) : { one: pseudo(message.one), other: pseudo(message.other) },
    ]),
  );
}
