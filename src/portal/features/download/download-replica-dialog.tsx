import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  MessageBar,
  MessageBarBody,
  Spinner,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { useState, type ReactElement } from 'react';
import type { ArmRecoveryPoint } from '../../../management/arm.ts';
import type { ReplicaDisk } from '../../../management/wire.ts';
import { ChoiceField } from '../../components/choice-field.tsx';
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
  const disks = useDisks(itemId);
  const name = useItemRow(itemId)?.name ?? itemId;
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface>
        <QueryView query={disks} what={t('download.what')} skeleton={<Spinner />}>
          {(loaded) => <DownloadForm itemId={itemId} name={name} disks={loaded} onClose={onClose} />}
        </QueryView>
      </DialogSurface>
    </Dialog>
  );
}

function DownloadForm({
  itemId,
  name,
  disks,
  onClose,
}: {
  readonly itemId: string;
  readonly name: string;
  readonly disks: readonly ReplicaDisk[];
  readonly onClose: () => void;
}): ReactElement {
  const styles = useStyles();
  const points = useRecoveryPoints(itemId).data ?? [];
  const [diskId, setDiskId] = useState(disks[0]?.id ?? '');
  const [pointId, setPointId] = useState(LATEST);
  const download = useDownload(itemId, name, onClose);
  const disk = disks.find(({ id }) => id === diskId);
  const isBusy = download.savedBytes !== null;

  return (
    <DialogBody>
      <DialogTitle>{t('download.title', { name })}</DialogTitle>
      <DialogContent className={styles.content}>
        <span>{t('download.intro')}</span>
        <ChoiceField
          label={t('download.disk')}
          isDisabled={isBusy}
          choices={disks.map((each) => ({ value: each.id, text: each.name }))}
          value={diskId}
          onChange={setDiskId}
        />
        <ChoiceField
          label={t('download.point')}
          isDisabled={isBusy}
          choices={[
            { value: LATEST, text: t('download.latest') },
            ...points.map((point) => ({ value: point.name ?? '', text: pointLabel(point) })),
          ]}
          value={pointId}
          onChange={setPointId}
        />
        {disk && !isBusy && <span>{t('download.size', { size: formatBytes(disk.sizeBytes) })}</span>}
        {disk && download.savedBytes !== null && (
          <ProgressMeter
            label={t('download.busy')}
            share={download.savedBytes / disk.sizeBytes}
            detail={t('download.progress', {
              part: formatBytes(download.savedBytes),
              whole: formatBytes(disk.sizeBytes),
            })}
          />
        )}
        {download.error && (
          <MessageBar intent="error">
            <MessageBarBody>
              {t('download.failed')}: {download.error.message}
            </MessageBarBody>
          </MessageBar>
        )}
      </DialogContent>
      <DialogActions>
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
      </DialogActions>
    </DialogBody>
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

function pointLabel(point: ArmRecoveryPoint | undefined): string {
  const at = parseTime(point?.properties?.recoveryPointTime);
  if (at === null) return t('download.latest');
  const consistency = point?.properties?.recoveryPointType ?? '';
  return t('download.pointValue', {
    time: formatDateTime(at),
    consistency: tOr(`consistency.${consistency}`, consistency),
  });
}
