import { Button, Field, Input, Switch, Textarea, makeStyles, tokens } from '@fluentui/react-components';
import { Save20Regular } from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import type { ArmAlert } from '../../../management/arm.ts';
import { LeaveGuard } from '../../components/leave-guard.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { PanelSkeleton } from '../../components/skeletons.tsx';
import { useCommand } from '../../data/commands.ts';
import { hasChanged } from '../../data/has-changed.ts';
import { useAlertSettings } from '../../data/vault-queries.ts';
import { t } from '../../strings/translate.ts';

const useStyles = makeStyles({
  fields: { display: 'grid', gap: tokens.spacingVerticalL, justifyItems: 'start' },
  wide: { width: '100%' },
  text: { margin: 0, color: tokens.colorNeutralForeground2, maxWidth: '64ch' },
});

/** Who is written to when something of the vault needs attention. */
export function AlertsPanel(): ReactElement {
  const alerts = useAlertSettings();
  return (
    <Panel title={t('alerts.title')}>
      <QueryView query={alerts} what={t('alerts.what')} skeleton={<PanelSkeleton heightPx={200} />}>
        {(settings) => <AlertsForm key={JSON.stringify(settings.properties)} settings={settings} />}
      </QueryView>
    </Panel>
  );
}

function AlertsForm({ settings: { properties } }: { readonly settings: ArmAlert }): ReactElement {
  const styles = useStyles();
  const command = useCommand();
  const stored = {
    sendsToOwners: properties?.sendToOwners === 'Send',
    addresses: (properties?.customEmailAddresses ?? []).join('\n'),
    locale: properties?.locale ?? '',
  };
  const [draft, setDraft] = useState(stored);
  const change = (part: Partial<typeof stored>): void => setDraft({ ...draft, ...part });
  const { sendsToOwners, addresses, locale } = draft;
  const save = (): void =>
    command.mutate({
      label: t('alerts.save'),
      name: t('alerts.saved'),
      run: async (client) => {
        const customEmailAddresses = addresses.split(/[\s,;]+/).filter(Boolean);
        await client.setAlertSettings({ sendsToOwners, customEmailAddresses, locale: locale.trim() });
      },
    });
  return (
    <div className={styles.fields}>
      <LeaveGuard isActive={hasChanged(stored, draft)} />
      <p className={styles.text}>{t('alerts.body')}</p>
      <Switch
        checked={sendsToOwners}
        label={t('alerts.owners')}
        onChange={(_, { checked }) => change({ sendsToOwners: checked })}
      />
      <Field className={styles.wide} label={t('alerts.addresses')} hint={t('alerts.addressesHint')}>
        <Textarea value={addresses} rows={3} onChange={(_, { value }) => change({ addresses: value })} />
      </Field>
      <Field label={t('alerts.locale')}>
        <Input value={locale} onChange={(_, { value }) => change({ locale: value })} />
      </Field>
      <Button icon={<Save20Regular />} disabled={command.isPending} onClick={save}>
        {t('alerts.save')}
      </Button>
    </div>
  );
}
