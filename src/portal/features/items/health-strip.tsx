import { makeStyles, tokens } from '@fluentui/react-components';
import { createContext, memo, useCallback, useContext, useMemo, useSyncExternalStore, type ReactElement } from 'react';
import { formatDuration } from '../../data/format.ts';
import { StripStore } from '../../data/health-strips.ts';
import { useClient } from '../../data/live-context.ts';
import { t } from '../../strings/translate.ts';

const HEIGHT = 20;
const DAY_SECONDS = 24 * 3600;

/** Worse stands taller, so that the picture does not depend on its colours. */
const LEVELS = [
  { letter: 'N', height: 6, style: 'normal' },
  { letter: 'W', height: 13, style: 'warning' },
  { letter: 'C', height: HEIGHT, style: 'critical' },
] as const;

const useStyles = makeStyles({
  strip: { display: 'block', width: '100%', height: `${HEIGHT}px` },
  normal: { fill: tokens.colorStatusSuccessBackground3, '@media (forced-colors: active)': { fill: 'GrayText' } },
  warning: { fill: tokens.colorStatusWarningBackground3, '@media (forced-colors: active)': { fill: 'CanvasText' } },
  critical: { fill: tokens.colorStatusDangerBackground3, '@media (forced-colors: active)': { fill: 'CanvasText' } },
});

const StripsContext = createContext<StripStore | null>(null);

/** Around a list whose rows show {@link HealthStrip}. */
export function HealthStrips({ children }: { readonly children: ReactElement }): ReactElement {
  const client = useClient();
  const store = useMemo(() => new StripStore((ids) => client.getHealthStrips(ids)), [client]);
  return <StripsContext value={store}>{children}</StripsContext>;
}

const nothing = () => () => undefined;

/** The last 24 hours of an item's health: one path for each level that occurred. */
export const HealthStrip = memo(function HealthStrip({ itemId }: { readonly itemId: string }): ReactElement {
  const store = useContext(StripsContext);
  const strip = useSyncExternalStore(
    useCallback((listener: () => void) => store?.subscribe(itemId, listener) ?? nothing(), [store, itemId]),
    useCallback(() => store?.strip(itemId) ?? '', [store, itemId]),
  );
  const styles = useStyles();
  const text = describeStrip(strip);
  return (
    <svg
      className={styles.strip}
      viewBox={`0 0 ${Math.max(1, strip.length)} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={text}
      shapeRendering="crispEdges"
    >
      <title>{text}</title>
      {LEVELS.map(({ letter, height, style }) => {
        const path = barsOf(strip, letter, height);
        return path !== '' && <path key={letter} className={styles[style]} d={path} />;
      })}
    </svg>
  );
});

/** Neighbours of one level become one bar. */
export function barsOf(strip: string, letter: string, height: number): string {
  const bars = strip.matchAll(new RegExp(`${letter}+`, 'g'));
  return Array.from(bars, ({ index, 0: run }) => `M${index} ${HEIGHT}v-${height}h${run.length}v${height}z`).join('');
}

/** The same in words. */
export function describeStrip(strip: string): string {
  if (!/[NWC]/.test(strip)) return t('items.history.loading');
  const secondsOf = (letter: string) => (strip.split(letter).length - 1) * (DAY_SECONDS / strip.length);
  const [critical, warning] = [secondsOf('C'), secondsOf('W')];
  if (critical + warning === 0) return t('items.history.healthy');
  return t('items.history.sick', { critical: formatDuration(critical), warning: formatDuration(warning) });
}
