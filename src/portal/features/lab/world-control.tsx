import {
  Button,
  CounterBadge,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Subtitle2,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { Clock20Regular, PauseCircle20Regular } from '@fluentui/react-icons';
import { useEffect, type ReactElement } from 'react';
import type { LabWorld } from '../../../management/wire.ts';
import { RouterLink } from '../../components/router-link.tsx';
import { formatTime } from '../../data/format.ts';
import { useLiveData } from '../../data/live-context.ts';
import { useWorld } from '../../data/queries.ts';
import { useWorldNow } from '../../data/use-world-now.ts';
import { t } from '../../strings/translate.ts';
import { ClockControls } from './clock-controls.tsx';
import { FaultControls } from './fault-controls.tsx';

const useStyles = makeStyles({
  // Where there is no room, the button opens what says it.
  button: { '@media (max-width: 560px)': { minWidth: '32px', padding: 0 } },
  time: { fontVariantNumeric: 'tabular-nums', '@media (max-width: 560px)': { display: 'none' } },
  pace: {
    color: tokens.colorNeutralForeground3,
    marginLeft: tokens.spacingHorizontalXS,
    '@media (max-width: 560px)': { display: 'none' },
  },
  surface: {
    width: '440px',
    maxWidth: '92vw',
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalM,
  },
  badge: { marginLeft: tokens.spacingHorizontalXS },
});

/** The world's clock in the top bar; opens the controls of time and faults. Outside a demo world there is only the time, `plain`. */
export function WorldControl({ plain }: { readonly plain: ReactElement }): ReactElement {
  const world = useWorld().data;
  const { clock } = useLiveData();
  const pace = world?.isPaused ? 0 : (world?.speed ?? 1);
  const standsAt = world?.isPaused ? world.now : null;
  useEffect(() => {
    clock.setSpeed(pace);
    // Until the pause was known here, the clock ran on: a world that stands says where.
    if (standsAt !== null) clock.set(Date.parse(standsAt));
  }, [clock, pace, standsAt]);
  return world ? <WorldPopover world={world} /> : plain;
}

function WorldPopover({ world }: { readonly world: LabWorld }): ReactElement {
  const styles = useStyles();
  const time = formatTime(useWorldNow());
  const pace = world.isPaused ? t('lab.clock.paused') : t('lab.clock.live', { speed: world.speed });
  const count = world.faults.length;
  return (
    <Popover positioning="below-end" trapFocus>
      <PopoverTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          className={styles.button}
          icon={world.isPaused ? <PauseCircle20Regular /> : <Clock20Regular />}
          aria-label={t('lab.clock.button', { time, pace })}
        >
          <span className={styles.time}>{time}</span>
          <span className={styles.pace}>{pace}</span>
          {count > 0 && (
            <CounterBadge
              className={styles.badge}
              color="danger"
              size="small"
              count={count}
              title={t('lab.faults.count', { count })}
            />
          )}
        </Button>
      </PopoverTrigger>
      <PopoverSurface className={styles.surface} aria-label={t('lab.title')}>
        <Subtitle2 as="h2">{t('lab.clock')}</Subtitle2>
        <ClockControls world={world} />
        <Subtitle2 as="h2">{t('lab.faults')}</Subtitle2>
        <FaultControls world={world} />
        <RouterLink to="/lab">{t('lab.faults.open')}</RouterLink>
      </PopoverSurface>
    </Popover>
  );
}
