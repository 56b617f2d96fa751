import { useState, type ReactElement } from 'react';
import type { DialogProps } from '../../data/dialogs.ts';
import { t } from '../../strings/translate.ts';
import { OperationDialog } from './operation-dialog.tsx';
import { PointField } from './point-field.tsx';
import { TestNetworkField } from './test-network-field.tsx';

/** A machine in Azure beside the replication, to see that the replica starts. */
export function TestFailoverDialog({ itemIds: [itemId], onClose }: DialogProps): ReactElement | null {
  const [recoveryPointId, setPoint] = useState<string | null>(null);
  const [network, setNetwork] = useState('');
  if (itemId === undefined) return null;
  return (
    <OperationDialog
      itemId={itemId}
      operation="TestFailover"
      title={(name) => t('failover.test.title', { name })}
      label={t('failover.test.label')}
      consequences={[
        t('failover.test.beside'),
        network.trim() === '' ? t('failover.test.isolated') : t('failover.test.connected'),
        t('failover.test.blocks'),
        t('failover.test.cost'),
      ]}
      run={(client) => client.testFailover(itemId, { recoveryPointId, networkId: network.trim() || null })}
      onClose={onClose}
    >
      <PointField itemId={itemId} pointId={recoveryPointId} onChange={setPoint} />
      <TestNetworkField networkId={network} onChange={setNetwork} />
    </OperationDialog>
  );
}
