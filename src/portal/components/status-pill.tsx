import { makeStyles, mergeClasses, shorthands, tokens } from '@fluentui/react-components';
import type { ReactElement, ReactNode } from 'react';

export type Tone = 'success' | 'info' | 'warning' | 'danger' | 'neutral';

const useStyles = makeStyles({
  pill: {
    display: 'inline-flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalXS,
    maxWidth: '100%',
    height: '22px',
    padding: `0 ${tokens.spacingHorizontalS}`,
    boxSizing: 'border-box',
    border: '1px solid transparent',
    borderRadius: tokens.borderRadiusCircular,
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
    lineHeight: tokens.lineHeightBase200,
    whiteSpace: 'nowrap',
    '& svg': { flexShrink: 0 },
  },
  text: { overflow: 'hidden', textOverflow: 'ellipsis' },
  success: {
    color: tokens.colorStatusSuccessForeground1,
    backgroundColor: tokens.colorStatusSuccessBackground1,
    ...shorthands.borderColor(tokens.colorStatusSuccessBorder1),
  },
  info: {
    color: tokens.colorBrandForeground2,
    backgroundColor: tokens.colorBrandBackground2,
    ...shorthands.borderColor(tokens.colorBrandStroke2),
  },
  warning: {
    color: tokens.colorStatusWarningForeground3,
    backgroundColor: tokens.colorStatusWarningBackground1,
    ...shorthands.borderColor(tokens.colorStatusWarningBorder1),
  },
  danger: {
    color: tokens.colorStatusDangerForeground1,
    backgroundColor: tokens.colorStatusDangerBackground1,
    ...shorthands.borderColor(tokens.colorStatusDangerBorder1),
  },
  neutral: {
    color: tokens.colorNeutralForeground2,
    backgroundColor: tokens.colorNeutralBackground3,
    ...shorthands.borderColor(tokens.colorNeutralStroke2),
  },
});

export interface StatusPillProps {
  readonly tone: Tone;
  /** A 16 px icon; colour alone must never carry the state. */
  readonly icon?: ReactElement;
  readonly children: ReactNode;
}

/** A state in a word: a phase, a job's state, a severity. */
export function StatusPill({ tone, icon, children }: StatusPillProps): ReactElement {
  const styles = useStyles();
  return (
    <span className={mergeClasses(styles.pill, styles[tone])}>
      {icon}
      <span className={styles.text}>{children}</span>
    </span>
  );
}
