import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { Link } from 'react-router';
import type { CalendarHost, CalendarResync } from '../../../management/wire-insight.ts';
import { itemPath } from '../../data/dialogs.ts';
import { t } from '../../strings/translate.ts';

/** Marks nearer to each other than this share of the time shown are drawn as one: of seven days, eight hours. */
const MIN_DISTANCE = 1 / 21;

const useStyles = makeStyles({
  mark: {
    position: 'absolute',
    top: '2px',
    minWidth: '24px',
    height: '24px',
    transform: 'translateX(-50%)',
    display: 'grid',
    placeItems: 'center',
    borderRadius: tokens.borderRadiusCircular,
    textDecorationLine: 'none',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  dot: {
    display: 'grid',
    placeItems: 'center',
    boxSizing: 'border-box',
    minWidth: '14px',
    height: '14px',
    borderRadius: tokens.borderRadiusCircular,
    border: `2px solid ${tokens.colorNeutralBackground1}`,
    fontSize: tokens.fontSizeBase200,
    lineHeight: '16px',
    fontWeight: tokens.fontWeightSemibold,
    fontVariantNumeric: 'tabular-nums',
    color: tokens.colorNeutralForegroundOnBrand,
    backgroundColor: tokens.colorStatusDangerBackground3,
    '@media (forced-colors: active)': { border: '2px solid LinkText' },
  },
  counted: { minWidth: '22px', height: '22px', padding: '0 3px' },
  running: { backgroundColor: tokens.colorCompoundBrandBackground },
});

interface Cluster {
  /** Share of the time shown, 0 to 1. */
  readonly at: number;
  readonly resyncs: readonly CalendarResync[];
}

export interface CalendarMarksProps {
  readonly host: CalendarHost;
  /** The time shown, in milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
}

/** A mark for each resynchronization of a host; those that would cover each other are one mark with their number. */
export function CalendarMarks({ host, from, to }: CalendarMarksProps): ReactElement {
  const styles = useStyles();
  return (
    <>
      {clustersOf(host.resyncs, from, to).map(({ at, resyncs }) => {
        const label = resyncs.map((resync) => `${resync.name}: ${stateText(resync)}`).join('; ');
        const [only] = resyncs;
        const isOne = resyncs.length === 1 && only !== undefined;
        const isRunning = resyncs.every(({ state }) => state === 'running');
        return (
          <Link
            key={only?.itemId}
            to={isOne ? itemPath(only.itemId) : itemsOf(host)}
            className={styles.mark}
            style={{ left: `${(at * 100).toFixed(2)}%` }}
            aria-label={label}
            title={label}
          >
            <span className={mergeClasses(styles.dot, !isOne && styles.counted, isRunning && styles.running)}>
              {!isOne && resyncs.length}
            </span>
          </Link>
        );
      })}
    </>
  );
}

/** What is to be said of a resynchronization beside the machine's name. */
export function stateText({ state, startsLocal }: CalendarResync): string {
  return state === 'scheduled'
    ? t('calendar.state.scheduled', { time: startsLocal ?? '' })
    : t(`calendar.state.${state}`);
}

/** From left to right: a cluster begins where its first resynchronization does, and takes in whatever starts too near to it. */
export function clustersOf(resyncs: readonly CalendarResync[], from: number, to: number): readonly Cluster[] {
  const placed = resyncs
    .map((resync) => ({ resync, at: shareOf(resync.startsAt === null ? from : Date.parse(resync.startsAt), from, to) }))
    .toSorted((a, b) => a.at - b.at);
  const clusters: { at: number; resyncs: CalendarResync[] }[] = [];
  for (const { resync, at } of placed) {
    const last = clusters.at(-1);
    if (last !== undefined && at - last.at < MIN_DISTANCE) last.resyncs.push(resync);
    else clusters.push({ at, resyncs: [resync] });
  }
  return clusters;
}

/** Where an instant lies within the time shown; outside of it: at its edge. */
export function shareOf(at: number, from: number, to: number): number {
  return Math.min(1, Math.max(0, (at - from) / (to - from)));
}

function itemsOf({ name }: CalendarHost): string {
  const state = ['resynchronizing', 'resynchronizationRequired'].join('|');
  return `/items?${new URLSearchParams({ host: name, state }).toString()}`;
}
