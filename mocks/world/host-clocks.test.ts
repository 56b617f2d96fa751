import { expect, test } from 'vitest';
import { after, GIB, HOUR_MS, instant } from '../../src/base/units.ts';
import type { HostId } from '../../src/core/model.ts';
import { contoso } from '../scenarios/contoso.ts';
import { VirtualClock } from '../simulation/virtual-clock.ts';
import { SimulatedHost } from './simulated-host.ts';

const SPRING = instant(Date.UTC(2026, 2, 29, 1));

test('a host reports the offset of the season, and the changes that are to come', () => {
  const [headquarters] = contoso.hosts;
  const facts = {
    hostId: 'host' as HostId,
    name: 'HV',
    siteName: 'HQ',
    vmmServerName: null,
    utcOffsetMinutes: headquarters?.utcOffsetMinutes ?? 0,
    offsetChanges: headquarters?.offsetChanges ?? [],
    volume: { name: 'D:', sizeBytes: GIB, otherFilesBytes: 0 },
  };
  const host = new SimulatedHost(new VirtualClock(SPRING), facts);
  const at = (now: typeof SPRING) => host.inventory([], false, { agent: null, provider: null }, now);
  expect(at(after(SPRING, -1))).toMatchObject({ utcOffsetMinutes: 60, offsetChanges: [{ at: SPRING }, {}] });
  expect(at(SPRING)).toMatchObject({ utcOffsetMinutes: 120, offsetChanges: [{ utcOffsetMinutes: 60 }] });
  expect(at(after(SPRING, 5000 * HOUR_MS)).utcOffsetMinutes).toBe(120);
  expect(at(instant(Date.UTC(2026, 11, 1))).utcOffsetMinutes).toBe(60);
});
