import { Caption1, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { HostDetail, ItemRow } from '../../../management/wire.ts';
import { Panel } from '../../components/panel.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { AsOf } from '../../components/relative-time.tsx';
import { SimpleTable, type SimpleColumn } from '../../components/simple-table.tsx';
import { RowsSkeleton } from '../../components/skeletons.tsx';
import { formatBytes, formatShare } from '../../data/format.ts';
import { useHosts } from '../../data/queries.ts';
import { t } from '../../strings/translate.ts';

type Volume = HostDetail['volumes'][number];

const useStyles = makeStyles({
  hint: { display: 'block', marginBottom: tokens.spacingVerticalS, color: tokens.colorNeutralForeground3 },
});

const columns: readonly SimpleColumn<Volume>[] = [
  { id: 'name', header: t('disks.volume'), render: ({ name }) => name },
  { id: 'free', header: t('disks.volumeFree'), isNumeric: true, render: ({ freeBytes }) => formatBytes(freeBytes) },
  { id: 'size', header: t('disks.volumeSize'), isNumeric: true, render: ({ sizeBytes }) => formatBytes(sizeBytes) },
  {
    id: 'share',
    header: t('disks.volumeShare'),
    isNumeric: true,
    render: ({ freeBytes, sizeBytes }) => (sizeBytes > 0 ? formatShare(freeBytes / sizeBytes) : t('value.none')),
  },
];

/** Room on the host on which the machine's disks and logs lie, as its agent told last. */
export function VolumesPanel({ row }: { readonly row: ItemRow }): ReactElement {
  const styles = useStyles();
  const hosts = useHosts();
  const host = hosts.data?.find(({ name }) => name === row.host);
  return (
    <Panel title={t('disks.volumes', { host: row.host })} aside={<AsOf at={host?.lastHeartbeat} />}>
      <Caption1 className={styles.hint}>{t('disks.volumesHint')}</Caption1>
      <QueryView query={hosts} what={t('infrastructure.what')} skeleton={<RowsSkeleton rows={1} />}>
        {() =>
          host && host.volumes.length > 0 ? (
            <SimpleTable
              label={t('disks.volumes', { host: row.host })}
              columns={columns}
              rows={host.volumes}
              keyOf={({ name }) => name}
            />
          ) : (
            t('disks.volumesNone')
          )
        }
      </QueryView>
    </Panel>
  );
}
