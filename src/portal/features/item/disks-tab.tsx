import { Caption1, makeStyles, tokens } from '@fluentui/react-components';
import { HardDrive16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { ItemRow, ReplicaDisk } from '../../../management/wire.ts';
import { BytesText } from '../../components/bytes-text.tsx';
import { CapacityBar } from '../../components/capacity-bar.tsx';
import { KeyValueList, type KeyValue } from '../../components/key-value.tsx';
import { Panel } from '../../components/panel.tsx';
import { ProgressMeter } from '../../components/progress-meter.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { PanelSkeleton } from '../../components/skeletons.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import {
  formatBytes,
  formatBytesPerSecond,
  formatDuration,
  formatDurationRange,
  formatShare,
} from '../../data/format.ts';
import { useDisks } from '../../data/queries.ts';
import { t } from '../../strings/translate.ts';
import { DifferencesPanels } from './differences-panel.tsx';

type Transfer = NonNullable<ReplicaDisk['transfer']>;

const useStyles = makeStyles({
  page: { display: 'grid', gap: tokens.spacingVerticalL },
  facts: { marginTop: tokens.spacingVerticalM },
  transfer: { marginTop: tokens.spacingVerticalL },
  hint: { display: 'block', marginTop: tokens.spacingVerticalS, color: tokens.colorNeutralForeground3 },
  log: { display: 'block', maxWidth: '280px' },
});

/** Half of the disk: beyond it a log makes a resynchronization necessary [domain facts: log size]. */
const LOG_LIMIT_SHARE = 0.5;
/** From here on an estimate would be a guess: the copy has stopped moving. */
const STALL_SECONDS = 60;

/** Disk by disk: size, log, and how far a copy is. */
export function DisksTab({ row }: { readonly row: ItemRow }): ReactElement {
  const styles = useStyles();
  const disks = useDisks(row.id);
  return (
    <QueryView query={disks} what={t('disks.what')} skeleton={<PanelSkeleton heightPx={220} />}>
      {(loaded) => (
        <div className={styles.page}>
          {loaded.map((disk) => (
            <DiskPanel key={disk.id} disk={disk} />
          ))}
          <DifferencesPanels itemId={row.id} />
        </div>
      )}
    </QueryView>
  );
}

function DiskPanel({ disk }: { readonly disk: ReplicaDisk }): ReactElement {
  const styles = useStyles();
  const { name, role, sizeBytes, activeLogBytes, inFlightLogBytes, transfer } = disk;
  return (
    <Panel
      title={name}
      aside={
        <StatusPill tone="neutral" icon={<HardDrive16Regular />}>
          {t(`disks.role.${role}`)}
        </StatusPill>
      }
    >
      <KeyValueList
        entries={[
          { label: t('disks.size'), value: <BytesText bytes={sizeBytes} /> },
          {
            label: t('disks.log'),
            value: (
              <span className={styles.log}>
                <CapacityBar
                  label={t('disks.log')}
                  usedBytes={activeLogBytes + inFlightLogBytes}
                  limitBytes={sizeBytes * LOG_LIMIT_SHARE}
                />
              </span>
            ),
          },
          { label: t('disks.inFlight'), value: <BytesText bytes={inFlightLogBytes} /> },
        ]}
      />
      {transfer ? <TransferView transfer={transfer} /> : <Caption1 className={styles.hint}>{t('disks.idle')}</Caption1>}
    </Panel>
  );
}

function TransferView({ transfer }: { readonly transfer: Transfer }): ReactElement {
  const styles = useStyles();
  const { kind, phase, totalBytes, processedBytes } = transfer;
  const share = totalBytes > 0 ? processedBytes / totalBytes : 1;
  const tone = phase === 'done' ? 'success' : isStalledTransfer(transfer) ? 'warning' : 'brand';
  return (
    <div className={styles.transfer}>
      <ProgressMeter
        label={t('disks.progress', { kind: t(`disks.kind.${kind}`), phase: t(`disks.phase.${phase}`) })}
        share={share}
        tone={tone}
        detail={`${t('value.of', { part: formatBytes(processedBytes), whole: formatBytes(totalBytes) })} · ${formatShare(share)}`}
      />
      <div className={styles.facts}>
        <KeyValueList entries={transferFacts(transfer)} />
      </div>
      {kind === 'resynchronization' && phase === 'comparing' && (
        <Caption1 className={styles.hint}>{t('disks.silent')}</Caption1>
      )}
    </div>
  );
}

function isStalledTransfer({ phase, stalledSeconds }: Transfer): boolean {
  return stalledSeconds >= STALL_SECONDS && phase !== 'done' && phase !== 'waiting';
}

function transferFacts(transfer: Transfer): readonly KeyValue[] {
  const isResync = transfer.kind === 'resynchronization';
  return [
    {
      label: isResync ? t('disks.compared') : t('disks.processed'),
      value: <BytesText bytes={transfer.processedBytes} />,
    },
    {
      label: isResync ? t('disks.differing') : t('disks.allocated'),
      value: <BytesText bytes={transfer.differingBytes} />,
    },
    { label: t('disks.sent'), value: <BytesText bytes={transfer.sentBytes} /> },
    { label: t('disks.remaining'), value: <BytesText bytes={transfer.totalBytes - transfer.processedBytes} /> },
    ...(isResync ? [{ label: t('disks.checksums'), value: <BytesText bytes={transfer.checksumBytes} /> }] : []),
    {
      label: t('disks.rate'),
      value: transfer.rateBytesPerSecond === null ? t('value.none') : formatBytesPerSecond(transfer.rateBytesPerSecond),
    },
    { label: t('disks.eta'), value: etaText(transfer) },
    { label: t('disks.started'), value: <RelativeTime at={transfer.startTime} /> },
  ];
}

/** A range, or why there is none. It freezes while nothing moves. */
function etaText(transfer: Transfer): string {
  const { phase, etaSeconds, stalledSeconds } = transfer;
  if (phase === 'done') return t('value.none');
  if (isStalledTransfer(transfer)) return t('disks.etaStalled', { duration: formatDuration(stalledSeconds) });
  return etaSeconds === null ? t('disks.etaUnknown') : formatDurationRange(etaSeconds);
}
