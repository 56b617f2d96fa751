/**
 * Import this before `msw` in a worker: MSW keeps mocked cookies in `localStorage` and touches it on
 * import, and workers have none. Nothing here uses cookies; what is stored lives as long as the worker.
 */
if (!('localStorage' in globalThis)) {
  const items = new Map<string, string>();
  const storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'clear' | 'key' | 'length'> = {
    get length() {
      return items.size;
    },
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
  };
  Object.defineProperty(globalThis, 'localStorage', { value: storage });
}
