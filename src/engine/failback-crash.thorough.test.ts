import { test } from 'vitest';
import { crashAlongFailback } from './testing/crash-failback.ts';

test('[LC102] a crash at very many port calls of a failback, its commit and the reversal leads to the same end', async () => {
  await crashAlongFailback(24);
}, 240_000);
