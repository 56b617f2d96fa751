import type { HyperVReplicaAzureReplicationDetails } from '@azure/arm-recoveryservices-siterecovery';
import type { ArmProtectedItem, ItemNic, OnWire } from '../../../management/arm.ts';

export type HyperVDetails = Omit<OnWire<HyperVReplicaAzureReplicationDetails>, 'vmNics'> & {
  readonly vmNics?: readonly ItemNic[] | null;
};

/** The Hyper-V part of an item, which ARM's base type hides; undefined while loading or for another provider. */
export function hyperVDetails(item: ArmProtectedItem | undefined): HyperVDetails | undefined {
  const details = item?.properties?.providerSpecificDetails;
  return details && isHyperV(details) ? details : undefined;
}

function isHyperV(details: { readonly instanceType: string | null }): details is HyperVDetails {
  return details.instanceType === 'HyperVReplicaAzure';
}
