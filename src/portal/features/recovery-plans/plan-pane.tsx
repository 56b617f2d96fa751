import { Button, Field, Input, Select, makeStyles, tokens } from '@fluentui/react-components';
import { Add20Regular } from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import { Navigate } from 'react-router';
import type { ItemRow } from '../../../management/wire.ts';
import { CommandError } from '../../components/command-error.tsx';
import { DetailPane } from '../../components/detail-pane.tsx';
import { useCalmItemRows } from '../../data/calm-item-rows.ts';
import { useCommand } from '../../data/commands.ts';
import { planPath } from '../../data/dialogs.ts';
import { hasChanged } from '../../data/has-changed.ts';
import { usePlans } from '../../data/queries.ts';
import { t } from '../../strings/translate.ts';
import {
  addGroup,
  bootsOf,
  changeSite,
  draftOf,
  machinesOf,
  MAX_BOOT_GROUPS,
  newDraft,
  placeMachine,
  settingsOf,
  type PlanDraft,
} from './plan-draft.ts';
import { PlanGroupEditor } from './plan-group-editor.tsx';
import type { PlanView } from './plan-view.ts';

const useStyles = makeStyles({
  form: { display: 'grid', rowGap: tokens.spacingVerticalL, paddingBottom: tokens.spacingVerticalXXL },
  footer: { display: 'flex', columnGap: tokens.spacingHorizontalS },
  add: { justifySelf: 'start' },
});

export interface PlanPaneProps {
  /** null: a plan to be. */
  readonly saved: PlanView | null;
  readonly onClose: () => void;
}

/** Creates or changes a recovery plan, on the right. What is not allowed is said by the server. */
export function PlanPane({ saved, onClose }: PlanPaneProps): ReactElement {
  const styles = useStyles();
  const { rows } = useCalmItemRows();
  const sites = [...new Set(rows.map(({ site }) => site))].toSorted();
  const [stored] = useState<PlanDraft>(() => (saved ? draftOf(saved) : newDraft(sites[0] ?? '')));
  const [edited, setEdited] = useState(stored);
  const draft = edited.site === '' && sites[0] !== undefined ? changeSite(edited, sites[0]) : edited;
  const command = useCommand();
  const name = draft.name.trim();
  const plans = usePlans();
  // A plan to be that has the name of another would change that one.
  const isTaken = !saved && (plans.data?.some((plan) => plan.name?.toLowerCase() === name.toLowerCase()) ?? false);
  const saveLabel = saved ? t('planEdit.save') : t('planEdit.create');
  const save = () =>
    command.mutate(
      { label: saveLabel, name, run: async (client) => void (await client.putPlan(name, settingsOf(draft))) },
      saved ? { onSuccess: onClose } : {},
    );
  if (command.isSuccess && !saved) return <Navigate to={planPath(name)} />;
  return (
    <DetailPane
      title={saved ? t('planEdit.title', { name: saved.name }) : t('planEdit.newTitle')}
      size="large"
      isOpen
      onClose={onClose}
      isChanged={hasChanged(stored, edited)}
      param="pane"
    >
      <div className={styles.form}>
        <CommandError error={command.error} />
        <PlanForm
          isNew={saved === null}
          isTaken={isTaken && !command.isPending}
          draft={draft}
          sites={sites}
          rows={rows}
          onChange={setEdited}
        />
        <div className={styles.footer}>
          <Button appearance="primary" disabled={name === '' || isTaken || command.isPending} onClick={save}>
            {saveLabel}
          </Button>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
        </div>
      </div>
    </DetailPane>
  );
}

interface PlanFormProps {
  readonly isNew: boolean;
  /** Another plan has the name. */
  readonly isTaken: boolean;
  readonly draft: PlanDraft;
  readonly sites: readonly string[];
  readonly rows: readonly ItemRow[];
  readonly onChange: (draft: PlanDraft) => void;
}

function PlanForm({ isNew, isTaken, draft, sites, rows, onChange }: PlanFormProps): ReactElement {
  const styles = useStyles();
  const isFull = bootsOf(draft).length >= MAX_BOOT_GROUPS;
  return (
    <>
      {isNew && (
        <Field
          label={t('planEdit.name')}
          hint={t('planEdit.nameHint')}
          required
          {...(isTaken ? { validationMessage: t('planEdit.nameTaken', { name: draft.name.trim() }) } : {})}
        >
          <Input value={draft.name} onChange={(_, { value }) => onChange({ ...draft, name: value })} />
        </Field>
      )}
      {isNew && (
        <Field label={t('planEdit.site')} hint={t('planEdit.siteHint')}>
          <Select value={draft.site} onChange={(_, { value }) => onChange(changeSite(draft, value))}>
            {sites.map((site) => (
              <option key={site}>{site}</option>
            ))}
          </Select>
        </Field>
      )}
      <MachinePicker draft={draft} rows={rows} onChange={onChange} />
      {draft.groups.map((group) => (
        <PlanGroupEditor key={group.key} draft={draft} group={group} rows={rows} onChange={onChange} />
      ))}
      <Button
        className={styles.add}
        icon={<Add20Regular />}
        disabledFocusable={isFull}
        title={isFull ? t('planEdit.groupsFull') : undefined}
        onClick={() => onChange(addGroup(draft))}
      >
        {t('planEdit.addGroup')}
      </Button>
    </>
  );
}

/** Machines of the site that the plan does not have; the one chosen goes to the last group. */
function MachinePicker({ draft, rows, onChange }: Pick<PlanFormProps, 'draft' | 'rows' | 'onChange'>): ReactElement {
  const taken = new Set(machinesOf(draft));
  const left = rows
    .filter(({ id, site }) => site === draft.site && !taken.has(id))
    .toSorted((a, b) => a.name.localeCompare(b.name));
  const last = bootsOf(draft).at(-1)?.group.key ?? '';
  return (
    <Field label={t('planEdit.add')} hint={left.length === 0 ? t('planEdit.noneLeft') : t('planEdit.addHint')}>
      <Select
        value=""
        disabled={left.length === 0}
        onChange={(_, { value }) => value !== '' && onChange(placeMachine(draft, value, last))}
      >
        <option value="">{t('planEdit.choose')}</option>
        {left.map(({ id, name, host }) => (
          <option key={id} value={id}>
            {`${name} (${host})`}
          </option>
        ))}
      </Select>
    </Field>
  );
}
