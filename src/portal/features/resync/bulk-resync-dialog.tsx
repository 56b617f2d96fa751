import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { CheckmarkCircle16Regular, SubtractCircle16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { ItemRow } from '../../../management/wire.ts';
import { useCommand } from '../../data/commands.ts';
import type { DialogProps } from '../../data/dialogs.ts';
import { useItemRows } from '../../data/live-context.ts';
import { t } from '../../strings/translate.ts';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
  list: { listStyleType: 'none', margin: 0, padding: 0, maxHeight: '320px', overflowY: 'auto' },
  row: { display: 'flex', alignItems: 'center', columnGap: tokens.spacingHorizontalS, minHeight: '28px' },
  left: { color: tokens.colorNeutralForeground3 },
});

/** Several machines at once: each with its eligibility, before anything starts. */
export function BulkResyncDialog({ itemIds, onClose }: DialogProps): ReactElement {
  const styles = useStyles();
  const { rows } = useItemRows();
  const command = useCommand();
  const chosen = rows.filter(({ id }) => itemIds.includes(id));
  const eligible = chosen.filter(canResynchronize);

  const confirm = (): void => {
    for (const { id, name } of eligible) {
      command.mutate({ label: t('resync.command'), name, run: (client) => client.resynchronize(id, 'now') });
    }
    onClose();
  };

  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{t('resync.bulk.title', { count: chosen.length })}</DialogTitle>
          <DialogContent className={styles.content}>
            <span>{t('resync.bulk.eligible', { eligible: eligible.length, count: chosen.length })}</span>
            <ul className={styles.list}>
              {chosen.map((row) => (
                <li key={row.id} className={styles.row}>
                  {canResynchronize(row) ? (
                    <CheckmarkCircle16Regular aria-hidden />
                  ) : (
                    <SubtractCircle16Regular aria-hidden />
                  )}
                  <span>{row.name}</span>
                  <span className={styles.left}>
                    {canResynchronize(row)
                      ? t('resync.bulk.yes')
                      : t('resync.bulk.no', { reason: t('resync.bulk.reason') })}
                  </span>
                </li>
              ))}
            </ul>
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{t('action.cancel')}</Button>
            <Button appearance="primary" disabled={eligible.length === 0} onClick={confirm}>
              {t('resync.bulk.title', { count: eligible.length })}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

function canResynchronize(row: ItemRow): boolean {
  return row.allowedOperations.includes('RepairReplication');
}
