import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { LogOutlooks } from '../../../management/wire-insight.ts';
import { CapacityBar } from '../../components/capacity-bar.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { AsOf, Countdown } from '../../components/relative-time.tsx';
import { RouterLink } from '../../components/router-link.tsx';
import { SimpleTable, type SimpleColumn } from '../../components/simple-table.tsx';
import { RowsSkeleton } from '../../components/skeletons.tsx';
import { itemPath } from '../../data/dialogs.ts';
import { formatDuration } from '../../data/format.ts';
import { useLogOutlooks } from '../../data/insight-queries.ts';
import { t } from '../../strings/translate.ts';

type Next = LogOutlooks['items'][number];

const SHOWN = 5;

const useStyles = makeStyles({
  muted: { margin: 0, color: tokens.colorNeutralForeground3 },
  aside: { display: 'inline-flex', columnGap: tokens.spacingHorizontalM, alignItems: 'center' },
  soon: { fontWeight: tokens.fontWeightSemibold, fontVariantNumeric: 'tabular-nums' },
});

const columns: readonly SimpleColumn<Next>[] = [
  {
    id: 'name',
    header: t('next.item'),
    render: ({ itemId, name }) => <RouterLink to={itemPath(itemId)}>{name}</RouterLink>,
  },
  { id: 'when', header: t('next.when'), render: (next) => <Reaches next={next} /> },
  {
    id: 'log',
    header: t('next.log'),
    render: ({ logBytes, limitBytes }) => (
      <CapacityBar label={t('items.logLabel')} usedBytes={logBytes} limitBytes={limitBytes} />
    ),
  },
];

/** The machines whose logs will make a resynchronization necessary first, counting down. */
export function NextLogsPanel(): ReactElement {
  const styles = useStyles();
  const query = useLogOutlooks(SHOWN);
  return (
    <Panel
      title={t('next.title')}
      aside={
        <span className={styles.aside}>
          <AsOf at={query.data?.asOf} />
          <RouterLink to="/items?sort=-log">{t('next.all')}</RouterLink>
        </span>
      }
    >
      <QueryView query={query} what={t('next.what')} skeleton={<RowsSkeleton rows={5} />}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={styles.muted}>{t('next.none')}</p>
          ) : (
            <SimpleTable label={t('next.title')} columns={columns} rows={items} keyOf={({ itemId }) => itemId} />
          )
        }
      </QueryView>
    </Panel>
  );
}

function Reaches({ next: { reachesLimitAt, headroomSeconds } }: { readonly next: Next }): ReactElement {
  const styles = useStyles();
  if (reachesLimitAt !== null) {
    return (
      <span className={styles.soon}>
        <Countdown at={reachesLimitAt[0]} />
      </span>
    );
  }
  return (
    <span className={styles.muted}>
      {headroomSeconds === null
        ? t('next.headroomNone')
        : t('next.headroom', { duration: formatDuration(headroomSeconds) })}
    </span>
  );
}
