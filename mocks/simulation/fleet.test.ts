import { expect, test } from 'vitest';
import { createChecksumsInline } from '../../src/adapters/checksums-pool/checksums-inline.ts';
import { assert } from '../../src/base/assert.ts';
import { MINUTE_MS } from '../../src/base/units.ts';
import { replicaContainer } from '../../src/core/protection/blob-names.ts';
import { startFleet, type Fleet } from './fleet.ts';

const checksums = await createChecksumsInline();

async function fleetAfter(minutes: number, seed = '1'): Promise<Fleet> {
  const fleet = await startFleet(12, seed, checksums);
  await fleet.run(minutes * MINUTE_MS);
  return fleet;
}

test('a fleet is protected from the start, and every machine goes on with its cycles', async () => {
  const fleet = await fleetAfter(12);
  const views = [...fleet.engine.items()];
  expect(views.map(({ item }) => item.phase.kind)).toEqual(Array.from({ length: 12 }, () => 'protected'));
  expect(views.map(({ health }) => health)).toEqual(Array.from({ length: 12 }, () => 'Normal'));
  for (const { item } of views) expect(item.cycle.number).toBeGreaterThanOrEqual(2);
  await fleet.stop();
});

test('replicas that were adopted and then followed by cycles equal their disks, byte for byte', async () => {
  const fleet = await fleetAfter(12);
  for (const { item } of fleet.engine.items()) {
    const point = item.recoveryPoints.at(-1);
    assert(point !== undefined, 'each cycle makes a recovery point');
    for (const { diskId, snapshot } of point.snapshots) {
      const name = item.disks.find((disk) => disk.diskId === diskId)?.replicaBlobName ?? '';
      const blob = { container: replicaContainer(item.vmId), name, snapshot };
      expect(fleet.world.firstDifference(blob, item.vmId, diskId, point.time)).toBeNull();
    }
  }
  await fleet.stop();
});

test('cycles are spread over their interval', async () => {
  const fleet = await fleetAfter(4);
  const due = [...fleet.engine.items()].map(({ item }) => item.cycle.nextAt);
  expect(new Set(due).size).toBe(12);
  await fleet.stop();
});

test('equal seeds give equal histories, others do not', async () => {
  const [first, second, other] = await Promise.all([fleetAfter(6), fleetAfter(6), fleetAfter(6, '2')]);
  expect(second.engine.traceDigest()).toEqual(first.engine.traceDigest());
  expect(other.engine.traceDigest()).not.toEqual(first.engine.traceDigest());
  await Promise.all([first.stop(), second.stop(), other.stop()]);
});
