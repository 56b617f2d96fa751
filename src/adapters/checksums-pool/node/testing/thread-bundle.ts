import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

export interface ThreadBundle {
  readonly entry: URL;
  remove(): void;
}

/** The entry of a checksum thread, compiled as the commands compile it: a thread of Node cannot read TypeScript. */
export async function bundleThread(): Promise<ThreadBundle> {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-thread-'));
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(new URL('../checksum-thread.ts', import.meta.url)),
      outDir: folder,
      target: 'node20',
      copyPublicDir: false,
      rolldownOptions: { output: { entryFileNames: '[name].mjs' } },
    },
  });
  return {
    entry: pathToFileURL(join(folder, 'checksum-thread.mjs')),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
