import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { VirtualNetworkRegular } from '@fluentui/react-icons';
import { useMemo, useState, type ReactElement } from 'react';
import { EmptyState } from '../../components/empty-state.tsx';
import { Intro } from '../../components/intro.tsx';
import { PageFrame } from '../../components/page-frame.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueriesView } from '../../components/query-view.tsx';
import { SimpleTable, type SimpleColumn } from '../../components/simple-table.tsx';
import { PanelSkeleton } from '../../components/skeletons.tsx';
import { useContainers, useNetworkMappings, useNetworks } from '../../data/vault-queries.ts';
import { t } from '../../strings/translate.ts';
import { MapNetworkDialog } from './map-network-dialog.tsx';
import { mappedNetworks, type MappedNetwork } from './mapped-network.ts';
import { RemoveMappingDialog } from './remove-mapping-dialog.tsx';

const useStyles = makeStyles({
  muted: { color: tokens.colorNeutralForeground3 },
  actions: { display: 'flex', gap: tokens.spacingHorizontalS },
});

/** What is under way: a dialog about one network. */
interface Edit {
  readonly kind: 'map' | 'remove';
  readonly networkId: string;
}

/** The networks of all sites, and which network of Azure stands for each. */
export function NetworkMappingPage(): ReactElement {
  const networks = useNetworks();
  const mappings = useNetworkMappings();
  const containers = useContainers();
  const [edit, setEdit] = useState<Edit | null>(null);
  const rows = useMemo(
    () => mappedNetworks(networks.data ?? [], mappings.data ?? [], containers.data ?? []),
    [networks.data, mappings.data, containers.data],
  );
  const edited = rows.find(({ id }) => id === edit?.networkId);
  const close = () => setEdit(null);
  return (
    <PageFrame title={t('networkMapping.title')} crumbs={[{ label: t('app.vault'), to: '/' }]}>
      <Intro text={t('networkMapping.intro')} />
      <QueriesView
        queries={[networks, mappings, containers]}
        what={t('networkMapping.what')}
        skeleton={<PanelSkeleton heightPx={200} />}
      >
        {() =>
          rows.length === 0 ? (
            <EmptyState
              icon={<VirtualNetworkRegular />}
              title={t('networkMapping.none.title')}
              body={t('networkMapping.none.body')}
            />
          ) : (
            <Panel title={t('networkMapping.tableTitle')}>
              <SimpleTable
                label={t('networkMapping.tableTitle')}
                columns={columnsFor(setEdit)}
                rows={rows}
                keyOf={({ id }) => id}
              />
            </Panel>
          )
        }
      </QueriesView>
      {edited && edit?.kind === 'map' && <MapNetworkDialog network={edited} onClose={close} />}
      {edited?.mapping && edit?.kind === 'remove' && (
        <RemoveMappingDialog network={edited} mappingId={edited.mapping.id} onClose={close} />
      )}
    </PageFrame>
  );
}

function columnsFor(onEdit: (edit: Edit) => void): readonly SimpleColumn<MappedNetwork>[] {
  return [
    { id: 'site', header: t('networkMapping.site'), render: ({ site }) => site },
    { id: 'network', header: t('networkMapping.network'), render: ({ name }) => name },
    {
      id: 'addresses',
      header: t('networkMapping.addresses'),
      render: ({ addressPrefixes }) => addressPrefixes.join(', ') || t('value.none'),
    },
    {
      id: 'target',
      header: t('networkMapping.target'),
      render: ({ mapping }) => mapping?.recoveryNetworkName ?? <Unmapped />,
    },
    { id: 'actions', header: '', render: (network) => <Actions network={network} onEdit={onEdit} /> },
  ];
}

function Unmapped(): ReactElement {
  const styles = useStyles();
  return <span className={styles.muted}>{t('networkMapping.unmapped')}</span>;
}

function Actions({
  network: { id, name, site, mapping },
  onEdit,
}: {
  readonly network: MappedNetwork;
  readonly onEdit: (edit: Edit) => void;
}): ReactElement {
  const styles = useStyles();
  const names = { network: name, site };
  return (
    <div className={styles.actions}>
      <Button
        size="small"
        aria-label={mapping ? t('networkMapping.changeOf', names) : t('networkMapping.mapOf', names)}
        onClick={() => onEdit({ kind: 'map', networkId: id })}
      >
        {mapping ? t('networkMapping.change') : t('networkMapping.map')}
      </Button>
      {mapping && (
        <Button
          size="small"
          aria-label={t('networkMapping.removeOf', names)}
          onClick={() => onEdit({ kind: 'remove', networkId: id })}
        >
          {t('networkMapping.remove')}
        </Button>
      )}
    </div>
  );
}
