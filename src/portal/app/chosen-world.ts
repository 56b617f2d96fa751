/**
 * Which demo world this tab shows. The address of the first page names it
 * (`?scenario=…&seed=…&fault=…`); links inside the portal do not repeat it, so the tab remembers.
 */
export interface ChosenWorld {
  readonly scenario: string;
  readonly seed: string;
  /** `?fault=…`, repeatable: faults besides those of the scenario. */
  readonly faults: readonly string[];
}

/** The world of an address that names none, in a tab that remembers none. */
const DEFAULT_WORLD: ChosenWorld = { scenario: 'contoso', seed: '1', faults: [] };

const STORAGE_KEY = 'lockstep.world';

/** An address that names a scenario starts from it; the seed alone changes the seed of the default world. */
export function chooseWorld(query: URLSearchParams, memory: Pick<Storage, 'getItem' | 'setItem'>): ChosenWorld {
  const scenario = query.get('scenario');
  const seed = query.get('seed');
  const faults = query.getAll('fault');
  if (scenario === null && seed === null && faults.length === 0) return remembered(memory) ?? DEFAULT_WORLD;
  const world = { scenario: scenario ?? DEFAULT_WORLD.scenario, seed: seed ?? DEFAULT_WORLD.seed, faults };
  memory.setItem(STORAGE_KEY, JSON.stringify(world));
  return world;
}

function remembered(memory: Pick<Storage, 'getItem'>): ChosenWorld | null {
  try {
    const stored: unknown = JSON.parse(memory.getItem(STORAGE_KEY) ?? 'null');
    const world = stored as Partial<ChosenWorld> | null;
    return typeof world?.scenario === 'string' && typeof world.seed === 'string'
      ? { scenario: world.scenario, seed: world.seed, faults: world.faults ?? [] }
      : null;
  } catch {
    return null;
  }
}
