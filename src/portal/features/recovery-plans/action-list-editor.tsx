import { Button, Checkbox, Field, Input, Textarea, makeStyles, tokens } from '@fluentui/react-components';
import { Delete20Regular, PersonAdd20Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { PlanActionSettings } from '../../../management/client/client-api.ts';
import { t } from '../../strings/translate.ts';
import {
  addAction,
  changeAction,
  withFailback,
  type ActionSide,
  type DraftGroup,
  type PlanDraft,
} from './plan-draft.ts';
import { FAILOVER_TYPES } from './plan-view.ts';

const useStyles = makeStyles({
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  action: {
    display: 'grid',
    rowGap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  head: { display: 'flex', alignItems: 'flex-end', columnGap: tokens.spacingHorizontalS },
  name: { flexGrow: 1 },
  checks: { display: 'flex', flexWrap: 'wrap' },
});

const SIDES: readonly ActionSide[] = ['startActions', 'endActions'];

export interface GroupActionsProps {
  readonly draft: PlanDraft;
  readonly group: DraftGroup;
  readonly onChange: (draft: PlanDraft) => void;
}

/** What somebody has to do by hand before a group begins, or after it has ended. */
export function ActionListEditor({
  draft,
  group,
  side,
  onChange,
}: GroupActionsProps & { readonly side: ActionSide }): readonly ReactElement[] {
  return group[side].map((action, index) => (
    <ActionEditor
      key={`${side}-${index}`}
      side={side}
      action={action}
      onChange={(next) => onChange(changeAction(draft, group.key, side, index, next))}
    />
  ));
}

export function AddActionButtons({ draft, group, onChange }: GroupActionsProps): ReactElement {
  const styles = useStyles();
  return (
    <div className={styles.buttons}>
      {SIDES.map((side) => (
        <Button
          key={side}
          size="small"
          appearance="subtle"
          icon={<PersonAdd20Regular />}
          onClick={() => onChange(addAction(draft, group.key, side))}
        >
          {side === 'startActions' ? t('planEdit.addBefore') : t('planEdit.addAfter')}
        </Button>
      ))}
    </div>
  );
}

function ActionEditor({
  side,
  action,
  onChange,
}: {
  readonly side: ActionSide;
  readonly action: PlanActionSettings;
  /** null: it is taken away. */
  readonly onChange: (action: PlanActionSettings | null) => void;
}): ReactElement {
  const styles = useStyles();
  const place = side === 'startActions' ? t('planEdit.actionBefore') : t('planEdit.actionAfter');
  const isBack = action.failoverDirections.includes('RecoveryToPrimary');
  const toggle = (type: (typeof FAILOVER_TYPES)[number], isAsked: boolean) => {
    const others = action.failoverTypes.filter((each) => each !== type);
    onChange({ ...action, failoverTypes: isAsked ? [...others, type] : others });
  };
  return (
    <div className={styles.action}>
      <div className={styles.head}>
        <Field className={styles.name} label={`${place}: ${t('planEdit.actionName')}`} required>
          <Input value={action.name} onChange={(_, { value }) => onChange({ ...action, name: value })} />
        </Field>
        <Button
          appearance="subtle"
          icon={<Delete20Regular />}
          aria-label={t('planEdit.removeAction', action)}
          onClick={() => onChange(null)}
        />
      </div>
      <Field label={t('planEdit.actionText')}>
        <Textarea
          rows={2}
          value={action.instructions}
          onChange={(_, { value }) => onChange({ ...action, instructions: value })}
        />
      </Field>
      <div className={styles.checks} role="group" aria-label={t('planEdit.actionIn')}>
        {FAILOVER_TYPES.map((type) => (
          <Checkbox
            key={type}
            label={t(`recoveryPlan.op.${type}`)}
            checked={action.failoverTypes.includes(type)}
            onChange={(_, { checked }) => toggle(type, checked === true)}
          />
        ))}
        <Checkbox
          label={t('planEdit.actionBack')}
          checked={isBack}
          onChange={(_, { checked }) => onChange(withFailback(action, checked === true))}
        />
      </div>
    </div>
  );
}
