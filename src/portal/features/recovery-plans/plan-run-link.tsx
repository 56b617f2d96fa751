import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { RouterLink } from '../../components/router-link.tsx';
import { jobPath } from '../../data/dialogs.ts';
import { t, tOr } from '../../strings/translate.ts';
import { JobStatePill } from '../job/job-state-pill.tsx';
import type { PlanRunView } from './plan-view.ts';

const useStyles = makeStyles({
  root: { display: 'inline-flex', alignItems: 'center', flexWrap: 'wrap', columnGap: tokens.spacingHorizontalS },
});

const JOB_STATES: Readonly<Record<string, string>> = {
  running: 'InProgress',
  waiting: 'Suspended',
  stopped: 'Failed',
  succeeded: 'Succeeded',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

/** The newest run: what it was, as a link to its job, and how it stands. */
export function PlanRunLink({ run }: { readonly run: PlanRunView | null }): ReactElement {
  const styles = useStyles();
  if (!run) return <span>{t('recoveryPlans.neverRun')}</span>;
  return (
    <span className={styles.root}>
      <RouterLink to={jobPath(run.jobId)}>{tOr(`recoveryPlan.op.${run.operation}`, run.operation)}</RouterLink>
      <JobStatePill state={JOB_STATES[run.state] ?? run.state} />
    </span>
  );
}
