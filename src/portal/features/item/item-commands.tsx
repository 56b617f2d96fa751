/**
 * The commands of one replicated item, for its page, its row's menu and the
 * palette. What may be given is the server's word (`allowedOperations`); what
 * may not stays visible with the reason.
 */
import {
  ArrowDownload20Regular,
  ArrowRepeatAll20Regular,
  ArrowSync20Regular,
  Delete20Regular,
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
import { failoverCommands } from './failover-commands.tsx';

/** By operation, the server's sentence; empty while nobody asked for it. */
export type Refusals = Readonly<Record<string, string>>;

/** Why the operation may not be given now; null: it may. */
export function refusalOf(row: ItemRow, operation: string, refusals: Refusals): string | null {
  if (row.allowedOperations.includes(operation)) return null;
  return refusals[operation] ?? t('operation.refused', { state: row.phase });
}

/** Commands for a row, built when a menu opens or a page renders. */
export function useItemCommands(): (row: ItemRow, refusals?: Refusals) => readonly Command[] {
  const { mutate } = useCommand();
  const { open } = useDialog();
  return useCallback(
    (row, refusals = {}) => {
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
            disabledReason: refusalOf(row, 'PauseReplication', refusals),
            onSelect: run(t('operation.PauseReplication'), (client) => client.pause(row.id)),
          };
      const isFailing = row.activity === 'Failing' || row.errorCode !== null;
      return [
        ...failoverCommands(row, (operation) => refusalOf(row, operation, refusals), open),
        {
          id: 'resync',
          label: t('operation.RepairReplication'),
          icon: <ArrowSync20Regular />,
          startsGroup: true,
          disabledReason: refusalOf(row, 'RepairReplication', refusals),
          onSelect: () => open('resync', [row.id]),
        },
        pauseOrResume,
        {
          id: 'retry',
          label: t('operation.retryNow'),
          icon: <ArrowRepeatAll20Regular />,
          isOverflow: !isFailing,
          isLastToLeave: true,
          disabledReason: isFailing ? null : t('operation.notFailing'),
          onSelect: run(t('operation.retryNow'), (client) => client.retryNow(row.id)),
        },
        {
          id: 'download',
          label: t('operation.downloadReplica'),
          icon: <ArrowDownload20Regular />,
          isOverflow: true,
          disabledReason: row.lastRecoveryPoint === null ? t('operation.noRecoveryPoint') : null,
          onSelect: () => open('downloadReplica', [row.id]),
        },
        {
          id: 'disable',
          label: t('operation.DisableProtection'),
          icon: <Delete20Regular />,
          disabledReason: refusalOf(row, 'DisableProtection', refusals),
          onSelect: () => open('disable', [row.id]),
        },
      ];
    },
    [mutate, open],
  );
}
