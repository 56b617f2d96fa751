import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { use, useEffect, useRef, type ReactElement } from 'react';
import type { DiskDifferences } from '../../../management/wire-insight.ts';
import { ChartPaletteContext } from '../../components/chart-palette.ts';
import { PicturePanel } from '../../components/picture-panel.tsx';
import { SimpleTable, type SimpleColumn } from '../../components/simple-table.tsx';
import { formatBytes, formatCount, formatShare } from '../../data/format.ts';
import { t } from '../../strings/translate.ts';
import {
  REGIONS,
  levelOf,
  mapGeometry,
  regionsOf,
  summarize,
  type CellLevel,
  type Region,
} from './difference-cells.ts';

const useStyles = makeStyles({
  frame: { position: 'relative', minHeight: '96px' },
  canvas: {
    display: 'block',
    width: '100%',
    imageRendering: 'pixelated',
    borderRadius: tokens.borderRadiusMedium,
    '@media (forced-colors: active)': { forcedColorAdjust: 'none' },
  },
  legend: {
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalL,
    margin: `${tokens.spacingVerticalS} 0 0`,
    padding: 0,
    listStyleType: 'none',
  },
  entry: { display: 'inline-flex', alignItems: 'center', columnGap: tokens.spacingHorizontalXS },
  swatch: {
    width: '12px',
    height: '12px',
    borderRadius: tokens.borderRadiusSmall,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
  },
  // The canvas reads its colours from here: they follow the theme, and in forced colours the system.
  unknown: {
    color: tokens.colorNeutralBackground4,
    backgroundColor: 'currentcolor',
    '@media (forced-colors: active)': { color: 'Canvas', forcedColorAdjust: 'none' },
  },
  same: {
    color: tokens.colorStatusSuccessBackground2,
    backgroundColor: 'currentcolor',
    '@media (forced-colors: active)': { color: 'GrayText', forcedColorAdjust: 'none' },
  },
  some: {
    color: tokens.colorStatusWarningBackground3,
    backgroundColor: 'currentcolor',
    '@media (forced-colors: active)': { color: 'LinkText', forcedColorAdjust: 'none' },
  },
  many: {
    color: tokens.colorStatusDangerBackground3,
    backgroundColor: 'currentcolor',
    '@media (forced-colors: active)': { color: 'Highlight', forcedColorAdjust: 'none' },
  },
  muted: { margin: `${tokens.spacingVerticalXS} 0 0`, color: tokens.colorNeutralForeground3 },
});

const LEVELS = ['unknown', 'same', 'some', 'many'] as const satisfies readonly CellLevel[];

export interface DifferenceMapProps {
  readonly disk: DiskDifferences;
  readonly asOf: string;
}

/** Where two sides of a disk differ: a cell for each block of a small disk, and never more than 4,096. */
export function DifferenceMap({ disk, asOf }: DifferenceMapProps): ReactElement {
  const styles = useStyles();
  const { cells, cellBytes, blockBytes } = disk;
  const { compared, differing, differingBytes } = summarize(cells);
  return (
    <PicturePanel title={t('differences.title', { disk: disk.name })} asOf={asOf}>
      {(isTable) => (
        <>
          {isTable ? (
            <SimpleTable
              label={t('differences.title', { disk: disk.name })}
              columns={columns}
              rows={regionsOf(disk, REGIONS)}
              keyOf={({ fromBytes }) => String(fromBytes)}
            />
          ) : (
            <Cells disk={disk} />
          )}
          <p className={styles.muted}>
            {t('differences.alt', {
              compared: formatCount(compared),
              cells: formatCount(cells.length),
              differing: formatCount(differing),
              bytes: formatBytes(differingBytes),
            })}{' '}
            {t('differences.cell', {
              bytes: formatBytes(cellBytes),
              count: cellBytes / blockBytes,
              block: formatBytes(blockBytes),
            })}
          </p>
        </>
      )}
    </PicturePanel>
  );
}

const columns: readonly SimpleColumn<Region>[] = [
  {
    id: 'region',
    header: t('differences.region'),
    render: ({ fromBytes, toBytes }) => t('value.range', { low: formatBytes(fromBytes), high: formatBytes(toBytes) }),
  },
  {
    id: 'compared',
    header: t('differences.compared'),
    isNumeric: true,
    render: ({ comparedShare }) => formatShare(comparedShare),
  },
  {
    id: 'differing',
    header: t('differences.differing'),
    isNumeric: true,
    render: ({ differingBytes }) => formatBytes(differingBytes),
  },
];

function Cells({ disk }: { readonly disk: DiskDifferences }): ReactElement {
  const styles = useStyles();
  const canvas = useRef<HTMLCanvasElement>(null);
  const legend = useRef<HTMLUListElement>(null);
  const { columns: columnCount, rows, cellPx } = mapGeometry(disk.cells.length);
  const { compared, differing, differingBytes } = summarize(disk.cells);
  // Another palette is another theme: the swatches have other colours then.
  const palette = use(ChartPaletteContext);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || !legend.current) return;
    const swatches = [...legend.current.querySelectorAll('[data-level]')];
    const colours = swatches.map((swatch) => getComputedStyle(swatch).color);
    context.clearRect(0, 0, columnCount * cellPx, rows * cellPx);
    // With few colours to choose from, equal cells are drawn as dots: what differs stands out by its size.
    const dotPx = matchMedia('(forced-colors: active)').matches ? cellPx / 4 : cellPx - 1;
    for (const [index, bytes] of disk.cells.entries()) {
      const level = levelOf(bytes, disk.cellBytes);
      const sidePx = level === 'same' ? dotPx : cellPx - 1;
      const insetPx = (cellPx - 1 - sidePx) / 2;
      const [x, y] = [(index % columnCount) * cellPx, Math.floor(index / columnCount) * cellPx];
      context.fillStyle = colours[LEVELS.indexOf(level)] ?? palette.grid;
      context.fillRect(x + insetPx, y + insetPx, sidePx, sidePx);
    }
  }, [disk, columnCount, rows, cellPx, palette]);
  return (
    <div className={styles.frame}>
      <canvas
        ref={canvas}
        className={styles.canvas}
        width={columnCount * cellPx}
        height={rows * cellPx}
        role="img"
        aria-label={t('differences.alt', {
          compared: formatCount(compared),
          cells: formatCount(disk.cells.length),
          differing: formatCount(differing),
          bytes: formatBytes(differingBytes),
        })}
      />
      <ul ref={legend} className={styles.legend}>
        {LEVELS.map((level) => (
          <li key={level} className={styles.entry}>
            <span data-level={level} className={mergeClasses(styles.swatch, styles[level])} aria-hidden="true" />
            {t(`differences.legend.${level}`)}
          </li>
        ))}
      </ul>
    </div>
  );
}
