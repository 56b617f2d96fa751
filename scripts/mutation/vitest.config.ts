import { defineConfig } from 'vitest/config';

/** The core's own tests, in one module graph: what mutation testing runs thousands of times. */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['src/core/**/*.test.ts'],
    // It compares rule numbers with test names; no mutant can touch that.
    exclude: ['src/core/spec.test.ts'],
    isolate: false,
    testTimeout: 30_000,
  },
});
