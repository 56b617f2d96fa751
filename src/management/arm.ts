/**
 * Microsoft's models on the wire: the SDK's types, with the ISO strings that travel
 * where the SDK has `Date`. Types only; the SDK's code stays out of every bundle.
 */
import type {
  Event as SdkEvent,
  Fabric,
  Job,
  Policy,
  ProtectableItem,
  RecoveryPoint,
  ReplicationProtectedItem,
  TargetComputeSize,
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
export type ArmTargetSize = OnWire<TargetComputeSize>;
