import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactElement, ReactNode } from 'react';
import { ErrorPanel } from './error-panel.tsx';
import { StaleNote } from './stale-note.tsx';
import { t } from '../strings/translate.ts';

export interface QueryViewProps<Data> {
  readonly query: UseQueryResult<Data>;
  /** What is loaded, as in "Could not load …": "the disks". */
  readonly what: string;
  readonly skeleton: ReactNode;
  readonly children: (data: Data) => ReactNode;
}

/** Skeleton, error with retry, or the data. Data already shown is never blanked by a later failure; that is said. */
export function QueryView<Data>({ query, what, skeleton, children }: QueryViewProps<Data>): ReactElement {
  return (
    <QueriesView queries={[query]} what={what} skeleton={skeleton}>
      {() => query.data !== undefined && children(query.data)}
    </QueriesView>
  );
}

export interface QueriesViewProps extends Pick<QueryViewProps<unknown>, 'what' | 'skeleton'> {
  readonly queries: readonly UseQueryResult<unknown>[];
  readonly children: () => ReactNode;
}

/** The same of several queries together: nothing is shown before all have answered. */
export function QueriesView({ queries, what, skeleton, children }: QueriesViewProps): ReactElement {
  const failed = queries.filter(({ error }) => error !== null);
  const error = failed[0]?.error;
  const retry = (): void => failed.forEach((query) => void query.refetch());
  if (queries.every(({ data }) => data !== undefined)) {
    return (
      <>
        {error && <StaleNote what={what} error={error} onRetry={retry} />}
        {children()}
      </>
    );
  }
  if (error) {
    return <ErrorPanel title={t('error.title', { what })} error={error} onRetry={retry} isRetriedByItself />;
  }
  return <>{skeleton}</>;
}
