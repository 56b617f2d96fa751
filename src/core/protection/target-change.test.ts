import { expect, test } from 'vitest';
import type { TestFailover } from '../model.ts';
import { targetChangeError, targetChangeRefusal, withTarget } from './target-change.ts';
import { POINT, SAMPLES } from './testing/sample-items.ts';

test.each([
  [{ targetVmName: 'web-01' }, true],
  [{ targetVmName: 'a' }, true],
  [{ targetVmName: 'a'.repeat(63) }, true],
  [{ targetVmName: 'a'.repeat(64) }, false],
  [{ targetVmName: '-web' }, false],
  [{ targetVmName: 'web 01' }, false],
  [{ targetVmName: '' }, false],
  [{ targetVmSize: 'Standard_D2s_v5' }, true],
  [{ targetVmSize: 'Standard_M8-2ms' }, true],
  [{ targetVmSize: 'Large' }, false],
  [{ targetVmSize: 'My_Standard_D2s_v5' }, false],
  [{ targetVmSize: 'Standard_D2s_v5!' }, false],
  [{ targetNetworkId: null }, true],
])('[TG1] of %j: valid %s', (change, isValid) => {
  expect(targetChangeError(change) === null).toBe(isValid);
});

test('[TG2] the target is settled once a machine is made of it, and until replication is enabled', () => {
  const open = [SAMPLES.waitingForInitialReplication, SAMPLES.initialReplication, SAMPLES.finalizing];
  for (const item of [...open, SAMPLES.protected, SAMPLES.resynchronizationRequired, SAMPLES.resynchronizing]) {
    expect(targetChangeRefusal(item)).toBeNull();
  }
  for (const item of [SAMPLES.enabling, SAMPLES.enablingFailed]) {
    expect(targetChangeRefusal(item)).toMatch(/not enabled/);
  }
  expect(targetChangeRefusal(SAMPLES.disabling)).toMatch(/being disabled/);
  expect(targetChangeRefusal(SAMPLES.failedOver)).toMatch(/made already/);
  const testFailover: TestFailover = {
    step: 'running',
    point: POINT,
    networkId: null,
    jobId: null,
    hasSucceeded: true,
    isCancelled: false,
    comments: '',
    trouble: null,
    isAttempting: false,
  };
  expect(targetChangeRefusal({ ...SAMPLES.protected, testFailover })).toMatch(/cleaned up first/);
});

test('[TG3] what is left out stays; a change of nothing is the same item', () => {
  const item = SAMPLES.protected;
  const changed = withTarget(item, { targetVmName: 'other', targetNetworkId: '/net' });
  expect(changed.choices).toEqual({ ...item.choices, targetVmName: 'other', targetNetworkId: '/net' });
  expect(changed.revision).toBe(item.revision + 1);
  expect(withTarget(changed, { targetVmName: 'other' })).toBe(changed);
  const both = withTarget(changed, { targetVmName: 'other', targetNetworkId: null });
  expect(both.choices).toEqual({ ...item.choices, targetVmName: 'other', targetNetworkId: null });
});
