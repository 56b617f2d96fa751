import { QueryClient } from '@tanstack/react-query';

/**
 * `networkMode: 'always'`: the server is a worker, not the network. Retries are off: the
 * engine retries by its own law, and the portal says at once what it was told.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        retry: false,
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 5 * 60_000,
        refetchOnWindowFocus: false,
        refetchOnMount: true,
        refetchOnReconnect: false,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}
