import { Button, Radio, RadioGroup, Tooltip, makeStyles, tokens } from '@fluentui/react-components';
import { Next20Regular, Pause20Regular, Play20Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { LabWorld } from '../../../management/wire.ts';
import { useCommand } from '../../data/commands.ts';
import { t } from '../../strings/translate.ts';

const SPEEDS = [1, 10, 60, 600] as const;
const STEP_SECONDS = 60;

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalS,
    marginTop: tokens.spacingVerticalXS,
  },
  buttons: { display: 'flex', columnGap: tokens.spacingHorizontalS },
  speeds: { marginLeft: `calc(-1 * ${tokens.spacingHorizontalS})` },
});

/** Pause, step and speed of the world's clock. */
export function ClockControls({ world }: { readonly world: LabWorld }): ReactElement {
  const styles = useStyles();
  const command = useCommand();
  const set = (change: { speed?: number; isPaused?: boolean; stepSeconds?: number }): void =>
    command.mutate({
      label: t('lab.clock.command'),
      name: world.scenario,
      isQuiet: true,
      run: (client) => client.lab.setClock(change),
    });
  return (
    <div className={styles.root}>
      <div className={styles.buttons}>
        <Button
          icon={world.isPaused ? <Play20Regular /> : <Pause20Regular />}
          onClick={() => set({ isPaused: !world.isPaused })}
        >
          {world.isPaused ? t('lab.clock.resume') : t('lab.clock.pause')}
        </Button>
        <Tooltip content={t('lab.clock.step')} relationship="label">
          <Button
            icon={<Next20Regular />}
            disabled={!world.isPaused}
            onClick={() => set({ stepSeconds: STEP_SECONDS })}
          />
        </Tooltip>
      </div>
      <RadioGroup
        layout="horizontal"
        className={styles.speeds}
        aria-label={t('lab.clock.speed')}
        value={String(world.speed)}
        onChange={(_, { value }) => set({ speed: Number(value) })}
      >
        {SPEEDS.map((speed) => (
          <Radio
            key={speed}
            value={String(speed)}
            label={t('lab.clock.live', { speed })}
            title={speed === 1 ? t('lab.clock.speed1') : t('lab.clock.speedN', { speed })}
          />
        ))}
      </RadioGroup>
    </div>
  );
}
