import { Field, Input, Radio, RadioGroup, SpinButton, Switch, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { t } from '../../strings/translate.ts';
import type { PolicyView } from './policy-view.ts';

const useStyles = makeStyles({
  form: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', rowGap: tokens.spacingVerticalL, maxWidth: '560px' },
  times: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalL },
  short: { maxWidth: '160px' },
});

export interface PolicyFormProps {
  readonly policy: PolicyView;
  /** A policy that is there keeps its name. */
  readonly isNew: boolean;
  /** With what was changed. */
  readonly onChange: (part: Partial<PolicyView>) => void;
}

/** The fields of a policy. What is not allowed is said by the server, when it is saved. */
export function PolicyForm({ policy, isNew, onChange }: PolicyFormProps): ReactElement {
  const styles = useStyles();
  const { resyncWindow } = policy;
  const changeWindow = (part: Partial<PolicyView['resyncWindow']>) =>
    onChange({ resyncWindow: { ...resyncWindow, ...part } });
  return (
    <div className={styles.form}>
      {isNew && (
        <Field label={t('policies.name')} hint={t('policies.nameHint')} required>
          <Input value={policy.name} onChange={(_, { value }) => onChange({ name: value })} />
        </Field>
      )}
      <Field label={t('policies.interval')}>
        <RadioGroup
          layout="horizontal"
          value={String(policy.replicationIntervalSeconds)}
          onChange={(_, { value }) => onChange({ replicationIntervalSeconds: Number(value) })}
        >
          <Radio value="30" label={t('policies.seconds30')} />
          <Radio value="300" label={t('policies.minutes5')} />
          <Radio value="900" label={t('policies.minutes15')} />
        </RadioGroup>
      </Field>
      <HoursField
        label={t('policies.historyField')}
        hint={t('policies.historyHint')}
        hours={policy.recoveryPointHistoryHours}
        onChange={(recoveryPointHistoryHours) => onChange({ recoveryPointHistoryHours })}
      />
      <HoursField
        label={t('policies.appField')}
        hint={t('policies.appHint')}
        hours={policy.applicationConsistentFrequencyHours}
        onChange={(applicationConsistentFrequencyHours) => onChange({ applicationConsistentFrequencyHours })}
      />
      <Field label={t('policies.startField')} hint={t('policies.startHint')}>
        <Input
          className={styles.short}
          type="time"
          value={policy.initialReplicationStartTime ?? ''}
          onChange={(_, { value }) => onChange({ initialReplicationStartTime: value || null })}
        />
      </Field>
      <Switch
        label={t('policies.windowField')}
        checked={resyncWindow.isEnabled}
        onChange={(_, { checked }) => changeWindow({ isEnabled: checked })}
      />
      {resyncWindow.isEnabled && (
        <Field hint={t('policies.windowHint')}>
          <div className={styles.times}>
            <Field label={t('policies.windowFrom')}>
              <Input
                type="time"
                value={resyncWindow.startLocal}
                onChange={(_, { value }) => changeWindow({ startLocal: value })}
              />
            </Field>
            <Field label={t('policies.windowTo')}>
              <Input
                type="time"
                value={resyncWindow.endLocal}
                onChange={(_, { value }) => changeWindow({ endLocal: value })}
              />
            </Field>
          </div>
        </Field>
      )}
    </div>
  );
}

interface HoursFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly hours: number;
  readonly onChange: (hours: number) => void;
}

function HoursField({ label, hint, hours, onChange }: HoursFieldProps): ReactElement {
  const styles = useStyles();
  return (
    <Field label={label} hint={hint}>
      <SpinButton
        className={styles.short}
        value={hours}
        onChange={(_, { value, displayValue }) => {
          const next = value ?? Number(displayValue);
          if (Number.isFinite(next)) onChange(next);
        }}
      />
    </Field>
  );
}
