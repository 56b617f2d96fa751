import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { CalendarHost, CalendarResync, ResyncCalendar } from '../../../management/wire-insight.ts';
import { PicturePanel } from '../../components/picture-panel.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { RouterLink } from '../../components/router-link.tsx';
import { SimpleTable, type SimpleColumn } from '../../components/simple-table.tsx';
import { RowsSkeleton } from '../../components/skeletons.tsx';
import { itemPath } from '../../data/dialogs.ts';
import { formatDurationRange, weekdayName } from '../../data/format.ts';
import { useResyncCalendar } from '../../data/insight-queries.ts';
import { t } from '../../strings/translate.ts';
import { CalendarMarks, shareOf, stateText } from './calendar-marks.tsx';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

const useStyles = makeStyles({
  grid: { display: 'grid', rowGap: tokens.spacingVerticalS },
  row: {
    display: 'grid',
    gridTemplateColumns: 'minmax(130px, 200px) minmax(0, 1fr)',
    '@media (max-width: 900px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
    columnGap: tokens.spacingHorizontalM,
    alignItems: 'center',
  },
  host: { overflowWrap: 'anywhere' },
  track: {
    position: 'relative',
    height: '28px',
    borderRadius: tokens.borderRadiusSmall,
    backgroundColor: tokens.colorNeutralBackground3,
    '@media (forced-colors: active)': { border: '1px solid CanvasText' },
  },
  window: {
    position: 'absolute',
    top: '4px',
    bottom: '4px',
    boxSizing: 'border-box',
    borderRadius: tokens.borderRadiusSmall,
    backgroundColor: tokens.colorBrandBackground2,
    border: `1px solid ${tokens.colorCompoundBrandStroke}`,
    '@media (forced-colors: active)': { backgroundColor: 'Highlight', forcedColorAdjust: 'none' },
  },
  day: {
    position: 'absolute',
    top: 0,
    bottom: 0,
    borderLeft: `1px dashed ${tokens.colorNeutralStroke1}`,
  },
  dayName: {
    position: 'absolute',
    top: 0,
    paddingLeft: tokens.spacingHorizontalXXS,
    fontSize: tokens.fontSizeBase100,
    color: tokens.colorNeutralForeground2,
  },
  days: { position: 'relative', height: '14px' },
  change: { borderLeft: `2px solid ${tokens.colorStatusWarningBorderActive}` },
  legend: { margin: `${tokens.spacingVerticalS} 0 0`, color: tokens.colorNeutralForeground3 },
  list: { listStyleType: 'none', margin: 0, padding: 0 },
});

/** The next seven days: when resynchronizations may start on each host, and which are to come. */
export function ResyncCalendarPanel(): ReactElement {
  const styles = useStyles();
  const query = useResyncCalendar();
  return (
    <PicturePanel title={t('calendar.title')} asOf={query.data?.from}>
      {(isTable) => (
        <QueryView query={query} what={t('calendar.what')} skeleton={<RowsSkeleton rows={4} />}>
          {(calendar) => {
            if (calendar.hosts.length === 0) return <p className={styles.legend}>{t('calendar.none')}</p>;
            if (!isTable) return <Calendar calendar={calendar} />;
            const keyOf = ({ id }: CalendarHost) => id;
            return <SimpleTable label={t('calendar.title')} columns={columns} rows={calendar.hosts} keyOf={keyOf} />;
          }}
        </QueryView>
      )}
    </PicturePanel>
  );
}

function Calendar({ calendar }: { readonly calendar: ResyncCalendar }): ReactElement {
  const styles = useStyles();
  return (
    <div className={styles.grid}>
      {calendar.hosts.map((host) => (
        <HostRow key={host.id} host={host} from={Date.parse(calendar.from)} to={Date.parse(calendar.to)} />
      ))}
      <p className={styles.legend}>{t('calendar.legend')}</p>
    </div>
  );
}

interface HostRowProps {
  readonly host: CalendarHost;
  readonly from: number;
  readonly to: number;
}

