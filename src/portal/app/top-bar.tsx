import { Button, Tooltip, makeStyles, tokens } from '@fluentui/react-components';
import { QuestionCircle20Regular } from '@fluentui/react-icons';
import { Suspense, lazy, type ReactElement } from 'react';
import { Link } from 'react-router';
import { useDialog } from '../data/dialogs.ts';
import { t } from '../strings/translate.ts';
import { WorldTime } from './world-time.tsx';

const useStyles = makeStyles({
  bar: {
    display: 'grid',
    gridTemplateColumns: 'minmax(max-content, 1fr) minmax(160px, 480px) minmax(max-content, 1fr)',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalL,
    // Narrow, or magnified four times: the search has what the others leave.
    '@media (max-width: 900px)': {
      gridTemplateColumns: 'max-content minmax(56px, 1fr) max-content',
      columnGap: tokens.spacingHorizontalS,
    },
    flexShrink: 0,
    height: '48px',
    padding: `0 ${tokens.spacingHorizontalM}`,
    boxSizing: 'border-box',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  brand: {
    display: 'inline-flex',
    alignItems: 'center',
    justifySelf: 'start',
    columnGap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalXS}`,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    borderRadius: tokens.borderRadiusMedium,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  name: {
    fontSize: tokens.fontSizeBase400,
    fontWeight: tokens.fontWeightSemibold,
    // Still the link's name for those who listen.
    '@media (max-width: 560px)': { position: 'absolute', clipPath: 'inset(50%)' },
  },
  vault: {
    paddingLeft: tokens.spacingHorizontalS,
    borderLeft: `1px solid ${tokens.colorNeutralStroke1}`,
    color: tokens.colorNeutralForeground2,
    '@media (max-width: 700px)': { display: 'none' },
  },
  buttonPlace: { width: '32px' },
  tools: {
    display: 'flex',
    alignItems: 'center',
    justifySelf: 'end',
    columnGap: tokens.spacingHorizontalXS,
    '@media (max-width: 560px)': { columnGap: 0 },
  },
});

// Not needed for the first paint; their places are kept.
const ItemSearch = lazy(async () => ({ default: (await import('./item-search.tsx')).ItemSearch }));
const NotificationBell = lazy(async () => ({ default: (await import('./notification-bell.tsx')).NotificationBell }));
const ThemeMenu = lazy(async () => ({ default: (await import('./theme-menu.tsx')).ThemeMenu }));
const WorldControl = lazy(async () => ({ default: (await import('../features/lab/world-control.tsx')).WorldControl }));

/** Product and vault, search, the world's clock, notifications, theme, help. */
export function TopBar(): ReactElement {
  const styles = useStyles();
  const { open } = useDialog();
  return (
    <header className={styles.bar}>
      <Link to="/" className={styles.brand}>
        <img src={`${import.meta.env.BASE_URL}favicon.svg`} width={24} height={24} alt="" />
        <span className={styles.name}>{t('app.name')}</span>
        <span className={styles.vault} title={t('app.vaultKind')}>
          {t('app.vault')}
        </span>
      </Link>
      <Suspense fallback={<span />}>
        <ItemSearch />
      </Suspense>
      <div className={styles.tools}>
        <Suspense fallback={<WorldTime />}>
          <WorldControl plain={<WorldTime />} />
        </Suspense>
        <Suspense fallback={<span className={styles.buttonPlace} />}>
          <NotificationBell />
        </Suspense>
        <Suspense fallback={<span className={styles.buttonPlace} />}>
          <ThemeMenu />
        </Suspense>
        <Tooltip content={t('help.label')} relationship="label">
          <Button appearance="subtle" icon={<QuestionCircle20Regular />} onClick={() => open('help')} />
        </Tooltip>
      </div>
    </header>
  );
}
