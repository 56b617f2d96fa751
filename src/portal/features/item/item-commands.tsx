/**
 * The commands of one replicated item, for its page, its row's menu and the
 * selection's bar. What may be given is the server's word (`allowedOperations`);
 * what may not stays visible with the reason.
 */
import {
  ArrowDownload20Regular,
  ArrowRepeatAll20Regular,
  ArrowSync20Regular,
  Beaker20Regular,
  CloudArrowUp20Regular,
  Delete20Regular,
  Flash20Regular,
  Pause20Regular,
  Play20Regular,
} from '@fluentui/react-icons';
import { useCallback } from 'react';
import type { ManagementClient } from '../../../management/client/client-api.ts';
import type { ItemRow } from '../../../management/wire.ts';
import type { Command } from '../../components/command-bar.tsx';
import { useCommand } from '../../data/commands.ts';
import { useDialog } from '../../data/dialogs.ts';
import { t } from '../../strings/translate.ts';

type Operation =
  | 'RepairReplication'
  | 'PauseReplication'
  | 'ResumeReplication'
  | 'DisableProtection'
  | 'PlannedFailover'
  | 'UnplannedFailover'
  | 'TestFailover';

function refusal(row: ItemRow, operation: Operation): string | null {
  return row.allowedOperations.includes(operation) ? null : t('operation.refused', { state: row.phase });
}

/** Commands for a row, built when a menu opens or a page renders. */
export function useItemCommands(): (row: ItemRow) => readonly Command[] {
  const { mutate } = useCommand();
  const { open } = useDialog();
  return useCallback(
    (row) => {
      const run = (label: string, command: (client: ManagementClient) => Promise<string | null>) => () =>
        mutate({ label, name: row.name, run: command });
      const isPaused = row.allowedOperations.includes('ResumeReplication');
      const pauseOrResume: Command = isPaused
        ? {
            id: 'resume',
            label: t('operation.ResumeReplication'),
            icon: <Play20Regular />,
            onSelect: run(t('operation.ResumeReplication'), (client) => client.resume(row.id, false)),
          }
        : {
            id: 'pause',
            label: t('operation.PauseReplication'),
            icon: <Pause20Regular />,
            disabledReason: refusal(row, 'PauseReplication'),
            onSelect: run(t('operation.PauseReplication'), (client) => client.pause(row.id)),
          };
      return [
        {
          id: 'resync',
          label: t('operation.RepairReplication'),
          icon: <ArrowSync20Regular />,
          disabledReason: refusal(row, 'RepairReplication'),
          onSelect: () => open('resync', [row.id]),
        },
        pauseOrResume,
        {
          id: 'retry',
          label: t('operation.retryNow'),
          icon: <ArrowRepeatAll20Regular />,
          disabledReason: row.activity === 'Failing' || row.errorCode !== null ? null : t('operation.notFailing'),
          onSelect: run(t('operation.retryNow'), (client) => client.retryNow(row.id)),
        },
        {
          id: 'download',
          label: t('operation.downloadReplica'),
          icon: <ArrowDownload20Regular />,
          startsGroup: true,
          disabledReason: row.lastRecoveryPoint === null ? t('operation.noRecoveryPoint') : null,
          onSelect: () => open('downloadReplica', [row.id]),
        },
        {
          id: 'disable',
          label: t('operation.DisableProtection'),
          icon: <Delete20Regular />,
          disabledReason: refusal(row, 'DisableProtection'),
          onSelect: () => open('disable', [row.id]),
        },
        ...failoverCommands(row),
      ];
    },
    [mutate, open],
  );
}

/** Failovers are shown where the Azure portal has them; this server's client has no call for them. */
function failoverCommands(row: ItemRow): readonly Command[] {
  const failovers = [
    ['TestFailover', <Beaker20Regular key="test" />],
    ['PlannedFailover', <CloudArrowUp20Regular key="planned" />],
    ['UnplannedFailover', <Flash20Regular key="unplanned" />],
  ] as const;
  return failovers.map(([operation, icon]) => ({
    id: operation,
    label: t(`operation.${operation}`),
    icon,
    isOverflow: true,
    disabledReason: refusal(row, operation) ?? t('operation.notOffered'),
    onSelect: () => undefined,
  }));
}
