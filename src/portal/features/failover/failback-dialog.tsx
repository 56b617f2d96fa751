import { Checkbox, Field, Radio, RadioGroup, makeStyles, tokens } from '@fluentui/react-components';
import { useState, type ReactElement } from 'react';
import type { FailbackChoice } from '../../../management/client/client-api.ts';
import type { DialogProps } from '../../data/dialogs.ts';
import { t } from '../../strings/translate.ts';
import { OperationDialog } from './operation-dialog.tsx';

type DataSync = FailbackChoice['dataSync'];

const useStyles = makeStyles({
  hint: { display: 'block', color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

/** From Azure back to the primary site. */
export function FailbackDialog({ itemIds: [itemId], onClose }: DialogProps): ReactElement | null {
  const styles = useStyles();
  const [dataSync, setDataSync] = useState<DataSync>('ForSynchronization');
  const [createVmIfNotFound, setCreating] = useState(false);
  if (itemId === undefined) return null;
  const choice = (value: DataSync): ReactElement => (
    <Radio
      value={value}
      label={
        <>
          {t(`failover.back.${value}`)}
          <span className={styles.hint}>{t(`failover.back.${value}.hint`)}</span>
        </>
      }
    />
  );
  return (
    <OperationDialog
      itemId={itemId}
      operation="Failback"
      title={(name) => t('failover.back.title', { name })}
      label={t('failover.back.label')}
      consequences={[
        t('failover.back.compare'),
        dataSync === 'ForSynchronization' ? t('failover.back.waits') : t('failover.back.off'),
        createVmIfNotFound ? t('failover.back.creates') : t('failover.back.needs'),
        t('failover.back.then'),
      ]}
      run={(client) => client.failback(itemId, { dataSync, createVmIfNotFound })}
      onClose={onClose}
    >
      <Field label={t('failover.back.sync')}>
        <RadioGroup value={dataSync} onChange={(_, { value }) => setDataSync(value as DataSync)}>
          {choice('ForSynchronization')}
          {choice('ForDownTime')}
        </RadioGroup>
      </Field>
      <Checkbox
        label={t('failover.back.create')}
        checked={createVmIfNotFound}
        onChange={(_, { checked }) => setCreating(checked === true)}
      />
    </OperationDialog>
  );
}
