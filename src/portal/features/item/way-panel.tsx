import {
  ArrowSync24Regular,
  Cloud24Regular,
  HardDrive24Regular,
  PlugConnected24Regular,
  Server24Regular,
} from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { HostDetail, ItemRow } from '../../../management/wire.ts';
import { FlowLine, type Station } from '../../components/flow-line.tsx';
import { PicturePanel } from '../../components/picture-panel.tsx';
import { RouterLink } from '../../components/router-link.tsx';
import { SimpleTable, type SimpleColumn } from '../../components/simple-table.tsx';
import { armName } from '../../data/arm-name.ts';
import { itemPath } from '../../data/dialogs.ts';
import { formatBytes, formatBytesPerSecond } from '../../data/format.ts';
import { useHostFlows, useOutlook } from '../../data/insight-queries.ts';
import { useHosts } from '../../data/queries.ts';
import { t } from '../../strings/translate.ts';
import type { HyperVDetails } from './hyperv-details.ts';

const WIDTHS_PX = [196, 128, 152, 184, 184];

const columns: readonly SimpleColumn<Station>[] = [
  { id: 'station', header: t('way.station'), render: ({ title, to }) => <RouterLink to={to}>{title}</RouterLink> },
  { id: 'now', header: t('way.now'), render: ({ note }) => note },
];

export interface WayPanelProps {
  readonly row: ItemRow;
  readonly details: HyperVDetails | undefined;
}

/** The machine's own way from its host to the vault, live: where data waits, what flows, where it is held up. */
export function WayPanel({ row, details }: WayPanelProps): ReactElement {
  const flows = useHostFlows();
  const host = useHosts().data?.find(({ name }) => name === row.host);
  const rate = useOutlook(row.id).data?.drain.sendBytesPerSecond ?? null;
  const isSilent = flows.data?.hosts.find(({ id }) => id === host?.id)?.isSilent ?? false;
  const stations = stationsOf({ row, details, host, isSilent, rate });
  return (
    <PicturePanel title={t('infrastructure.flow')} asOf={flows.data?.asOf}>
      {(isTable) =>
        isTable ? (
          <SimpleTable label={t('infrastructure.flow')} columns={columns} rows={stations} keyOf={({ id }) => id} />
        ) : (
          <FlowLine stations={stations} widthsPx={WIDTHS_PX} />
        )
      }
    </PicturePanel>
  );
}

interface Way extends WayPanelProps {
  readonly host: HostDetail | undefined;
  readonly isSilent: boolean;
  /** Of the newest cycle, in bytes per second; null: none has ended. */
  readonly rate: number | null;
}

function stationsOf({ row, details, host, isSilent, rate }: Way): readonly Station[] {
  const isFailing = row.activity === 'Failing';
  const isSending = row.activity === 'Sending';
  const flowing = isSending ? (rate ?? 0) : 0;
  const station = (id: string, icon: ReactElement, title: string, note: string, to: string): Station => ({
    id,
    icon,
    title,
    note,
    label: `${title}: ${note}`,
    to,
    rate: flowing,
    isWayBroken: isFailing,
  });
  return [
    station(
      'host',
      <Server24Regular />,
      row.host,
      t('flow.pending', { bytes: formatBytes(row.logBytes) }),
      itemPath(row.id, 'disks'),
    ),
    {
      ...station(
        'agent',
        <PlugConnected24Regular />,
        t('infrastructure.station.agent'),
        isSilent ? t('flow.silent') : (host?.agentVersion ?? t('value.none')),
        '/infrastructure',
      ),
      isBroken: isSilent,
      isWayBroken: isSilent || isFailing,
    },
    {
      ...station(
        'link',
        <ArrowSync24Regular />,
        t('infrastructure.station.link'),
        isFailing ? t('activity.Failing') : isSending && rate !== null ? formatBytesPerSecond(rate) : stillText(row),
        isFailing ? itemPath(row.id, 'health') : '/bandwidth',
      ),
      isBroken: isFailing,
    },
    station(
      'cache',
      <Cloud24Regular />,
      armName(details?.recoveryAzureLogStorageAccountId ?? details?.recoveryAzureStorageAccount) || t('value.none'),
      t('infrastructure.station.cache'),
      itemPath(row.id, 'properties'),
    ),
    {
      ...station(
        'replica',
        <HardDrive24Regular />,
        armName(details?.recoveryAzureStorageAccount) || t('value.none'),
        t('way.replica', { vault: t('app.vault') }),
        itemPath(row.id, 'recovery-points'),
      ),
      isWayBroken: false,
    },
  ];
}

/** What a link does on which nothing is measured. */
function stillText({ activity }: ItemRow): string {
  return activity === 'Sending' ? t('activity.Sending') : t('flow.still');
}
