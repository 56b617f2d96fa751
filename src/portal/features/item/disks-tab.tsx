import { Caption1, makeStyles, tokens } from '@fluentui/react-components';
import {
  ArrowSync16Regular,
  CheckmarkCircle16Regular,
  ErrorCircle16Regular,
  HardDrive16Regular,
  Info16Regular,
} from '@fluentui/react-icons';
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
import { VolumesPanel } from './volumes-panel.tsx';

type Transfer = NonNullable<ReplicaDisk['transfer']>;

const useStyles = makeStyles({
  page: { display: 'grid', gap: tokens.spacingVerticalL },
  facts: { marginTop: tokens.spacingVerticalM },
  transfer: { marginTop: tokens.spacingVerticalL },
  hint: { display: 'block', marginTop: tokens.spacingVerticalS, color: tokens.colorNeutralForeground3 },
  log: { display: 'block', maxWidth: '280px' },
  share: { color: tokens.colorNeutralForeground3 },
});

/** From here on an estimate would be a guess: the copy has stopped moving. */
const STALL_SECONDS = 60;

/** Disk by disk: what it does, its size, its log and how that grows, and how far a copy is. */
export function DisksTab({ row }: { readonly row: ItemRow }): ReactElement {
  const styles = useStyles();
  const disks = useDisks(row.id);
  return (
    <QueryView query={disks} what={t('disks.what')} skeleton={<PanelSkeleton heightPx={220} />}>
      {(loaded) => (
        <div className={styles.page}>
          {loaded.map((disk) => (
            <DiskPanel key={disk.id} row={row} disk={disk} />
          ))}
          <VolumesPanel row={row} />
          <DifferencesPanels itemId={row.id} />
        </div>
      )}
    </QueryView>
  );
}

function DiskPanel({ row, disk }: { readonly row: ItemRow; readonly disk: ReplicaDisk }): ReactElement {
  const styles = useStyles();
  const { name, role, sizeBytes, inFlightLogBytes, transfer } = disk;
  return (
    <Panel
      title={name}
      aside={
        <>
          <DiskState row={row} disk={disk} />
          <StatusPill tone="neutral" icon={<HardDrive16Regular />}>
            {t(`disks.role.${role}`)}
          </StatusPill>
        </>
      }
    >
      <KeyValueList
        entries={[
          { label: t('disks.size'), value: <BytesText bytes={sizeBytes} /> },
          { label: t('disks.log'), value: <DiskLog disk={disk} /> },
          { label: t('disks.inFlight'), value: <BytesText bytes={inFlightLogBytes} /> },
          ...trendFacts(disk),
        ]}
      />
      {transfer ? <TransferView transfer={transfer} /> : <Caption1 className={styles.hint}>{t('disks.idle')}</Caption1>}
    </Panel>
  );
}

/** The log against half of its disk, as a bar and as a share. */
function DiskLog({ disk }: { readonly disk: ReplicaDisk }): ReactElement {
  const styles = useStyles();
  const usedBytes = logBytesOf(disk);
  return (
    <span className={styles.log}>
      <CapacityBar label={t('disks.log')} usedBytes={usedBytes} limitBytes={disk.logLimitBytes} />
      <Caption1 className={styles.share}>
        {t('disks.logShare', {
          share: formatShare(usedBytes / disk.logLimitBytes),
          limit: formatBytes(disk.logLimitBytes),
        })}
      </Caption1>
    </span>
  );
}

function logBytesOf({ activeLogBytes, inFlightLogBytes }: ReplicaDisk): number {
  return activeLogBytes + inFlightLogBytes;
}

/** What the guest writes, and what that makes of the log beside the cycles that empty it. */
function trendFacts({ logTrend }: ReplicaDisk): readonly KeyValue[] {
  const [churn, growth] = [t('disks.churn'), t('disks.growth')];
  if (logTrend === null) {
    return [churn, growth].map((label) => ({ label, value: t('disks.etaUnknown') }));
  }
  const { churnBytesPerSecond, growthBytesPerSecond, watchedSeconds } = logTrend;
  const duration = formatDuration(watchedSeconds);
  const rate = formatBytesPerSecond(Math.abs(growthBytesPerSecond));
  const trend = growthBytesPerSecond > 0 ? 'grows' : growthBytesPerSecond < 0 ? 'shrinks' : null;
  return [
    { label: churn, value: t('disks.overLast', { value: formatBytesPerSecond(churnBytesPerSecond), duration }) },
    {
      label: growth,
      value: t('disks.overLast', {
        value: trend === null ? t('disks.growth.none') : t(`disks.growth.${trend}`, { rate }),
        duration,
      }),
    },
  ];
}

/** What the disk does now, as far as that is its own; otherwise what its machine does. */
function DiskState({ row, disk }: { readonly row: ItemRow; readonly disk: ReplicaDisk }): ReactElement {
  const { transfer } = disk;
  if (logBytesOf(disk) >= disk.logLimitBytes) {
    return (
      <StatusPill tone="danger" icon={<ErrorCircle16Regular />}>
        {t('disks.state.full')}
      </StatusPill>
    );
  }
  if (transfer && transfer.phase !== 'done') {
    return (
      <StatusPill tone="info" icon={<ArrowSync16Regular />}>
        {t('disks.progress', { kind: t(`disks.kind.${transfer.kind}`), phase: t(`disks.phase.${transfer.phase}`) })}
      </StatusPill>
    );
  }
  if (row.stage !== 'protected') {
    return (
      <StatusPill tone="neutral" icon={<Info16Regular />}>
        {t(`stage.${row.stage}`)}
      </StatusPill>
    );
  }
  return (
    <StatusPill tone="success" icon={<CheckmarkCircle16Regular />}>
      {disk.inFlightLogBytes > 0 ? t('disks.state.sending') : t('disks.state.tracking')}
    </StatusPill>
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
