import { makeStyles, tokens } from '@fluentui/react-components';
import { CheckmarkCircle16Regular, Warning16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { ResyncPlan, ResyncPlans } from '../../../management/wire-insight.ts';
import { AsOf } from '../../components/relative-time.tsx';
import { SimpleTable, type SimpleColumn } from '../../components/simple-table.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import {
  formatBytes,
  formatDateTime,
  formatDuration,
  formatRelative,
  formatShare,
  unbroken,
} from '../../data/format.ts';
import { useWorldNow } from '../../data/use-world-now.ts';
import { t, tOr } from '../../strings/translate.ts';

/** Named in the dialog; the page of recovery points has them all. */
const POINTS_SHOWN = 10;

const useStyles = makeStyles({
  section: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  risk: {
    display: 'inline-flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalXS,
    '& svg': { flexShrink: 0 },
  },
  range: { '@media (max-width: 900px)': { whiteSpace: 'normal' } },
  way: { display: 'grid', rowGap: tokens.spacingVerticalXXS, justifyItems: 'start' },
  points: { margin: 0, paddingLeft: tokens.spacingHorizontalXL },
  summary: { cursor: 'pointer', minHeight: '24px' },
});

/** Now, in the window, or all of it anew: side by side, in the engine's own figures. */
export function PlanTable({ plans }: { readonly plans: ResyncPlans }): ReactElement {
  const styles = useStyles();
  return (
    <section className={styles.section} aria-label={t('plans.title')}>
      <SimpleTable label={t('plans.title')} columns={columnsFor(plans)} rows={plans.plans} keyOf={({ way }) => way} />
      <AsOf at={plans.asOf} />
      <DeletedPoints points={plans.deletedPoints} />
    </section>
  );
}

function columnsFor({ recommended, logLimitBytes }: ResyncPlans): readonly SimpleColumn<ResyncPlan>[] {
  return [
    { id: 'way', header: t('plans.way'), render: ({ way }) => <Way way={way} isRecommended={way === recommended} /> },
    { id: 'starts', header: t('plans.starts'), render: ({ startsAt }) => <Starts at={startsAt} /> },
    {
      id: 'send',
      header: t('plans.send'),
      isNumeric: true,
      render: ({ sendBytes: [low, high] }) => <Range low={formatBytes(low)} high={formatBytes(high)} />,
    },
    {
      id: 'duration',
      header: t('plans.duration'),
      isNumeric: true,
      render: ({ durationSeconds: [low, high] }) => <Range low={formatDuration(low)} high={formatDuration(high)} />,
    },
    {
      id: 'rpo',
      header: t('plans.rpo'),
      render: ({ rpoAtEndSeconds }) =>
        rpoAtEndSeconds === null ? (
          t('plans.rpoNone')
        ) : (
          <Range low={formatDuration(rpoAtEndSeconds[0])} high={formatDuration(rpoAtEndSeconds[1])} />
        ),
    },
    {
      id: 'log',
      header: t('plans.log'),
      render: (plan) => <LogMeanwhile plan={plan} logLimitBytes={logLimitBytes} />,
    },
  ];
}

function Way({
  way,
  isRecommended,
}: {
  readonly way: ResyncPlan['way'];
  readonly isRecommended: boolean;
}): ReactElement {
  const styles = useStyles();
  return (
    <span className={styles.way}>
      {t(`plans.way.${way}`)}
      {isRecommended && (
        <StatusPill tone="info" icon={<CheckmarkCircle16Regular />}>
          {t('plans.recommended')}
        </StatusPill>
      )}
    </span>
  );
}

/** On one line; on a narrow page broken beside its dash, and nowhere else. */
function Range({ low, high }: { readonly low: string; readonly high: string }): ReactElement {
  const styles = useStyles();
  if (low === high) return <>{low}</>;
  return <span className={styles.range}>{t('value.range', { low: unbroken(low), high: unbroken(high) })}</span>;
}

function Starts({ at }: { readonly at: string | null }): ReactElement {
  const now = useWorldNow();
  return <>{at === null ? t('value.none') : formatRelative(Math.max(now, Date.parse(at)), now)}</>;
}

function LogMeanwhile({
  plan: { expectedLogBytes, isLoopRisk },
  logLimitBytes,
}: {
  readonly plan: ResyncPlan;
  readonly logLimitBytes: number;
}): ReactElement {
  const styles = useStyles();
  const share = logLimitBytes > 0 ? expectedLogBytes / logLimitBytes : 0;
  return (
    <>
      {t('plans.logValue', { bytes: formatBytes(expectedLogBytes), share: formatShare(share) })}
      <br />
      <span className={styles.risk}>
        {isLoopRisk ? <Warning16Regular aria-hidden="true" /> : <CheckmarkCircle16Regular aria-hidden="true" />}
        {isLoopRisk ? t('plans.loop') : t('plans.noLoop')}
      </span>
    </>
  );
}

function DeletedPoints({ points }: { readonly points: ResyncPlans['deletedPoints'] }): ReactElement | null {
  const styles = useStyles();
  if (points.length === 0) return null;
  return (
    <details>
      <summary className={styles.summary}>{t('plans.points', { count: points.length })}</summary>
      <ul className={styles.points}>
        {points.slice(0, POINTS_SHOWN).map(({ id, time, consistency }) => (
          <li key={id}>
            {formatDateTime(Date.parse(time))}, {tOr(`consistency.${consistency}`, consistency)}
          </li>
        ))}
      </ul>
    </details>
  );
}
