import { Button, Caption1, makeStyles, tokens } from '@fluentui/react-components';
import { CheckmarkRegular, LinkRegular } from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import type { LabWorld } from '../../../management/wire.ts';
import { announce } from '../../data/notifications.ts';
import { t } from '../../strings/translate.ts';
import { worldLink } from './scenario-link.ts';

const useStyles = makeStyles({
  root: {
    marginTop: tokens.spacingVerticalM,
    display: 'grid',
    rowGap: tokens.spacingVerticalXS,
    justifyItems: 'start',
  },
  hint: { color: tokens.colorNeutralForeground3 },
});

/** Copies the address at which this world begins anew, with its faults at their instants. */
export function WorldLink({ world }: { readonly world: LabWorld }): ReactElement {
  const styles = useStyles();
  const [copied, setCopied] = useState<string | null>(null);
  const link = new URL(worldLink(world), location.origin).href;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(link);
    setCopied(link);
    announce(t('lab.link.copied'));
  };
  return (
    <div className={styles.root}>
      <Button icon={copied === link ? <CheckmarkRegular /> : <LinkRegular />} onClick={() => void copy()}>
        {copied === link ? t('lab.link.copied') : t('lab.link')}
      </Button>
      <Caption1 className={styles.hint}>{t('lab.link.hint')}</Caption1>
    </div>
  );
}
