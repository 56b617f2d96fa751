/** Of each thing that is drawn: how often it was, and how often that changed anything. */
export type TallyRecord = Readonly<Record<string, readonly [drawn: number, effective: number]>>;

/** Counts draws. One that never takes effect tests nothing, and the report shows it. */
export class Tally {
  readonly #counts = new Map<string, [drawn: number, effective: number]>();

  note(name: string, hasEffect: boolean): void {
    const counts = this.#counts.get(name) ?? [0, 0];
    this.#counts.set(name, [counts[0] + 1, counts[1] + (hasEffect ? 1 : 0)]);
  }

  add(record: TallyRecord): void {
    for (const [name, [drawn, effective]] of Object.entries(record)) {
      const counts = this.#counts.get(name) ?? [0, 0];
      this.#counts.set(name, [counts[0] + drawn, counts[1] + effective]);
    }
  }

  toRecord(): TallyRecord {
    return Object.fromEntries([...this.#counts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }
}
