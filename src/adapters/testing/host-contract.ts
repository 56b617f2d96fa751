import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { endOf, totalLength } from '../../base/extent.ts';
import type { Extent } from '../../base/extent.ts';
import { KIB, MIB } from '../../base/units.ts';
import { PortError } from '../../core/errors/fault.ts';
import type { DiskId, LogId, ReplicationPolicy, SnapshotId, VmId } from '../../core/model.ts';
import type { Checksums, HostApi } from '../../core/ports.ts';
import { createChecksumsInline } from '../checksums-pool/checksums-inline.ts';
import { shortened } from '../../base/short-digests.ts';
import { newCall } from './call.ts';
import { expectFault } from './fault-matcher.ts';
import { expectSameBytes } from './same-bytes.ts';

export interface HostUnderTest {
  readonly hosts: HostApi;
  /** A running machine that can be protected, with two disks of at least 16 MiB, the last one written by its guest. */
  readonly vmId: VmId;
  /** A machine that cannot be protected. */
  readonly unreadyVmId: VmId;
  /** Lets the guest write for a while. */
  readonly letGuestWrite: () => Promise<void>;
  readonly close: () => Promise<void> | void;
}

const policy: ReplicationPolicy = {
  policyId: 'policy' as never,
  name: '5 minutes',
  replicationIntervalSeconds: 300,
  recoveryPointHistoryHours: 2,
  applicationConsistentFrequencyHours: 1,
  initialReplicationStartTime: '22:00',
  resyncWindow: { isEnabled: true, startLocal: '18:30', endLocal: '06:00' },
};

