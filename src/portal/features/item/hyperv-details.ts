import type { HyperVReplicaAzureReplicationDetails } from '@azure/arm-recoveryservices-siterecovery';
import type { ArmProtectedItem, OnWire } from '../../../management/arm.ts';

export type HyperVDetails = OnWire<HyperVReplicaAzureReplicationDetails>;

/** The Hyper-V part of an item, which ARM's base type hides; undefined while loading or for another provider. */
export function hyperVDetails(item: ArmProtectedItem | undefined): HyperVDetails | undefined {
  const details = item?.properties?.providerSpecificDetails;
  return details && isHyperV(details) ? details : undefined;
}

function isHyperV(details: { readonly instanceType: string | null }): details is HyperVDetails {
  return details.instanceType === 'HyperVReplicaAzure';
}
