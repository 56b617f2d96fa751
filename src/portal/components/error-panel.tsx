import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowClockwise16Regular, Copy16Regular, DismissCircle20Filled } from '@fluentui/react-icons';
import { useEffect, useEffectEvent, useState, type ReactElement } from 'react';
import { ManagementError } from '../../management/client/client-api.ts';
import { t } from '../strings/translate.ts';

const RETRY_SECONDS = 30;

const useStyles = makeStyles({
  root: {
    display: 'grid',
    gridTemplateColumns: 'auto 1fr',
    columnGap: tokens.spacingHorizontalM,
    padding: tokens.spacingVerticalL,
    border: `1px solid ${tokens.colorStatusDangerBorder1}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorStatusDangerBackground1,
  },
  icon: { color: tokens.colorStatusDangerForeground3, display: 'flex', paddingTop: '2px' },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
  },
  message: { margin: `${tokens.spacingVerticalXS} 0 0` },
  facts: {
    display: 'grid',
    gridTemplateColumns: 'max-content 1fr',
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalXS,
    margin: `${tokens.spacingVerticalM} 0 0`,
    '& dt': { color: tokens.colorNeutralForeground2 },
    '& dd': { margin: 0, overflowWrap: 'anywhere' },
  },
  countdown: { marginLeft: tokens.spacingHorizontalXS, fontVariantNumeric: 'tabular-nums' },
  actions: { display: 'flex', gap: tokens.spacingHorizontalS, marginTop: tokens.spacingVerticalM },
});

export interface ErrorPanelProps {
  /** What could not be done, as a sentence. */
  readonly title: string;
  readonly error: Error;
  readonly onRetry?: () => void;
  /** What may heal is tried again by itself, after a countdown. */
  readonly isRetriedByItself?: boolean;
}

/** What failed, its code, causes and the recommended action; retry and copy. */
export function ErrorPanel({ title, error, onRetry, isRetriedByItself = false }: ErrorPanelProps): ReactElement {
  const styles = useStyles();
  const secondsLeft = useRetryCountdown(error, isRetriedByItself && mayHeal(error) ? onRetry : undefined);
  const [isCopied, setCopied] = useState(false);
  const facts = factsOf(error);
  const copy = () => {
    navigator.clipboard.writeText(diagnostics(title, error)).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <div className={styles.root} role="alert">
      <span className={styles.icon} aria-hidden="true">
        <DismissCircle20Filled />
      </span>
      <div>
        <h2 className={styles.title}>{title}</h2>
        <p className={styles.message}>{error.message}</p>
        {facts.length > 0 && (
          <dl className={styles.facts}>
            {facts.map(([label, value]) => [<dt key={label}>{label}</dt>, <dd key={`${label}:value`}>{value}</dd>])}
          </dl>
        )}
        <div className={styles.actions}>
          {onRetry && (
            <Button size="small" icon={<ArrowClockwise16Regular />} onClick={onRetry}>
              {t('action.retry')}
              {secondsLeft !== null && (
                // Not announced: it is another one every second.
                <span className={styles.countdown} aria-hidden="true">
                  {t('error.retryIn', { seconds: secondsLeft })}
                </span>
              )}
            </Button>
          )}
          <Button size="small" appearance="subtle" icon={<Copy16Regular />} onClick={copy}>
            {isCopied ? t('action.copied') : t('action.copyDiagnostics')}
          </Button>
        </div>
      </div>
    </div>
  );
}

/** Whether the same question may get an answer later: the engine restarts, a service is busy or out of order. */
function mayHeal(error: Error): boolean {
  return !(error instanceof ManagementError) || error.status === 0 || error.status === 429 || error.status >= 500;
}

/** Seconds until `retry` is called, again and again while the panel is there; null: it is not. */
function useRetryCountdown(error: Error, retry: (() => void) | undefined): number | null {
  const [state, setState] = useState({ error, left: RETRY_SECONDS });
  if (state.error !== error) setState({ error, left: RETRY_SECONDS });
  const isOn = retry !== undefined;
  const tick = useEffectEvent(() => {
    if (state.left <= 1) retry?.();
    setState({ error, left: state.left <= 1 ? RETRY_SECONDS : state.left - 1 });
  });
  useEffect(() => {
    if (!isOn) return undefined;
    const timer = setInterval(() => tick(), 1000);
    return () => clearInterval(timer);
  }, [isOn]);
  return isOn ? state.left : null;
}

function factsOf(error: Error): readonly (readonly [string, string])[] {
  if (!(error instanceof ManagementError)) return [];
  const code = error.status > 0 ? `${error.code} (${error.status})` : error.code;
  const facts: readonly (readonly [string, string])[] = [
    [t('error.code'), code],
    [t('error.causes'), error.possibleCauses],
    [t('error.action'), error.recommendedAction],
  ];
  return facts.filter(([, value]) => value !== '');
}

/** What a support case needs, as text: the error, where and when it was seen. */
function diagnostics(title: string, error: Error): string {
  const facts = factsOf(error).map(([label, value]) => `${label}: ${value}`);
  return [title, error.message, ...facts, location.href, new Date().toISOString()].join('\n');
}
