import { expect, test } from 'vitest';
import type { DiskId, LogId, VmId } from '../model.ts';
import { SAMPLES } from './testing/sample-items.ts';
import {
  azureDiskBlob,
  azureMachineName,
  cacheBlob,
  cacheContainer,
  replicaBlobName,
  replicaContainer,
} from './blob-names.ts';

const CHOICES = SAMPLES.protected.choices;
const vmId = 'A1-B2' as VmId;
const diskId = 'D3-OS' as DiskId;

test('[LC3] names in the storage account are lower case, and tell replica, cache and machine apart', () => {
  expect(replicaContainer(vmId)).toBe('replica-a1-b2');
  expect(cacheContainer(vmId)).toBe('cache-a1-b2');
  expect(replicaBlobName(diskId)).toBe('d3-os.vhd');
  expect(cacheBlob(vmId, diskId, 'F00D' as LogId)).toEqual({ container: 'cache-a1-b2', name: 'd3-os/f00d.hrl' });
});

test('[LC80] a test machine stands beside the one of a failover, on disks of its own', () => {
  expect(azureMachineName('DB01', 'failover')).toBe('DB01');
  expect(azureMachineName('DB01', 'test')).toBe('DB01-test');
  const choices = { ...CHOICES, targetResourceGroupId: '/subscriptions/s/resourceGroups/DR', targetVmName: 'DB01' };
  const item = { vmId, choices };
  const container = 'azure-a1-b2';
  expect(azureDiskBlob(item, diskId, 'test')).toEqual({ container, name: 'dr/db01-test/d3-os.vhd' });
  expect(azureDiskBlob(item, diskId, 'failover')).toEqual({ container, name: 'dr/db01/d3-os.vhd' });
});
