import { Button, Checkbox, Dropdown, Field, Option, makeStyles, tokens } from '@fluentui/react-components';
import { Save20Regular } from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import type { ItemNic } from '../../../management/arm.ts';
import type { ItemRow, TargetNetwork } from '../../../management/wire.ts';
import { Panel } from '../../components/panel.tsx';
import { SimpleTable, type SimpleColumn } from '../../components/simple-table.tsx';
import { useCommand } from '../../data/commands.ts';
import { useTargetNetworks } from '../../data/vault-queries.ts';
import { t } from '../../strings/translate.ts';
import type { HyperVDetails } from './hyperv-details.ts';

const NONE = '';

const useStyles = makeStyles({
  content: { display: 'grid', rowGap: tokens.spacingVerticalM, justifyItems: 'start' },
  wide: { width: '100%', minWidth: 0 },
  text: { margin: 0, color: tokens.colorNeutralForeground2, maxWidth: '72ch' },
});

interface NicDraft {
  readonly nicId: string;
  readonly isSelected: boolean;
  readonly subnetName: string | null;
  readonly staticIpAddress: string | null;
}

/** The adapters of the source, and what becomes of each in Azure. */
export function NetworkPanel({
  row,
  details,
}: {
  readonly row: ItemRow;
  readonly details: HyperVDetails | undefined;
}): ReactElement {
  const networks = useTargetNetworks().data ?? [];
  const nics = details?.vmNics ?? [];
  const networkId = details?.selectedRecoveryAzureNetworkId ?? NONE;
  // What is stored has changed: a draft from before is about something else.
  const key = JSON.stringify([networkId, nics.map(draftOf)]);
  return (
    <Panel title={t('network.title')}>
      <NetworkForm key={key} row={row} nics={nics} storedNetworkId={networkId} networks={networks} />
    </Panel>
  );
}

function NetworkForm({
  row,
  nics,
  storedNetworkId,
  networks,
}: {
  readonly row: ItemRow;
  readonly nics: readonly ItemNic[];
  readonly storedNetworkId: string;
  readonly networks: readonly TargetNetwork[];
}): ReactElement {
  const styles = useStyles();
  const command = useCommand();
  const [networkId, setNetworkId] = useState(storedNetworkId);
  const [drafts, setDrafts] = useState<readonly NicDraft[]>(() => nics.map(draftOf));
  const network = networks.find(({ id }) => id === networkId);
  const hasAdapter = drafts.length === 0 || drafts.some(({ isSelected }) => isSelected);
  const change = (nicId: string, to: Partial<NicDraft>): void =>
    setDrafts(drafts.map((draft) => (draft.nicId === nicId ? { ...draft, ...to } : draft)));
  const chooseNetwork = (id: string): void => {
    setNetworkId(id);
    // Another network has other subnets.
    setDrafts(drafts.map((draft) => ({ ...draft, subnetName: null })));
  };
  const save = (): void =>
    command.mutate({
      label: t('network.save'),
      name: row.name,
      run: (client) =>
        client.changeTarget(row.id, {
          targetNetworkId: networkId === NONE ? null : networkId,
          ...(drafts.length > 0 ? { nics: drafts } : {}),
        }),
    });
  return (
    <div className={styles.content}>
      <Field label={t('network.target')}>
        <Dropdown
          value={network?.name ?? (networkId === NONE ? t('network.none') : (networkId.split('/').at(-1) ?? networkId))}
          selectedOptions={[networkId]}
          onOptionSelect={(_, { optionValue = NONE }) => chooseNetwork(optionValue)}
        >
          <Option value={NONE}>{t('network.none')}</Option>
          {networks.map(({ id, name }) => (
            <Option key={id} value={id}>
              {name}
            </Option>
          ))}
        </Dropdown>
      </Field>
      <p className={styles.text}>{nics.length === 0 ? t('network.noAdapters') : t('network.sameNetwork')}</p>
      {nics.length > 0 && (
        <div className={styles.wide}>
          <SimpleTable
            label={t('network.adapters')}
            columns={nicColumns(drafts, network, change)}
            rows={nics}
            keyOf={({ nicId }) => nicId ?? ''}
          />
        </div>
      )}
      {!hasAdapter && (
        <p role="alert" className={styles.text}>
          {t('network.needsAdapter')}
        </p>
      )}
      <Button icon={<Save20Regular />} disabled={command.isPending || !hasAdapter} onClick={save}>
        {t('network.save')}
      </Button>
    </div>
  );
}

function nicColumns(
  drafts: readonly NicDraft[],
  network: TargetNetwork | undefined,
  change: (nicId: string, to: Partial<NicDraft>) => void,
): readonly SimpleColumn<ItemNic>[] {
  const draft = ({ nicId }: ItemNic): NicDraft | undefined => drafts.find((each) => each.nicId === nicId);
  return [
    { id: 'name', header: t('network.adapter'), render: ({ name }) => name },
    { id: 'switch', header: t('network.source'), render: ({ vMNetworkName }) => vMNetworkName ?? t('value.none') },
    { id: 'mac', header: t('network.mac'), render: ({ macAddress }) => macAddress },
    { id: 'addresses', header: t('network.addresses'), render: ({ ipAddresses }) => ipAddresses.join(', ') },
    {
      id: 'use',
      header: t('network.use'),
      render: (nic) => (
        <Checkbox
          aria-label={t('network.useOf', { adapter: nic.name })}
          checked={draft(nic)?.isSelected ?? true}
          onChange={(_, { checked }) => change(nic.nicId ?? '', { isSelected: checked === true })}
        />
      ),
    },
    {
      id: 'subnet',
      header: t('network.subnet'),
      render: (nic) => (
        <Dropdown
          size="small"
          aria-label={t('network.subnetOf', { adapter: nic.name })}
          disabled={network === undefined || draft(nic)?.isSelected === false}
          value={draft(nic)?.subnetName ?? t('network.noSubnet')}
          selectedOptions={[draft(nic)?.subnetName ?? NONE]}
          onOptionSelect={(_, { optionValue = NONE }) => change(nic.nicId ?? '', { subnetName: optionValue || null })}
        >
          <Option value={NONE}>{t('network.noSubnet')}</Option>
          {(network?.subnets ?? []).map(({ name, addressPrefix }) => (
            <Option key={name} value={name} text={name}>
              {`${name} (${addressPrefix})`}
            </Option>
          ))}
        </Dropdown>
      ),
    },
  ];
}

function draftOf({ nicId, selectionType, ipConfigs }: ItemNic): NicDraft {
  return {
    nicId: nicId ?? '',
    isSelected: selectionType !== 'NotSelected',
    subnetName: ipConfigs?.[0]?.recoverySubnetName || null,
    staticIpAddress: ipConfigs?.[0]?.recoveryStaticIPAddress || null,
  };
}
