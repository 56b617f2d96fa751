import { expect, test } from 'vitest';
import { effectsOf } from './called-for.ts';
import { transition } from './machine.ts';
import { FACTS, itemIn, NOW, SAMPLES } from './testing/sample-items.ts';

test('[LC87] a cycle whose logs are not frozen when the machine is off quiesces nobody', () => {
  const item = itemIn(
    {
      kind: 'failingOver',
      failover: { kind: 'planned', point: null, startedAt: NOW },
      step: 'shutDownSource',
      finalCycle: null,
      isChangingPoint: false,
    },
    { cycle: { ...SAMPLES.protected.cycle, step: 'freezing', consistency: 'ApplicationConsistent' } },
  );
  const off = transition(item, { kind: 'SourceShutDown' }, FACTS).item;
  expect(effectsOf(off)).toContainEqual({ kind: 'FreezeLogs', consistency: 'CrashConsistent' });
});
