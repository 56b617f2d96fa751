import { Button, MessageBar, MessageBarBody, Tooltip, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowUndo20Regular, Save20Regular } from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import type { ArmTargetSize } from '../../../management/arm.ts';
import type { ItemRow, TargetNetwork } from '../../../management/wire.ts';
import { CommandError } from '../../components/command-error.tsx';
import { LeaveGuard } from '../../components/leave-guard.tsx';
import { QueriesView } from '../../components/query-view.tsx';
import { PanelSkeleton } from '../../components/skeletons.tsx';
import { useCommand } from '../../data/commands.ts';
import { useItem, useOperations, useTargetSizes } from '../../data/queries.ts';
import { useTargetNetworks } from '../../data/vault-queries.ts';
import { t } from '../../strings/translate.ts';
import { ComputePanel } from './compute-panel.tsx';
import { hyperVDetails, type HyperVDetails } from './hyperv-details.ts';
import { NetworkPanel } from './network-panel.tsx';
import {
  editedTarget,
  hasProblems,
  isSameTarget,
  storedTarget,
  targetChange,
  targetProblems,
  withNetwork,
  withNicEdit,
  type TargetEdits,
} from './target-draft.ts';

const useStyles = makeStyles({
  page: { display: 'grid', gap: tokens.spacingVerticalL, gridTemplateColumns: 'minmax(0, 1fr)', margin: 0 },
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  state: { color: tokens.colorNeutralForeground3 },
});

/** As what, and connected to what, the machine is made in Azure by a failover: seen and changed. */
export function ComputeNetworkTab({ row }: { readonly row: ItemRow }): ReactElement {
  const item = useItem(row.id);
  const sizes = useTargetSizes(row.id);
  const networks = useTargetNetworks();
  const operations = useOperations(row.id);
  return (
    <QueriesView
      queries={[item, sizes, networks, operations]}
      what={t('target.what')}
      skeleton={<PanelSkeleton heightPx={420} />}
    >
      {() => (
        <TargetForm
          key={row.id}
          row={row}
          details={hyperVDetails(item.data)}
          sizes={sizes.data ?? []}
          networks={networks.data ?? []}
          refusal={operations.data?.targetRefusal ?? null}
          reload={async () => void (await item.refetch())}
        />
      )}
    </QueriesView>
  );
}

interface TargetFormProps {
  readonly row: ItemRow;
  readonly details: HyperVDetails | undefined;
  readonly sizes: readonly ArmTargetSize[];
  readonly networks: readonly TargetNetwork[];
  /** Why nothing may be changed now; null: it may. */
  readonly refusal: string | null;
  /** Ends when the item as stored is here. */
  readonly reload: () => Promise<void>;
}

function TargetForm({ row, details, sizes, networks, refusal, reload }: TargetFormProps): ReactElement {
  const styles = useStyles();
  const [edits, setEdits] = useState<TargetEdits>({});
  const command = useCommand();
  const stored = storedTarget(details);
  const draft = editedTarget(stored, edits);
  const isChanged = !isSameTarget(draft, stored);
  const problems = targetProblems(
    draft,
    sizes.find(({ name }) => name === draft.vmSize),
    networks.find(({ id }) => id === draft.networkId),
  );
  const edit = (next: TargetEdits): void => {
    command.reset();
    setEdits(next);
  };
  const whyNot = refusal ?? saveRefusal(isChanged, hasProblems(problems), command.isPending);
  const save = (): void => {
    if (whyNot !== null) return;
    const change = targetChange(stored, draft, details?.recoveryAzureResourceGroupId ?? '');
    command.mutate(
      { label: t('target.save'), name: row.name, run: (client) => client.changeTarget(row.id, change) },
      // What was saved stays in the fields until it is what is stored.
      { onSuccess: () => void reload().then(() => setEdits({})) },
    );
  };
  return (
    <form
      className={styles.page}
      aria-label={t('item.tab.compute-network')}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <SaveBar whyNot={whyNot} isChanged={isChanged} onDiscard={() => edit({})} />
      {refusal !== null && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{t('target.locked', { reason: refusal })}</MessageBarBody>
        </MessageBar>
      )}
      <CommandError error={command.error} />
      <ComputePanel
        details={details}
        sizes={sizes}
        draft={draft}
        problems={problems}
        isLocked={refusal !== null}
        onChange={(part) => edit({ ...edits, ...part })}
      />
      <NetworkPanel
        nics={details?.vmNics ?? []}
        networks={networks}
        draft={draft}
        problems={problems}
        isLocked={refusal !== null}
        onNetwork={(networkId) => edit(withNetwork(edits, stored, networkId))}
        onNic={(nicId, part) => edit(withNicEdit(edits, nicId, part))}
      />
      <LeaveGuard isActive={isChanged} />
    </form>
  );
}

function SaveBar({
  whyNot,
  isChanged,
  onDiscard,
}: {
  readonly whyNot: string | null;
  readonly isChanged: boolean;
  readonly onDiscard: () => void;
}): ReactElement {
  const styles = useStyles();
  const save = (
    <Button type="submit" appearance="primary" icon={<Save20Regular />} disabledFocusable={whyNot !== null}>
      {t('target.save')}
    </Button>
  );
  return (
    <div className={styles.bar}>
      {whyNot === null ? (
        save
      ) : (
        <Tooltip content={whyNot} relationship="description" withArrow>
          {save}
        </Tooltip>
      )}
      <Button icon={<ArrowUndo20Regular />} disabledFocusable={!isChanged} onClick={isChanged ? onDiscard : undefined}>
        {t('target.discard')}
      </Button>
      <span role="status" className={styles.state}>
        {isChanged ? t('target.unsaved') : ''}
      </span>
    </div>
  );
}

/** Why there is nothing to save now; null: there is. */
function saveRefusal(isChanged: boolean, isWrong: boolean, isSaving: boolean): string | null {
  if (isSaving) return t('save.pending');
  if (!isChanged) return t('target.unchanged');
  return isWrong ? t('target.wrong') : null;
}
