import type { ReplicatedItem } from '../../core/model.ts';
import type { NetworkAdapter } from '../../core/ports.ts';
import type { ItemNic } from '../arm.ts';

/** VMNicDetails of a machine's adapters, in the recording's order of fields; name and addresses are our addition. */
export function vmNics({ choices }: ReplicatedItem, nics: readonly NetworkAdapter[]): ItemNic[] {
  return nics.map((nic, index) => {
    const choice = choices.nics?.find(({ nicId }) => nicId === nic.nicId);
    const isSelected = choice?.isSelected ?? true;
    const staticIpAddress = choice?.staticIpAddress ?? null;
    return {
      nicId: nic.nicId,
      replicaNicId: null,
      sourceNicArmId: null,
      vMNetworkName: nic.switchName,
      recoveryVMNetworkId: choices.targetNetworkId,
      ipConfigs: [
        {
          name: null,
          isPrimary: index === 0,
          subnetName: nic.switchName,
          staticIPAddress: null,
          ipAddressType: 'Dynamic',
          isSeletedForFailover: isSelected,
          recoverySubnetName: choice?.subnetName ?? choices.targetSubnetName,
          recoveryStaticIPAddress: staticIpAddress ?? '',
          recoveryIPAddressType: staticIpAddress === null ? 'Dynamic' : 'Static',
          recoveryPublicIPAddressId: '',
          recoveryLBBackendAddressPoolIds: [],
          tfoSubnetName: '',
          tfoStaticIPAddress: '',
          tfoPublicIPAddressId: null,
          tfoLBBackendAddressPoolIds: null,
        },
      ],
      selectionType: choice === undefined ? 'SelectedByDefault' : isSelected ? 'SelectedByUser' : 'NotSelected',
      recoveryNetworkSecurityGroupId: '',
      enableAcceleratedNetworkingOnRecovery: null,
      tfoVMNetworkId: null,
      tfoNetworkSecurityGroupId: '',
      enableAcceleratedNetworkingOnTfo: null,
      recoveryNicName: null,
      recoveryNicResourceGroupName: null,
      reuseExistingNic: false,
      tfoRecoveryNicName: null,
      tfoRecoveryNicResourceGroupName: null,
      tfoReuseExistingNic: false,
      targetNicName: `nic-${choices.targetVmName}-${String(index).padStart(2, '0')}`,
      name: nic.name,
      macAddress: nic.macAddress,
      ipAddresses: [...nic.ipAddresses],
    };
  });
}
