import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import {
  CheckmarkCircle20Filled,
  Dismiss16Regular,
  ErrorCircle20Filled,
  Info20Filled,
  Warning20Filled,
} from '@fluentui/react-icons';
import { useEffect, useRef, type ReactElement } from 'react';
import { RouterLink } from '../components/router-link.tsx';
import { dismissToast, useToasts, type ListedNotification, type Notification } from '../data/notifications.ts';
import { t } from '../strings/translate.ts';

/** More would cover the page; the bell has the others. */
const MOST_SHOWN = 3;
const SHOWN_MS: Readonly<Record<Notification['tone'], number>> = {
  success: 5000,
  info: 5000,
  warning: 8000,
  danger: 12_000,
};

/** One under the pointer or the focus is looked at again after so long. */
const HELD_MS = 1000;

const useStyles = makeStyles({
  corner: {
    position: 'fixed',
    right: tokens.spacingHorizontalXL,
    bottom: tokens.spacingVerticalXL,
    zIndex: 20,
    display: 'grid',
    rowGap: tokens.spacingVerticalS,
    width: '340px',
    maxWidth: `calc(100vw - 2 * ${tokens.spacingHorizontalXL})`,
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    '@media print': { display: 'none' },
  },
  toast: {
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr) auto',
    columnGap: tokens.spacingHorizontalS,
    alignItems: 'start',
    padding: tokens.spacingVerticalM,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow16,
  },
  icon: { display: 'inline-flex', color: tokens.colorBrandForeground1 },
  success: { color: tokens.colorStatusSuccessForeground3 },
  info: { color: tokens.colorBrandForeground1 },
  warning: { color: tokens.colorStatusWarningForeground3 },
  danger: { color: tokens.colorStatusDangerForeground3 },
  title: { fontWeight: tokens.fontWeightSemibold, overflowWrap: 'anywhere' },
  body: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  link: { marginTop: tokens.spacingVerticalXXS },
});

const icons: Readonly<Record<Notification['tone'], ReactElement>> = {
  success: <CheckmarkCircle20Filled />,
  info: <Info20Filled />,
  warning: <Warning20Filled />,
  danger: <ErrorCircle20Filled />,
};

/**
 * The newest notifications, for a moment, in a corner. Not a live region: the status line says them already.
 * None goes away under the pointer or the focus.
 */
export function Toasts(): ReactElement | null {
  const styles = useStyles();
  const toasts = useToasts();
  if (toasts.length === 0) return null;
  return (
    <ul className={styles.corner} aria-label={t('notifications.new')}>
      {toasts.slice(0, MOST_SHOWN).map((toast) => (
        <Toast key={`${toast.key} ${toast.at}`} toast={toast} />
      ))}
    </ul>
  );
}

function Toast({ toast: { key, tone, title, body, link } }: { readonly toast: ListedNotification }): ReactElement {
  const styles = useStyles();
  const root = useRef<HTMLLIElement>(null);
  useEffect(() => {
    let timer = setTimeout(leave, SHOWN_MS[tone]);
    function leave(): void {
      if (root.current?.matches(':hover, :focus-within')) timer = setTimeout(leave, HELD_MS);
      else dismissToast(key);
    }
    return () => clearTimeout(timer);
  }, [key, tone]);
  return (
    <li ref={root} className={styles.toast}>
      <span className={mergeClasses(styles.icon, styles[tone])} aria-hidden="true">
        {icons[tone]}
      </span>
      <div>
        <div className={styles.title}>{title}</div>
        {body && <div className={styles.body}>{body}</div>}
        {link && (
          <div className={styles.link}>
            <RouterLink to={link.to} onFollow={() => dismissToast(key)}>
              {link.label}
            </RouterLink>
          </div>
        )}
      </div>
      <Button
        appearance="transparent"
        size="small"
        aria-label={t('notifications.dismiss', { title })}
        icon={<Dismiss16Regular />}
        onClick={() => dismissToast(key)}
      />
    </li>
  );
}
