import { Button } from '@fluentui/react-components';
import { ServerRegular } from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import type { HostDetail } from '../../../management/wire.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Intro } from '../../components/intro.tsx';
import { PageFrame } from '../../components/page-frame.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { SimpleTable, type SimpleColumn } from '../../components/simple-table.tsx';
import { PanelSkeleton } from '../../components/skeletons.tsx';
import { weekdayName } from '../../data/format.ts';
import { useHosts } from '../../data/queries.ts';
import { t } from '../../strings/translate.ts';
import { megabitsOf } from './schedule-draft.ts';
import { SchedulePane } from './schedule-pane.tsx';

/** What each host's agent may send, and when. */
export function BandwidthPage(): ReactElement {
  const hosts = useHosts();
  const [editedId, setEdited] = useState<string | null>(null);
  const edited = hosts.data?.find(({ id }) => id === editedId);
  return (
    <PageFrame title={t('bandwidth.title')} crumbs={[{ label: t('app.vault'), to: '/' }]}>
      <Intro text={t('bandwidth.intro')} />
      <QueryView query={hosts} what={t('bandwidth.what')} skeleton={<PanelSkeleton heightPx={200} />}>
        {(loaded) =>
          loaded.length === 0 ? (
            <EmptyState icon={<ServerRegular />} title={t('bandwidth.none.title')} body={t('bandwidth.none.body')} />
          ) : (
            <Panel title={t('bandwidth.title')}>
              <SimpleTable
                label={t('bandwidth.title')}
                columns={columnsFor(setEdited)}
                rows={loaded}
                keyOf={({ id }) => id}
              />
            </Panel>
          )
        }
      </QueryView>
      {edited && <SchedulePane key={edited.id} host={edited} onClose={() => setEdited(null)} />}
    </PageFrame>
  );
}

function columnsFor(onEdit: (hostId: string) => void): readonly SimpleColumn<HostDetail>[] {
  return [
    { id: 'host', header: t('bandwidth.host'), render: ({ name }) => name },
    { id: 'site', header: t('bandwidth.site'), render: ({ site }) => site },
    { id: 'work', header: t('bandwidth.work'), render: workText },
    {
      id: 'workRate',
      header: t('bandwidth.workRate'),
      isNumeric: true,
      render: ({ bandwidth }) => rateText(bandwidth?.workHoursBitsPerSecond ?? null),
    },
    {
      id: 'otherRate',
      header: t('bandwidth.otherRate'),
      isNumeric: true,
      render: ({ bandwidth }) => rateText(bandwidth?.otherHoursBitsPerSecond ?? null),
    },
    {
      id: 'threads',
      header: t('bandwidth.threads'),
      isNumeric: true,
      render: ({ bandwidth }) => bandwidth?.uploadThreadsPerMachine ?? t('value.none'),
    },
    {
      id: 'edit',
      header: '',
      render: ({ id, name }) => (
        <Button size="small" aria-label={t('bandwidth.editOf', { host: name })} onClick={() => onEdit(id)}>
          {t('bandwidth.edit')}
        </Button>
      ),
    },
  ];
}

function rateText(bitsPerSecond: number | null): string {
  if (bitsPerSecond === null) return t('bandwidth.unthrottled');
  return t('bandwidth.rate', { megabits: megabitsOf(bitsPerSecond) });
}

function workText({ bandwidth }: HostDetail): string {
  if (!bandwidth) return t('value.none');
  const days = bandwidth.workDays.map(weekdayName).join(' ');
  return `${days}, ${t('value.range', { low: bandwidth.workStartLocal, high: bandwidth.workEndLocal })}`;
}
