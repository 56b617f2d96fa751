import {
  ArrowReset20Regular,
  ArrowUndo20Regular,
  Beaker20Regular,
  BeakerSettings20Regular,
  CheckmarkCircle20Regular,
  CloudArrowDown20Regular,
  CloudArrowUp20Regular,
  CloudCheckmark20Regular,
  Flash20Regular,
  ShieldCheckmark20Regular,
} from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { ItemRow } from '../../../management/wire.ts';
import type { Command } from '../../components/command-bar.tsx';
import type { DialogName } from '../../data/dialogs.ts';
import { t } from '../../strings/translate.ts';

/** Steps of the life cycle, in the Azure portal's order. */
const STEPS = [
  { operation: 'PlannedFailover', dialog: 'plannedFailover', icon: <CloudArrowUp20Regular /> },
  { operation: 'UnplannedFailover', dialog: 'failover', icon: <Flash20Regular /> },
  { operation: 'TestFailover', dialog: 'testFailover', icon: <Beaker20Regular /> },
  { operation: 'TestFailoverCleanup', dialog: 'testCleanup', icon: <BeakerSettings20Regular /> },
  { operation: 'ChangePit', dialog: 'changePoint', icon: <ArrowReset20Regular /> },
  { operation: 'Commit', dialog: 'commit', icon: <CheckmarkCircle20Regular /> },
  { operation: 'CancelFailover', dialog: 'cancelFailover', icon: <ArrowUndo20Regular /> },
  { operation: 'Failback', dialog: 'failback', icon: <CloudArrowDown20Regular /> },
  { operation: 'FinalizeFailback', dialog: 'completeFailback', icon: <CloudCheckmark20Regular /> },
  { operation: 'ReverseReplicate', dialog: 'reprotect', icon: <ShieldCheckmark20Regular /> },
] as const satisfies readonly { operation: string; dialog: DialogName; icon: ReactElement }[];

export type LifeOperation = (typeof STEPS)[number]['operation'];

/** The life-cycle steps that the server allows now. */
export function nextSteps(row: ItemRow): readonly LifeOperation[] {
  return STEPS.map(({ operation }) => operation).filter((operation) => row.allowedOperations.includes(operation));
}

/** What is possible now stands in the bar; the rest in the menu behind it, with the reason. */
export function failoverCommands(
  row: ItemRow,
  refusalOf: (operation: string) => string | null,
  open: (dialog: DialogName, itemIds: readonly string[]) => void,
): readonly Command[] {
  return STEPS.map(({ operation, dialog, icon }) => {
    const disabledReason = refusalOf(operation);
    return {
      id: operation,
      label: t(`operation.${operation}`),
      icon,
      isOverflow: disabledReason !== null,
      disabledReason,
      onSelect: () => open(dialog, [row.id]),
    };
  });
}
