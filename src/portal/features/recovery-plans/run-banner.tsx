import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { useState, type ReactElement } from 'react';
import { useNavigate } from 'react-router';
import { useCommand } from '../../data/commands.ts';
import { jobPath } from '../../data/dialogs.ts';
import { t } from '../../strings/translate.ts';
import type { TaskView } from '../job/job-view.ts';
import { ResumeDialog } from '../job/resume-dialog.tsx';
import { useRunTasks } from './run-tasks.ts';
import type { PlanRunView, PlanView } from './plan-view.ts';

/** What the plan's run wants of the administrator: that an action be done, or that a failure be mended. */
export function RunBanner({ plan }: { readonly plan: PlanView }): ReactElement | null {
  const tasks = useRunTasks(plan);
  const { lastRun } = plan;
  if (lastRun?.state === 'stopped') return <StoppedBanner name={plan.name} run={lastRun} />;
  if (lastRun?.state !== 'waiting') return null;
  const waiting = [...tasks.values()].flatMap(({ children }) => children).find(({ state }) => state === 'Suspended');
  return <WaitingBanner plan={plan} run={lastRun} action={waiting} />;
}

function StoppedBanner({ name, run }: { readonly name: string; readonly run: PlanRunView }): ReactElement {
  const navigate = useNavigate();
  const command = useCommand();
  const restart = () =>
    command.mutate({ label: t('recoveryPlan.restart'), name, run: (client) => client.restartJob(run.jobId) });
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{t('recoveryPlan.stopped')}</MessageBarTitle> {t('recoveryPlan.stopped.body')}
      </MessageBarBody>
      <MessageBarActions>
        <Button disabled={command.isPending} onClick={restart}>
          {t('recoveryPlan.restart')}
        </Button>
        <Button onClick={() => void navigate(jobPath(run.jobId))}>{t('recoveryPlan.showJob')}</Button>
      </MessageBarActions>
    </MessageBar>
  );
}

function WaitingBanner({
  plan,
  run,
  action,
}: {
  readonly plan: PlanView;
  readonly run: PlanRunView;
  readonly action: TaskView | undefined;
}): ReactElement {
  const [isAsking, setAsking] = useState(false);
  const name = action?.name ?? t('recoveryPlan.waiting.unknown');
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{t('recoveryPlan.waiting', { name })}</MessageBarTitle> {action?.instructions}
      </MessageBarBody>
      <MessageBarActions>
        <Button appearance="primary" onClick={() => setAsking(true)}>
          {t('recoveryPlan.resume')}
        </Button>
      </MessageBarActions>
      {isAsking && (
        <ResumeDialog
          subject={plan.name}
          jobId={run.jobId}
          title={t('recoveryPlan.resume.title', { name })}
          instructions={action?.instructions ?? ''}
          onClose={() => setAsking(false)}
        />
      )}
    </MessageBar>
  );
}
