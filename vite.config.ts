import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { bundleBoundaries, portalRule, workerRule } from './scripts/lib/bundle-boundaries.mjs';

export default defineConfig({
  plugins: [react(), bundleBoundaries(portalRule)],
  worker: { format: 'es', plugins: () => [bundleBoundaries(workerRule)] },
  build: { target: 'es2022', sourcemap: true },
});
