import type { ReactElement } from 'react';
import { PageFrame } from '../../components/page-frame.tsx';
import { t } from '../../strings/translate.ts';

export function OverviewPage(): ReactElement {
  return <PageFrame title={t('overview.title')}>{null}</PageFrame>;
}
