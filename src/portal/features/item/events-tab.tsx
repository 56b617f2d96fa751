import { AlertOnRegular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { ArmEvent } from '../../../management/arm.ts';
import type { ItemRow } from '../../../management/wire.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { AbsoluteTime } from '../../components/relative-time.tsx';
import { SimpleTable, type SimpleColumn } from '../../components/simple-table.tsx';
import { PanelSkeleton } from '../../components/skeletons.tsx';
import { StatusPill, type Tone } from '../../components/status-pill.tsx';
import { useItemEvents } from '../../data/queries.ts';
import { t, tOr } from '../../strings/translate.ts';

const tones: Readonly<Record<string, Tone>> = {
  OK: 'success',
  Information: 'info',
  Warning: 'warning',
  Critical: 'danger',
};

const columns: readonly SimpleColumn<ArmEvent>[] = [
  {
    id: 'time',
    header: t('events.time'),
    render: ({ properties }) => <AbsoluteTime at={properties?.timeOfOccurrence} />,
  },
  {
    id: 'severity',
    header: t('events.severity'),
    render: ({ properties }) => {
      const severity = properties?.severity ?? '';
      return <StatusPill tone={tones[severity] ?? 'neutral'}>{tOr(`severity.${severity}`, severity)}</StatusPill>;
    },
  },
  { id: 'event', header: t('events.event'), render: ({ properties }) => properties?.description },
  {
    id: 'type',
    header: t('events.type'),
    render: ({ properties }) => tOr(`eventType.${properties?.eventType ?? ''}`, properties?.eventType ?? ''),
  },
  { id: 'code', header: t('events.code'), render: ({ properties }) => properties?.eventCode },
];

function timeOf({ properties }: ArmEvent): string {
  return properties?.timeOfOccurrence ?? '';
}

/** What happened to the item, the newest first. */
export function EventsTab({ row }: { readonly row: ItemRow }): ReactElement {
  const events = useItemEvents(row.id);
  return (
    <QueryView query={events} what={t('events.what')} skeleton={<PanelSkeleton heightPx={240} />}>
      {(loaded) =>
        loaded.length === 0 ? (
          <EmptyState icon={<AlertOnRegular />} title={t('events.empty.title')} body={t('events.empty.body')} />
        ) : (
          <Panel title={t('item.tab.events')}>
            <SimpleTable
              label={t('item.tab.events')}
              columns={columns}
              rows={loaded.toSorted((a, b) => (timeOf(a) < timeOf(b) ? 1 : -1))}
              keyOf={(event) => event.name ?? event.id ?? timeOf(event)}
            />
          </Panel>
        )
      }
    </QueryView>
  );
}
