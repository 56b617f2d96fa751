/** Headless mode: the demo world and its management API over loopback HTTP. Run by scripts/serve.mjs. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RunningDemo } from '../boot-demo.ts';
import { startLocalServer } from './local-server.ts';
import { bootNodeDemo } from './node-demo.ts';
import { parseServeOptions, USAGE, UsageError } from './serve-options.ts';

export interface ServeSurroundings {
  readonly args: readonly string[];
  readonly print: (line: string) => void;
  readonly printError: (line: string) => void;
  readonly servePortal: ((request: IncomingMessage, response: ServerResponse) => Promise<void>) | null;
  /** Resolves when the server is to stop. */
  readonly stopped: Promise<void>;
}

/** Serves until it is stopped; answers the process's exit code. */
export async function serve(surroundings: ServeSurroundings): Promise<number> {
  try {
    return await run(surroundings);
  } catch (error) {
    if (error instanceof UsageError) {
      surroundings.printError(`${error.message}\n${USAGE}`);
      return 2;
    }
    surroundings.printError(isPortTaken(error) ? 'The port is taken; --port 0 picks a free one.' : describe(error));
    return 1;
  }
}

async function run({ args, print, printError, servePortal, stopped }: ServeSurroundings): Promise<number> {
  const options = parseServeOptions(args);
  let breakDown = (): void => undefined;
  const broken = new Promise<number>((resolve) => {
    breakDown = () => resolve(1);
  });
  const onFailure = (error: unknown): void => {
    printError(`The replication engine stopped: ${describe(error)}`);
    breakDown();
  };
  /** A reset makes the world anew, as it was when the server was started. */
  const boot = (): Promise<RunningDemo> =>
    bootNodeDemo({
      ...options,
      onFailure,
      onReset: async () => {
        demo = await boot();
      },
    });
  let demo = await boot();
  const server = await startLocalServer({
    port: options.port,
    handle: (request) => demo.service.handle(request),
    isApiPath: (path) => /^\/(subscriptions|lab)(\/|$)/i.test(path),
    servePortal,
    onError: (error) => printError(describe(error)),
  }).catch(async (error: unknown) => {
    await demo.close();
    throw error;
  });
  print(`listening on ${server.origin}`);
  const exitCode = await Promise.race([stopped.then(() => 0), broken]);
  await server.close();
  await demo.close();
  return exitCode;
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
