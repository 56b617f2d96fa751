import type { ReactElement } from 'react';
import type { HostDetail } from '../../../management/wire.ts';
import type { HostFlows } from '../../../management/wire-insight.ts';
import { PicturePanel } from '../../components/picture-panel.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { RouterLink } from '../../components/router-link.tsx';
import { SimpleTable, type SimpleColumn } from '../../components/simple-table.tsx';
import { RowsSkeleton } from '../../components/skeletons.tsx';
import { formatBytes, formatBytesPerSecond, formatCount } from '../../data/format.ts';
import { useHostFlows } from '../../data/insight-queries.ts';
import { t } from '../../strings/translate.ts';
import { FlowDrawing } from './flow-drawing.tsx';
import { NO_ACTIVITY, type ActivityCounts } from './host-activity.ts';

type Flow = HostFlows['hosts'][number];

const columns: readonly SimpleColumn<Flow>[] = [
  {
    id: 'host',
    header: t('flow.host'),
    render: ({ name }) => <RouterLink to={`/items?host=${encodeURIComponent(name)}`}>{name}</RouterLink>,
  },
  { id: 'pending', header: t('flow.inLogs'), isNumeric: true, render: ({ pendingBytes }) => formatBytes(pendingBytes) },
  {
    id: 'sent',
    header: t('flow.sent'),
    isNumeric: true,
    render: ({ sentBytesPerSecond }) => formatBytesPerSecond(sentBytesPerSecond),
  },
  { id: 'cache', header: t('flow.inCache'), isNumeric: true, render: ({ cacheBytes }) => formatBytes(cacheBytes) },
  { id: 'sending', header: t('flow.sending'), isNumeric: true, render: ({ sending }) => formatCount(sending) },
  { id: 'failing', header: t('flow.failing'), isNumeric: true, render: ({ failing }) => formatCount(failing) },
];

export interface FlowsPanelProps {
  readonly hosts: readonly HostDetail[];
  /** By the host's name. */
  readonly activity: ReadonlyMap<string, ActivityCounts>;
}

/** The way of the data from every host to Azure, as a drawing or as a table. */
export function FlowsPanel({ hosts, activity }: FlowsPanelProps): ReactElement {
  const flows = useHostFlows();
  return (
    <PicturePanel title={t('infrastructure.flow')} asOf={flows.data?.asOf}>
      {(isTable) =>
        isTable ? (
          <QueryView query={flows} what={t('flow.title')} skeleton={<RowsSkeleton rows={3} />}>
            {(loaded) => (
              <SimpleTable label={t('flow.title')} columns={columns} rows={loaded.hosts} keyOf={({ id }) => id} />
            )}
          </QueryView>
        ) : (
          hosts.map((host) => <FlowDrawing key={host.id} host={host} counts={activity.get(host.name) ?? NO_ACTIVITY} />)
        )
      }
    </PicturePanel>
  );
}
