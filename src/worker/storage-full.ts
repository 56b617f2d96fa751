/**
 * Whether an error says that the browser gives this site no more storage: itself, or as the cause of
 * an adapter's error. IndexedDB and the private file system both say it with `QuotaExceededError`.
 */
export function isStorageFull(error: unknown): boolean {
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    if (each.name === 'QuotaExceededError') return true;
  }
  return false;
}
