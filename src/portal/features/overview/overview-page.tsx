import { makeStyles, tokens } from '@fluentui/react-components';
import { HardDrive20Regular, ShieldAdd20Regular } from '@fluentui/react-icons';
import { useMemo, type ReactElement } from 'react';
import { useNavigate } from 'react-router';
import type { ItemRow, ItemStage } from '../../../management/wire.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { PageFrame } from '../../components/page-frame.tsx';
import { Panel } from '../../components/panel.tsx';
import { RouterLink } from '../../components/router-link.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { AsOf } from '../../components/relative-time.tsx';
import { PanelSkeleton, RowsSkeleton } from '../../components/skeletons.tsx';
import { useCalmItemRows } from '../../data/calm-item-rows.ts';
import { useDialog } from '../../data/dialogs.ts';
import { useRootCauses } from '../../data/insight-queries.ts';
import { useJobFigures } from '../../data/job-queries.ts';
import { useLiveData } from '../../data/live-context.ts';
import { t } from '../../strings/translate.ts';
import { CauseTable } from '../errors/cause-table.tsx';
import { FirstRun } from '../items/first-run.tsx';
import { INITIAL_STAGES } from '../items/item-stage.ts';
import { FigureStrip, type Figure } from './figure-strip.tsx';
import { HealthDonut } from './health-donut.tsx';
import { NextLogsPanel } from './next-logs-panel.tsx';
import { countHealth } from './overview-figures.ts';
import { ResyncCalendarPanel } from './resync-calendar-panel.tsx';
import { RpoBandPanel } from './rpo-band-panel.tsx';
import { RpoPanel } from './rpo-panel.tsx';

const SHOWN = 5;

const useStyles = makeStyles({
  page: {
    display: 'grid',
    gap: tokens.spacingVerticalL,
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 460px), 1fr))',
    alignItems: 'stretch',
  },
  wide: { gridColumn: '1 / -1', display: 'grid' },
  heading: {
    margin: `${tokens.spacingVerticalL} 0 ${tokens.spacingVerticalS}`,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
  },
  muted: { margin: 0, color: tokens.colorNeutralForeground3 },
  aside: { display: 'inline-flex', columnGap: tokens.spacingHorizontalM, alignItems: 'center' },
});

/** The vault at a glance: what is sick, what runs, what will be next. */
export function OverviewPage(): ReactElement {
  const styles = useStyles();
  const navigate = useNavigate();
  const { open } = useDialog();
  const { refetch } = useLiveData();
  const { state, rows, error } = useCalmItemRows();
  const critical = countHealth(rows).Critical;
  return (
    <PageFrame
      title={t('overview.title')}
      documentTitle={critical > 0 ? t('overview.titleCritical', { count: critical }) : t('overview.title')}
      commands={[
        {
          id: 'protect',
          label: t('items.firstRun.protect'),
          icon: <ShieldAdd20Regular />,
          onSelect: () => void navigate('/protect'),
        },
        { id: 'import', label: t('items.import'), icon: <HardDrive20Regular />, onSelect: () => open('importDisk') },
      ]}
    >
      {error && (
        <ErrorPanel
          title={t('error.title', { what: t('items.what') })}
          error={error}
          onRetry={refetch}
          isRetriedByItself
        />
      )}
      {state === 'loading' && <PanelSkeleton heightPx={260} />}
      {state === 'ready' && rows.length === 0 && <FirstRun />}
      {state === 'ready' && rows.length > 0 && (
        <div className={styles.page}>
          <Figures rows={rows} />
        </div>
      )}
    </PageFrame>
  );
}

function Figures({ rows }: { readonly rows: readonly ItemRow[] }): ReactElement {
  const styles = useStyles();
  const counts = useMemo(() => countHealth(rows), [rows]);
  const jobs = useJobFigures().data;
  const stageFigure = (id: string, label: string, stages: readonly ItemStage[], tone?: 'info' | 'warning'): Figure => ({
    id,
    label,
    count: rows.filter(({ stage }) => stages.includes(stage)).length,
    to: `/items?state=${encodeURIComponent(stages.join('|'))}`,
    ...(tone ? { tone } : {}),
  });
  return (
    <>
      <Panel title={t('overview.health')}>
        <HealthDonut counts={counts} />
      </Panel>
      <Panel title={t('overview.work')}>
        <FigureStrip
          figures={[
            stageFigure('protected', t('overview.stage.protected'), ['protected']),
            stageFigure('initial', t('overview.stage.initial'), INITIAL_STAGES, 'info'),
            stageFigure('resync', t('overview.stage.resync'), ['resynchronizing'], 'info'),
            stageFigure('required', t('overview.stage.required'), ['resynchronizationRequired'], 'warning'),
          ]}
        />
        <h3 className={styles.heading}>{t('overview.jobs')}</h3>
        <FigureStrip
          figures={[
            {
              id: 'failed',
              label: t('overview.jobs.failed'),
              count: jobs?.failed ?? null,
              to: '/jobs?state=Failed&range=24',
              tone: 'danger',
            },
            {
              id: 'running',
              label: t('overview.jobs.running'),
              count: jobs?.inProgress ?? null,
              to: '/jobs?state=InProgress',
              tone: 'info',
            },
            {
              id: 'waiting',
              label: t('overview.jobs.waiting'),
              count: jobs?.waiting ?? null,
              to: '/jobs?state=Suspended',
              tone: 'warning',
            },
          ]}
        />
      </Panel>
      <CausesPanel />
      <RpoPanel rows={rows} />
      <div className={styles.wide}>
        <RpoBandPanel />
      </div>
      <div className={styles.wide}>
        <NextLogsPanel />
      </div>
      <div className={styles.wide}>
        <ResyncCalendarPanel />
      </div>
    </>
  );
}

function CausesPanel(): ReactElement {
  const styles = useStyles();
  const navigate = useNavigate();
  const query = useRootCauses();
  return (
    <Panel
      title={t('causes.title')}
      aside={
        <span className={styles.aside}>
          <AsOf at={query.data?.asOf} />
          <RouterLink to="/errors">{t('causes.all')}</RouterLink>
        </span>
      }
    >
      <QueryView query={query} what={t('causes.what')} skeleton={<RowsSkeleton rows={3} />}>
        {({ causes }) =>
          causes.length === 0 ? (
            <p className={styles.muted}>{t('causes.none')}</p>
          ) : (
            <CauseTable
              causes={causes.slice(0, SHOWN)}
              isShort
              onOpen={(id) => void navigate(`/errors?cause=${encodeURIComponent(id)}`)}
            />
          )
        }
      </QueryView>
    </Panel>
  );
}
