/**
 * Microsoft's models on the wire: the SDK's types, with the ISO strings that travel
 * where the SDK has `Date`. Types only; the SDK's code stays out of every bundle.
 */
import type {
  Alert,
  Event as SdkEvent,
  Fabric,
  Job,
  Network,
  NetworkMapping,
  Policy,
  ProtectableItem,
  ProtectionContainer,
  ProtectionContainerMapping,
  RecoveryPlan,
  RecoveryPoint,
  ReplicationProtectedItem,
  TargetComputeSize,
  VMNicDetails,
} from '@azure/arm-recoveryservices-siterecovery';

/** `Date` becomes `string`, all the way down; everything may be null, as the service answers. */
export type OnWire<T> = T extends Date
  ? string
  : T extends readonly (infer Element)[]
    ? OnWire<Element>[]
    : T extends object
      ? { [Key in keyof T]: OnWire<T[Key]> | null }
      : T;

export type ArmProtectedItem = OnWire<ReplicationProtectedItem>;
export type ArmProtectableItem = OnWire<ProtectableItem>;
export type ArmJob = OnWire<Job>;
export type ArmPolicy = OnWire<Policy>;
export type ArmFabric = OnWire<Fabric>;
export type ArmRecoveryPoint = OnWire<RecoveryPoint>;
export type ArmEvent = OnWire<SdkEvent>;
export type ArmAlert = OnWire<Alert>;
/** Of a site: the machines of its hosts. */
export type ArmContainer = OnWire<ProtectionContainer>;
/** A policy that a site is associated with. */
export type ArmContainerMapping = OnWire<ProtectionContainerMapping>;
export type ArmNetwork = OnWire<Network>;
export type ArmNetworkMapping = OnWire<NetworkMapping>;
export type ArmTargetSize = OnWire<TargetComputeSize>;

/** With our additions: why an operation is not allowed, and when the newest run ended. */
export type ArmRecoveryPlan = OnWire<Omit<RecoveryPlan, 'properties'>> & {
  properties?: OnWire<NonNullable<RecoveryPlan['properties']>> & PlanAdditions;
};

export interface PlanAdditions {
  /** By operation, one sentence each. */
  readonly operationRefusals?: Readonly<Record<string, string>>;
  /** The newest run, whether it has ended or not; null before the first. */
  readonly lastRun?: {
    readonly jobName: string;
    readonly operation: string;
    /** running, waiting (for a manual action), stopped (can be restarted), succeeded, failed or cancelled. */
    readonly state: string;
    readonly startTime: string;
    readonly endTime: string | null;
  } | null;
}

/** One of `vmNics` of a replicated item: VMNicDetails, with the source's name and addresses added. */
export type ItemNic = OnWire<VMNicDetails> & {
  readonly name: string;
  readonly macAddress: string;
  readonly ipAddresses: readonly string[];
};
