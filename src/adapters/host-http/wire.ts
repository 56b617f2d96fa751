/**
 * Answers of the host API, checked at the door: what does not have this shape is UnexpectedAnswer.
 * Out-parameters are spelled as WMI does; the records in them are those of the port.
 */
import * as z from 'zod/mini';
import type { Extent } from '../../base/extent.ts';
import type { Instant } from '../../base/units.ts';
import type { DiskId, HostId, LogId, SnapshotId, VmId } from '../../core/model.ts';
import type { FrozenLogSet, HostInventory, ReplicationStatus, Snapshot } from '../../core/ports.ts';

const id = <Id extends string>(): z.ZodMiniType<Id> =>
  z.custom<Id>((value) => typeof value === 'string' && value.length > 0);
const time = z.custom<Instant>((value) => typeof value === 'number' && Number.isFinite(value));
const count = z.int().check(z.minimum(0));
const consistency = z.enum(['CrashConsistent', 'ApplicationConsistent']);

/** What every method answers. */
export const outcome = z.object({
  ReturnValue: z.int(),
  Error: z.optional(
    z.object({ MessageID: z.optional(z.string()), Message: z.optional(z.string()), HResult: z.optional(z.number()) }),
  ),
  /** Path of the job, with ReturnValue 4096. */
  Job: z.optional(z.string()),
});
export type Outcome = z.infer<typeof outcome>;

/** Msvm_ConcreteJob: 7 completed, 8 to 10 ended otherwise, else running. Its answer is its method's. */
export const job = z.object({ JobState: z.int(), Result: z.optional(z.unknown()) });

const disk = z.object({
  diskId: id<DiskId>(),
  name: z.string(),
  role: z.enum(['OperatingSystem', 'Data']),
  sizeBytes: count,
  format: z.string(),
  allocatedBytes: count,
});

const machine = z.object({
  vmId: id<VmId>(),
  name: z.string(),
  hostId: id<HostId>(),
  generation: z.union([z.literal(1), z.literal(2)]),
  state: z.enum(['Running', 'Off']),
  osType: z.enum(['Windows', 'Linux']),
  osName: z.string(),
  cpuCount: count,
  memoryMegabytes: count,
  disks: z.array(disk),
  readinessErrors: z.array(
    z.enum([
      'BitLocker',
      'FibreChannelAdapter',
      'InvalidMachineName',
      'NoOperatingSystemDisk',
      'OsDiskTooLarge',
      'DataDiskTooLarge',
      'SharedVhd',
      'TooManyDisks',
      'UnsupportedOperatingSystem',
      'UnsupportedSectorSize',
    ]),
  ),
  workload: z.string(),
  nics: z.optional(
    z.array(
      z.object({
        nicId: z.string(),
        name: z.string(),
        switchName: z.nullable(z.string()),
        macAddress: z.string(),
        ipAddresses: z.array(z.string()),
      }),
    ),
  ),
});

export const hostsAnswer: z.ZodMiniType<{ Hosts: HostInventory[] }> = z.object({
  Hosts: z.array(
    z.object({
      hostId: id<HostId>(),
      name: z.string(),
      siteName: z.string(),
      fabricKind: z.enum(['HyperVSite', 'VMM']),
      vmmServer: z.optional(
        z.object({
          name: z.string(),
          lastHeartbeatAt: time,
          logicalNetworks: z.optional(z.array(z.string())),
          storageClassifications: z.optional(z.array(z.string())),
        }),
      ),
      switches: z.optional(
        z.array(
          z.object({
            name: z.string(),
            kind: z.enum(['External', 'Internal', 'Private']),
            addressPrefixes: z.array(z.string()),
          }),
        ),
      ),
      providerVersion: z.string(),
      agentVersion: z.string(),
      lastHeartbeatAt: time,
      utcOffsetMinutes: z.int(),
      offsetChanges: z.optional(z.array(z.object({ at: time, utcOffsetMinutes: z.int() }))),
      volumes: z.array(z.object({ name: z.string(), sizeBytes: count, freeBytes: count })),
      machines: z.array(machine),
    }),
  ),
});

export const snapshotAnswer: z.ZodMiniType<{ Snapshot: Snapshot }> = z.object({
  Snapshot: z.object({
    snapshotId: id<SnapshotId>(),
    takenAt: time,
    consistency,
    sizes: z.array(z.object({ diskId: id<DiskId>(), sizeBytes: count })),
  }),
});

export const statusAnswer: z.ZodMiniType<{ Relationship: ReplicationStatus }> = z.object({
  Relationship: z.object({
    isTracking: z.boolean(),
    isRelated: z.boolean(),
    disks: z.array(z.object({ diskId: id<DiskId>(), sizeBytes: count, activeLogBytes: count, frozenLogBytes: count })),
    resyncCause: z.nullable(z.enum(['logWriteFailure', 'logNotClosed', 'modifiedOffline', 'revertedToOlderPoint'])),
  }),
});

export const logsAnswer: z.ZodMiniType<{ LogSet: FrozenLogSet }> = z.object({
  LogSet: z.object({
    frozenAt: time,
    consistency,
    logs: z.array(
      z.object({
        logId: id<LogId>(),
        previousLogId: z.nullable(id<LogId>()),
        diskId: id<DiskId>(),
        fileBytes: count,
        dataBytes: count,
        diskBytes: count,
      }),
    ),
  }),
});

export const extentsAnswer: z.ZodMiniType<{ Extents: Extent[] }> = z.object({
  Extents: z.array(z.object({ offsetBytes: count, lengthBytes: count })),
});
