import {
  ArrowCircleRight20Regular,
  ArrowForward20Regular,
  ArrowReply20Regular,
  ArrowUndo20Regular,
  Beaker20Regular,
  Broom20Regular,
  Checkmark20Regular,
  Delete20Regular,
  Edit20Regular,
  ShieldCheckmark20Regular,
} from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { Command } from '../../components/command-bar.tsx';
import { useUrlState } from '../../data/url-state.ts';
import { t } from '../../strings/translate.ts';
import { PLAN_OPERATIONS, type PlanOperation, type PlanView } from './plan-view.ts';

const ICONS: Readonly<Record<PlanOperation, ReactElement>> = {
  TestFailover: <Beaker20Regular />,
  TestFailoverCleanup: <Broom20Regular />,
  PlannedFailover: <ArrowForward20Regular />,
  UnplannedFailover: <ArrowCircleRight20Regular />,
  Commit: <Checkmark20Regular />,
  CancelFailover: <ArrowUndo20Regular />,
  Failback: <ArrowReply20Regular />,
  ReverseReplicate: <ShieldCheckmark20Regular />,
};

/** Offered in the bar whatever the plan's state; the others have a place there while they are possible. */
const ALWAYS_SHOWN: ReadonlySet<PlanOperation> = new Set(['TestFailover', 'PlannedFailover', 'UnplannedFailover']);

/** What can be done with the plan, as the server says, with its reason where it cannot. */
export function usePlanCommands(plan: PlanView): readonly Command[] {
  const [, change] = useUrlState();
  const runs = PLAN_OPERATIONS.map((operation): Command => {
    const isAllowed = plan.allowedOperations.includes(operation);
    return {
      id: operation,
      label: t(`operation.${operation}`),
      icon: ICONS[operation],
      onSelect: () => change({ run: operation }, { isNewEntry: true }),
      disabledReason: isAllowed ? null : (plan.refusals[operation] ?? t('failover.notAllowed')),
      isOverflow: !isAllowed && !ALWAYS_SHOWN.has(operation),
    };
  });
  const locked = plan.isRunning ? t('recoveryPlan.notWhileRunning') : null;
  return [
    ...runs,
    {
      id: 'edit',
      label: t('recoveryPlan.edit'),
      icon: <Edit20Regular />,
      onSelect: () => change({ pane: 'edit' }, { isNewEntry: true }),
      disabledReason: locked,
      startsGroup: true,
    },
    {
      id: 'delete',
      label: t('recoveryPlan.delete'),
      icon: <Delete20Regular />,
      onSelect: () => change({ pane: 'delete' }, { isNewEntry: true }),
      disabledReason: locked,
    },
  ];
}
