import { DocumentSearch32Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useLocation } from 'react-router';
import { EmptyState } from '../../components/empty-state.tsx';
import { PageFrame } from '../../components/page-frame.tsx';
import { RouterLink } from '../../components/router-link.tsx';
import { t } from '../../strings/translate.ts';
import { nearestPaths } from './nearest-path.ts';

/** No such page: the nearest ones, and where to search. */
export function NotFoundPage(): ReactElement {
  const { pathname } = useLocation();
  return (
    <PageFrame title={t('notFound.title')}>
      <EmptyState
        icon={<DocumentSearch32Regular />}
        title={t('notFound.body', { path: pathname })}
        body={t('notFound.near')}
        actions={nearestPaths(pathname).map(({ to, label }) => (
          <RouterLink key={to} to={to}>
            {t(label)}
          </RouterLink>
        ))}
      />
    </PageFrame>
  );
}
