import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { Dismiss16Regular, Flash20Regular } from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import type { LabFaultKind, LabWorld } from '../../../management/wire.ts';
import { ChoiceField } from '../../components/choice-field.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { useCommand } from '../../data/commands.ts';
import { formatTime } from '../../data/format.ts';
import { t } from '../../strings/translate.ts';
import { FAULT_KINDS, INTENSITIES, isLasting, targetName, targetsOf } from './fault-kinds.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', rowGap: tokens.spacingVerticalXS },
  fault: {
    display: 'grid',
    gridTemplateColumns: '1fr auto',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    borderLeft: `${tokens.strokeWidthThicker} solid ${tokens.colorStatusDangerBorder2}`,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  hint: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  fields: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(200px, 1fr))',
    gap: tokens.spacingHorizontalM,
    alignItems: 'start',
  },
  picker: { minWidth: 0, width: '100%' },
});

/** The faults under way, and a form to start one, with what is to be expected of it. */
export function FaultControls({ world }: { readonly world: LabWorld }): ReactElement {
  const styles = useStyles();
  return (
    <div className={styles.root}>
      <ActiveFaults world={world} />
      <StartFault world={world} />
    </div>
  );
}

function ActiveFaults({ world }: { readonly world: LabWorld }): ReactElement {
  const styles = useStyles();
  const command = useCommand();
  if (world.faults.length === 0) return <span className={styles.hint}>{t('lab.faults.none')}</span>;
  return (
    <ul className={styles.list}>
      {world.faults.map((fault) => {
        const name = t(`lab.fault.${fault.kind}`);
        const target = targetName(fault, world);
        const end = (): void =>
          command.mutate({
            label: t('lab.faults.endCommand', { fault: name }),
            name: target,
            run: (client) => client.lab.endFault(fault.id),
          });
        return (
          <li key={fault.id} className={styles.fault}>
            <span>
              {name}: {target}{' '}
              <span className={styles.hint}>
                · <RelativeTime at={fault.since} />
                {fault.intensity !== null &&
                  ` · ${t('lab.faults.strength', { intensity: fault.intensity, unit: INTENSITIES[fault.kind]?.unit ?? '' })}`}
                {fault.endsAt !== null && (
                  <>
                    {' · '}
                    {t('lab.faults.ends', { when: formatTime(Date.parse(fault.endsAt)) })}
                  </>
                )}
              </span>
            </span>
            <Button
              size="small"
              icon={<Dismiss16Regular />}
              aria-label={t('lab.faults.endLabel', { fault: name, target })}
              onClick={end}
            >
              {t('lab.faults.end')}
            </Button>
          </li>
        );
      })}
    </ul>
  );
}

function StartFault({ world }: { readonly world: LabWorld }): ReactElement {
  const styles = useStyles();
  const command = useCommand();
  const [kind, setKind] = useState<LabFaultKind>('linkDown');
  const targets = targetsOf(kind, world);
  const [chosenId, setTargetId] = useState('');
  const [minutes, setMinutes] = useState('');
  const [intensity, setIntensity] = useState('');
  const strength = INTENSITIES[kind];
  const target = targets.find(({ id }) => id === chosenId) ?? targets[0];
  const isMinutesWrong = minutes !== '' && !(Number(minutes) > 0);
  const isIntensityWrong =
    strength !== undefined && intensity !== '' && !(Number(intensity) >= 1 && Number(intensity) <= strength.max);
  const canStart = target !== undefined && !(isLasting(kind) && isMinutesWrong) && !isIntensityWrong;
  const start = (): void => {
    if (!target) return;
    command.mutate({
      label: t('lab.faults.command', { fault: t(`lab.fault.${kind}`) }),
      name: target.name,
      run: (client) =>
        client.lab.startFault({
          kind,
          target: target.id,
          ...(isLasting(kind) && Number(minutes) > 0 ? { durationSeconds: Number(minutes) * 60 } : {}),
          ...(strength ? { intensity: Number(intensity) || strength.usual } : {}),
        }),
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
        {isLasting(kind) && (
          <Field
            label={t('lab.faults.duration')}
            hint={t('lab.faults.durationHint')}
            {...(isMinutesWrong ? { validationMessage: t('lab.faults.durationProblem') } : {})}
          >
            <Input type="number" min={1} value={minutes} onChange={(_, { value }) => setMinutes(value)} />
          </Field>
        )}
        {strength && (
          <Field
            label={t('lab.faults.intensity', { unit: strength.unit })}
            hint={t('lab.faults.intensityHint', { max: strength.max })}
            {...(isIntensityWrong
              ? { validationMessage: t('lab.faults.intensityProblem', { max: strength.max }) }
              : {})}
          >
            <Input
              type="number"
              min={1}
              max={strength.max}
              placeholder={String(strength.usual)}
              value={intensity}
              onChange={(_, { value }) => setIntensity(value)}
            />
          </Field>
        )}
      </div>
      <span className={styles.hint}>{t(`lab.expect.${kind}`)}</span>
      <div>
        <Button icon={<Flash20Regular />} disabled={!canStart} onClick={start}>
          {t('lab.faults.start')}
        </Button>
      </div>
    </>
  );
}
