import { describe, expect, it } from 'vitest';
import { stageOf } from './item-stage.ts';

describe('stageOf', () => {
  it.each([
    ['Protected', 'Protected'],
    ['Resynchronizing 42 %', 'Resynchronizing'],
    ['Initial replication 0 %', 'Initial replication'],
    ['Resynchronization required', 'Resynchronization required'],
    ['Resynchronizing (paused)', 'Paused'],
    ['Protected (paused)', 'Paused'],
  ])('%s is in the stage %s', (phase, stage) => {
    expect(stageOf({ phase })).toBe(stage);
  });
});
