import { DesktopOffRegular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { Navigate, useNavigate, useParams } from 'react-router';
import type { ItemRow } from '../../../management/wire.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorBoundary } from '../../components/error-boundary.tsx';
import { HealthBadge } from '../../components/health-badge.tsx';
import { PageFrame } from '../../components/page-frame.tsx';
import { RouterLink } from '../../components/router-link.tsx';
import { PanelSkeleton } from '../../components/skeletons.tsx';
import { itemPath } from '../../data/dialogs.ts';
import { useItemRow, useItemRows } from '../../data/live-context.ts';
import { useOperations } from '../../data/queries.ts';
import { t } from '../../strings/translate.ts';
import { ComputeNetworkTab } from './compute-network-tab.tsx';
import { DisksTab } from './disks-tab.tsx';
import { EventsTab } from './events-tab.tsx';
import { HealthTab } from './health-tab.tsx';
import { useItemCommands } from './item-commands.tsx';
import { useItemShortcuts } from './item-shortcuts.ts';
import { ItemTabs, TABS, type TabName } from './item-tabs.tsx';
import { JobsTab } from './jobs-tab.tsx';
import { OverviewTab } from './overview-tab.tsx';
import { PropertiesTab } from './properties-tab.tsx';
import { RecoveryPointsTab } from './recovery-points-tab.tsx';

const views: Readonly<Record<TabName, (props: { readonly row: ItemRow }) => ReactElement>> = {
  overview: OverviewTab,
  health: HealthTab,
  disks: DisksTab,
  'recovery-points': RecoveryPointsTab,
  events: EventsTab,
  jobs: JobsTab,
  'compute-network': ComputeNetworkTab,
  properties: PropertiesTab,
};

const CRUMBS = [
  { label: t('app.vault'), to: '/' },
  { label: t('items.title'), to: '/items' },
];

/** One replicated item: what it does, how it is, and what can be done about it. */
export function ItemPage(): ReactElement {
  const { itemId = '' } = useParams();
  const row = useItemRow(itemId);
  return row ? <KnownItem row={row} /> : <UnknownItem />;
}

function KnownItem({ row }: { readonly row: ItemRow }): ReactElement {
  const navigate = useNavigate();
  const { tab = 'overview' } = useParams();
  const refusals = useOperations(row.id).data?.refusals;
  const commands = useItemCommands()(row, refusals);
  useItemShortcuts(commands);
  const current = TABS.find((name) => name === tab);
  // An address that names no tab shows the overview, and says so.
  if (current === undefined) return <Navigate to={itemPath(row.id)} replace />;
  const View = views[current];
  const isSick = row.health === 'Critical' || row.health === 'Warning';
  return (
    <PageFrame
      title={row.name}
      documentTitle={isSick ? t('item.titleHealth', { health: t(`health.${row.health}`), name: row.name }) : row.name}
      crumbs={CRUMBS}
      aside={<HealthBadge health={row.health} isStrong />}
      commands={commands}
    >
      <ItemTabs
        current={current}
        onChoose={(name) => void navigate(itemPath(row.id, name === 'overview' ? undefined : name))}
      />
      <ErrorBoundary resetKey={`${row.id}/${current}`}>
        <View row={row} />
      </ErrorBoundary>
    </PageFrame>
  );
}

/** Not heard of: still loading, or gone. */
function UnknownItem(): ReactElement {
  const { state } = useItemRows();
  if (state === 'loading') {
    return (
      <PageFrame title={t('loading')} crumbs={CRUMBS}>
        <PanelSkeleton heightPx={180} />
      </PageFrame>
    );
  }
  return (
    <PageFrame title={t('item.missing.title')} crumbs={CRUMBS}>
      <EmptyState
        icon={<DesktopOffRegular />}
        title={t('item.missing.title')}
        body={t('item.missing.body')}
        actions={<RouterLink to="/items">{t('item.missing.list')}</RouterLink>}
      />
    </PageFrame>
  );
}
