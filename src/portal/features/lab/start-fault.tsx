import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { Flash20Regular } from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import type { LabFaultKind, LabWorld } from '../../../management/wire.ts';
import { ChoiceField } from '../../components/choice-field.tsx';
import { useCommand } from '../../data/commands.ts';
import { t } from '../../strings/translate.ts';
import { FAULT_KINDS, INTENSITIES, isLasting, targetsOf } from './fault-kinds.ts';

const useStyles = makeStyles({
  hint: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  fields: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(200px, 1fr))',
    gap: tokens.spacingHorizontalM,
    alignItems: 'start',
  },
  picker: { minWidth: 0, width: '100%' },
});

/** Starts a fault: which, on what, for how long and how strong, with what is to be expected of it. */
export function StartFault({ world }: { readonly world: LabWorld }): ReactElement {
  const styles = useStyles();
  const command = useCommand();
  const [kind, setKind] = useState<LabFaultKind>('linkDown');
  const [chosenId, setTargetId] = useState('');
  const [minutes, setMinutes] = useState('');
  const [intensity, setIntensity] = useState('');
  const targets = targetsOf(kind, world);
  const target = targets.find(({ id }) => id === chosenId) ?? targets[0];
  const duration = isLasting(kind) ? durationOf(minutes) : { isWrong: false };
  const strength = strengthOf(kind, intensity);
  const start = (): void => {
    if (!target) return;
    command.mutate({
      label: t('lab.faults.command', { fault: t(`lab.fault.${kind}`) }),
      name: target.name,
      run: (client) => client.lab.startFault({ kind, target: target.id, ...duration.send, ...strength.send }),
    });
  };
  return (
    <>
      <div className={styles.fields}>
        <ChoiceField
          label={t('lab.faults.kind')}
          className={styles.picker}
          choices={FAULT_KINDS.map((each) => ({ value: each, text: t(`lab.fault.${each}`) }))}
          value={kind}
          onChange={(value) => setKind(value as LabFaultKind)}
        />
        <ChoiceField
          label={t('lab.faults.target')}
          className={styles.picker}
          {...(target ? {} : { hint: t('lab.faults.noTarget') })}
          choices={targets.map(({ id, name }) => ({ value: id, text: name }))}
          value={target?.id ?? ''}
          onChange={setTargetId}
        />
        {isLasting(kind) && <DurationField minutes={minutes} isWrong={duration.isWrong} onChange={setMinutes} />}
        <IntensityField kind={kind} intensity={intensity} isWrong={strength.isWrong} onChange={setIntensity} />
      </div>
      <span className={styles.hint}>{t(`lab.expect.${kind}`)}</span>
      <div>
        <Button icon={<Flash20Regular />} disabled={!target || duration.isWrong || strength.isWrong} onClick={start}>
          {t('lab.faults.start')}
        </Button>
      </div>
    </>
  );
}

/** What was typed, as it is sent; nothing where the field is empty. */
interface Typed<Sent> {
  readonly isWrong: boolean;
  readonly send?: Sent;
}

function durationOf(minutes: string): Typed<{ readonly durationSeconds: number }> {
  if (minutes === '') return { isWrong: false };
  const durationSeconds = Number(minutes) * 60;
  return durationSeconds > 0 ? { isWrong: false, send: { durationSeconds } } : { isWrong: true };
}

/** Empty is the usual one. */
function strengthOf(kind: LabFaultKind, text: string): Typed<{ readonly intensity: number }> {
  const strength = INTENSITIES[kind];
  if (!strength) return { isWrong: false };
  const intensity = text === '' ? strength.usual : Number(text);
  return intensity >= 1 && intensity <= strength.max ? { isWrong: false, send: { intensity } } : { isWrong: true };
}

interface DurationFieldProps {
  readonly minutes: string;
  readonly isWrong: boolean;
  readonly onChange: (minutes: string) => void;
}

function DurationField({ minutes, isWrong, onChange }: DurationFieldProps): ReactElement {
  return (
    <Field
      label={t('lab.faults.duration')}
      hint={t('lab.faults.durationHint')}
      {...(isWrong ? { validationMessage: t('lab.faults.durationProblem') } : {})}
    >
      <Input type="number" min={1} value={minutes} onChange={(_, { value }) => onChange(value)} />
    </Field>
  );
}

interface IntensityFieldProps {
  readonly kind: LabFaultKind;
  readonly intensity: string;
  readonly isWrong: boolean;
  readonly onChange: (intensity: string) => void;
}

/** Nothing for faults that are as strong as they are. */
function IntensityField({ kind, intensity, isWrong, onChange }: IntensityFieldProps): ReactElement | null {
  const strength = INTENSITIES[kind];
  if (!strength) return null;
  const { unit, usual, max } = strength;
  return (
    <Field
      label={t('lab.faults.intensity', { unit })}
      hint={t('lab.faults.intensityHint', { max })}
      {...(isWrong ? { validationMessage: t('lab.faults.intensityProblem', { max }) } : {})}
    >
      <Input
        type="number"
        min={1}
        max={max}
        placeholder={String(usual)}
        value={intensity}
        onChange={(_, { value }) => onChange(value)}
      />
    </Field>
  );
}
