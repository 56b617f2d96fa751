import { Button, MessageBar, MessageBarBody, Spinner, makeStyles, tokens } from '@fluentui/react-components';
import { useState, type ReactElement } from 'react';
import type { ArmRecoveryPoint } from '../../../management/arm.ts';
import type { ReplicaDisk } from '../../../management/wire.ts';
import { ChoiceField } from '../../components/choice-field.tsx';
import { DialogFrame } from '../../components/dialog-frame.tsx';
import { ProgressMeter } from '../../components/progress-meter.tsx';
import { QueryView } from '../../components/query-view.tsx';
import type { DialogProps } from '../../data/dialogs.ts';
import { formatBytes, formatDateTime, parseTime } from '../../data/format.ts';
import { useClient, useItemRow } from '../../data/live-context.ts';
import { notify } from '../../data/notifications.ts';
import { useDisks, useRecoveryPoints } from '../../data/queries.ts';
import { t, tOr } from '../../strings/translate.ts';
import { saveStream } from './save-stream.ts';

const LATEST = 'latest';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalL },
});

/** Saves a disk's replica, now or as of a recovery point, as a fixed VHD. */
export function DownloadReplicaDialog({ itemIds, onClose }: DialogProps): ReactElement | null {
  const [itemId] = itemIds;
  return itemId === undefined ? null : <OneItemDialog itemId={itemId} onClose={onClose} />;
}

function OneItemDialog({ itemId, onClose }: { readonly itemId: string; readonly onClose: () => void }): ReactElement {
  const styles = useStyles();
  const name = useItemRow(itemId)?.name ?? itemId;
  const disks = useDisks(itemId);
  const [diskId, setDiskId] = useState<string | null>(null);
  const [pointId, setPointId] = useState(LATEST);
  const download = useDownload(itemId, name, onClose);
  const disk = disks.data?.find(({ id }) => id === diskId) ?? disks.data?.[0];
  const isBusy = download.savedBytes !== null;
  return (
    <DialogFrame
      title={t('download.title', { name })}
      contentClassName={styles.content}
      onClose={() => !isBusy && onClose()}
      actions={
        <>
          <Button disabled={isBusy} onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button
            appearance="primary"
            disabled={!disk || isBusy}
            onClick={() => disk && void download.start(disk, pointId === LATEST ? null : pointId)}
          >
            {t('download.confirm')}
          </Button>
        </>
      }
    >
      <span>{t('download.intro')}</span>
      <QueryView query={disks} what={t('download.what')} skeleton={<Spinner />}>
        {(loaded) => (
          <ChoiceField
            label={t('download.disk')}
            isDisabled={isBusy}
            choices={loaded.map((each) => ({ value: each.id, text: each.name }))}
            value={disk?.id ?? ''}
            onChange={setDiskId}
          />
        )}
      </QueryView>
      <PointField itemId={itemId} pointId={pointId} isDisabled={isBusy} onChange={setPointId} />
      {disk && <Size disk={disk} savedBytes={download.savedBytes} />}
      {download.error && (
        <MessageBar intent="error">
          <MessageBarBody>
            {t('download.failed')}: {download.error.message}
          </MessageBarBody>
        </MessageBar>
      )}
    </DialogFrame>
  );
}

interface PointFieldProps {
  readonly itemId: string;
  /** Of a recovery point, or {@link LATEST}. */
  readonly pointId: string;
  readonly isDisabled: boolean;
  readonly onChange: (pointId: string) => void;
}

function PointField({ itemId, pointId, isDisabled, onChange }: PointFieldProps): ReactElement {
  const points = useRecoveryPoints(itemId).data ?? [];
  return (
    <ChoiceField
      label={t('download.point')}
      isDisabled={isDisabled}
      choices={[
        { value: LATEST, text: t('download.latest') },
        ...points.map((point) => ({ value: point.name ?? '', text: pointLabel(point) })),
      ]}
      value={pointId}
      onChange={onChange}
    />
  );
}

/** How much there is to save; while it is saved, how much of it is. */
function Size({ disk, savedBytes }: { readonly disk: ReplicaDisk; readonly savedBytes: number | null }): ReactElement {
  const whole = formatBytes(disk.sizeBytes);
  if (savedBytes === null) return <span>{t('download.size', { size: whole })}</span>;
  return (
    <ProgressMeter
      label={t('download.busy')}
      share={savedBytes / disk.sizeBytes}
      detail={t('download.progress', { part: formatBytes(savedBytes), whole })}
    />
  );
}

interface Download {
  /** null while none is under way. */
  readonly savedBytes: number | null;
  readonly error: Error | null;
  start(disk: ReplicaDisk, recoveryPointId: string | null): Promise<void>;
}

function useDownload(itemId: string, machineName: string, onDone: () => void): Download {
  const client = useClient();
  const [savedBytes, setSavedBytes] = useState<number | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const start = async (disk: ReplicaDisk, recoveryPointId: string | null): Promise<void> => {
    const fileName = `${machineName}-${disk.name}`.replace(/\.(vhdx?|raw|img)$/i, '') + '.vhd';
    setError(null);
    setSavedBytes(0);
    try {
      await saveStream(await client.downloadReplica(itemId, disk.id, recoveryPointId), fileName, setSavedBytes);
    } catch (failure) {
      setSavedBytes(null);
      setError(failure instanceof Error ? failure : new Error(String(failure)));
      return;
    }
    notify({ key: `download:${fileName}`, tone: 'success', title: t('download.done', { file: fileName }) });
    onDone();
  };
  return { savedBytes, error, start };
}

function pointLabel({ properties }: ArmRecoveryPoint): string {
  const at = parseTime(properties?.recoveryPointTime);
  if (at === null) return t('download.latest');
  const consistency = properties?.recoveryPointType ?? '';
  return t('download.pointValue', {
    time: formatDateTime(at),
    consistency: tOr(`consistency.${consistency}`, consistency),
  });
}
