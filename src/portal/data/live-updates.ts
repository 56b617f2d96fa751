/** Holding live updates and letting them go on, and saying so. */
import type { LiveData } from './live-data.ts';
import { announce } from './notifications.ts';
import { t } from '../strings/translate.ts';

export function toggleUpdates(live: LiveData): void {
  const isPaused = !live.isPaused.get();
  live.setPaused(isPaused);
  announce(isPaused ? t('live.announcePaused') : t('live.announceResumed'));
}
