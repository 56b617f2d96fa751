import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import {
  CheckmarkCircle16Filled,
  DismissCircle16Filled,
  SubtractCircle16Regular,
  Warning16Filled,
} from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { HealthWord } from '../../management/wire.ts';
import { t } from '../strings/translate.ts';

const useStyles = makeStyles({
  badge: {
    display: 'inline-flex',
    alignItems: 'center',
    columnGap: '6px',
    whiteSpace: 'nowrap',
    verticalAlign: 'bottom',
  },
  icon: { display: 'inline-flex', flexShrink: 0, '@media (forced-colors: active)': { color: 'CanvasText' } },
  Normal: { color: tokens.colorStatusSuccessBorderActive },
  Warning: { color: tokens.colorStatusWarningForeground3 },
  Critical: { color: tokens.colorStatusDangerBorderActive },
  None: { color: tokens.colorNeutralForeground3 },
  strong: { fontWeight: tokens.fontWeightSemibold },
});

const icons: Readonly<Record<HealthWord, ReactElement>> = {
  Normal: <CheckmarkCircle16Filled />,
  Warning: <Warning16Filled />,
  Critical: <DismissCircle16Filled />,
  None: <SubtractCircle16Regular />,
};

/** The coloured mark of a health, for where the word stands beside it. */
export function HealthIcon({ health }: { readonly health: HealthWord }): ReactElement {
  const styles = useStyles();
  return (
    <span className={mergeClasses(styles.icon, styles[health])} aria-hidden="true">
      {icons[health]}
    </span>
  );
}

/** Health as icon, word and colour. */
export function HealthBadge({
  health,
  isStrong = false,
}: {
  readonly health: HealthWord;
  readonly isStrong?: boolean;
}): ReactElement {
  const styles = useStyles();
  return (
    <span className={mergeClasses(styles.badge, isStrong && styles.strong)}>
      <HealthIcon health={health} />
      {t(`health.${health}`)}
    </span>
  );
}
