import { Pause20Regular, Play20Regular } from '@fluentui/react-icons';
import { useMemo } from 'react';
import { useIsPaused, useLiveData } from '../data/live-context.ts';
import { toggleUpdates } from '../data/live-updates.ts';
import { t } from '../strings/translate.ts';
import type { Command } from './command-bar.tsx';

/** Holds what is shown, and lets it go on: for who needs more time than a second to read a list. */
export function useUpdatesCommand(): Command {
  const live = useLiveData();
  const isPaused = useIsPaused();
  return useMemo(
    () => ({
      id: 'updates',
      label: isPaused ? t('live.resume') : t('live.pause'),
      icon: isPaused ? <Play20Regular /> : <Pause20Regular />,
      onSelect: () => toggleUpdates(live),
    }),
    [live, isPaused],
  );
}
