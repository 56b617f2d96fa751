import type { QueryClient, QueryFilters } from '@tanstack/react-query';

/**
 * Marks queries as out of date and fetches those on show again. A fetch that is under way goes on,
 * because restarting it at every change could keep a slow one from ever ending; but its answer may be
 * from before the change, so that query is fetched once more when it has ended.
 */
export function invalidate(queries: QueryClient, filters: QueryFilters = {}): void {
  const underWay = queries.getQueryCache().findAll({ ...filters, fetchStatus: 'fetching' });
  void queries.invalidateQueries(filters, { cancelRefetch: false });
  for (const query of underWay) {
    const again = () => queries.invalidateQueries({ queryKey: query.queryKey, exact: true }, { cancelRefetch: false });
    void query.promise?.then(again, again);
  }
}
