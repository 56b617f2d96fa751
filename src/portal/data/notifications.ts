/** What happened while the reader looked elsewhere: outcomes of commands, changes of health. */
import { useSyncExternalStore } from 'react';
import { ExternalStore } from './external-store.ts';

export interface Notification {
  /** One per cause: a second one with the same key replaces the first and moves to the top. */
  readonly key: string;
  readonly tone: 'success' | 'info' | 'warning' | 'danger';
  readonly title: string;
  readonly body?: string;
  /** Route that shows more, with its label. */
  readonly link?: { readonly to: string; readonly label: string };
}

export interface ListedNotification extends Notification {
  /** The page's time, ms since 1970. */
  readonly at: number;
  readonly isUnread: boolean;
  /** Still in the corner, until its time is over or the reader dismisses it. */
  readonly isToast: boolean;
}

const KEPT = 50;

const store = new ExternalStore<readonly ListedNotification[]>([]);
const status = new ExternalStore('');

/** Lists a notification and shows it for a moment in a corner. */
export function notify(notification: Notification): void {
  store.update((list) =>
    [
      { ...notification, at: Date.now(), isUnread: true, isToast: true },
      ...list.filter(({ key }) => key !== notification.key),
    ].slice(0, KEPT),
  );
}

/** Takes a notification out of the corner; the bell keeps it. */
export function dismissToast(key: string): void {
  store.update((list) =>
    list.map((notification) => (notification.key === key ? { ...notification, isToast: false } : notification)),
  );
}

/** What is put behind a text that is said again: a line that stays the same would not be read out. */
const AGAIN = '\u00A0';

/** Says `text` once in the polite status line, for screen readers. */
export function announce(text: string): void {
  status.update((said) => (said === text ? text + AGAIN : text));
}

export function markNotificationsRead(): void {
  store.update((list) => list.map((notification) => ({ ...notification, isUnread: false, isToast: false })));
}

export function clearNotifications(): void {
  store.set([]);
}

export function useNotifications(): readonly ListedNotification[] {
  return useSyncExternalStore(store.subscribe, store.get);
}

/** Those in the corner, the newest first. */
export function useToasts(): readonly ListedNotification[] {
  return useNotifications().filter(({ isToast }) => isToast);
}

export function useStatusLine(): string {
  return useSyncExternalStore(status.subscribe, status.get);
}
