/** What the palette offers: pages, machines, commands. Pure: everything in, what matches out. */
export interface PaletteEntry {
  readonly id: string;
  readonly label: string;
  /** Kind, host, or why it may not be chosen. */
  readonly hint: string;
  readonly isDisabled?: boolean;
  readonly run: () => void;
}

const MOST_SHOWN = 12;

/** Entries that hold every word of `text`, those that begin with it first, otherwise in the order given. */
export function matchEntries(entries: readonly PaletteEntry[], text: string): readonly PaletteEntry[] {
  const needle = text.trim().toLowerCase();
  const words = needle.split(/\s+/).filter(Boolean);
  const matching = entries.filter(({ label, hint }) => {
    const haystack = `${label} ${hint}`.toLowerCase();
    return words.every((word) => haystack.includes(word));
  });
  const begins = ({ label }: PaletteEntry) => needle !== '' && label.toLowerCase().startsWith(needle);
  return [...matching.filter(begins), ...matching.filter((entry) => !begins(entry))].slice(0, MOST_SHOWN);
}
