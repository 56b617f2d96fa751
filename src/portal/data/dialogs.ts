/**
 * Dialogs live in the URL (`?dialog=resync&for=<id>,<id>`): a link opens them, Back
 * closes them. `app/dialog-host.tsx` shows the one that is named.
 */
import { useCallback } from 'react';
import { useUrlState } from './url-state.ts';

export type DialogName =
  | 'resync'
  | 'importDisk'
  | 'downloadReplica'
  | 'disable'
  | 'help'
  | 'palette'
  | 'plannedFailover'
  | 'failover'
  | 'testFailover'
  | 'testCleanup'
  | 'commit'
  | 'cancelFailover'
  | 'changePoint'
  | 'failback'
  | 'completeFailback'
  | 'reprotect';

/** What every dialog gets: the items it is about, and how to go away. */
export interface DialogProps {
  readonly itemIds: readonly string[];
  readonly onClose: () => void;
}

export interface OpenDialog {
  readonly name: string | null;
  /** The items it is about; may be empty. */
  readonly itemIds: readonly string[];
  readonly open: (name: DialogName, itemIds?: readonly string[]) => void;
  readonly close: () => void;
}

export function useDialog(): OpenDialog {
  const [params, change] = useUrlState();
  const open = useCallback(
    (name: DialogName, itemIds: readonly string[] = []) =>
      change({ dialog: name, for: itemIds.join(',') }, { isNewEntry: true }),
    [change],
  );
  const close = useCallback(() => change({ dialog: null, for: null }), [change]);
  const itemIds = (params.get('for') ?? '').split(',').filter(Boolean);
  return { name: params.get('dialog'), itemIds, open, close };
}

/** Address of an item's page, or of one of its tabs. */
export function itemPath(itemId: string, tab?: string): string {
  return `/items/${encodeURIComponent(itemId)}${tab ? `/${tab}` : ''}`;
}

/** Address of an item's page with a dialog about it open. */
export function itemDialogPath(itemId: string, dialog: DialogName): string {
  return `${itemPath(itemId)}?${new URLSearchParams({ dialog, for: itemId }).toString()}`;
}

export function planPath(name: string): string {
  return `/recovery-plans/${encodeURIComponent(name)}`;
}

export function jobPath(jobId: string): string {
  return `/jobs/${encodeURIComponent(jobId)}`;
}
