import { FluentProvider } from '@fluentui/react-components';
import { MotionBehaviourProvider } from '@fluentui/react-motion';
import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState, type ReactElement, type ReactNode } from 'react';
import type { ManagementConnection } from '../../management/client/worker-connection.ts';
import { ConnectionContext, LiveDataContext } from '../data/live-context.ts';
import { LiveData } from '../data/live-data.ts';
import { useMedia } from '../data/media.ts';
import { useIsPrinting } from '../data/printing.ts';
import { createQueryClient } from '../data/query-client.ts';
import { useSettings } from '../data/settings.ts';
import { ChartPaletteContext } from '../components/chart-palette.ts';
import { announceTransitions } from './transitions.ts';
import { contrastCharts, contrastTheme, darkCharts, darkTheme, lightCharts, lightTheme } from './theme.ts';

const darkMedia = '(prefers-color-scheme: dark)';
/** Where the system forces its own colours, a theme has nothing to add. */
const contrastMedia = '(prefers-contrast: more) and (forced-colors: none)';

/** What the page looks like, by what was chosen or what the system has. */
const looks = {
  light: { theme: lightTheme, charts: lightCharts, scheme: 'light' },
  dark: { theme: darkTheme, charts: darkCharts, scheme: 'dark' },
  contrast: { theme: contrastTheme, charts: contrastCharts, scheme: 'dark' },
} as const;

function useLook(): (typeof looks)[keyof typeof looks] {
  const { theme } = useSettings();
  const isSystemDark = useMedia(darkMedia);
  const isMoreContrast = useMedia(contrastMedia);
  const isPrinting = useIsPrinting();
  if (isPrinting) return looks.light;
  if (theme !== 'system') return looks[theme];
  return isMoreContrast ? looks.contrast : isSystemDark ? looks.dark : looks.light;
}

export interface PortalProvidersProps {
  readonly connection: ManagementConnection;
  readonly children?: ReactNode;
}

/** Everything a page may ask for: the connection, live rows, queries, theme. Tests inject a connection of their own. */
export function PortalProviders({ connection, children }: PortalProvidersProps): ReactElement {
  const { theme, charts, scheme } = useLook();
  const [queries] = useState(createQueryClient);
  const [live] = useState(() => new LiveData(connection.client, queries));
  useEffect(() => live.start(), [live]);
  useEffect(() => announceTransitions(live, connection.client), [live, connection]);
  useEffect(() => {
    // Native parts (scroll bars, selects) follow the chosen theme, not the system's.
    document.documentElement.style.colorScheme = scheme;
  }, [scheme]);
  const isStill = useSettings().motion === 'reduce';
  useEffect(() => {
    // For animations in style sheets; those that Fluent starts from script are skipped below.
    document.documentElement.toggleAttribute('data-still', isStill);
  }, [isStill]);
  return (
    <FluentProvider theme={theme}>
      <ConnectionContext value={connection}>
        <QueryClientProvider client={queries}>
          <LiveDataContext value={live}>
            <ChartPaletteContext value={charts}>
              <MotionBehaviourProvider value={isStill ? 'skip' : 'default'}>{children}</MotionBehaviourProvider>
            </ChartPaletteContext>
          </LiveDataContext>
        </QueryClientProvider>
      </ConnectionContext>
    </FluentProvider>
  );
}
