import { defineConfig } from 'vitest/config';

/** Tests that start a real service or go through very many cases: part of `npm test`, too slow for `npm run check`. */
const thoroughTests = ['**/*-azurite.test.ts', '**/*.thorough.test.ts'];

export default defineConfig({
  test: {
    testTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['{src,mocks,scripts}/**/*.test.ts'],
          exclude: ['src/portal/**', ...thoroughTests],
        },
      },
      {
        extends: true,
        test: {
          name: 'portal',
          environment: 'happy-dom',
          include: ['src/portal/**/*.test.{ts,tsx}'],
        },
      },
      {
        extends: true,
        test: {
          name: 'thorough',
          environment: 'node',
          include: thoroughTests,
          exclude: ['**/node_modules/**'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
