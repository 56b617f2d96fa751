import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useId, useState, type KeyboardEvent, type PointerEvent, type ReactElement } from 'react';
import type { JobDensity } from '../../../management/wire-lists.ts';
import { SimpleTable, type SimpleColumn } from '../../components/simple-table.tsx';
import { formatDateTime } from '../../data/format.ts';
import { t } from '../../strings/translate.ts';
import {
  instantOf,
  scaleOf,
  spanOf,
  stretchOf,
  tickForKey,
  withEnd,
  type DensityScale,
  type Stretch,
} from './density-scale.ts';
import type { TimeSpan } from './job-filters.ts';

const HEIGHT = 48;

const useStyles = makeStyles({
  root: { marginBottom: tokens.spacingVerticalM },
  head: { display: 'flex', alignItems: 'center', columnGap: tokens.spacingHorizontalS, minHeight: '32px' },
  title: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground3, marginRight: 'auto' },
  plot: {
    position: 'relative',
    height: `${HEIGHT}px`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke1}`,
    cursor: 'crosshair',
    touchAction: 'none',
  },
  bars: { display: 'block', width: '100%', height: '100%' },
  jobs: { fill: tokens.colorBrandBackground, '@media (forced-colors: active)': { fill: 'CanvasText' } },
  failed: { fill: tokens.colorStatusDangerBackground3, '@media (forced-colors: active)': { fill: 'Highlight' } },
  veil: { position: 'absolute', top: 0, bottom: 0, backgroundColor: tokens.colorNeutralBackground2, opacity: 0.75 },
  handle: {
    position: 'absolute',
    top: '-2px',
    bottom: '-2px',
    width: '24px',
    marginLeft: '-12px',
    cursor: 'ew-resize',
    outlineStyle: 'none',
    '::after': {
      content: '""',
      position: 'absolute',
      top: 0,
      bottom: 0,
      left: '11px',
      width: '2px',
      backgroundColor: tokens.colorNeutralForeground2,
    },
    ':focus-visible::after': { width: '4px', left: '10px', backgroundColor: tokens.colorStrokeFocus2 },
  },
  axis: {
    display: 'flex',
    justifyContent: 'space-between',
    paddingTop: tokens.spacingVerticalXXS,
    fontSize: tokens.fontSizeBase100,
    color: tokens.colorNeutralForeground3,
    fontVariantNumeric: 'tabular-nums',
  },
  table: { marginBottom: tokens.spacingVerticalS },
  help: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' },
});

export interface DensityTimelineProps {
  readonly density: JobDensity;
  /** The chosen time range; null: any time. */
  readonly span: TimeSpan | null;
  readonly onChange: (span: TimeSpan | null) => void;
}

/** When jobs started, how many failed; dragging over it, or moving its ends by keyboard, chooses a time range. */
export function DensityTimeline({ density, span, onChange }: DensityTimelineProps): ReactElement {
  const styles = useStyles();
  const [isTable, setTable] = useState(false);
  const scale = scaleOf(density);
  return (
    <section className={styles.root} aria-label={t('jobs.density.title')}>
      <div className={styles.head}>
        <span className={styles.title}>{t('jobs.density.title')}</span>
        {span && (
          <Button size="small" appearance="subtle" onClick={() => onChange(null)}>
            {t('jobs.density.clear')}
          </Button>
        )}
        <Button size="small" appearance="subtle" onClick={() => setTable(!isTable)}>
          {isTable ? t('jobs.density.chart') : t('jobs.density.table')}
        </Button>
      </div>
      {isTable ? (
        <DensityTable density={density} scale={scale} />
      ) : (
        <DensityChart density={density} scale={scale} span={span} onChange={onChange} />
      )}
    </section>
  );
}

interface DensityChartProps extends DensityTimelineProps {
  readonly scale: DensityScale;
}

interface Drag {
  readonly anchor: number;
  readonly stretch: Stretch;
  readonly hasMoved: boolean;
}

function DensityChart({ density, scale, span, onChange }: DensityChartProps): ReactElement {
  const styles = useStyles();
  const helpId = useId();
  const { binCount } = scale;
  /** While a range is being dragged: from where, and how far. */
  const [drag, setDrag] = useState<Drag | null>(null);
  const stretch = drag?.stretch ?? stretchOf(scale, span);
  const percent = (tick: number) => `${(tick / binCount) * 100}%`;
  const tickAt = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return Math.min(binCount, Math.max(0, Math.round(((event.clientX - left) / Math.max(1, width)) * binCount)));
  };
  const begin = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0 || (event.target as HTMLElement).role === 'slider') return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ anchor: tickAt(event), stretch, hasMoved: false });
  };
  const move = (event: PointerEvent<HTMLElement>) => {
    if (!drag) return;
    const tick = tickAt(event);
    const stretchTo = { first: Math.min(drag.anchor, tick), last: Math.max(drag.anchor, tick) };
    if (stretchTo.first < stretchTo.last) setDrag({ ...drag, stretch: stretchTo, hasMoved: true });
  };
  const end = () => {
    if (drag?.hasMoved) onChange(spanOf(scale, drag.stretch));
    setDrag(null);
  };
  return (
    <>
      <div
        className={styles.plot}
        onPointerDown={begin}
        onPointerMove={move}
        onPointerUp={end}
        onPointerCancel={() => setDrag(null)}
      >
        <svg
          className={styles.bars}
          viewBox={`0 0 ${binCount} ${HEIGHT}`}
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          <path className={styles.jobs} d={barsOf(density, ({ count }) => count)} />
          <path className={styles.failed} d={barsOf(density, ({ failed }) => failed)} />
        </svg>
        <div className={styles.veil} style={{ left: 0, width: percent(stretch.first) }} />
        <div className={styles.veil} style={{ left: percent(stretch.last), right: 0 }} />
        {(['first', 'last'] as const).map((which) => (
          <Handle
            key={which}
            which={which}
            stretch={stretch}
            scale={scale}
            left={percent(stretch[which])}
            helpId={helpId}
            onMove={(tick) => onChange(spanOf(scale, withEnd(stretch, which, tick, binCount)))}
          />
        ))}
      </div>
      <div className={styles.axis} aria-hidden="true">
        <span>{formatDateTime(scale.from)}</span>
        <span>{formatDateTime(instantOf(scale, binCount))}</span>
      </div>
      <span id={helpId} className={styles.help}>
        {t('jobs.density.help')}
      </span>
    </>
  );
}

interface HandleProps {
  readonly which: 'first' | 'last';
  readonly stretch: Stretch;
  readonly scale: DensityScale;
  readonly left: string;
  readonly helpId: string;
  readonly onMove: (tick: number) => void;
}

/** One end of the range, as a slider: by keyboard it goes where a pointer would drag it. */
function Handle({ which, stretch, scale, left, helpId, onMove }: HandleProps): ReactElement {
  const styles = useStyles();
  const { binCount } = scale;
  const onKeyDown = (event: KeyboardEvent) => {
    const tick = tickForKey(event.key, stretch[which], binCount);
    if (tick === null) return;
    event.preventDefault();
    event.stopPropagation();
    onMove(tick);
  };
  return (
    <div
      role="slider"
      tabIndex={0}
      className={styles.handle}
      style={{ left }}
      aria-label={which === 'first' ? t('jobs.density.from') : t('jobs.density.to')}
      aria-describedby={helpId}
      aria-valuemin={which === 'first' ? 0 : stretch.first + 1}
      aria-valuemax={which === 'first' ? stretch.last - 1 : binCount}
      aria-valuenow={stretch[which]}
      aria-valuetext={formatDateTime(instantOf(scale, stretch[which]))}
      onKeyDown={onKeyDown}
    />
  );
}

/** One bar for each bin that has any, as one path; the smallest can still be seen. */
function barsOf({ bins }: JobDensity, read: (bin: JobDensity['bins'][number]) => number): string {
  const most = Math.max(1, ...bins.map(({ count }) => count));
  return bins
    .map((bin, index) => {
      const height = read(bin) === 0 ? 0 : Math.max(2, Math.round((read(bin) / most) * HEIGHT));
      return height === 0 ? '' : `M${index + 0.1} ${HEIGHT}v-${height}h0.8v${height}z`;
    })
    .join('');
}

interface BinRow {
  readonly index: number;
  readonly count: number;
  readonly failed: number;
}

/** The same as numbers; stretches without jobs are left out. */
function DensityTable({
  density,
  scale,
}: {
  readonly density: JobDensity;
  readonly scale: DensityScale;
}): ReactElement {
  const styles = useStyles();
  const rows = density.bins.map((bin, index): BinRow => ({ index, ...bin })).filter(({ count }) => count > 0);
  const columns: readonly SimpleColumn<BinRow>[] = [
    { id: 'from', header: t('jobs.density.from'), render: ({ index }) => formatDateTime(instantOf(scale, index)) },
    { id: 'to', header: t('jobs.density.to'), render: ({ index }) => formatDateTime(instantOf(scale, index + 1)) },
    { id: 'count', header: t('jobs.density.count'), isNumeric: true, render: ({ count }) => count },
    { id: 'failed', header: t('jobs.density.failed'), isNumeric: true, render: ({ failed }) => failed },
  ];
  return (
    <div className={styles.table}>
      <SimpleTable label={t('jobs.density.title')} columns={columns} rows={rows} keyOf={({ index }) => String(index)} />
    </div>
  );
}
