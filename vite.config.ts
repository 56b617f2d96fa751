import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { bundleBoundaries, portalRule, workerRule } from './scripts/lib/bundle-boundaries.mjs';

export default defineConfig({
  plugins: [react(), bundleBoundaries(portalRule)],
  worker: { format: 'es', plugins: () => [bundleBoundaries(workerRule)] },
  // The manifest tells scripts/size-limits.mjs which files load with the entry.
  build: { target: 'es2022', sourcemap: true, manifest: true },
});
