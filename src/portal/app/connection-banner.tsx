import { Button, MessageBar, MessageBarActions, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components';
import { useState, useSyncExternalStore, type ReactElement } from 'react';
import type { VaultStatus } from '../../management/wire.ts';
import { AsOf } from '../components/relative-time.tsx';
import { RouterLink } from '../components/router-link.tsx';
import { isServed } from '../data/served.ts';
import { useConnectionState, useIsPaused, useLiveData } from '../data/live-context.ts';
import { formatTime } from '../data/format.ts';
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

/** Servers named in the banner; the page of the infrastructure names all. */
const NAMED_SERVERS = 3;
const NOTHING_KNOWN: VaultStatus = { readOnlyReason: null, servers: { count: 0, silent: [] } };

interface Banner {
  readonly key: string;
  readonly intent: 'info' | 'warning' | 'error';
  readonly text: string;
  /** Where more is said of it; absent: nowhere. */
  readonly link?: { readonly to: string; readonly label: string };
  readonly isDismissible: boolean;
  /** No news come: it says of when what is shown is. */
  readonly isStale?: boolean;
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
        .map(({ key, intent, text, link, isDismissible, isStale }) => (
          <MessageBar key={key} intent={intent}>
            <MessageBarBody>
              {text} {isStale && <HeardAt />}
              {link && (
                <RouterLink to={link.to} inline>
                  {link.label}
                </RouterLink>
              )}
            </MessageBarBody>
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
            {t('live.paused')} <HeardAt />
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

/** Of when the newest of what is shown is. */
function HeardAt(): ReactElement {
  const { heardAt } = useLiveData();
  return <AsOf at={useSyncExternalStore(heardAt.subscribe, heardAt.get)} />;
}

function useBanners(): readonly Banner[] {
  const { status, reason, isDurable, restartCount, continuedFrom } = useConnectionState();
  const { readOnlyReason, servers } = useVaultStatus().data ?? NOTHING_KNOWN;
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
      isStale: true,
    });
  if (status === 'failed') {
    const text = [t('banner.failed'), reason].filter(Boolean).join(' ');
    banners.push({ key: 'failed', intent: 'error', text, isDismissible: false, isStale: true });
  }
  if (status === 'follower')
    banners.push({ key: 'follower', intent: 'info', text: t('banner.follower'), isDismissible: true });
  if (status === 'ready' && restartCount > 0) {
    banners.push({
      key: `restarted:${restartCount}`,
      intent: 'info',
      text:
        continuedFrom === null ? t('banner.restartedAnew') : t('banner.restarted', { time: formatTime(continuedFrom) }),
      isDismissible: true,
    });
  }
  if (!isDurable && (status === 'ready' || status === 'follower')) {
    banners.push({ key: 'memory', intent: 'warning', text: t('banner.memoryOnly'), isDismissible: true });
  }
  if (servers.silent.length > 0) banners.push(partialBanner(servers));
  return banners;
}

/** Some servers do not answer: the pages show what they said last. Said again when others fall silent. */
function partialBanner({ count, silent }: VaultStatus['servers']): Banner {
  const names = silent.slice(0, NAMED_SERVERS).join(', ');
  const more = silent.length - NAMED_SERVERS;
  return {
    key: `partial:${silent.join()}`,
    intent: 'warning',
    text: t('banner.partial', {
      answering: count - silent.length,
      count,
      silent: more > 0 ? t('banner.partialMore', { names, count: more }) : names,
    }),
    link: { to: '/infrastructure', label: t('banner.partialShow') },
    isDismissible: true,
  };
}
