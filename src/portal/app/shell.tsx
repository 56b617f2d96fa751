import { makeStyles, tokens } from '@fluentui/react-components';
import { Suspense, lazy, useRef, type ReactElement } from 'react';
import { Outlet } from 'react-router';
import { usePageFocus } from '../data/page-focus.ts';
import { useStatusLine } from '../data/notifications.ts';
import { t } from '../strings/translate.ts';
import { DialogHost } from './dialog-host.tsx';
import { LeftMenu } from './left-menu.tsx';
import { useShortcuts } from './shortcuts.ts';
import { TopBar } from './top-bar.tsx';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    height: '100%',
    backgroundColor: tokens.colorNeutralBackground2,
    color: tokens.colorNeutralForeground1,
  },
  skip: {
    position: 'absolute',
    left: tokens.spacingHorizontalM,
    top: '-48px',
    zIndex: 10,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForegroundOnBrand,
    backgroundColor: tokens.colorBrandBackground,
    ':focus': { top: tokens.spacingVerticalS },
  },
  body: { display: 'flex', flexGrow: 1, minHeight: 0 },
  main: { flexGrow: 1, minWidth: 0, display: 'flex', flexDirection: 'column', outlineStyle: 'none' },
  page: { flexGrow: 1, minHeight: 0 },
  status: {
    position: 'absolute',
    width: '1px',
    height: '1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  },
});

// Nothing to show at first.
const ConnectionBanner = lazy(async () => ({
  default: (await import('./connection-banner.tsx')).ConnectionBanner,
}));
const Toasts = lazy(async () => ({ default: (await import('./toasts.tsx')).Toasts }));

/** What stays while pages come and go. */
export function Shell(): ReactElement {
  const styles = useStyles();
  const main = useRef<HTMLElement>(null);
  useShortcuts();
  usePageFocus();
  return (
    <div className={styles.root}>
      <a
        href="#main"
        className={styles.skip}
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {t('app.skip')}
      </a>
      <TopBar />
      <div className={styles.body}>
        <LeftMenu />
        <main id="main" ref={main} tabIndex={-1} className={styles.main}>
          <Suspense fallback={null}>
            <ConnectionBanner />
          </Suspense>
          <div className={styles.page}>
            <Outlet />
          </div>
        </main>
      </div>
      <StatusLine className={styles.status} />
      <DialogHost />
      <Suspense fallback={null}>
        <Toasts />
      </Suspense>
    </div>
  );
}

/** The only live region: transitions and outcomes, politely. */
function StatusLine({ className }: { readonly className: string }): ReactElement {
  return (
    <div role="status" aria-live="polite" className={className}>
      {useStatusLine()}
    </div>
  );
}
