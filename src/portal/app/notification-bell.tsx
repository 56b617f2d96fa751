import {
  Button,
  CounterBadge,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Tooltip,
  makeStyles,
  mergeClasses,
  tokens,
} from '@fluentui/react-components';
import { Alert20Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { RouterLink } from '../components/router-link.tsx';
import { formatTime } from '../data/format.ts';
import {
  clearNotifications,
  markNotificationsRead,
  useNotifications,
  type ListedNotification,
} from '../data/notifications.ts';
import { t } from '../strings/translate.ts';

const useStyles = makeStyles({
  bell: { position: 'relative', display: 'inline-flex' },
  count: { position: 'absolute', top: '-6px', left: '9px', pointerEvents: 'none' },
  surface: { width: '360px', maxHeight: '70vh', overflowY: 'auto', padding: tokens.spacingVerticalM },
  head: { display: 'flex', alignItems: 'center', justifyContent: 'space-between' },
  title: { margin: 0, fontSize: tokens.fontSizeBase400 },
  list: {
    listStyleType: 'none',
    margin: `${tokens.spacingVerticalS} 0 0`,
    padding: 0,
    display: 'grid',
    rowGap: tokens.spacingVerticalXS,
  },
  entry: {
    padding: tokens.spacingVerticalS,
    borderRadius: tokens.borderRadiusMedium,
    borderLeft: `3px solid ${tokens.colorNeutralStroke1}`,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  success: { borderLeftColor: tokens.colorStatusSuccessBorderActive },
  info: { borderLeftColor: tokens.colorCompoundBrandStroke },
  warning: { borderLeftColor: tokens.colorStatusWarningBorderActive },
  danger: { borderLeftColor: tokens.colorStatusDangerBorderActive },
  entryTitle: { fontWeight: tokens.fontWeightSemibold },
  foot: {
    display: 'flex',
    justifyContent: 'space-between',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
  },
  empty: { margin: `${tokens.spacingVerticalM} 0`, color: tokens.colorNeutralForeground2 },
});

/** The bell: what happened while the reader looked elsewhere. */
export function NotificationBell(): ReactElement {
  const styles = useStyles();
  const notifications = useNotifications();
  const unread = notifications.filter(({ isUnread }) => isUnread).length;
  const label = unread > 0 ? t('notifications.unread', { count: unread }) : t('notifications.label');
  return (
    <Popover trapFocus positioning="below-end" onOpenChange={(_, { open }) => !open && markNotificationsRead()}>
      <PopoverTrigger disableButtonEnhancement>
        <Tooltip content={label} relationship="label">
          <Button
            appearance="subtle"
            icon={
              <span className={styles.bell}>
                <Alert20Regular />
                {unread > 0 && (
                  <CounterBadge
                    className={styles.count}
                    count={unread}
                    size="small"
                    color="danger"
                    aria-hidden="true"
                  />
                )}
              </span>
            }
          />
        </Tooltip>
      </PopoverTrigger>
      <PopoverSurface className={styles.surface} aria-label={t('notifications.label')}>
        <div className={styles.head}>
          <h2 className={styles.title}>{t('notifications.label')}</h2>
          {notifications.length > 0 && (
            <Button size="small" appearance="subtle" onClick={clearNotifications}>
              {t('notifications.clear')}
            </Button>
          )}
        </div>
        {notifications.length === 0 && <p className={styles.empty}>{t('notifications.empty')}</p>}
        <ul className={styles.list}>
          {notifications.map((notification) => (
            <Entry key={notification.key} notification={notification} />
          ))}
        </ul>
      </PopoverSurface>
    </Popover>
  );
}

function Entry({
  notification: { tone, title, body, link, at },
}: {
  readonly notification: ListedNotification;
}): ReactElement {
  const styles = useStyles();
  return (
    <li className={mergeClasses(styles.entry, styles[tone])}>
      <div className={styles.entryTitle}>{title}</div>
      {body && <div>{body}</div>}
      <div className={styles.foot}>
        <time dateTime={new Date(at).toISOString()}>{t('notifications.at', { time: formatTime(at) })}</time>
        {link && <RouterLink to={link.to}>{link.label}</RouterLink>}
      </div>
    </li>
  );
}
