import { useEffect, type ReactElement } from 'react';
import { NavigationType, useBlocker, type Location } from 'react-router';
import { LeaveDialog } from './leave-dialog.tsx';

export interface LeaveGuardProps {
  readonly isActive: boolean;
  /** What holds the changes is shown because of this parameter of the address: Back and Forward may close it. */
  readonly param?: string | undefined;
}

/**
 * Asks before a page with unsaved changes is left for another one, or its tab closed. What only changes the
 * query (a dialog that opens) leaves nothing.
 */
export function LeaveGuard({ isActive, param }: LeaveGuardProps): ReactElement | null {
  const blocker = useBlocker(({ currentLocation: from, nextLocation: to, historyAction }) => {
    if (!isActive) return false;
    if (from.pathname !== to.pathname) return true;
    // The pane's own buttons ask by themselves.
    return historyAction === NavigationType.Pop && param !== undefined && valueOf(from, param) !== valueOf(to, param);
  });
  useEffect(() => {
    if (!isActive) return undefined;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isActive]);
  if (blocker.state !== 'blocked') return null;
  return <LeaveDialog onLeave={() => blocker.proceed()} onStay={() => blocker.reset()} />;
}

function valueOf({ search }: Location, param: string): string | null {
  return new URLSearchParams(search).get(param);
}
