import { EngineState } from '../../../src/engine/engine-state.ts';
import { demand, type Law } from './law.ts';

/** A second engine that reads the journal knows what the first one knows. */
export function restartEquality(): Law {
  const law: Law = {
    name: 'the journal read back gives the same records',
    async inspect({ engine, journal }) {
      const reread = new EngineState();
      await reread.load(journal());
      compare(
        'items',
        [...reread.items.values()],
        [...engine.items()].map(({ item }) => item),
      );
      compare('jobs', [...reread.jobs.values()], [...engine.jobs()]);
      compare('policies', [...reread.policies.values()], [...engine.policies()]);
    },
  };

  function compare(what: string, reread: readonly unknown[], known: readonly unknown[]): void {
    const [a, b] = [reread, known].map((records) => records.map((record) => JSON.stringify(record)).toSorted());
    demand(a?.join() === b?.join(), law, () => `${what}: ${firstUnlike(a ?? [], b ?? [])}`);
  }
  return law;
}

function firstUnlike(a: readonly string[], b: readonly string[]): string {
  const index = a.findIndex((text, position) => text !== b[position]);
  return `read back ${a[Math.max(0, index)] ?? 'nothing'}, known ${b[Math.max(0, index)] ?? 'nothing'}`;
}
