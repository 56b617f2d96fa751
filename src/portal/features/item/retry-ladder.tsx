import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { HealthProof } from '../../../management/wire.ts';
import { Panel } from '../../components/panel.tsx';
import { Countdown, RelativeTime } from '../../components/relative-time.tsx';
import { t } from '../../strings/translate.ts';

type Retry = NonNullable<HealthProof['retry']>;

const useStyles = makeStyles({
  summary: { margin: `0 0 ${tokens.spacingVerticalM}` },
  next: {
    fontSize: tokens.fontSizeBase500,
    lineHeight: tokens.lineHeightBase500,
    fontWeight: tokens.fontWeightSemibold,
    fontVariantNumeric: 'tabular-nums',
  },
  ladder: {
    display: 'flex',
    flexWrap: 'wrap',
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    gap: tokens.spacingHorizontalXS,
  },
  step: {
    minWidth: '72px',
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    textAlign: 'center',
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    color: tokens.colorNeutralForeground2,
  },
  past: {
    color: tokens.colorNeutralForeground3,
    backgroundColor: tokens.colorNeutralBackground3,
    textDecorationLine: 'line-through',
  },
  current: {
    color: tokens.colorBrandForeground1,
    backgroundColor: tokens.colorBrandBackground2,
    border: `1px solid ${tokens.colorCompoundBrandStroke}`,
    fontWeight: tokens.fontWeightSemibold,
  },
});

/** The step that an item waits on after `failures` failures: the n-th, the last one again and again. */
export function ladderStep(failures: number, stepCount: number): number {
  return Math.min(Math.max(failures, 1), stepCount) - 1;
}

/** Where a failing item stands on the ladder of waiting times, and when it tries again. */
export function RetryLadder({ retry }: { readonly retry: Retry }): ReactElement {
  const styles = useStyles();
  const { ladderMinutes, failures, nextAttempt, lastAttempt, isRecoverable } = retry;
  const current = ladderStep(failures, ladderMinutes.length);
  return (
    <Panel title={t('retry.title')}>
      <p className={styles.summary}>
        {!isRecoverable && t('retry.manual')}
        {isRecoverable && nextAttempt === null && t('retry.due')}
        {isRecoverable && nextAttempt !== null && (
          <>
            {t('retry.next')}{' '}
            <span className={styles.next}>
              <Countdown at={nextAttempt} />
            </span>
          </>
        )}
        <br />
        {t('retry.failures', { count: failures })} <RelativeTime at={lastAttempt} />
      </p>
      {isRecoverable && (
        <ol className={styles.ladder} aria-label={t('retry.ladder')}>
          {ladderMinutes.map((minutes, index) => (
            <li
              key={minutes}
              aria-current={index === current ? 'step' : undefined}
              className={mergeClasses(styles.step, index < current && styles.past, index === current && styles.current)}
            >
              {index === ladderMinutes.length - 1 ? t('retry.steady', { minutes }) : t('retry.minutes', { minutes })}
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
