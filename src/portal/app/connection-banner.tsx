import { Button, MessageBar, MessageBarActions, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components';
import { useState, useSyncExternalStore, type ReactElement } from 'react';
import { AsOf } from '../components/relative-time.tsx';
import { isServed } from '../data/served.ts';
import { useConnectionState, useIsPaused, useLiveData } from '../data/live-context.ts';
import { useVaultStatus } from '../data/vault-queries.ts';
import { t } from '../strings/translate.ts';
import { activateVersion, newVersion } from './portal-version.ts';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalXS,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalXXL} 0`,
    ':empty': { display: 'none' },
  },
});

interface Banner {
  readonly key: string;
  readonly intent: 'info' | 'warning' | 'error';
  readonly text: string;
  readonly isDismissible: boolean;
}

/** Says when what is shown may be old, lost on closing, or run elsewhere. Nothing while all is well. */
export function ConnectionBanner(): ReactElement {
  const styles = useStyles();
  const live = useLiveData();
  const isPaused = useIsPaused();
  const banners = useBanners();
  const waiting = useSyncExternalStore(newVersion.subscribe, newVersion.get);
  const [dismissed, setDismissed] = useState<readonly string[]>([]);
  return (
    <div className={styles.root}>
      {banners
        .filter(({ key }) => !dismissed.includes(key))
        .map(({ key, intent, text, isDismissible }) => (
          <MessageBar key={key} intent={intent}>
            <MessageBarBody>{text}</MessageBarBody>
            {isDismissible && (
              <MessageBarActions>
                <Button size="small" onClick={() => setDismissed([...dismissed, key])}>
                  {t('banner.dismiss')}
                </Button>
              </MessageBarActions>
            )}
          </MessageBar>
        ))}
      {waiting && (
        <MessageBar intent="info">
          <MessageBarBody>{t('banner.newVersion')}</MessageBarBody>
          <MessageBarActions>
            <Button size="small" onClick={() => activateVersion(waiting)}>
              {t('banner.reload')}
            </Button>
          </MessageBarActions>
        </MessageBar>
      )}
      {isPaused && (
        <MessageBar intent="info">
          <MessageBarBody>
            {t('live.paused')} <AsOf at={live.clock.shown()} />
          </MessageBarBody>
          <MessageBarActions>
            <Button size="small" onClick={() => live.setPaused(false)}>
              {t('live.resume')}
            </Button>
          </MessageBarActions>
        </MessageBar>
      )}
    </div>
  );
}

function useBanners(): readonly Banner[] {
  const { status, reason, isDurable, restartCount } = useConnectionState();
  const readOnlyReason = useVaultStatus().data?.readOnlyReason ?? null;
  const banners: Banner[] = [];
  if (readOnlyReason !== null) {
    const text = `${t('banner.readOnly')} ${readOnlyReason}`;
    banners.push({ key: 'readOnly', intent: 'warning', text, isDismissible: false });
  }
  if (status === 'restarting')
    banners.push({
      key: 'restarting',
      intent: 'warning',
      text: isServed() ? t('banner.disconnected') : t('banner.restarting'),
      isDismissible: false,
    });
  if (status === 'failed') {
    const text = [t('banner.failed'), reason].filter(Boolean).join(' ');
    banners.push({ key: 'failed', intent: 'error', text, isDismissible: false });
  }
  if (status === 'follower')
    banners.push({ key: 'follower', intent: 'info', text: t('banner.follower'), isDismissible: true });
  if (status === 'ready' && restartCount > 0) {
    banners.push({
      key: `restarted:${restartCount}`,
      intent: 'info',
      text: t('banner.restarted'),
      isDismissible: true,
    });
  }
  if (!isDurable && (status === 'ready' || status === 'follower')) {
    banners.push({ key: 'memory', intent: 'warning', text: t('banner.memoryOnly'), isDismissible: true });
  }
  return banners;
}
