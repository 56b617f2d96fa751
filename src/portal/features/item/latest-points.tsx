import type { ReactElement } from 'react';
import { KeyValueList } from '../../components/key-value.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { RouterLink } from '../../components/router-link.tsx';
import { RowsSkeleton } from '../../components/skeletons.tsx';
import { itemPath } from '../../data/dialogs.ts';
import { useRecoveryPoints } from '../../data/queries.ts';
import { t } from '../../strings/translate.ts';
import { newestFirst, newestOf } from './recovery-point.ts';

/** The newest recovery point of each consistency, and how many there are. */
export function LatestPoints({ itemId }: { readonly itemId: string }): ReactElement {
  const points = useRecoveryPoints(itemId);
  return (
    <Panel title={t('points.panel')}>
      <QueryView query={points} what={t('points.what')} skeleton={<RowsSkeleton rows={3} />}>
        {(loaded) => {
          const ordered = newestFirst(loaded);
          return (
            <>
              <KeyValueList
                columns="one"
                entries={[
                  {
                    label: t('consistency.CrashConsistent'),
                    value: <RelativeTime at={newestOf(ordered, 'CrashConsistent')} />,
                  },
                  {
                    label: t('consistency.ApplicationConsistent'),
                    value: <RelativeTime at={newestOf(ordered, 'ApplicationConsistent')} />,
                  },
                  { label: t('points.kept'), value: ordered.length },
                  { label: t('points.oldest'), value: <RelativeTime at={ordered.at(-1)?.time} /> },
                ]}
              />
              <p>
                <RouterLink to={itemPath(itemId, 'recovery-points')}>{t('points.all')}</RouterLink>
              </p>
            </>
          );
        }}
      </QueryView>
    </Panel>
  );
}
