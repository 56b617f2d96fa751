import { describe, expect, test } from 'vitest';
import type { ResyncStep } from '../model.ts';
import { BLOCKED_OPERATIONS, STEP_RULES } from './steps.ts';

const steps: ResyncStep[] = [];
for (let step: ResyncStep | null = 'geometry'; step; step = STEP_RULES[step].next) steps.push(step);
const where = (holds: (step: ResyncStep) => boolean) => steps.filter(holds);

describe('resynchronization steps', () => {
  test('[RS1] are seven, in this order', () => {
    expect(steps).toEqual([
      'geometry',
      'track',
      'protectReplica',
      'compare',
      'complete',
      'merge',
      'discardRecoveryPoints',
    ]);
    expect(Object.keys(STEP_RULES)).toHaveLength(7);
  });

  test('[RS2] can be cancelled before the merge only', () => {
    expect(where((step) => STEP_RULES[step].canCancel)).toEqual(steps.slice(0, 5));
  });

  test('[RS2] the replica is protected from its protection until the merge', () => {
    expect(where((step) => STEP_RULES[step].isReplicaProtected)).toEqual(['protectReplica', 'compare', 'complete']);
  });

  test('[RS3] can be paused in the compare only', () => {
    expect(where((step) => STEP_RULES[step].canPause)).toEqual(['compare']);
  });

  test('[RS4] track guest writes from the second on', () => {
    expect(where((step) => STEP_RULES[step].isTracking)).toEqual(steps.slice(1));
  });

  test('[RS5] block planned and test failover, not the unplanned one', () => {
    expect(BLOCKED_OPERATIONS).toEqual(['PlannedFailover', 'TestFailover']);
  });
});
