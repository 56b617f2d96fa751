import {
  Button,
  Checkbox,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  Radio,
  RadioGroup,
  Textarea,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { useState, type ReactElement } from 'react';
import type { FailbackChoice, PlanCommand } from '../../../management/client/client-api.ts';
import { Consequences } from '../../components/consequences.tsx';
import { DialogFrame } from '../../components/dialog-frame.tsx';
import { useCommand } from '../../data/commands.ts';
import { t } from '../../strings/translate.ts';
import { actionCount, bootGroups, machineIds, type PlanOperation, type PlanView } from './plan-view.ts';

const useStyles = makeStyles({
  surface: { maxWidth: '560px' },
  content: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalL },
});

/** All that any operation asks; each takes what it needs. */
interface Choices {
  readonly point: 'Latest' | 'LatestApplicationConsistent';
  readonly isShuttingDownSource: boolean;
  readonly network: string;
  readonly comments: string;
  readonly dataSync: FailbackChoice['dataSync'];
  readonly createVmIfNotFound: boolean;
}

const DEFAULTS: Choices = {
  point: 'Latest',
  isShuttingDownSource: true,
  network: '',
  comments: '',
  dataSync: 'ForSynchronization',
  createVmIfNotFound: false,
};

export interface PlanRunDialogProps {
  readonly plan: PlanView;
  readonly operation: PlanOperation;
  readonly onClose: () => void;
}

/** Asks before a run of the plan: the choices, what happens then, or why it may not be run. */
export function PlanRunDialog({ plan, operation, onClose }: PlanRunDialogProps): ReactElement {
  const styles = useStyles();
  const command = useCommand();
  const [choices, setChoices] = useState(DEFAULTS);
  const isAllowed = plan.allowedOperations.includes(operation);
  const label = t(`planRun.${operation}.label`);
  const { name } = plan;
  const confirm = () =>
    command.mutate(
      {
        label: t(`recoveryPlan.op.${operation}`),
        name,
        run: (client) => client.runPlan(name, commandOf(operation, choices)),
      },
      { onSuccess: onClose },
    );
  return (
    <DialogFrame
      title={t(`planRun.${operation}.title`, { name })}
      className={styles.surface}
      contentClassName={styles.content}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button appearance="primary" disabled={!isAllowed || command.isPending} onClick={confirm}>
            {label}
          </Button>
        </>
      }
    >
      {!isAllowed && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{plan.refusals[operation] ?? t('failover.notAllowed')}</MessageBarBody>
        </MessageBar>
      )}
      <ChoiceFields operation={operation} choices={choices} onChange={setChoices} />
      <Consequences texts={consequencesOf(plan, operation, choices)} />
    </DialogFrame>
  );
}

function ChoiceFields({
  operation,
  choices,
  onChange,
}: {
  readonly operation: PlanOperation;
  readonly choices: Choices;
  readonly onChange: (choices: Choices) => void;
}): ReactElement | null {
  const change = (part: Partial<Choices>) => onChange({ ...choices, ...part });
  switch (operation) {
    case 'TestFailover':
      return (
        <>
          <PointChoice point={choices.point} onChange={(point) => change({ point })} />
          <Field label={t('failover.test.network')} hint={t('failover.test.networkHint')}>
            <Input value={choices.network} onChange={(_, { value }) => change({ network: value })} />
          </Field>
        </>
      );
    case 'UnplannedFailover':
      return (
        <>
          <PointChoice point={choices.point} onChange={(point) => change({ point })} />
          <Checkbox
            label={t('planRun.source')}
            checked={choices.isShuttingDownSource}
            onChange={(_, { checked }) => change({ isShuttingDownSource: checked === true })}
          />
        </>
      );
    case 'TestFailoverCleanup':
      return (
        <Field label={t('failover.cleanup.comments')} hint={t('failover.cleanup.commentsHint')}>
          <Textarea value={choices.comments} rows={2} onChange={(_, { value }) => change({ comments: value })} />
        </Field>
      );
    case 'Failback':
      return (
        <>
          <Field label={t('failover.back.sync')}>
            <RadioGroup
              value={choices.dataSync}
              onChange={(_, { value }) => change({ dataSync: value as Choices['dataSync'] })}
            >
              <Radio value="ForSynchronization" label={t('failover.back.ForSynchronization')} />
              <Radio value="ForDownTime" label={t('failover.back.ForDownTime')} />
            </RadioGroup>
          </Field>
          <Checkbox
            label={t('failover.back.create')}
            checked={choices.createVmIfNotFound}
            onChange={(_, { checked }) => change({ createVmIfNotFound: checked === true })}
          />
        </>
      );
    default:
      return null;
  }
}

