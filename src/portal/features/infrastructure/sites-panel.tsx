import { Fragment, type ReactElement } from 'react';
import type { HostDetail } from '../../../management/wire.ts';
import { HealthBadge } from '../../components/health-badge.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueriesView } from '../../components/query-view.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { RouterLink } from '../../components/router-link.tsx';
import { SimpleTable, type SimpleColumn } from '../../components/simple-table.tsx';
import { RowsSkeleton } from '../../components/skeletons.tsx';
import { useFabrics } from '../../data/queries.ts';
import { useContainerMappings, useContainers, useNetworkMappings, useNetworks } from '../../data/vault-queries.ts';
import { t } from '../../strings/translate.ts';
import { mappedNetworks } from '../network-mapping/mapped-network.ts';
import { siteRows, type SiteRow } from './site-row.ts';

/** Sites and VMM servers, with what each is associated with; every figure leads to the page that has more. */
export function SitesPanel({ hosts }: { readonly hosts: readonly HostDetail[] }): ReactElement {
  const [fabrics, containers, associations] = [useFabrics(), useContainers(), useContainerMappings()];
  const [networks, mappings] = [useNetworks(), useNetworkMappings()];
  const rows = siteRows({
    hosts,
    fabrics: fabrics.data ?? [],
    containers: containers.data ?? [],
    associations: associations.data ?? [],
    networks: mappedNetworks(networks.data ?? [], mappings.data ?? [], containers.data ?? []),
  });
  return (
    <Panel title={t('infrastructure.sites')}>
      <QueriesView
        queries={[fabrics, containers, associations, networks, mappings]}
        what={t('infrastructure.whatSites')}
        skeleton={<RowsSkeleton rows={2} />}
      >
        {() => (
          <SimpleTable label={t('infrastructure.sites')} columns={columns} rows={rows} keyOf={({ fabric }) => fabric} />
        )}
      </QueriesView>
    </Panel>
  );
}

const columns: readonly SimpleColumn<SiteRow>[] = [
  {
    id: 'site',
    header: t('infrastructure.site'),
    render: ({ site }) => <RouterLink to={`/items?site=${encodeURIComponent(site)}`}>{site}</RouterLink>,
  },
  {
    id: 'kind',
    header: t('infrastructure.kind'),
    render: ({ kind, clouds }) =>
      [t(`infrastructure.kind.${kind}`), ...clouds.map((name) => t('infrastructure.cloud', { name }))].join(' · '),
  },
  { id: 'health', header: t('infrastructure.health'), render: ({ health }) => <HealthBadge health={health} /> },
  {
    id: 'heartbeat',
    header: t('infrastructure.heartbeat'),
    render: ({ lastHeartbeat }) => <RelativeTime at={lastHeartbeat} />,
  },
  { id: 'hosts', header: t('infrastructure.hosts'), isNumeric: true, render: ({ hostCount }) => hostCount },
  {
    id: 'machines',
    header: t('infrastructure.machines'),
    isNumeric: true,
    render: ({ protectedCount, machineCount }) =>
      t('infrastructure.machinesOf', { protected: protectedCount, count: machineCount }),
  },
  {
    id: 'provider',
    header: t('infrastructure.provider'),
    render: ({ providerVersions }) => providerVersions.join(', '),
  },
  { id: 'policies', header: t('nav.policies'), render: (row) => <Policies names={row.policies} /> },
  {
    id: 'networks',
    header: t('infrastructure.networks'),
    isNumeric: true,
    render: ({ networkCount, mappedNetworkCount }) => (
      <RouterLink to="/network-mapping">
        {t('infrastructure.networksOf', { mapped: mappedNetworkCount, count: networkCount })}
      </RouterLink>
    ),
  },
];

function Policies({ names }: { readonly names: readonly string[] }): ReactElement {
  if (names.length === 0) return <>{t('value.none')}</>;
  return (
    <>
      {names.map((name, index) => (
        <Fragment key={name}>
          {index > 0 && ', '}
          <RouterLink to={`/policies/${encodeURIComponent(name)}`}>{name}</RouterLink>
        </Fragment>
      ))}
    </>
  );
}
