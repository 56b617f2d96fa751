import { describe, expect, test } from 'vitest';
import type { JobId, PlanHold } from '../model.ts';
import { holdOn, isFailoverHeld, isTestHeld, withHold } from './plan-hold.ts';
import { sampleAt } from './testing/step-samples.ts';

const hold = (jobId: string, before: PlanHold['before']): PlanHold => ({ jobId: jobId as JobId, before });

describe('[RP9] a plan’s hold', () => {
  test.each([
    ['planned, machine', hold('job', 'createMachine'), true],
    ['planned, machine', hold('job', 'startMachine'), false],
    ['planned, machine', hold('other', 'createMachine'), false],
    ['planned, machine', undefined, false],
    ['unplanned, stopped', undefined, false],
    ['test failover, machine', hold('test-job', 'createMachine'), false],
    ['cancel of failback, start', hold('job', 'startMachine'), false],
  ])('[RP9] on the failover in %s, %j: %s', (name, planHold, isHeld) => {
    expect(isFailoverHeld({ ...sampleAt(name), ...(planHold && { planHold }) })).toBe(isHeld);
  });

  test.each([
    ['test failover, machine', hold('test-job', 'createMachine'), true],
    ['test failover, machine', hold('test-job', 'startMachine'), false],
    ['test failover, machine', hold('other', 'createMachine'), false],
    ['test failover, machine', undefined, false],
    ['test failover, failed', undefined, false],
    ['protected, at rest', undefined, false],
    ['protected, at rest', hold('test-job', 'createMachine'), false],
  ])('[RP9] on the test failover in %s, %j: %s', (name, planHold, isHeld) => {
    expect(isTestHeld({ ...sampleAt(name), ...(planHold && { planHold }) })).toBe(isHeld);
  });

  test('[RP9] stands on one job', () => {
    const held = { ...sampleAt('planned, machine'), planHold: hold('job', 'startMachine') };
    expect(holdOn(held, 'job' as JobId)).toBe('startMachine');
    expect(holdOn(held, 'other' as JobId)).toBeNull();
    expect(holdOn(sampleAt('planned, machine'), 'job' as JobId)).toBeNull();
  });

  test('[RP9] is set, changed and taken away; the same hold is the same record', () => {
    const item = sampleAt('planned, machine');
    const held = withHold(item, hold('job', 'createMachine'));
    expect(held).toEqual({ ...item, planHold: hold('job', 'createMachine') });
    expect(withHold(held, hold('job', 'createMachine'))).toBe(held);
    expect(withHold(held, hold('job', 'startMachine')).planHold?.before).toBe('startMachine');
    expect(withHold(held, hold('other', 'createMachine')).planHold?.jobId).toBe('other');
    expect(withHold(held, null)).toEqual(item);
    expect(withHold(item, null)).toBe(item);
  });
});