function PointChoice({
  point,
  onChange,
}: {
  readonly point: Choices['point'];
  readonly onChange: (point: Choices['point']) => void;
}): ReactElement {
  return (
    <Field label={t('planRun.point')} hint={t('planRun.point.hint')}>
      <RadioGroup value={point} onChange={(_, { value }) => onChange(value as Choices['point'])}>
        <Radio value="Latest" label={t('planRun.point.Latest')} />
        <Radio value="LatestApplicationConsistent" label={t('planRun.point.LatestApplicationConsistent')} />
      </RadioGroup>
    </Field>
  );
}

function commandOf(operation: PlanOperation, choices: Choices): PlanCommand {
  const { point, isShuttingDownSource, network, comments, dataSync, createVmIfNotFound } = choices;
  switch (operation) {
    case 'TestFailover':
      return { operation, point, networkId: network.trim() || null };
    case 'UnplannedFailover':
      return { operation, point, isShuttingDownSource };
    case 'TestFailoverCleanup':
      return { operation, comments: comments.trim() };
    case 'Failback':
      return { operation, dataSync, createVmIfNotFound };
    default:
      return { operation };
  }
}

const ORDERED: ReadonlySet<PlanOperation> = new Set([
  'TestFailover',
  'PlannedFailover',
  'UnplannedFailover',
  'Failback',
]);

/** How it goes for the plan as a whole, then what it means for each machine. */
function consequencesOf(plan: PlanView, operation: PlanOperation, choices: Choices): readonly string[] {
  const actions = actionCount(plan, operation);
  const groups = bootGroups(plan).filter(({ itemIds }) => itemIds.length > 0).length;
  const stops = operation === 'PlannedFailover' || operation === 'Failback';
  return [
    t('planRun.machines', { count: machineIds(plan).length }),
    ...(ORDERED.has(operation) ? [t('planRun.groups', { count: groups })] : []),
    ...machineConsequences(operation, choices),
    ...(actions > 0 ? [t('planRun.actions', { count: actions })] : []),
    stops ? t('planRun.stops') : t('planRun.goesOn'),
    t('planRun.skips'),
  ];
}

function machineConsequences(operation: PlanOperation, choices: Choices): readonly string[] {
  switch (operation) {
    case 'TestFailover':
      return [choices.network.trim() === '' ? t('failover.test.isolated') : t('failover.test.connected')];
    case 'TestFailoverCleanup':
      return [t('failover.cleanup.deletes')];
    case 'PlannedFailover':
      return [t('failover.planned.noLoss'), t('failover.uncommitted')];
    case 'UnplannedFailover':
      return [
        t('failover.unplanned.loss'),
        choices.isShuttingDownSource ? t('failover.unplanned.shutdown') : t('failover.unplanned.both'),
        t('failover.uncommitted'),
      ];
    case 'Commit':
      return [t('failover.commit.final')];
    case 'CancelFailover':
      return [t('failover.cancel.lost')];
    case 'Failback':
      return [choices.dataSync === 'ForSynchronization' ? t('planRun.waitsForYou') : t('failover.back.off')];
    default:
      return [];
  }
}
