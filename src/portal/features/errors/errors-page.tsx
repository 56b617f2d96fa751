import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ShieldCheckmark32Regular } from '@fluentui/react-icons';
import { useMemo, type ReactElement } from 'react';
import type { RootCause } from '../../../management/wire-insight.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { DetailPane } from '../../components/detail-pane.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { HealthBadge } from '../../components/health-badge.tsx';
import { PageFrame } from '../../components/page-frame.tsx';
import { Panel } from '../../components/panel.tsx';
import { RouterLink } from '../../components/router-link.tsx';
import { SimpleTable, type SimpleColumn } from '../../components/simple-table.tsx';
import { AsOf, RelativeTime } from '../../components/relative-time.tsx';
import { PanelSkeleton } from '../../components/skeletons.tsx';
import { useCalmItemRows } from '../../data/calm-item-rows.ts';
import { useRootCauses } from '../../data/insight-queries.ts';
import { useLiveData } from '../../data/live-context.ts';
import { useUrlState } from '../../data/url-state.ts';
import { t, tOr } from '../../strings/translate.ts';
import { CauseDetail } from './cause-detail.tsx';
import { CauseTable } from './cause-table.tsx';
import { causeTitle } from './cause-text.ts';
import { groupErrors, type ErrorGroup } from './error-groups.ts';
import { GroupDetail } from './group-detail.tsx';

const NO_CAUSES: readonly RootCause[] = [];

const useStyles = makeStyles({
  code: { color: tokens.colorNeutralForeground3 },
  causes: { display: 'grid', marginBottom: tokens.spacingVerticalL },
});

/** What is wrong: by root cause, with how many machines each holds up, and by error. */
export function ErrorsPage(): ReactElement {
  const styles = useStyles();
  const { refetch } = useLiveData();
  const { state, rows, error } = useCalmItemRows();
  const [params, changeUrl] = useUrlState();
  const causeQuery = useRootCauses();
  const causes = causeQuery.data?.causes ?? NO_CAUSES;
  const groups = useMemo(() => groupErrors(rows, causes), [rows, causes]);
  const isQuiet = state === 'ready' && groups.length === 0 && causeQuery.data?.causes.length === 0;
  const openCause = causes.find(({ id }) => id === params.get('cause'));
  const open = groups.find(({ code }) => code === params.get('code'));
  const columns = useColumns((code) => changeUrl({ code }, { isNewEntry: true }));
  return (
    <PageFrame
      title={t('errors.title')}
      documentTitle={groups.length > 0 ? t('errors.titleCount', { count: groups.length }) : t('errors.title')}
      crumbs={[{ label: t('app.vault'), to: '/' }]}
    >
      {error && (
        <ErrorPanel
          title={t('error.title', { what: t('items.what') })}
          error={error}
          onRetry={refetch}
          isRetriedByItself
        />
      )}
      {state === 'loading' && <PanelSkeleton heightPx={240} />}
      {isQuiet && (
        <EmptyState icon={<ShieldCheckmark32Regular />} title={t('errors.empty.title')} body={t('errors.empty.body')} />
      )}
      {causeQuery.error && (
        <ErrorPanel
          title={t('error.title', { what: t('causes.what') })}
          error={causeQuery.error}
          onRetry={() => void causeQuery.refetch()}
          isRetriedByItself
        />
      )}
      {causes.length > 0 && (
        <div className={styles.causes}>
          <Panel title={t('causes.title')} aside={<AsOf at={causeQuery.data?.asOf} />}>
            <CauseTable causes={causes} onOpen={(cause) => changeUrl({ cause }, { isNewEntry: true })} />
          </Panel>
        </div>
      )}
      {groups.length > 0 && (
        <Panel title={t('errors.byCode')}>
          <SimpleTable label={t('errors.title')} columns={columns} rows={groups} keyOf={({ code }) => code} />
        </Panel>
      )}
      <DetailPane
        title={openCause ? causeTitle(openCause) : ''}
        isOpen={openCause !== undefined}
        onClose={() => changeUrl({ cause: null })}
      >
        {openCause && <CauseDetail cause={openCause} />}
      </DetailPane>
      <DetailPane
        title={open ? tOr(`fault.${open.code}`, open.code) : ''}
        isOpen={open !== undefined}
        onClose={() => changeUrl({ code: null })}
      >
        {open && <GroupDetail group={open} />}
      </DetailPane>
    </PageFrame>
  );
}

function useColumns(onOpen: (code: string) => void): readonly SimpleColumn<ErrorGroup>[] {
  const styles = useStyles();
  return [
    { id: 'severity', header: t('errors.severity'), render: ({ severity }) => <HealthBadge health={severity} /> },
    {
      id: 'error',
      header: t('errors.error'),
      render: ({ code }) => (
        <>
          {tOr(`fault.${code}`, code)} <span className={styles.code}>{code}</span>
        </>
      ),
    },
    {
      id: 'items',
      header: t('errors.items'),
      isNumeric: true,
      render: ({ code, items }) => (
        <RouterLink to={`/items?error=${encodeURIComponent(code)}`}>
          {t('count.machines', { count: items.length })}
        </RouterLink>
      ),
    },
    { id: 'cause', header: t('causes.cause'), render: ({ causes }) => <Causes causes={causes} /> },
    { id: 'since', header: t('errors.since'), render: ({ since }) => since && <RelativeTime at={since} /> },
    { id: 'seen', header: t('causes.lastSeen'), render: ({ lastSeen }) => lastSeen && <RelativeTime at={lastSeen} /> },
    {
      id: 'details',
      header: t('errors.details'),
      render: ({ code }) => (
        <Button size="small" onClick={() => onOpen(code)}>
          {t('errors.show')}
        </Button>
      ),
    },
  ];
}

/** The first of them, as a link to what it is, and how many more there are. */
function Causes({ causes: [first, ...others] }: { readonly causes: readonly RootCause[] }): ReactElement | null {
  if (!first) return null;
  return (
    <>
      <RouterLink to={`/errors?cause=${encodeURIComponent(first.id)}`}>{causeTitle(first)}</RouterLink>
      {others.length > 0 && ` ${t('errors.moreCauses', { count: others.length })}`}
    </>
  );
}
