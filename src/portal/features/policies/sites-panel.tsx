import { Button, Tooltip, makeStyles, tokens } from '@fluentui/react-components';
import { useState, type ReactElement } from 'react';
import type { ItemRow } from '../../../management/wire.ts';
import { Intro } from '../../components/intro.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { RouterLink } from '../../components/router-link.tsx';
import { SimpleTable, type SimpleColumn } from '../../components/simple-table.tsx';
import { PanelSkeleton } from '../../components/skeletons.tsx';
import { formatCount } from '../../data/format.ts';
import { useItemRows } from '../../data/live-context.ts';
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
  const { rows } = useItemRows();
  const [isAdding, setAdding] = useState(false);
  const [leavingId, setLeaving] = useState<string | null>(null);
  const sites = policySites(policy, containers.data ?? [], mappings.data ?? []);
  const leaving = sites.associated.find(({ mappingId }) => mappingId === leavingId);
  return (
    <Panel
      title={t('association.title')}
      aside={<AddButton isDisabled={sites.others.length === 0} onClick={() => setAdding(true)} />}
    >
      <Intro text={t('association.intro')} isInPanel />
      <QueryView query={mappings} what={t('association.what')} skeleton={<PanelSkeleton heightPx={120} />}>
        {() =>
          sites.associated.length === 0 ? (
            <p className={styles.muted}>{t('association.none')}</p>
          ) : (
            <SimpleTable
              label={t('association.title')}
              columns={columnsFor(policy, rows, setLeaving)}
              rows={sites.associated}
              keyOf={({ mappingId }) => mappingId}
            />
          )
        }
      </QueryView>
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

function AddButton({
  isDisabled,
  onClick,
}: {
  readonly isDisabled: boolean;
  readonly onClick: () => void;
}): ReactElement {
  return (
    <ReasonButton
      label={t('association.add')}
      reason={isDisabled ? t('association.allAssociated') : null}
      onClick={onClick}
    />
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

function columnsFor(
  policy: string,
  items: readonly ItemRow[],
  onLeave: (mappingId: string) => void,
): readonly SimpleColumn<PolicySite>[] {
  const countIn = (site: string): number => items.filter((row) => row.policy === policy && row.site === site).length;
  return [
    { id: 'site', header: t('association.site'), render: ({ site }) => site },
    { id: 'kind', header: t('association.kind'), render: ({ kind }) => tOr(`infrastructure.kind.${kind}`, kind) },
    {
      id: 'machines',
      header: t('association.machines'),
      isNumeric: true,
      render: ({ site }) => {
        const count = countIn(site);
        if (count === 0) return formatCount(0);
        const query = new URLSearchParams({ policy, site });
        return <RouterLink to={`/items?${query.toString()}`}>{formatCount(count)}</RouterLink>;
      },
    },
    {
      id: 'leave',
      header: '',
      render: ({ site, mappingId }) => {
        const count = countIn(site);
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
