import { Add20Regular, DocumentBulletListRegular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useNavigate } from 'react-router';
import type { ItemRow } from '../../../management/wire.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Intro } from '../../components/intro.tsx';
import { PageFrame } from '../../components/page-frame.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { RouterLink } from '../../components/router-link.tsx';
import { SimpleTable, type SimpleColumn } from '../../components/simple-table.tsx';
import { PanelSkeleton } from '../../components/skeletons.tsx';
import { useCalmItemRows } from '../../data/calm-item-rows.ts';
import { formatCount, formatDuration } from '../../data/format.ts';
import { usePolicies } from '../../data/queries.ts';
import { t } from '../../strings/translate.ts';
import { applicationText, historyText, policyView, startText, windowText, type PolicyView } from './policy-view.ts';

/** Address of the form for a policy that is not there yet; no policy's name begins with a hyphen. */
const NEW_PATH = '/policies/-new';

export function PoliciesPage(): ReactElement {
  const navigate = useNavigate();
  const policies = usePolicies();
  const { rows } = useCalmItemRows();
  return (
    <PageFrame
      title={t('policies.title')}
      crumbs={[{ label: t('app.vault'), to: '/' }]}
      commands={[
        { id: 'new', label: t('policies.new'), icon: <Add20Regular />, onSelect: () => void navigate(NEW_PATH) },
      ]}
    >
      <Intro text={t('policies.intro')} />
      <QueryView query={policies} what={t('policies.what')} skeleton={<PanelSkeleton heightPx={200} />}>
        {(loaded) =>
          loaded.length === 0 ? (
            <EmptyState
              icon={<DocumentBulletListRegular />}
              title={t('policies.none.title')}
              body={t('policies.none.body')}
            />
          ) : (
            <Panel title={t('policies.title')}>
              <SimpleTable
                label={t('policies.title')}
                columns={columnsFor(rows)}
                rows={loaded.map(policyView)}
                keyOf={({ name }) => name}
              />
            </Panel>
          )
        }
      </QueryView>
    </PageFrame>
  );
}

function columnsFor(items: readonly ItemRow[]): readonly SimpleColumn<PolicyView>[] {
  return [
    {
      id: 'name',
      header: t('policies.name'),
      render: ({ name }) => <RouterLink to={`/policies/${encodeURIComponent(name)}`}>{name}</RouterLink>,
    },
    {
      id: 'interval',
      header: t('policies.interval'),
      render: ({ replicationIntervalSeconds }) => formatDuration(replicationIntervalSeconds),
    },
    { id: 'history', header: t('policies.history'), render: historyText },
    { id: 'app', header: t('policies.app'), render: applicationText },
    { id: 'start', header: t('policies.start'), render: startText },
    { id: 'window', header: t('policies.window'), render: windowText },
    {
      id: 'items',
      header: t('policies.items'),
      isNumeric: true,
      render: ({ name }) => {
        const count = items.filter(({ policy }) => policy === name).length;
        return count === 0 ? (
          formatCount(0)
        ) : (
          <RouterLink to={`/items?policy=${encodeURIComponent(name)}`}>{formatCount(count)}</RouterLink>
        );
      },
    },
  ];
}
