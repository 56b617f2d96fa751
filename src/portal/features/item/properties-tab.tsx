import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { ItemRow } from '../../../management/wire.ts';
import { KeyValueList, type KeyValue } from '../../components/key-value.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { RouterLink } from '../../components/router-link.tsx';
import { PanelSkeleton } from '../../components/skeletons.tsx';
import { armName } from '../../data/arm-name.ts';
import { itemPath } from '../../data/dialogs.ts';
import { formatBytes, formatCount } from '../../data/format.ts';
import { useItem } from '../../data/queries.ts';
import { t } from '../../strings/translate.ts';
import { hyperVDetails, type HyperVDetails } from './hyperv-details.ts';

const useStyles = makeStyles({
  page: {
    display: 'grid',
    gap: tokens.spacingVerticalL,
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 480px), 1fr))',
  },
});

const MIB = 1024 ** 2;

/** Everything that was chosen when the machine was protected, and ids for a support case. */
export function PropertiesTab({ row }: { readonly row: ItemRow }): ReactElement {
  const styles = useStyles();
  const item = useItem(row.id);
  return (
    <QueryView query={item} what={t('item.what')} skeleton={<PanelSkeleton heightPx={240} />}>
      {(arm) => {
        const details = hyperVDetails(arm);
        return (
          <div className={styles.page}>
            <Panel title={t('props.source')}>
              <KeyValueList
                columns="one"
                entries={present([
                  ...sourceFacts(row, details),
                  [t('props.container'), arm.properties?.primaryProtectionContainerFriendlyName],
                ])}
              />
            </Panel>
            <Panel title={t('props.target')}>
              <KeyValueList columns="one" entries={present(targetFacts(details))} />
              <p>
                <RouterLink to={itemPath(row.id, 'compute-network')}>{t('props.change')}</RouterLink>
              </p>
            </Panel>
            <Panel title={t('props.replication')}>
              <KeyValueList
                columns="one"
                entries={present([
                  [t('item.policy'), row.policy],
                  [t('props.state'), arm.properties?.protectionState],
                  [t('props.activeLocation'), arm.properties?.activeLocation],
                  [t('props.allowed'), row.allowedOperations.join(', ')],
                  [t('props.correlation'), arm.properties?.eventCorrelationId],
                ])}
              />
            </Panel>
          </div>
        );
      }}
    </QueryView>
  );
}

type Fact = readonly [label: string, value: string | null | undefined];

function present(facts: readonly Fact[]): readonly KeyValue[] {
  return facts.map(([label, value]) => ({ label, value: value || t('value.none') }));
}

function sourceFacts(row: ItemRow, details: HyperVDetails | undefined): readonly Fact[] {
  const memory = details?.sourceVmRamSizeInMB;
  const processors = details?.sourceVmCpuCount;
  return [
    [t('props.vmId'), row.id],
    [t('item.host'), t('item.hostSite', { host: row.host, site: row.site })],
    [t('props.os'), details?.oSDetails?.osEdition ?? details?.oSDetails?.osType],
    [t('props.cpu'), processors ? formatCount(processors) : null],
    [t('props.memory'), memory ? formatBytes(memory * MIB) : null],
  ];
}

function targetFacts(details: HyperVDetails | undefined): readonly Fact[] {
  return [
    [t('props.vmName'), details?.recoveryAzureVmName],
    [t('props.vmSize'), details?.recoveryAzureVMSize],
    [t('props.resourceGroup'), armName(details?.recoveryAzureResourceGroupId)],
    [t('props.network'), armName(details?.selectedRecoveryAzureNetworkId)],
    [t('props.storage'), armName(details?.recoveryAzureStorageAccount)],
    [t('props.logStorage'), armName(details?.recoveryAzureLogStorageAccountId)],
  ];
}
