import { makeStyles, tokens } from '@fluentui/react-components';
import { ServerRegular, Warning16Regular } from '@fluentui/react-icons';
import { useMemo, type ReactElement } from 'react';
import type { HostDetail } from '../../../management/wire.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { PageFrame } from '../../components/page-frame.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { RouterLink } from '../../components/router-link.tsx';
import { SimpleTable, type SimpleColumn } from '../../components/simple-table.tsx';
import { PanelSkeleton } from '../../components/skeletons.tsx';
import { useCalmItemRows } from '../../data/calm-item-rows.ts';
import { formatBytes } from '../../data/format.ts';
import { useHosts } from '../../data/queries.ts';
import { t, tOr } from '../../strings/translate.ts';
import { FlowsPanel } from './flows-panel.tsx';
import { countActivity } from './host-activity.ts';
import { SitesPanel } from './sites-panel.tsx';

const useStyles = makeStyles({
  page: { display: 'grid', rowGap: tokens.spacingVerticalL },
  late: {
    display: 'inline-flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalXS,
    color: tokens.colorStatusWarningForeground3,
    '& > svg': { flexShrink: 0 },
  },
});

/** Sites, hosts and what runs on them, and the way the data takes. */
export function InfrastructurePage(): ReactElement {
  const styles = useStyles();
  const hosts = useHosts();
  const { rows } = useCalmItemRows();
  const activity = useMemo(() => countActivity(rows), [rows]);
  return (
    <PageFrame title={t('infrastructure.title')} crumbs={[{ label: t('app.vault'), to: '/' }]}>
      <QueryView query={hosts} what={t('infrastructure.what')} skeleton={<PanelSkeleton heightPx={320} />}>
        {(loaded) =>
          loaded.length === 0 ? (
            <EmptyState icon={<ServerRegular />} title={t('bandwidth.none.title')} body={t('bandwidth.none.body')} />
          ) : (
            <div className={styles.page}>
              <FlowsPanel hosts={loaded} activity={activity} />
              <SitesPanel hosts={loaded} />
              <Panel title={t('infrastructure.hosts')}>
                <SimpleTable
                  label={t('infrastructure.hosts')}
                  columns={hostColumns}
                  rows={loaded}
                  keyOf={({ id }) => id}
                />
              </Panel>
            </div>
          )
        }
      </QueryView>
    </PageFrame>
  );
}

const hostColumns: readonly SimpleColumn<HostDetail>[] = [
  {
    id: 'host',
    header: t('infrastructure.host'),
    render: ({ name }) => <RouterLink to={`/items?host=${encodeURIComponent(name)}`}>{name}</RouterLink>,
  },
  {
    id: 'site',
    header: t('infrastructure.site'),
    render: ({ site, fabricKind }) => `${site} (${t(`infrastructure.kind.${fabricKind}`)})`,
  },
  {
    id: 'provider',
    header: t('infrastructure.provider'),
    render: ({ providerVersion, providerVersionState }) => (
      <Version version={providerVersion} state={providerVersionState} />
    ),
  },
  {
    id: 'agent',
    header: t('infrastructure.agent'),
    render: ({ agentVersion, agentVersionState }) => <Version version={agentVersion} state={agentVersionState} />,
  },
  {
    id: 'heartbeat',
    header: t('infrastructure.heartbeat'),
    render: ({ lastHeartbeat, isSilent }) => <Heartbeat at={lastHeartbeat} isSilent={isSilent} />,
  },
  {
    id: 'vmm',
    header: t('infrastructure.vmmServer'),
    render: ({ vmmServer }) =>
      vmmServer === null ? (
        t('value.none')
      ) : (
        <>
          {vmmServer.name} <Heartbeat at={vmmServer.lastHeartbeat} isSilent={vmmServer.isSilent} />
        </>
      ),
  },
  {
    id: 'machines',
    header: t('infrastructure.machines'),
    isNumeric: true,
    render: ({ protectedCount, machineCount }) =>
      t('infrastructure.machinesOf', { protected: protectedCount, count: machineCount }),
  },
  {
    id: 'free',
    header: t('infrastructure.free'),
    render: ({ volumes }) =>
      volumes
        .map(({ name, freeBytes, sizeBytes }) =>
          t('infrastructure.freeOf', { name, free: formatBytes(freeBytes), size: formatBytes(sizeBytes) }),
        )
        .join(', '),
  },
];

/** A version, with what is to be done about it. */
function Version({ version, state }: { readonly version: string; readonly state: string }): ReactElement {
  const styles = useStyles();
  if (state === 'Supported') return <>{version}</>;
  return (
    <span className={styles.late}>
      <Warning16Regular aria-hidden="true" />
      {`${version} (${tOr(`infrastructure.versionState.${state}`, state)})`}
    </span>
  );
}

function Heartbeat({ at, isSilent }: { readonly at: string; readonly isSilent: boolean }): ReactElement {
  const styles = useStyles();
  if (!isSilent) return <RelativeTime at={at} />;
  return (
    <span className={styles.late} title={t('infrastructure.silent')}>
      <Warning16Regular aria-hidden="true" />
      <RelativeTime at={at} />
    </span>
  );
}