/** What every {@link HostApi} does. Each test has a host of its own. */
export function describeHost(name: string, open: () => Promise<HostUnderTest>): void {
  describe(`host contract: ${name}`, () => {
    let under: HostUnderTest;
    let hosts: HostApi;
    let vmId: VmId;
    let checksums: Checksums;

    beforeEach(async () => {
      under = await open();
      ({ hosts, vmId } = under);
      checksums = await createChecksumsInline();
    });
    afterEach(() => under.close());

    const disksOf = async () => {
      const machines = (await hosts.listHosts(newCall())).flatMap((host) => host.machines);
      return machines.find((machine) => machine.vmId === vmId)?.disks ?? [];
    };
    /** Relates all disks. */
    const relate = async (): Promise<readonly DiskId[]> => {
      const includedDiskIds = (await disksOf()).map((disk) => disk.diskId);
      await hosts.createReplicationRelationship(vmId, { includedDiskIds, policy }, newCall());
      return includedDiskIds;
    };
    /** Relates all disks and starts replication. */
    const start = async () => {
      const diskIds = await relate();
      const snapshot = await hosts.startReplication(vmId, newCall());
      const dataDiskId = diskIds.at(-1) as DiskId;
      const read = (extent: Extent) => hosts.readExtent(vmId, dataDiskId, snapshot.snapshotId, extent, newCall());
      const allocated = (within: Extent) =>
        hosts.listAllocatedExtents(vmId, dataDiskId, snapshot.snapshotId, within, newCall());
      return { diskIds, dataDiskId, snapshot, read, allocated };
    };
    const freeze = () => hosts.freezeLogs(vmId, 'CrashConsistent', newCall());
    const status = () => hosts.getReplicationStatus(vmId, newCall());

    describe('inventory', () => {
      test('lists hosts with their machines and disks', async () => {
        const listed = await hosts.listHosts(newCall());
        const host = listed.find((each) => each.machines.some((machine) => machine.vmId === vmId));
        expect(host?.machines.every((machine) => machine.hostId === host.hostId)).toBe(true);
        expect((await disksOf()).map((disk) => disk.role)).toEqual(['OperatingSystem', 'Data']);
      });

      test('a machine that is not there is not found, by any method', async () => {
        const nobody = '00000000-dead-4000-8000-000000000000' as VmId;
        const disk = 'd' as DiskId;
        const extent = { offsetBytes: 0, lengthBytes: 4096 };
        const calls = [
          hosts.getReplicationStatus(nobody, newCall()),
          hosts.createReplicationRelationship(nobody, { includedDiskIds: [disk], policy }, newCall()),
          hosts.startReplication(nobody, newCall()),
          hosts.readExtent(nobody, disk, 's' as SnapshotId, extent, newCall()),
          hosts.freezeLogs(nobody, 'CrashConsistent', newCall()),
        ];
        for (const call of calls) await expectFault(call, 'VirtualMachineNotFound');
      });
    });

    describe('relationship', () => {
      test('is made once, and made again with the same disks is no error', async () => {
        expect(await status()).toMatchObject({ isRelated: false, isTracking: false });
        await relate();
        await relate();
        expect(await status()).toMatchObject({ isRelated: true, isTracking: false, resyncCause: null });
      });

      test('with a machine that is not ready is refused', async () => {
        const settings = { includedDiskIds: [] as DiskId[], policy };
        await expectFault(
          hosts.createReplicationRelationship(under.unreadyVmId, settings, newCall()),
          'PrerequisitesNotMet',
        );
      });

      test('takes a changed policy, again and again', async () => {
        await relate();
        const changed = { ...policy, replicationIntervalSeconds: 30 } as const;
        await hosts.modifyReplicationSettings(vmId, changed, newCall());
        await hosts.modifyReplicationSettings(vmId, changed, newCall());
        expect(await status()).toMatchObject({ isRelated: true, isTracking: false });
      });

      test('without one nothing starts', async () => {
        await expectFault(hosts.startReplication(vmId, newCall()), 'InvalidReplicaState');
        await expectFault(hosts.resynchronize(vmId, newCall()), 'InvalidReplicaState');
        await expectFault(freeze(), 'InvalidReplicaState');
        await expectFault(hosts.modifyReplicationSettings(vmId, policy, newCall()), 'InvalidReplicaState');
      });

      test('removed, takes tracking, logs and snapshot with it; again is no error', async () => {
        const { read } = await start();
        await hosts.removeReplicationRelationship(vmId, newCall());
        await hosts.removeReplicationRelationship(vmId, newCall());
        const after = await status();
        expect(after).toMatchObject({ isRelated: false, isTracking: false });
        expect(after.disks.every((disk) => disk.activeLogBytes === 0 && disk.frozenLogBytes === 0)).toBe(true);
        await expect(read({ offsetBytes: 0, lengthBytes: 4096 })).rejects.toBeInstanceOf(PortError);
      });
    });

    describe('snapshot', () => {
      test('starts tracking at its instant; the same request again has the same answer', async () => {
        await relate();
        const call = newCall();
        const snapshot = await hosts.startReplication(vmId, call);
        expect(await hosts.startReplication(vmId, call)).toEqual(snapshot);
        expect(snapshot.consistency).toBe('CrashConsistent');
        expect((await status()).isTracking).toBe(true);
      });

      test('does not change while the guest writes', async () => {
        const { read, allocated } = await start();
        const within = { offsetBytes: 0, lengthBytes: 16 * MIB };
        const [first] = await allocated(within);
        const extent = { offsetBytes: first?.offsetBytes ?? 0, lengthBytes: 256 * KIB };
        const before = await read(extent);
        await under.letGuestWrite();
        expectSameBytes(await read(extent), before);
      });

      test('allocated extents are ascending, disjoint and within what was asked for', async () => {
        const { allocated } = await start();
        const whole = await allocated({ offsetBytes: 0, lengthBytes: 16 * MIB });
        expect(totalLength(whole)).toBeGreaterThan(0);
        for (const [index, extent] of whole.entries()) {
          expect(extent.offsetBytes).toBeGreaterThanOrEqual(index === 0 ? 0 : endOf(whole[index - 1] as Extent));
          expect(extent.lengthBytes).toBeGreaterThan(0);
        }
        const first = whole[0] as Extent;
        const part = { offsetBytes: first.offsetBytes, lengthBytes: 4 * KIB };
        expect(await allocated(part)).toEqual([part]);
      });

      test('reads as zeros where nothing is allocated, and not only zeros where something is', async () => {
        const { read, allocated } = await start();
        const within = { offsetBytes: 0, lengthBytes: 4 * MIB };
        const bytes = await read(within);
        expect(bytes).toHaveLength(4 * MIB);
        const mask = new Uint8Array(4 * MIB).fill(1);
        for (const extent of await allocated(within)) mask.fill(0, extent.offsetBytes, endOf(extent));
        expect(bytes.some((byte, index) => mask[index] === 1 && byte !== 0)).toBe(false);
        expect(bytes.some((byte) => byte !== 0)).toBe(true);
      });

      test('the same bytes are read in one piece and in pages', async () => {
        const { read } = await start();
        const whole = await read({ offsetBytes: 0, lengthBytes: 8 * KIB });
        for (let offsetBytes = 0; offsetBytes < 8 * KIB; offsetBytes += 512) {
          const page = await read({ offsetBytes, lengthBytes: 512 });
          expect(page).toEqual(whole.subarray(offsetBytes, offsetBytes + 512));
        }
      });

      test('its checksums are those of its bytes', async () => {
        const { read, dataDiskId, snapshot } = await start();
        const extent = { offsetBytes: 0, lengthBytes: 2 * MIB };
        const bytes = await read(extent);
        for (const blockBytes of [4 * KIB, 64 * KIB, 1536 * KIB]) {
          const call = newCall();
          const made = await hosts.checksumExtent(vmId, dataDiskId, snapshot.snapshotId, extent, blockBytes, call);
          expectSameBytes(made, await checksums.digest(bytes, blockBytes));
        }
      });

      test('[RS21] compared by a sum over its digests: of the same sum nothing more is said', async () => {
        const { read, dataDiskId, snapshot } = await start();
        const extent = { offsetBytes: 0, lengthBytes: 2 * MIB };
        const digests = await checksums.digest(await read(extent), 64 * KIB);
        const sha256 = sumOf(digests);
        const compare = (known: string) =>
          hosts.compareExtent(vmId, dataDiskId, snapshot.snapshotId, extent, known, newCall());
        expect(await compare(sha256)).toEqual({ sha256, digests: null });
        const other = await compare(sumOf(new Uint8Array(512)));
        expect(other.sha256).toBe(sha256);
        expectSameBytes(other.digests ?? new Uint8Array(0), shortened(digests));
      });

      test('[RS22] it is compared by fine blocks, and the coarse digests come along in any case', async () => {
        const { read, dataDiskId, snapshot } = await start();
        const extent = { offsetBytes: 0, lengthBytes: MIB };
        const digests = await checksums.digest(await read(extent), 4 * KIB);
        const coarse = await checksums.digest(await read(extent), 64 * KIB);
        const sha256 = sumOf(digests);
        const compare = (known: string) =>
          hosts.compareFinely(vmId, dataDiskId, snapshot.snapshotId, extent, known, newCall());
        const equal = await compare(sha256);
        expect(equal).toMatchObject({ sha256, digests: null });
        expectSameBytes(equal.coarseDigests, coarse);
        const other = await compare(sumOf(new Uint8Array(512)));
        expect(other.sha256).toBe(sha256);
        expectSameBytes(other.digests ?? new Uint8Array(0), shortened(digests));
        expectSameBytes(other.coarseDigests, coarse);
      });

      test('scattered blocks of it are read in one call, in order', async () => {
        const { read, dataDiskId, snapshot } = await start();
        const ask = (extents: readonly Extent[]) =>
          hosts.readBlocks(vmId, dataDiskId, snapshot.snapshotId, extents, newCall());
        const blocks = [
          [1, 1],
          [7, 2],
          [64, 16],
          [200, 1],
        ].map(([first = 0, count = 0]) => ({
          offsetBytes: first * 4 * KIB,
          lengthBytes: count * 4 * KIB,
        }));
        const bytes = await ask(blocks);
        let at = 0;
        for (const block of blocks) {
          expectSameBytes(bytes.subarray(at, at + block.lengthBytes), await read(block));
          at += block.lengthBytes;
        }
        expect(bytes).toHaveLength(at);
        expect(await ask([])).toHaveLength(0);
        await expectFault(ask([{ offsetBytes: 512, lengthBytes: 4096 }]), 'InvalidParameter');
        await expectFault(ask([{ offsetBytes: 0, lengthBytes: 5 * MIB }]), 'InvalidParameter');
      });

      test('[RS19] its fine digests are those of the regions asked about, in order', async () => {
        const { read, dataDiskId, snapshot } = await start();
        const regions = [1, 3, 4, 12].map((block) => ({ offsetBytes: block * 64 * KIB, lengthBytes: 64 * KIB }));
        const made = await hosts.fineDigests(vmId, dataDiskId, snapshot.snapshotId, regions, newCall());
        expect(made).toHaveLength(regions.length * 16 * 4);
        for (const [index, region] of regions.entries()) {
          const digests = shortened(await checksums.digest(await read(region), 4 * KIB));
          expectSameBytes(made.subarray(index * 64, index * 64 + 64), digests);
        }
        const split = { offsetBytes: 32 * KIB, lengthBytes: 64 * KIB };
        const ask = hosts.fineDigests(vmId, dataDiskId, snapshot.snapshotId, [split], newCall());
        await expectFault(ask, 'InvalidParameter');
      });

      test('deleted, it is gone; again is no error', async () => {
        const { read, snapshot } = await start();
        await hosts.deleteSnapshot(vmId, snapshot.snapshotId, newCall());
        await hosts.deleteSnapshot(vmId, snapshot.snapshotId, newCall());
        await expect(read({ offsetBytes: 0, lengthBytes: 4096 })).rejects.toBeInstanceOf(PortError);
        expect((await status()).isTracking).toBe(true);
      });

      test('reading past the end of the disk, or no whole pages, fails', async () => {
        const { read } = await start();
        const sizeBytes = (await disksOf()).at(-1)?.sizeBytes ?? 0;
        await expectFault(read({ offsetBytes: sizeBytes, lengthBytes: 512 }), 'InvalidParameter');
        await expectFault(read({ offsetBytes: 1, lengthBytes: 512 }), 'InvalidParameter');
        expect(await read({ offsetBytes: sizeBytes - 512, lengthBytes: 512 })).toHaveLength(512);
      });
    });

    describe('logs', () => {
      test('are frozen for all disks at one instant, and name their predecessor', async () => {
        const { diskIds } = await start();
        await under.letGuestWrite();
        const first = await freeze();
        expect(first.logs.map((log) => log.diskId).toSorted()).toEqual([...diskIds].toSorted());
        expect(first.logs.every((log) => log.previousLogId === null)).toBe(true);
        expect(first.logs.reduce((sum, log) => sum + log.dataBytes, 0)).toBeGreaterThan(0);
        await hosts.deleteLogs(
          vmId,
          first.logs.map((log) => log.logId),
          newCall(),
        );
        const second = await freeze();
        for (const log of second.logs) {
          expect(log.previousLogId).toBe(first.logs.find((each) => each.diskId === log.diskId)?.logId);
        }
      });

      test('frozen and not yet deleted, are answered again: at most one set is under way', async () => {
        await start();
        await under.letGuestWrite();
        const first = await freeze();
        await under.letGuestWrite();
        expect(await freeze()).toEqual(first);
      });

      test('are files that begin with the cookie of their format, read in pieces', async () => {
        await start();
        await under.letGuestWrite();
        for (const log of (await freeze()).logs) {
          const read = (offsetBytes: number, lengthBytes: number) =>
            hosts.readLog(vmId, log.diskId, log.logId, { offsetBytes, lengthBytes }, newCall());
          const lengthBytes = Math.min(log.fileBytes, MIB);
          const whole = await read(0, lengthBytes);
          expect(new TextDecoder().decode(whole.subarray(0, 7))).toBe('msctlog');
          expectSameBytes(await read(512, lengthBytes - 512), whole.subarray(512));
          await expect(read(log.fileBytes, 512)).rejects.toBeInstanceOf(PortError);
        }
      });

      test('deleted, are gone; again, and unknown ones, are no error', async () => {
        await start();
        const { logs } = await freeze();
        const logIds = [...logs.map((log) => log.logId), 'unknown' as LogId];
        await hosts.deleteLogs(vmId, logIds, newCall());
        await hosts.deleteLogs(vmId, logIds, newCall());
        const [log] = logs;
        const extent = { offsetBytes: 0, lengthBytes: 512 };
        const read = hosts.readLog(vmId, log?.diskId as DiskId, log?.logId as LogId, extent, newCall());
        await expect(read).rejects.toBeInstanceOf(PortError);
        expect((await status()).disks.every((disk) => disk.frozenLogBytes === 0)).toBe(true);
      });

      test('end with tracking; the relationship stays, and a resynchronization starts a new chain', async () => {
        const { snapshot } = await start();
        await under.letGuestWrite();
        await freeze();
        await hosts.stopTracking(vmId, newCall());
        expect(await status()).toMatchObject({ isTracking: false, isRelated: true });
        await expectFault(freeze(), 'InvalidReplicaState');
        const next = await hosts.resynchronize(vmId, newCall());
        expect(next.snapshotId).not.toBe(snapshot.snapshotId);
        expect((await status()).isTracking).toBe(true);
        expect((await freeze()).logs.every((log) => log.previousLogId === null)).toBe(true);
      });
    });

    describe('machine', () => {
      const stateOf = async () =>
        (await hosts.listHosts(newCall())).flatMap((host) => host.machines).find((each) => each.vmId === vmId)?.state;
      const pages = new Uint8Array(8 * KIB).fill(9);

      test('shut down, its guest writes no more and tracking holds; started, it writes on', async () => {
        await start();
        await hosts.shutDownMachine(vmId, newCall());
        await hosts.shutDownMachine(vmId, newCall());
        expect(await stateOf()).toBe('Off');
        await hosts.deleteLogs(
          vmId,
          (await freeze()).logs.map((log) => log.logId),
          newCall(),
        );
        await under.letGuestWrite();
        const { logs } = await freeze();
        expect(logs.map((log) => log.dataBytes)).toEqual(logs.map(() => 0));
        expect(await status()).toMatchObject({ isTracking: true, resyncCause: null });
        await hosts.deleteLogs(
          vmId,
          logs.map((log) => log.logId),
          newCall(),
        );
        await hosts.startMachine(vmId, newCall());
        expect(await stateOf()).toBe('Running');
        await under.letGuestWrite();
        expect((await freeze()).logs.some((log) => log.dataBytes > 0)).toBe(true);
      });

      test('off and not replicated, its disk is written, cleared and summed up', async () => {
        const diskId = (await disksOf()).at(-1)?.diskId as DiskId;
        await hosts.shutDownMachine(vmId, newCall());
        const extent = { offsetBytes: MIB, lengthBytes: pages.length };
        await hosts.writeDisk(vmId, diskId, MIB, pages, newCall());
        const digests = await hosts.checksumDisk(vmId, diskId, extent, 4 * KIB, newCall());
        expectSameBytes(digests, await checksums.digest(pages, 4 * KIB));
        await hosts.clearDisk(vmId, diskId, { offsetBytes: MIB, lengthBytes: 4 * KIB }, newCall());
        const cleared = await hosts.checksumDisk(vmId, diskId, extent, 4 * KIB, newCall());
        expectSameBytes(cleared.subarray(0, 16), new Uint8Array(16));
        expectSameBytes(cleared.subarray(16), digests.subarray(16));
      });

      test('running, replicated, or beyond its end, its disk is not touched', async () => {
        const diskId = (await disksOf()).at(-1)?.diskId as DiskId;
        const extent = { offsetBytes: 0, lengthBytes: 4 * KIB };
        await expectFault(hosts.writeDisk(vmId, diskId, 0, pages, newCall()), 'InvalidReplicaState');
        await hosts.shutDownMachine(vmId, newCall());
        await relate();
        await expectFault(hosts.clearDisk(vmId, diskId, extent, newCall()), 'InvalidReplicaState');
        await expectFault(hosts.checksumDisk(vmId, diskId, extent, 4 * KIB, newCall()), 'InvalidReplicaState');
        await hosts.removeReplicationRelationship(vmId, newCall());
        await expectFault(hosts.writeDisk(vmId, diskId, 100, pages, newCall()), 'InvalidParameter');
        const beyond = { offsetBytes: 2 ** 40, lengthBytes: 4 * KIB };
        await expectFault(hosts.clearDisk(vmId, diskId, beyond, newCall()), 'InvalidParameter');
      });

      test('one that is there is not made anew', async () => {
        const hostId = (await hosts.listHosts(newCall()))[0]?.hostId as never;
        const disks = (await disksOf()).map(({ diskId, name: diskName, sizeBytes }) => ({
          diskId,
          name: diskName,
          sizeBytes,
        }));
        await hosts.createMachine(vmId, hostId, disks, newCall());
        expect(await stateOf()).toBe('Running');
        await expectFault(hosts.createMachine(vmId, 'no-host' as never, disks, newCall()), 'InvalidParameter');
      });
    });

    describe('bandwidth', () => {
      test('can be throttled and set free; of a host that is not there it cannot', async () => {
        const hostId = (await hosts.listHosts(newCall()))[0]?.hostId as never;
        const schedule = {
          workDays: [1, 2, 3, 4, 5] as const,
          workStartLocal: '09:00',
          workEndLocal: '18:00',
          workHoursBitsPerSecond: 10e6,
          otherHoursBitsPerSecond: null,
          uploadThreadsPerMachine: 4,
        };
        await hosts.setBandwidth(hostId, schedule, newCall());
        await hosts.setBandwidth(hostId, null, newCall());
        await expectFault(hosts.setBandwidth('no-host' as never, null, newCall()), 'InvalidParameter');
      });
    });

    test('an aborted call fails', async () => {
      const call = newCall(AbortSignal.abort());
      await expect(hosts.listHosts(call)).rejects.toBeInstanceOf(PortError);
      await relate();
      await expect(hosts.startReplication(vmId, call)).rejects.toBeInstanceOf(PortError);
      expect((await status()).isTracking).toBe(false);
    });
  });
}

function sumOf(digests: Uint8Array): string {
  return createHash('sha256').update(digests).digest('hex');
}
