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
  const name = params.get('dialog');
  const about = params.get('for');
  const close = useCallback(() => {
    // A dialog whose work ends late closes itself, and not the one that was opened since.
    const onlyIf = (now: URLSearchParams) => now.get('dialog') === name && now.get('for') === about;
    change({ dialog: null, for: null }, { onlyIf });
  }, [change, name, about]);
  const itemIds = (about ?? '').split(',').filter(Boolean);
  return { name, itemIds, open, close };
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
