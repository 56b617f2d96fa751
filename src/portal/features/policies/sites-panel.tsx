import { Button, Tooltip, makeStyles, tokens } from '@fluentui/react-components';
import { useMemo, useState, type ReactElement } from 'react';
import type { ItemRow } from '../../../management/wire.ts';
import { Intro } from '../../components/intro.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueriesView } from '../../components/query-view.tsx';
import { RouterLink } from '../../components/router-link.tsx';
import { SimpleTable, type SimpleColumn } from '../../components/simple-table.tsx';
import { PanelSkeleton } from '../../components/skeletons.tsx';
import { useCalmItemRows } from '../../data/calm-item-rows.ts';
import { formatCount } from '../../data/format.ts';
import { useContainerMappings, useContainers } from '../../data/vault-queries.ts';
import { t, tOr } from '../../strings/translate.ts';
import { AssociateSiteDialog } from './associate-site-dialog.tsx';
import { DissociateSiteDialog } from './dissociate-site-dialog.tsx';
import { policySites, type PolicySite } from './policy-sites.ts';

const useStyles = makeStyles({
  muted: { margin: 0, color: tokens.colorNeutralForeground2 },
});

/** The sites that a policy is associated with, as the Azure portal has them on the policy. */
export function SitesPanel({ policy }: { readonly policy: string }): ReactElement {
  const styles = useStyles();
  const containers = useContainers();
  const mappings = useContainerMappings();
  const { rows } = useCalmItemRows();
  const counts = useMemo(() => countBySite(rows, policy), [rows, policy]);
  const [isAdding, setAdding] = useState(false);
  const [leavingId, setLeaving] = useState<string | null>(null);
  const sites = policySites(policy, containers.data ?? [], mappings.data ?? []);
  const leaving = sites.associated.find(({ mappingId }) => mappingId === leavingId);
  return (
    <Panel
      title={t('association.title')}
      aside={
        <ReasonButton
          label={t('association.add')}
          reason={sites.others.length === 0 ? t('association.allAssociated') : null}
          onClick={() => setAdding(true)}
        />
      }
    >
      <Intro text={t('association.intro')} isInPanel />
      <QueriesView
        queries={[containers, mappings]}
        what={t('association.what')}
        skeleton={<PanelSkeleton heightPx={120} />}
      >
        {() =>
          sites.associated.length === 0 ? (
            <p className={styles.muted}>{t('association.none')}</p>
          ) : (
            <SimpleTable
              label={t('association.title')}
              columns={columnsFor(policy, counts, setLeaving)}
              rows={sites.associated}
              keyOf={({ mappingId }) => mappingId}
            />
          )
        }
      </QueriesView>
      {isAdding && (
        <AssociateSiteDialog
          policy={policy}
          sites={sites.others}
          takenNames={(mappings.data ?? []).map(({ name }) => name ?? '')}
          onClose={() => setAdding(false)}
        />
      )}
      {leaving && <DissociateSiteDialog policy={policy} site={leaving} onClose={() => setLeaving(null)} />}
    </Panel>
  );
}

/** A button that cannot be pressed says why, also to the keyboard. */
function ReasonButton({
  label,
  name,
  reason,
  onClick,
}: {
  readonly label: string;
  /** To screen readers, where the label alone would be one of many. */
  readonly name?: string;
  readonly reason: string | null;
  readonly onClick: () => void;
}): ReactElement {
  const button = (
    <Button
      size="small"
      aria-label={name}
      disabledFocusable={reason !== null}
      onClick={reason === null ? onClick : undefined}
    >
      {label}
    </Button>
  );
  if (reason === null) return button;
  return (
    <Tooltip content={reason} relationship="description" withArrow>
      {button}
    </Tooltip>
  );
}

/** How many machines of each site replicate under the policy. */
function countBySite(rows: readonly ItemRow[], policy: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) if (row.policy === policy) counts.set(row.site, (counts.get(row.site) ?? 0) + 1);
  return counts;
}

function columnsFor(
  policy: string,
  counts: ReadonlyMap<string, number>,
  onLeave: (mappingId: string) => void,
): readonly SimpleColumn<PolicySite>[] {
  return [
    { id: 'site', header: t('association.site'), render: ({ site }) => site },
    { id: 'kind', header: t('association.kind'), render: ({ kind }) => tOr(`infrastructure.kind.${kind}`, kind) },
    {
      id: 'machines',
      header: t('association.machines'),
      isNumeric: true,
      render: ({ site }) => {
        const count = counts.get(site) ?? 0;
        if (count === 0) return formatCount(0);
        const query = new URLSearchParams({ policy, site });
        return <RouterLink to={`/items?${query.toString()}`}>{formatCount(count)}</RouterLink>;
      },
    },
    {
      id: 'leave',
      header: '',
      render: ({ site, mappingId }) => {
        const count = counts.get(site) ?? 0;
        return (
          <ReasonButton
            label={t('association.remove')}
            name={t('association.removeOf', { site })}
            reason={count > 0 ? t('association.inUse', { count }) : null}
            onClick={() => onLeave(mappingId)}
          />
        );
      },
    },
  ];
}
