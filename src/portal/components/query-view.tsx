import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactElement, ReactNode } from 'react';
import { ErrorPanel } from './error-panel.tsx';
import { t } from '../strings/translate.ts';

export interface QueryViewProps<Data> {
  readonly query: UseQueryResult<Data>;
  /** What is loaded, as in "Could not load …": "the disks". */
  readonly what: string;
  readonly skeleton: ReactNode;
  readonly children: (data: Data) => ReactNode;
}

/** Skeleton, error with retry, or the data. Data already shown is never blanked by a later failure. */
export function QueryView<Data>({ query, what, skeleton, children }: QueryViewProps<Data>): ReactElement {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) {
    return <ErrorPanel title={t('error.title', { what })} error={query.error} onRetry={() => void query.refetch()} />;
  }
  return <>{skeleton}</>;
}

export interface QueriesViewProps extends Pick<QueryViewProps<unknown>, 'what' | 'skeleton'> {
  readonly queries: readonly UseQueryResult<unknown>[];
  readonly children: () => ReactNode;
}

/** The same of several queries together: nothing is shown before all have answered. */
export function QueriesView({ queries, what, skeleton, children }: QueriesViewProps): ReactElement {
  const missing = queries.filter(({ data }) => data === undefined);
  if (missing.length === 0) return <>{children()}</>;
  const failed = missing.find(({ error }) => error !== null);
  if (!failed?.error) return <>{skeleton}</>;
  const retry = (): void => missing.forEach((query) => void query.refetch());
  return <ErrorPanel title={t('error.title', { what })} error={failed.error} onRetry={retry} />;
}
