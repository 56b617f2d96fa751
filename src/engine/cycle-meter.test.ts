import { expect, test } from 'vitest';
import { instant } from '../base/units.ts';
import type { CycleState, ReplicatedItem } from '../core/model.ts';
import { itemIn } from '../core/protection/testing/sample-items.ts';
import { CycleMeter } from './cycle-meter.ts';

const at = (step: CycleState['step'], uploadedBytes = 0): ReplicatedItem => {
  const item = itemIn({ kind: 'protected' });
  return { ...item, cycle: { ...item.cycle, step, uploadedBytes } };
};

test('what is spent reading at the host counts for the source, side by side or not', () => {
  const meter = new CycleMeter();
  const { vmId } = at('idle');
  meter.follow(at('idle'), at('freezing'), instant(0));
  meter.follow(at('freezing'), at('uploading'), instant(1000));
  meter.noteShipment(vmId, 500, 2000);
  meter.noteShipment(vmId, 500, 2000);
  meter.follow(at('uploading', 4096), at('applying', 4096), instant(5000));
  meter.follow(at('applying', 4096), at('creatingRecoveryPoint', 4096), instant(7000));
  meter.follow(at('creatingRecoveryPoint', 4096), at('releasing', 4096), instant(7500));
  expect(meter.newest(vmId)).toBeUndefined();
  meter.follow(at('releasing', 4096), at('idle'), instant(8000));
  expect(meter.newest(vmId)).toEqual({
    endedAt: instant(8000),
    sourceMs: 1000 + 500 + 1000,
    networkMs: 3000,
    targetMs: 2500,
    sentBytes: 4096,
  });
});

test('a cycle that was given up says nothing', () => {
  const meter = new CycleMeter();
  const { vmId } = at('idle');
  meter.follow(at('idle'), at('freezing'), instant(0));
  const failed = {
    ...at('idle'),
    phase: { kind: 'disabling', step: 'deleteReplica', isForced: false, isRollback: false },
  };
  meter.follow(at('freezing'), failed as ReplicatedItem, instant(10));
  expect(meter.newest(vmId)).toBeUndefined();
});