function HostRow({ host, from, to }: HostRowProps): ReactElement {
  const styles = useStyles();
  const left = (at: number): string => `${(shareOf(at, from, to) * 100).toFixed(2)}%`;
  const days = midnights(host, from, to);
  return (
    <div className={styles.row}>
      <span className={styles.host}>
        {t('calendar.hostTime', { host: host.name, offset: offsetText(host.utcOffsetMinutes) })}
      </span>
      <div>
        <div className={styles.days} aria-hidden="true">
          {days.map(({ at, name }) => (
            <span key={at} className={styles.dayName} style={{ left: left(at) }}>
              {name}
            </span>
          ))}
        </div>
        <div className={styles.track} role="group" aria-label={summary(host)}>
          {host.windows.map(({ policy, opensAt, closesAt, opensLocal, closesLocal }) => (
            <span
              key={`${policy} ${opensAt}`}
              className={styles.window}
              title={`${policy}: ${t('calendar.open', { from: opensLocal, to: closesLocal })}`}
              style={{
                left: left(Date.parse(opensAt)),
                width: `calc(${left(Date.parse(closesAt))} - ${left(Date.parse(opensAt))})`,
              }}
            />
          ))}
          {days.map(({ at }) => (
            <span key={at} className={styles.day} style={{ left: left(at) }} aria-hidden="true" />
          ))}
          {host.offsetChanges.map(({ at, utcOffsetMinutes }) => (
            <span
              key={at}
              className={mergeClasses(styles.day, styles.change)}
              style={{ left: left(Date.parse(at)) }}
              title={t('calendar.clockChange', { offset: offsetText(utcOffsetMinutes) })}
            />
          ))}
          <CalendarMarks host={host} from={from} to={to} />
        </div>
      </div>
    </div>
  );
}

const columns: readonly SimpleColumn<CalendarHost>[] = [
  {
    id: 'host',
    header: t('calendar.host'),
    render: ({ name, utcOffsetMinutes }) =>
      t('calendar.hostTime', { host: name, offset: offsetText(utcOffsetMinutes) }),
  },
  {
    id: 'windows',
    header: t('calendar.windows'),
    render: ({ windows }) =>
      windows.length === 0
        ? t('calendar.noWindow')
        : windows.map(({ opensLocal, closesLocal }) => `${opensLocal} – ${closesLocal}`).join(', '),
  },
  {
    id: 'resyncs',
    header: t('calendar.resyncs'),
    render: ({ resyncs }) => <Resyncs resyncs={resyncs} />,
  },
];

function Resyncs({ resyncs }: { readonly resyncs: readonly CalendarResync[] }): ReactElement {
  const styles = useStyles();
  if (resyncs.length === 0) return <>{t('calendar.noResyncs')}</>;
  return (
    <ul className={styles.list}>
      {resyncs.map((resync) => (
        <li key={resync.itemId}>
          <RouterLink to={itemPath(resync.itemId)}>{resync.name}</RouterLink> {stateText(resync)} (
          {formatDurationRange(resync.durationSeconds)})
        </li>
      ))}
    </ul>
  );
}

function summary({ name, windows }: CalendarHost): string {
  const spoken = windows.map(({ opensLocal, closesLocal }) => `${opensLocal} – ${closesLocal}`);
  return t('calendar.alt', {
    host: name,
    windows: spoken.length === 0 ? t('calendar.noWindow') : spoken.join(', '),
  });
}

/** The host's midnights within the time shown, with the day that begins. A change of the clocks moves those after it. */
export function midnights(
  { utcOffsetMinutes, offsetChanges }: Pick<CalendarHost, 'utcOffsetMinutes' | 'offsetChanges'>,
  from: number,
  to: number,
): readonly { readonly at: number; readonly name: string }[] {
  const offsetAt = (at: number): number =>
    (offsetChanges.findLast((change) => Date.parse(change.at) <= at)?.utcOffsetMinutes ?? utcOffsetMinutes) * MINUTE_MS;
  const first = Math.floor((from + offsetAt(from)) / DAY_MS) + 1;
  const days: { at: number; name: string }[] = [];
  for (let day = first; ; day++) {
    const rough = day * DAY_MS - offsetAt(from);
    const at = day * DAY_MS - offsetAt(rough);
    if (at >= to) return days;
    days.push({ at, name: weekdayName(new Date(day * DAY_MS).getUTCDay()) });
  }
}

/** "+1", "−3:30". */
function offsetText(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? '−' : '+'}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
}
