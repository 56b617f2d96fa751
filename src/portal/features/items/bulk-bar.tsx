import { makeStyles, tokens } from '@fluentui/react-components';
import {
  ArrowRepeatAll20Regular,
  ArrowSync20Regular,
  Delete20Regular,
  Dismiss20Regular,
  Pause20Regular,
  Play20Regular,
} from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { ManagementClient } from '../../../management/client/client-api.ts';
import type { ItemRow } from '../../../management/wire.ts';
import { CommandBar, type Command } from '../../components/command-bar.tsx';
import { useCommand } from '../../data/commands.ts';
import { useDialog } from '../../data/dialogs.ts';
import { useLiveData } from '../../data/live-context.ts';
import { t } from '../../strings/translate.ts';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    marginTop: tokens.spacingVerticalS,
    padding: `0 ${tokens.spacingHorizontalM}`,
    border: `1px solid ${tokens.colorBrandStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorBrandBackground2,
  },
  count: { fontWeight: tokens.fontWeightSemibold },
});

export interface BulkBarProps {
  readonly itemIds: readonly string[];
  readonly onClear: () => void;
}

/** What the selected machines allow, each command with how many of them it reaches. */
export function BulkBar({ itemIds, onClear }: BulkBarProps): ReactElement {
  const styles = useStyles();
  const { items } = useLiveData();
  const { mutateAsync } = useCommand();
  const { open } = useDialog();
  const rows = itemIds.map((id) => items.row(id)).filter((row) => row !== undefined);
  const allowing = (operation: string) => rows.filter((row) => row.allowedOperations.includes(operation));
  const forEach =
    (
      label: string,
      eligible: readonly ItemRow[],
      run: (client: ManagementClient, id: string) => Promise<string | null>,
    ) =>
    () => {
      // Each outcome is reported by the command itself; one refusal must not stop the others.
      void Promise.allSettled(
        eligible.map((row) => mutateAsync({ label, name: row.name, run: (client) => run(client, row.id) })),
      );
    };
  const command = (
    id: string,
    label: string,
    icon: ReactElement,
    eligible: readonly ItemRow[],
    onSelect: () => void,
  ): Command => ({
    id,
    label: t('items.bulk.some', { label, count: eligible.length }),
    icon,
    disabledReason: eligible.length === 0 ? t('items.bulk.none') : null,
    onSelect,
  });
  const resyncable = allowing('RepairReplication');
  const pausable = allowing('PauseReplication');
  const resumable = allowing('ResumeReplication');
  const failing = rows.filter(({ activity }) => activity === 'Failing');
  const disablable = allowing('DisableProtection');
  const idsOf = (eligible: readonly ItemRow[]) => eligible.map(({ id }) => id);
  const pauseLabel = t('operation.PauseReplication');
  const resumeLabel = t('operation.ResumeReplication');
  const retryLabel = t('operation.retryNow');
  return (
    <div className={styles.root}>
      <span className={styles.count}>{t('count.selected', { count: itemIds.length })}</span>
      <CommandBar
        label={t('items.bulk.label')}
        commands={[
          // The dialog gets the ineligible ones too: it says why they are left out.
          command('resync', t('operation.RepairReplication'), <ArrowSync20Regular />, resyncable, () =>
            open('resync', itemIds),
          ),
          command(
            'pause',
            pauseLabel,
            <Pause20Regular />,
            pausable,
            forEach(pauseLabel, pausable, (client, id) => client.pause(id)),
          ),
          command(
            'resume',
            resumeLabel,
            <Play20Regular />,
            resumable,
            forEach(resumeLabel, resumable, (client, id) => client.resume(id, false)),
          ),
          command(
            'retry',
            retryLabel,
            <ArrowRepeatAll20Regular />,
            failing,
            forEach(retryLabel, failing, (client, id) => client.retryNow(id)),
          ),
          command('disable', t('operation.DisableProtection'), <Delete20Regular />, disablable, () =>
            open('disable', idsOf(disablable)),
          ),
          {
            id: 'clear',
            label: t('items.bulk.clear'),
            icon: <Dismiss20Regular />,
            startsGroup: true,
            isLastToLeave: true,
            onSelect: onClear,
          },
        ]}
      />
    </div>
  );
}
