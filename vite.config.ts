import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { bundleBoundaries, portalRule, workerRule } from './scripts/lib/bundle-boundaries.mjs';

export default defineConfig({
  plugins: [react(), bundleBoundaries(portalRule)],
  worker: { format: 'es', plugins: () => [bundleBoundaries(workerRule)] },
  build: {
    target: 'es2022',
    sourcemap: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Menus and charts both use the little store shim. Left alone, it lands among the menus' code, and the charts load that too.
          groups: [{ name: 'react', test: /\/node_modules\/(react|use-sync-external-store)\// }],
        },
      },
    },
  },
});
