import { Suspense, lazy, type ComponentType, type ReactElement } from 'react';
import { useParams } from 'react-router';
import { useDialog, type DialogName, type DialogProps } from '../data/dialogs.ts';
import { ErrorBoundary } from '../components/error-boundary.tsx';
import { ReturnFocus } from '../components/return-focus.tsx';

/** Every dialog, each a chunk of its own. A new one adds its line here and its name in `data/dialogs.ts`. */
const dialogs: Readonly<Partial<Record<DialogName, ComponentType<DialogProps>>>> = {
  help: lazy(async () => ({ default: (await import('./help-dialog.tsx')).HelpDialog })),
  palette: lazy(async () => ({ default: (await import('./command-palette.tsx')).CommandPalette })),
  resync: lazy(async () => ({ default: (await import('../features/resync/resync-dialog.tsx')).ResyncDialog })),
  importDisk: lazy(async () => ({
    default: (await import('../features/import-disk/import-disk-dialog.tsx')).ImportDiskDialog,
  })),
  downloadReplica: lazy(async () => ({
    default: (await import('../features/download/download-replica-dialog.tsx')).DownloadReplicaDialog,
  })),
  disable: lazy(async () => ({ default: (await import('../features/item/disable-dialog.tsx')).DisableDialog })),
  plannedFailover: lazy(async () => ({
    default: (await import('../features/failover/planned-failover-dialog.tsx')).PlannedFailoverDialog,
  })),
  failover: lazy(async () => ({
    default: (await import('../features/failover/unplanned-failover-dialog.tsx')).UnplannedFailoverDialog,
  })),
  testFailover: lazy(async () => ({
    default: (await import('../features/failover/test-failover-dialog.tsx')).TestFailoverDialog,
  })),
  testCleanup: lazy(async () => ({
    default: (await import('../features/failover/test-cleanup-dialog.tsx')).TestCleanupDialog,
  })),
  commit: lazy(async () => ({
    default: (await import('../features/failover/commit-dialog.tsx')).CommitDialog,
  })),
  cancelFailover: lazy(async () => ({
    default: (await import('../features/failover/cancel-failover-dialog.tsx')).CancelFailoverDialog,
  })),
  changePoint: lazy(async () => ({
    default: (await import('../features/failover/change-point-dialog.tsx')).ChangePointDialog,
  })),
  failback: lazy(async () => ({
    default: (await import('../features/failover/failback-dialog.tsx')).FailbackDialog,
  })),
  completeFailback: lazy(async () => ({
    default: (await import('../features/failover/complete-failback-dialog.tsx')).CompleteFailbackDialog,
  })),
  reprotect: lazy(async () => ({
    default: (await import('../features/failover/reprotect-dialog.tsx')).ReprotectDialog,
  })),
};

/** Shows the dialog that the URL names. On an item's page it is about that item, unless `for` says otherwise. */
export function DialogHost(): ReactElement | null {
  const { name, itemIds, close } = useDialog();
  const { itemId } = useParams();
  const Dialog = name && name in dialogs ? dialogs[name as DialogName] : undefined;
  if (!Dialog) return null;
  const about = itemIds.length > 0 ? itemIds : itemId ? [itemId] : [];
  return (
    <ErrorBoundary resetKey={name ?? ''}>
      <ReturnFocus key={name} />
      <Suspense fallback={null}>
        <Dialog itemIds={about} onClose={close} />
      </Suspense>
    </ErrorBoundary>
  );
}
