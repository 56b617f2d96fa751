import type { ReactElement } from 'react';
import { useRouteError } from 'react-router';
import { ErrorPanel } from '../components/error-panel.tsx';
import { t } from '../strings/translate.ts';

/** A page whose code could not be loaded (an old tab after a new release, the server gone). */
export function PageFailure(): ReactElement {
  const error = useRouteError();
  return (
    <div style={{ padding: 24 }}>
      <ErrorPanel
        title={t('error.page')}
        error={error instanceof Error ? error : new Error(String(error))}
        onRetry={() => location.reload()}
      />
    </div>
  );
}
