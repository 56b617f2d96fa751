/** Bundles headless mode into `dist-serve/` when its sources are other than those it was built from. */
import { ensureNodeBuild } from './node-build.mjs';

/** Answers the bundle's path. The portal is no part of it. */
export const ensureServeBuild = () =>
  ensureNodeBuild({
    entry: 'src/worker/node/serve.ts',
    folder: 'dist-serve',
    inputs: [
      'src/base',
      'src/formats',
      'src/core',
      'src/engine',
      'src/management',
      'src/adapters',
      'src/worker',
      'mocks',
    ],
  });
