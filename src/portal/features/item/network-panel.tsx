import { Checkbox, Dropdown, Field, Input, Option, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { ItemNic } from '../../../management/arm.ts';
import type { TargetNetwork } from '../../../management/wire.ts';
import { Panel } from '../../components/panel.tsx';
import { SimpleTable, type SimpleColumn } from '../../components/simple-table.tsx';
import { armName } from '../../data/arm-name.ts';
import { t } from '../../strings/translate.ts';
import { NO_NETWORK, type NicDraft, type TargetDraft, type TargetProblems } from './target-draft.ts';

const NO_SUBNET = '';

const useStyles = makeStyles({
  content: { display: 'grid', rowGap: tokens.spacingVerticalM, justifyItems: 'start' },
  network: { width: '100%', maxWidth: '420px' },
  wide: { width: '100%', minWidth: 0 },
  text: { margin: 0, color: tokens.colorNeutralForeground2, maxWidth: '72ch' },
  problem: { margin: 0, color: tokens.colorStatusDangerForeground1 },
  subnet: { minWidth: '160px' },
  address: { minWidth: '144px', width: '176px' },
});

export interface NetworkPanelProps {
  readonly nics: readonly ItemNic[];
  readonly networks: readonly TargetNetwork[];
  readonly draft: TargetDraft;
  readonly problems: TargetProblems;
  /** Nothing may be changed now; the page says why. */
  readonly isLocked: boolean;
  readonly onNetwork: (networkId: string) => void;
  readonly onNic: (nicId: string, edit: Partial<NicDraft>) => void;
}

/** The adapters of the source, and what becomes of each in Azure. */
export function NetworkPanel({
  nics,
  networks,
  draft,
  problems,
  isLocked,
  onNetwork,
  onNic,
}: NetworkPanelProps): ReactElement {
  const styles = useStyles();
  const network = networks.find(({ id }) => id === draft.networkId);
  const rows = nics.map((nic, index): NicRow => ({ nic, draft: draft.nics[index] ?? UNKNOWN_NIC }));
  return (
    <Panel title={t('network.title')}>
      <div className={styles.content}>
        <Field label={t('network.target')} className={styles.network}>
          <Dropdown
            disabled={isLocked}
            value={network?.name ?? (armName(draft.networkId) || t('network.none'))}
            selectedOptions={[draft.networkId]}
            onOptionSelect={(_, { optionValue = NO_NETWORK }) => onNetwork(optionValue)}
          >
            <Option value={NO_NETWORK}>{t('network.none')}</Option>
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
              columns={[...SOURCE_COLUMNS, ...targetColumns({ network, problems, isLocked, onNic })]}
              rows={rows}
              keyOf={({ draft: { nicId } }) => nicId}
            />
          </div>
        )}
        {problems.nics && (
          <p role="alert" className={styles.problem}>
            {problems.nics}
          </p>
        )}
      </div>
    </Panel>
  );
}

interface NicRow {
  readonly nic: ItemNic;
  readonly draft: NicDraft;
}

const UNKNOWN_NIC: NicDraft = { nicId: '', isSelected: true, subnetName: null, ipAddress: '' };

const SOURCE_COLUMNS: readonly SimpleColumn<NicRow>[] = [
  { id: 'name', header: t('network.adapter'), render: ({ nic }) => nic.name },
  { id: 'switch', header: t('network.source'), render: ({ nic }) => nic.vMNetworkName ?? t('value.none') },
  { id: 'mac', header: t('network.mac'), render: ({ nic }) => nic.macAddress },
  { id: 'addresses', header: t('network.addresses'), render: ({ nic }) => nic.ipAddresses.join(', ') },
];

interface TargetColumnsProps extends Pick<NetworkPanelProps, 'problems' | 'isLocked' | 'onNic'> {
  readonly network: TargetNetwork | undefined;
}

function targetColumns(props: TargetColumnsProps): readonly SimpleColumn<NicRow>[] {
  const { network, problems, isLocked, onNic } = props;
  return [
    {
      id: 'use',
      header: t('network.use'),
      render: ({ nic, draft: { nicId, isSelected } }) => (
        <Checkbox
          aria-label={t('network.useOf', { adapter: nic.name })}
          disabled={isLocked}
          checked={isSelected}
          onChange={(_, { checked }) => onNic(nicId, { isSelected: checked === true })}
        />
      ),
    },
    {
      id: 'subnet',
      header: t('network.subnet'),
      render: (row) => <SubnetField {...row} network={network} isLocked={isLocked} onNic={onNic} />,
    },
    {
      id: 'address',
      header: t('network.address'),
      render: (row) => (
        <AddressField
          {...row}
          isLocked={isLocked || network === undefined}
          problem={problems.addresses[row.draft.nicId]}
          onNic={onNic}
        />
      ),
    },
  ];
}

function SubnetField({
  nic,
  draft,
  network,
  isLocked,
  onNic,
}: NicRow & Pick<TargetColumnsProps, 'network' | 'isLocked' | 'onNic'>): ReactElement {
  const styles = useStyles();
  return (
    <Dropdown
      className={styles.subnet}
      size="small"
      aria-label={t('network.subnetOf', { adapter: nic.name })}
      disabled={isLocked || network === undefined || !draft.isSelected}
      value={draft.subnetName ?? t('network.noSubnet')}
      selectedOptions={[draft.subnetName ?? NO_SUBNET]}
      onOptionSelect={(_, { optionValue = NO_SUBNET }) => onNic(draft.nicId, { subnetName: optionValue || null })}
    >
      <Option value={NO_SUBNET}>{t('network.noSubnet')}</Option>
      {(network?.subnets ?? []).map(({ name, addressPrefix }) => (
        <Option key={name} value={name} text={name}>
          {`${name} (${addressPrefix})`}
        </Option>
      ))}
    </Dropdown>
  );
}

function AddressField({
  nic,
  draft,
  isLocked,
  problem,
  onNic,
}: NicRow & Pick<TargetColumnsProps, 'isLocked' | 'onNic'> & { readonly problem: string | undefined }): ReactElement {
  const styles = useStyles();
  return (
    <Field size="small" validationMessage={problem ?? null}>
      <Input
        className={styles.address}
        size="small"
        aria-label={t('network.addressOf', { adapter: nic.name })}
        placeholder={t('network.addressByAzure')}
        disabled={isLocked || !draft.isSelected}
        value={draft.ipAddress}
        onChange={(_, { value }) => onNic(draft.nicId, { ipAddress: value.trim() })}
      />
    </Field>
  );
}
