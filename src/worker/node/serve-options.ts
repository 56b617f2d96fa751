import { parseArgs } from 'node:util';

export interface ServeOptions {
  /** 0: any free port. */
  readonly port: number;
  readonly scenario: string;
  readonly seed: string;
  readonly speed: number;
  /** Paths of disk images, in the order given. */
  readonly imports: readonly string[];
}

/** Bad arguments: the message is for the person at the terminal. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const USAGE = `usage: npm run serve -- [--port N] [--scenario NAME] [--seed TEXT] [--speed X] [--import FILE]…
  --port N         port on 127.0.0.1; 0 takes any free one (default 4180)
  --scenario NAME  the demo world: contoso, branches, hostile-names, small, datacenter (default contoso),
                   or a scenario of the library (its names: GET /lab/scenarios)
  --seed TEXT      its seed (default 1)
  --speed X        world seconds per real second: 1, 10, 60 or 600 (default 1)
  --import FILE    adds a machine, named after the file, whose disk is this .vhd, .vhdx or raw image; repeatable`;

const DEFAULT_PORT = 4180;
const MAX_PORT = 65_535;
const SPEEDS: readonly string[] = ['1', '10', '60', '600'];

/** Throws {@link UsageError}. */
export function parseServeOptions(args: readonly string[]): ServeOptions {
  const values = parse(args);
  const port = values.port ?? String(DEFAULT_PORT);
  if (!/^\d+$/.test(port) || Number(port) > MAX_PORT) {
    throw new UsageError(`--port ${port}: a number from 0 (any free port) to ${MAX_PORT} is wanted`);
  }
  const speed = values.speed ?? '1';
  if (!SPEEDS.includes(speed)) throw new UsageError(`--speed ${speed}: one of ${SPEEDS.join(', ')} is wanted`);
  const seed = values.seed ?? '1';
  if (seed === '') throw new UsageError('--seed: a text or number is wanted');
  return {
    port: Number(port),
    scenario: values.scenario ?? 'contoso',
    seed,
    speed: Number(speed),
    imports: values.import ?? [],
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: { port: text, scenario: text, seed: text, speed: text, import: { type: 'string', multiple: true } },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
