import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { CycleTimes } from '../../../management/wire-insight.ts';
import { PicturePanel } from '../../components/picture-panel.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { SimpleTable, type SimpleColumn } from '../../components/simple-table.tsx';
import { RowsSkeleton } from '../../components/skeletons.tsx';
import { formatBytes, formatDuration, formatShare } from '../../data/format.ts';
import { useOutlook } from '../../data/insight-queries.ts';
import { t } from '../../strings/translate.ts';

const SIDES = ['source', 'network', 'target'] as const;
type Side = (typeof SIDES)[number];

const useStyles = makeStyles({
  verdict: { margin: `0 0 ${tokens.spacingVerticalS}`, fontWeight: tokens.fontWeightSemibold },
  muted: { margin: `${tokens.spacingVerticalS} 0 0`, color: tokens.colorNeutralForeground3 },
  bar: {
    display: 'flex',
    height: '20px',
    overflow: 'hidden',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground4,
    '@media (forced-colors: active)': { border: '1px solid CanvasText' },
  },
  part: {
    minWidth: '2px',
    borderRight: `2px solid ${tokens.colorNeutralBackground1}`,
    '@media (forced-colors: active)': { forcedColorAdjust: 'none' },
  },
  source: {
    backgroundColor: tokens.colorPaletteTealBackground2,
    '@media (forced-colors: active)': { backgroundColor: 'CanvasText' },
  },
  network: {
    backgroundColor: tokens.colorCompoundBrandBackground,
    '@media (forced-colors: active)': { backgroundColor: 'Highlight' },
  },
  target: {
    backgroundColor: tokens.colorPaletteLavenderBackground2,
    '@media (forced-colors: active)': { backgroundColor: 'LinkText' },
  },
  legend: {
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalL,
    margin: `${tokens.spacingVerticalS} 0 0`,
    padding: 0,
    listStyleType: 'none',
    fontVariantNumeric: 'tabular-nums',
  },
  entry: { display: 'inline-flex', alignItems: 'center', columnGap: tokens.spacingHorizontalXS },
  swatch: { width: '12px', height: '12px', borderRadius: tokens.borderRadiusSmall },
});

/** Where the time of the newest cycle went, and what holds it up. */
export function CyclePanel({ itemId }: { readonly itemId: string }): ReactElement {
  const styles = useStyles();
  const outlook = useOutlook(itemId);
  return (
    <PicturePanel title={t('cycle.title')} asOf={outlook.data?.cycle?.endedAt}>
      {(isTable) => (
        <QueryView query={outlook} what={t('outlook.what')} skeleton={<RowsSkeleton rows={2} />}>
          {({ cycle }) => {
            if (!cycle) return <p className={styles.muted}>{t('cycle.none')}</p>;
            return isTable ? <CycleTable cycle={cycle} /> : <CycleBar cycle={cycle} />;
          }}
        </QueryView>
      )}
    </PicturePanel>
  );
}

interface SideRow {
  readonly side: Side;
  readonly seconds: number;
  readonly share: number;
}

const columns: readonly SimpleColumn<SideRow>[] = [
  { id: 'side', header: t('steps.step'), render: ({ side }) => t(`cycle.side.${side}`) },
  { id: 'time', header: t('cycle.time'), isNumeric: true, render: ({ seconds }) => spent(seconds) },
  { id: 'share', header: t('cycle.share'), isNumeric: true, render: ({ share }) => formatShare(share) },
];

function CycleTable({ cycle }: { readonly cycle: CycleTimes }): ReactElement {
  const rows = SIDES.map((side) => {
    const seconds = secondsOf(cycle, side);
    return { side, seconds, share: seconds / cycle.intervalSeconds };
  });
  return <SimpleTable label={t('cycle.title')} columns={columns} rows={rows} keyOf={({ side }) => side} />;
}

function CycleBar({ cycle }: { readonly cycle: CycleTimes }): ReactElement {
  const styles = useStyles();
  const { intervalSeconds, bottleneck, sentBytes } = cycle;
  const total = SIDES.reduce((sum, side) => sum + secondsOf(cycle, side), 0);
  const scale = Math.max(intervalSeconds, total);
  return (
    <>
      <p className={styles.verdict}>{t(`cycle.bottleneck.${bottleneck}`)}</p>
      <div
        className={styles.bar}
        role="img"
        aria-label={t('cycle.alt', {
          source: spent(cycle.sourceSeconds),
          network: spent(cycle.networkSeconds),
          target: spent(cycle.targetSeconds),
          interval: formatDuration(intervalSeconds),
        })}
      >
        {SIDES.map((side) => (
          <span
            key={side}
            className={mergeClasses(styles.part, styles[side])}
            style={{ width: `${(secondsOf(cycle, side) / scale) * 100}%` }}
          />
        ))}
      </div>
      <ul className={styles.legend}>
        {SIDES.map((side) => (
          <li key={side} className={styles.entry}>
            <span className={mergeClasses(styles.swatch, styles[side])} aria-hidden="true" />
            {t(`cycle.side.${side}`)} {spent(secondsOf(cycle, side))}
          </li>
        ))}
      </ul>
      <p className={styles.muted}>
        {t('cycle.sent', {
          bytes: formatBytes(sentBytes),
          duration: spent(total),
          interval: formatDuration(intervalSeconds),
        })}
      </p>
    </>
  );
}

function secondsOf(cycle: CycleTimes, side: Side): number {
  return cycle[`${side}Seconds`];
}

/** Cycles often take less than a second. */
function spent(seconds: number): string {
  return seconds < 10 ? `${seconds.toFixed(1)} s` : formatDuration(seconds);
}
