/** What the person chose, kept in this browser only. */
import { useSyncExternalStore } from 'react';
import { ExternalStore } from './external-store.ts';

export interface Settings {
  /** contrast: light on black, for those who see little. */
  readonly theme: 'system' | 'light' | 'dark' | 'contrast';
  /** reduce: nothing moves, whatever the system has chosen. */
  readonly motion: 'system' | 'reduce';
  /** binary: 1 GiB = 1024³ bytes. decimal: 1 GB = 1000³. */
  readonly units: 'binary' | 'decimal';
  readonly timeZone: 'local' | 'utc';
  /** Single-key shortcuts can be switched off (WCAG 2.1.4). */
  readonly hasShortcuts: boolean;
  readonly isMenuCollapsed: boolean;
}

const STORAGE_KEY = 'lockstep.settings';

const defaults: Settings = {
  theme: 'system',
  motion: 'system',
  units: 'binary',
  timeZone: 'local',
  hasShortcuts: true,
  isMenuCollapsed: false,
};

const choices: { readonly [Key in keyof Settings]: readonly Settings[Key][] } = {
  theme: ['system', 'light', 'dark', 'contrast'],
  motion: ['system', 'reduce'],
  units: ['binary', 'decimal'],
  timeZone: ['local', 'utc'],
  hasShortcuts: [true, false],
  isMenuCollapsed: [true, false],
};

/** Stored settings with everything unknown or damaged replaced by its default. */
export function parseSettings(text: string | null): Settings {
  let stored: unknown;
  try {
    stored = JSON.parse(text ?? '{}');
  } catch {
    return defaults;
  }
  if (typeof stored !== 'object' || stored === null) return defaults;
  const known = Object.entries(stored).filter(
    ([key, value]) => key in choices && (choices[key as keyof Settings] as readonly unknown[]).includes(value),
  );
  return { ...defaults, ...Object.fromEntries(known) };
}

function readStored(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null; // storage is forbidden: the defaults serve
  }
}

export const settings = new ExternalStore<Settings>(parseSettings(readStored()));

export function changeSettings(change: Partial<Settings>): void {
  settings.update((current) => ({ ...current, ...change }));
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(settings.get()));
  } catch {
    // Storage is full or forbidden: the choice holds until the tab closes.
  }
}

export function useSettings(): Settings {
  return useSyncExternalStore(settings.subscribe, settings.get);
}
