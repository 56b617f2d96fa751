import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { bundleBoundaries, portalRule, workerRule } from './scripts/lib/bundle-boundaries.mjs';

/** A part that fewer pages and dialogs use stays in a chunk of its own: the others should not load it. */
const PAGES_THAT_SHARE = 5;

export default defineConfig({
  plugins: [react(), bundleBoundaries(portalRule)],
  worker: { format: 'es', plugins: () => [bundleBoundaries(workerRule)] },
  build: {
    target: 'es2022',
    sourcemap: true,
    // Unpacked kilobytes; what counts are packed ones, and `npm run size` has a budget for each.
    chunkSizeWarningLimit: 800,
    rolldownOptions: {
      // On a slow machine it says where the build's time went, in the middle of `npm start`.
      checks: { bundlerTimings: false },
      output: {
        codeSplitting: {
          groups: [
            // One file for all that the first page needs; what most pages share is another, not fifty that each are asked for.
            { name: 'start', tags: ['$initial'], priority: 1 },
            { name: 'shared', minShareCount: PAGES_THAT_SHARE },
          ],
        },
      },
    },
  },
});
