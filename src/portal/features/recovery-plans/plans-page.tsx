import { makeStyles, tokens } from '@fluentui/react-components';
import { Add20Regular, ClipboardTaskListLtr24Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { EmptyState } from '../../components/empty-state.tsx';
import { Intro } from '../../components/intro.tsx';
import { PageFrame } from '../../components/page-frame.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { RouterLink } from '../../components/router-link.tsx';
import { SimpleTable, type SimpleColumn } from '../../components/simple-table.tsx';
import { PanelSkeleton } from '../../components/skeletons.tsx';
import { planPath } from '../../data/dialogs.ts';
import { formatCount } from '../../data/format.ts';
import { usePlans } from '../../data/queries.ts';
import { useUrlState } from '../../data/url-state.ts';
import { t } from '../../strings/translate.ts';
import { PlanPane } from './plan-pane.tsx';
import { PlanRunLink } from './plan-run-link.tsx';
import { bootGroups, lastFailover, machineIds, planView, type PlanView } from './plan-view.ts';

const useStyles = makeStyles({
  order: { display: 'flex', flexWrap: 'wrap', columnGap: tokens.spacingHorizontalM },
  group: { whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' },
});

/** All recovery plans: their order, and how their last runs went. */
export function PlansPage(): ReactElement {
  const plans = usePlans();
  const [params, change] = useUrlState();
  const create = () => change({ pane: 'new' }, { isNewEntry: true });
  return (
    <PageFrame
      title={t('recoveryPlans.title')}
      crumbs={[{ label: t('app.vault'), to: '/' }]}
      commands={[{ id: 'new', label: t('recoveryPlans.new'), icon: <Add20Regular />, onSelect: create }]}
    >
      <Intro text={t('recoveryPlans.intro')} />
      <QueryView query={plans} what={t('recoveryPlans.what')} skeleton={<PanelSkeleton heightPx={200} />}>
        {(loaded) =>
          loaded.length === 0 ? (
            <EmptyState
              icon={<ClipboardTaskListLtr24Regular />}
              title={t('recoveryPlans.none.title')}
              body={t('recoveryPlans.none.body')}
            />
          ) : (
            <Panel title={t('recoveryPlans.title')}>
              <SimpleTable
                label={t('recoveryPlans.title')}
                columns={columns}
                rows={loaded.map(planView)}
                keyOf={({ name }) => name}
              />
            </Panel>
          )
        }
      </QueryView>
      {params.get('pane') === 'new' && <PlanPane saved={null} onClose={() => change({ pane: null })} />}
    </PageFrame>
  );
}

const columns: readonly SimpleColumn<PlanView>[] = [
  {
    id: 'name',
    header: t('recoveryPlans.name'),
    render: ({ name }) => <RouterLink to={planPath(name)}>{name}</RouterLink>,
  },
  { id: 'route', header: t('recoveryPlans.route'), render: ({ site, target }) => `${site} → ${target}` },
  {
    id: 'machines',
    header: t('recoveryPlans.machines'),
    isNumeric: true,
    render: (plan) => formatCount(machineIds(plan).length),
  },
  { id: 'order', header: t('recoveryPlans.order'), render: (plan) => <Order plan={plan} /> },
  { id: 'run', header: t('recoveryPlans.lastRun'), render: ({ lastRun }) => <PlanRunLink run={lastRun} /> },
  { id: 'test', header: t('recoveryPlans.lastTest'), render: ({ lastTest }) => <RelativeTime at={lastTest} /> },
  {
    id: 'failover',
    header: t('recoveryPlans.lastFailover'),
    render: (plan) => <RelativeTime at={lastFailover(plan)} />,
  },
];

function Order({ plan }: { readonly plan: PlanView }): ReactElement {
  const styles = useStyles();
  return (
    <span className={styles.order}>
      {bootGroups(plan).map(({ number, itemIds }) => (
        <span key={number} className={styles.group}>
          {t('recoveryPlans.orderOf', { name: t('recoveryPlan.group.short', { number }), count: itemIds.length })}
        </span>
      ))}
    </span>
  );
}
