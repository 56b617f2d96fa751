import { Button, Field, Input, Select, makeStyles, tokens } from '@fluentui/react-components';
import { Add20Regular } from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import { useNavigate } from 'react-router';
import type { ItemRow } from '../../../management/wire.ts';
import { CommandError } from '../../components/command-error.tsx';
import { DetailPane } from '../../components/detail-pane.tsx';
import { useCalmItemRows } from '../../data/calm-item-rows.ts';
import { useCommand } from '../../data/commands.ts';
import { planPath } from '../../data/dialogs.ts';
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
  const { rows } = useCalmItemRows();
  const sites = [...new Set(rows.map(({ site }) => site))].toSorted();
  const [draft, setDraft] = useState<PlanDraft>(() => (saved ? draftOf(saved) : newDraft(sites[0] ?? '')));
  return (
    <DetailPane
      title={saved ? t('planEdit.title', { name: saved.name }) : t('planEdit.newTitle')}
      size="large"
      isOpen
      onClose={onClose}
    >
      <PlanForm
        isNew={saved === null}
        draft={draft.site === '' && sites[0] !== undefined ? changeSite(draft, sites[0]) : draft}
        sites={sites}
        rows={rows}
        onChange={setDraft}
        onClose={onClose}
      />
    </DetailPane>
  );
}

interface PlanFormProps {
  readonly isNew: boolean;
  readonly draft: PlanDraft;
  readonly sites: readonly string[];
  readonly rows: readonly ItemRow[];
  readonly onChange: (draft: PlanDraft) => void;
  readonly onClose: () => void;
}

function PlanForm({ isNew, draft, sites, rows, onChange, onClose }: PlanFormProps): ReactElement {
  const styles = useStyles();
  const navigate = useNavigate();
  const command = useCommand();
  const label = isNew ? t('planEdit.create') : t('planEdit.save');
  const name = draft.name.trim();
  const save = () =>
    command.mutate(
      { label, name, run: async (client) => void (await client.putPlan(name, settingsOf(draft))) },
      { onSuccess: () => (isNew ? void navigate(planPath(name)) : onClose()) },
    );
  const isFull = bootsOf(draft).length >= MAX_BOOT_GROUPS;
  return (
    <div className={styles.form}>
      <CommandError error={command.error} />
      {isNew && (
        <Field label={t('planEdit.name')} hint={t('planEdit.nameHint')} required>
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
      <div className={styles.footer}>
        <Button appearance="primary" disabled={name === '' || command.isPending} onClick={save}>
          {label}
        </Button>
        <Button onClick={onClose}>{t('action.cancel')}</Button>
      </div>
    </div>
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
