/** A text kept in this browser; where storage is forbidden or full, for as long as the tab lives. */
import { useSyncExternalStore } from 'react';
import { ExternalStore } from './external-store.ts';

const values = new Map<string, ExternalStore<string | null>>();

function valueOf(key: string): ExternalStore<string | null> {
  const known = values.get(key);
  if (known) return known;
  const made = new ExternalStore<string | null>(read(key));
  values.set(key, made);
  return made;
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage is forbidden
  }
}

/** null removes it. */
export function storeValue(key: string, text: string | null): void {
  valueOf(key).set(text);
  try {
    if (text === null) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {
    // Storage is full or forbidden: the value holds until the tab closes.
  }
}

export function useStoredValue(key: string): string | null {
  const value = valueOf(key);
  return useSyncExternalStore(value.subscribe, value.get);
}

/** For tests: what was stored is read anew. */
export function forgetStoredValues(): void {
  for (const [key, value] of values) value.set(read(key));
}
