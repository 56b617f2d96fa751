import {
  ArrowSync24Regular,
  Cloud24Regular,
  HardDrive24Regular,
  PlugConnected24Regular,
  Server24Regular,
} from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { HostDetail } from '../../../management/wire.ts';
import type { HostFlows } from '../../../management/wire-insight.ts';
import { FlowLine, type Station } from '../../components/flow-line.tsx';
import { formatBytes, formatBytesPerSecond } from '../../data/format.ts';
import { useHostFlows } from '../../data/insight-queries.ts';
import { t } from '../../strings/translate.ts';
import type { ActivityCounts } from './host-activity.ts';

type Flow = HostFlows['hosts'][number];

/** Stations stand beneath each other, whatever they say; the ways between them share the rest. */
const WIDTHS_PX = [184, 140, 144, 184, 150];

/** One host's way to Azure: host, agent, link, cache, replica, with what flows on it now. Each station leads to its machines. */
export function FlowDrawing({
  host,
  counts,
}: {
  readonly host: HostDetail;
  readonly counts: ActivityCounts;
}): ReactElement {
  const flow = useHostFlows().data?.hosts.find(({ id }) => id === host.id);
  return <FlowLine stations={stationsOf(host, counts, flow)} widthsPx={WIDTHS_PX} />;
}

function stationsOf(host: HostDetail, counts: ActivityCounts, flow: Flow | undefined): readonly Station[] {
  const list = `/items?host=${encodeURIComponent(host.name)}`;
  const isFailing = counts.Failing > 0;
  const isSilent = flow?.isSilent ?? false;
  const station = (id: 'agent' | 'link' | 'cache' | 'replica', icon: ReactElement, note: string): Station => ({
    id,
    icon,
    note,
    title: t(`infrastructure.station.${id}`),
    label: `${host.name}, ${t(`infrastructure.station.${id}`)}: ${note}`,
    to: list,
    rate: flow?.sentBytesPerSecond ?? 0,
    isWayBroken: isFailing,
  });
  return [
    {
      id: 'host',
      icon: <Server24Regular />,
      title: host.name,
      note: t('flow.pending', { bytes: formatBytes(flow?.pendingBytes ?? 0) }),
      label: t('infrastructure.itemsOf', { host: host.name }),
      to: list,
    },
    {
      ...station('agent', <PlugConnected24Regular />, agentNote(host, flow)),
      isBroken: isSilent,
      isWayBroken: isSilent || isFailing,
    },
    {
      ...station('link', <ArrowSync24Regular />, linkNote(counts, flow)),
      isBroken: isFailing,
      to: isFailing ? `${list}&health=warning|critical` : list,
    },
    station('cache', <Cloud24Regular />, cacheNote(flow)),
    {
      ...station('replica', <HardDrive24Regular />, t('flow.replicas', { count: host.protectedCount })),
      isWayBroken: false,
    },
  ];
}

function agentNote({ agentVersion }: HostDetail, flow: Flow | undefined): string {
  return flow?.isSilent ? t('flow.silent') : agentVersion;
}

function linkNote({ Failing }: ActivityCounts, flow: Flow | undefined): string {
  if (Failing > 0) return t('infrastructure.failing', { count: Failing });
  const rate = flow?.sentBytesPerSecond ?? 0;
  if (rate === 0) return t('flow.still');
  const side = (['network', 'source', 'target'] as const).find((each) => (flow?.bottlenecks[each] ?? 0) > 0);
  const text = formatBytesPerSecond(rate);
  return side ? `${text} · ${t('flow.slow', { side: t(`cycle.side.${side}`) })}` : text;
}

function cacheNote(flow: Flow | undefined): string {
  const sending = t('infrastructure.sending', { count: flow?.sending ?? 0 });
  return flow && flow.cacheBytes > 0 ? t('flow.cache', { bytes: formatBytes(flow.cacheBytes) }) : sending;
}
