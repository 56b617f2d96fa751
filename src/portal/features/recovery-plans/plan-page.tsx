import { makeStyles, tokens } from '@fluentui/react-components';
import { ClipboardTaskListLtr24Regular } from '@fluentui/react-icons';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, type ReactElement } from 'react';
import { useParams } from 'react-router';
import { EmptyState } from '../../components/empty-state.tsx';
import { KeyValueList, type KeyValue } from '../../components/key-value.tsx';
import { PageFrame } from '../../components/page-frame.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { RouterLink } from '../../components/router-link.tsx';
import { PanelSkeleton } from '../../components/skeletons.tsx';
import { useCalmItemRows } from '../../data/calm-item-rows.ts';
import { invalidate } from '../../data/invalidation.ts';
import { usePlans } from '../../data/queries.ts';
import { queryKeys } from '../../data/query-keys.ts';
import { useUrlState } from '../../data/url-state.ts';
import { t } from '../../strings/translate.ts';
import { DeletePlanDialog } from './delete-plan-dialog.tsx';
import { usePlanCommands } from './plan-commands.tsx';
import { PlanPane } from './plan-pane.tsx';
import { PlanRunDialog } from './plan-run-dialog.tsx';
import { PlanRunLink } from './plan-run-link.tsx';
import { PlanSteps } from './plan-steps.tsx';
import { machineIds, PLAN_OPERATIONS, planView, type PlanView } from './plan-view.ts';
import { RunBanner } from './run-banner.tsx';

const useStyles = makeStyles({
  panels: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    rowGap: tokens.spacingVerticalL,
    maxWidth: '1280px',
  },
});

const crumbs = [
  { label: t('app.vault'), to: '/' },
  { label: t('recoveryPlans.title'), to: '/recovery-plans' },
];

/** One recovery plan: its steps in their order, the run under way, and what can be run. */
export function PlanPage(): ReactElement {
  const { planName = '' } = useParams();
  const plans = usePlans();
  const plan = plans.data?.map(planView).find(({ name }) => name.toLowerCase() === planName.toLowerCase());
  if (plan) return <LoadedPlan plan={plan} />;
  return (
    <PageFrame title={planName} crumbs={crumbs}>
      <QueryView query={plans} what={t('recoveryPlan.what')} skeleton={<PanelSkeleton heightPx={320} />}>
        {() => (
          <EmptyState
            icon={<ClipboardTaskListLtr24Regular />}
            title={t('recoveryPlan.missing')}
            body={t('recoveryPlan.missingBody')}
            actions={<RouterLink to="/recovery-plans">{t('recoveryPlans.title')}</RouterLink>}
          />
        )}
      </QueryView>
    </PageFrame>
  );
}

function LoadedPlan({ plan }: { readonly plan: PlanView }): ReactElement {
  const styles = useStyles();
  const [params, change] = useUrlState();
  const commands = usePlanCommands(plan);
  useFreshVerdicts(plan);
  const close = () => change({ run: null, pane: null });
  const operation = PLAN_OPERATIONS.find((each) => each === params.get('run'));
  const pane = params.get('pane');
  return (
    <PageFrame title={plan.name} crumbs={crumbs} commands={commands}>
      <div className={styles.panels}>
        <RunBanner plan={plan} />
        <Panel title={t('recoveryPlan.essentials')}>
          <KeyValueList entries={essentials(plan)} />
        </Panel>
        <Panel title={t('recoveryPlan.steps')}>
          <PlanSteps plan={plan} />
        </Panel>
      </div>
      {operation && <PlanRunDialog key={operation} plan={plan} operation={operation} onClose={close} />}
      {pane === 'edit' && <PlanPane saved={plan} onClose={close} />}
      {pane === 'delete' && <DeletePlanDialog name={plan.name} onClose={close} />}
    </PageFrame>
  );
}

/** What a plan allows follows from its machines, of which the feed tells by their rows. */
function useFreshVerdicts(plan: PlanView): void {
  const queries = useQueryClient();
  const { rows } = useCalmItemRows();
  const members = new Set(machineIds(plan));
  const signature = rows
    .filter(({ id }) => members.has(id))
    .map(({ id, stage, allowedOperations }) => `${id} ${stage} ${allowedOperations.join()}`)
    .join('|');
  useEffect(() => {
    if (signature !== '') invalidate(queries, { queryKey: queryKeys.recoveryPlans() });
  }, [queries, signature]);
}

function essentials(plan: PlanView): readonly KeyValue[] {
  return [
    { label: t('recoveryPlan.source'), value: plan.site },
    { label: t('recoveryPlan.target'), value: plan.target },
    { label: t('recoveryPlans.machines'), value: String(machineIds(plan).length) },
    { label: t('recoveryPlan.model'), value: plan.model },
    { label: t('recoveryPlans.lastTest'), value: <RelativeTime at={plan.lastTest} /> },
    { label: t('recoveryPlan.lastPlanned'), value: <RelativeTime at={plan.lastPlanned} /> },
    { label: t('recoveryPlan.lastUnplanned'), value: <RelativeTime at={plan.lastUnplanned} /> },
    { label: t('recoveryPlan.job'), value: <PlanRunLink run={plan.lastRun} /> },
  ];
}
