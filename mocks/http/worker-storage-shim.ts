/**
 * Import this before `msw` in a worker: MSW keeps mocked cookies in `localStorage` and touches it on
 * import, and workers have none. Nothing here uses cookies; what is stored lives as long as the worker.
 */

/** Whether this thread had no `localStorage` of its own. */
export const isShimmed = !('localStorage' in globalThis);

if (isShimmed) {
  const items = new Map<string, string>();
  const storage = {
    getItem: (key: string): string | null => items.get(key) ?? null,
    setItem: (key: string, value: string): void => void items.set(key, value),
    removeItem: (key: string): void => void items.delete(key),
    clear: (): void => items.clear(),
  };
  Object.defineProperty(globalThis, 'localStorage', { value: storage });
}
