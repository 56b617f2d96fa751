import { Button } from '@fluentui/react-components';
import { HardDrive20Regular, ShieldAdd20Regular, ShieldCheckmark48Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useNavigate } from 'react-router';
import { EmptyState } from '../../components/empty-state.tsx';
import { useDialog } from '../../data/dialogs.ts';
import { t } from '../../strings/translate.ts';

/** No machine is protected: what the portal is for, and the two ways to begin. */
export function FirstRun(): ReactElement {
  const navigate = useNavigate();
  const { open } = useDialog();
  return (
    <EmptyState
      icon={<ShieldCheckmark48Regular />}
      title={t('items.firstRun.title')}
      body={t('items.firstRun.body')}
      actions={
        <>
          <Button appearance="primary" icon={<ShieldAdd20Regular />} onClick={() => void navigate('/protect')}>
            {t('items.firstRun.protect')}
          </Button>
          <Button icon={<HardDrive20Regular />} onClick={() => open('importDisk')}>
            {t('items.firstRun.import')}
          </Button>
        </>
      }
    />
  );
}
