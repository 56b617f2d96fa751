import { makeStyles, tokens } from '@fluentui/react-components';
import { Delete20Regular, DocumentBulletListRegular, Save20Regular } from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import { Navigate, useParams } from 'react-router';
import type { PolicyThresholds } from '../../../management/wire-insight.ts';
import { CommandError } from '../../components/command-error.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { LeaveGuard } from '../../components/leave-guard.tsx';
import { PageFrame } from '../../components/page-frame.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { RouterLink } from '../../components/router-link.tsx';
import { PanelSkeleton } from '../../components/skeletons.tsx';
import { useCommand } from '../../data/commands.ts';
import { hasChanged } from '../../data/has-changed.ts';
import { usePolicies } from '../../data/queries.ts';
import { t } from '../../strings/translate.ts';
import { PolicyForm } from './policy-form.tsx';
import { SitesPanel } from './sites-panel.tsx';
import { NEW_POLICY, policyView, thresholdsOf, type PolicyView } from './policy-view.ts';
import { ThresholdsPanel } from './thresholds-panel.tsx';

const crumbs = [
  { label: t('app.vault'), to: '/' },
  { label: t('policies.title'), to: '/policies' },
];

const useStyles = makeStyles({
  panels: { display: 'grid', rowGap: tokens.spacingVerticalL },
});

/** One policy, or (`-new`) one to be. */
export function PolicyPage(): ReactElement {
  const { policyName = '' } = useParams();
  const policies = usePolicies();
  if (policyName === '-new') return <PolicyEditor key="" saved={null} thresholds={null} />;
  const found = policies.data?.find(({ name }) => name === policyName);
  if (found) return <PolicyEditor key={policyName} saved={policyView(found)} thresholds={thresholdsOf(found)} />;
  return (
    <PageFrame title={policyName} crumbs={crumbs}>
      <QueryView query={policies} what={t('policies.what')} skeleton={<PanelSkeleton heightPx={320} />}>
        {() => (
          <EmptyState
            icon={<DocumentBulletListRegular />}
            title={t('policies.missing')}
            body={t('policies.missingBody')}
            actions={<RouterLink to="/policies">{t('policies.title')}</RouterLink>}
          />
        )}
      </QueryView>
    </PageFrame>
  );
}

/** A policy to be that has the name of another would change that one, and all machines that follow it. */
function useNameProblem(name: string): string | null {
  const { data } = usePolicies();
  if (name === '') return t('policies.nameMissing');
  const isTaken = data?.some((policy) => policy.name?.toLowerCase() === name.toLowerCase()) ?? false;
  return isTaken ? t('policies.nameTaken', { name }) : null;
}

function PolicyEditor({
  saved,
  thresholds,
}: {
  readonly saved: PolicyView | null;
  readonly thresholds: PolicyThresholds | null;
}): ReactElement {
  const styles = useStyles();
  const command = useCommand();
  const stored = saved ?? NEW_POLICY;
  const [edits, setEdits] = useState<Partial<PolicyView>>({});
  const draft = { ...stored, ...edits };
  const [isDeleting, setDeleting] = useState(false);
  const nameProblem = useNameProblem(draft.name.trim());
  const saveLabel = saved ? t('policies.save') : t('policies.create');
  const save = () =>
    command.mutate({
      label: saveLabel,
      name: draft.name,
      run: async (client) => void (await client.putPolicy(draft.name.trim(), draft)),
    });
  const remove = () =>
    command.mutate(
      { label: t('policies.delete'), name: draft.name, run: (client) => client.deletePolicy(draft.name) },
      { onSettled: () => setDeleting(false) },
    );
  // Saved or deleted: there is nothing more to do here.
  if (command.isSuccess) return <Navigate to="/policies" />;
  return (
    <PageFrame
      title={saved ? saved.name : t('policies.new')}
      crumbs={crumbs}
      commands={[
        {
          id: 'save',
          label: saveLabel,
          icon: <Save20Regular />,
          onSelect: save,
          disabledReason: command.isPending ? t('save.pending') : saved ? null : nameProblem,
        },
        ...(saved
          ? [
              {
                id: 'delete',
                label: t('policies.delete'),
                icon: <Delete20Regular />,
                onSelect: () => setDeleting(true),
              },
            ]
          : []),
      ]}
    >
      <CommandError error={command.error} />
      <div className={styles.panels}>
        <Panel title={t('policies.settings')}>
          <PolicyForm policy={draft} isNew={saved === null} onChange={(part) => setEdits({ ...edits, ...part })} />
        </Panel>
        {thresholds && <ThresholdsPanel thresholds={thresholds} />}
        {saved && <SitesPanel policy={saved.name} />}
      </div>
      <LeaveGuard isActive={hasChanged(stored, draft)} />
      {isDeleting && (
        <ConfirmDialog
          title={t('policies.deleteTitle', { name: draft.name })}
          confirmLabel={t('policies.delete')}
          isBusy={command.isPending}
          onConfirm={remove}
          onClose={() => setDeleting(false)}
        >
          {t('policies.deleteBody')}
        </ConfirmDialog>
      )}
    </PageFrame>
  );
}
