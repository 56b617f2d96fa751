import { createContext, use, useCallback, useSyncExternalStore } from 'react';
import type { ConnectionState, ManagementConnection } from '../../management/client/worker-connection.ts';
import type { ManagementClient } from '../../management/client/client-api.ts';
import type { ItemRow } from '../../management/wire.ts';
import type { LiveData } from './live-data.ts';
import type { RowsSnapshot } from './row-store.ts';

export const ConnectionContext = createContext<ManagementConnection | null>(null);
export const LiveDataContext = createContext<LiveData | null>(null);

function useConnection(): ManagementConnection {
  const connection = use(ConnectionContext);
  if (!connection) throw new Error('No management connection: render inside <PortalProviders>');
  return connection;
}

/** The management API. Pages read by the hooks of `queries.ts` and command by `commands.ts`. */
export function useClient(): ManagementClient {
  return useConnection().client;
}

/** Whether the engine runs, restarts, or lives in another tab. */
export function useConnectionState(): ConnectionState {
  const connection = useConnection();
  return useSyncExternalStore(
    useCallback((listener: () => void) => connection.subscribeStatus(listener), [connection]),
    useCallback(() => connection.status(), [connection]),
  );
}

export function useLiveData(): LiveData {
  const live = use(LiveDataContext);
  if (!live) throw new Error('No live data: render inside <PortalProviders>');
  return live;
}

/** All replicated items, renewed at most once a frame. For one row use {@link useItemRow}. */
export function useItemRows(): RowsSnapshot<ItemRow> {
  const { items } = useLiveData();
  return useSyncExternalStore(items.subscribeList, items.snapshot);
}

/** One replicated item; renders again when that one changes and not otherwise. */
export function useItemRow(itemId: string): ItemRow | undefined {
  const { items } = useLiveData();
  return useSyncExternalStore(
    useCallback((listener: () => void) => items.subscribeRow(itemId, listener), [items, itemId]),
    useCallback(() => items.row(itemId), [items, itemId]),
  );
}

/** True while the reader holds live updates. */
export function useIsPaused(): boolean {
  const { isPaused } = useLiveData();
  return useSyncExternalStore(isPaused.subscribe, isPaused.get);
}
