import { Button, Field, Radio, RadioGroup, Switch, makeStyles, tokens } from '@fluentui/react-components';
import { DeleteDismiss20Regular, Keyboard20Regular } from '@fluentui/react-icons';
import { useEffect, useState, type ReactElement } from 'react';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { PageFrame } from '../../components/page-frame.tsx';
import { Panel } from '../../components/panel.tsx';
import { useCommand } from '../../data/commands.ts';
import { useDialog } from '../../data/dialogs.ts';
import { formatBytes } from '../../data/format.ts';
import { useConnectionState } from '../../data/live-context.ts';
import { useWorld } from '../../data/queries.ts';
import { changeSettings, useSettings, type Settings } from '../../data/settings.ts';
import { t } from '../../strings/translate.ts';
import { AlertsPanel } from './alerts-panel.tsx';

const useStyles = makeStyles({
  page: { display: 'grid', gap: tokens.spacingVerticalL, maxWidth: '720px' },
  fields: { display: 'grid', gap: tokens.spacingVerticalL },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  button: { alignSelf: 'start' },
  text: { margin: `0 0 ${tokens.spacingVerticalM}`, color: tokens.colorNeutralForeground2, maxWidth: '64ch' },
});

/** What the person chose, and the end of the demo world. */
export function SettingsPage(): ReactElement {
  const styles = useStyles();
  const { open } = useDialog();
  const current = useSettings();
  return (
    <PageFrame title={t('settings.title')} crumbs={[{ label: t('app.vault'), to: '/' }]}>
      <div className={styles.page}>
        <Panel title={t('settings.appearance')}>
          <div className={styles.fields}>
            <Field label={t('theme.label')}>
              <RadioGroup
                layout="horizontal"
                value={current.theme}
                onChange={(_, { value }) => changeSettings({ theme: value as Settings['theme'] })}
              >
                <Radio value="system" label={t('theme.system')} />
                <Radio value="light" label={t('theme.light')} />
                <Radio value="dark" label={t('theme.dark')} />
                <Radio value="contrast" label={t('theme.contrast')} />
              </RadioGroup>
            </Field>
            <Field label={t('settings.motion')}>
              <RadioGroup
                layout="horizontal"
                value={current.motion}
                onChange={(_, { value }) => changeSettings({ motion: value as Settings['motion'] })}
              >
                <Radio value="system" label={t('settings.motion.system')} />
                <Radio value="reduce" label={t('settings.motion.reduce')} />
              </RadioGroup>
            </Field>
            <Field label={t('settings.units')}>
              <RadioGroup
                layout="horizontal"
                value={current.units}
                onChange={(_, { value }) => changeSettings({ units: value as Settings['units'] })}
              >
                <Radio value="binary" label={t('settings.units.binary')} />
                <Radio value="decimal" label={t('settings.units.decimal')} />
              </RadioGroup>
            </Field>
            <Field label={t('settings.timeZone')}>
              <RadioGroup
                layout="horizontal"
                value={current.timeZone}
                onChange={(_, { value }) => changeSettings({ timeZone: value as Settings['timeZone'] })}
              >
                <Radio value="local" label={t('settings.timeZone.local')} />
                <Radio value="utc" label={t('settings.timeZone.utc')} />
              </RadioGroup>
            </Field>
          </div>
        </Panel>
        <Panel title={t('settings.keyboard')}>
          <div className={styles.row}>
            <Switch
              checked={current.hasShortcuts}
              label={t('settings.shortcuts')}
              onChange={(_, { checked }) => changeSettings({ hasShortcuts: checked })}
            />
            <Button icon={<Keyboard20Regular />} onClick={() => open('help')}>
              {t('settings.showShortcuts')}
            </Button>
          </div>
        </Panel>
        <AlertsPanel />
        <StoragePanel />
        <ResetPanel />
      </div>
    </PageFrame>
  );
}

function StoragePanel(): ReactElement {
  const styles = useStyles();
  const { isDurable } = useConnectionState();
  const [usedBytes, setUsedBytes] = useState<number | null>(null);
  useEffect(() => {
    navigator.storage?.estimate().then(
      ({ usage }) => setUsedBytes(usage ?? null),
      () => setUsedBytes(null),
    );
  }, []);
  return (
    <Panel title={t('settings.storage')}>
      <p className={styles.text}>{isDurable ? t('settings.durable') : t('banner.memoryOnly')}</p>
      {usedBytes !== null && t('settings.used', { size: formatBytes(usedBytes) })}
    </Panel>
  );
}

/** Only where there is a demo world. */
function ResetPanel(): ReactElement | null {
  const styles = useStyles();
  const world = useWorld().data;
  const command = useCommand();
  const [isAsking, setAsking] = useState(false);
  if (!world) return null;
  const reset = () =>
    command.mutate(
      { label: t('settings.reset'), name: world.scenario, run: (client) => client.lab.reset() },
      { onSuccess: () => location.reload() },
    );
  return (
    <Panel title={t('settings.demo')}>
      <p className={styles.text}>{t('settings.resetBody', { scenario: world.scenario, seed: world.seed })}</p>
      <Button className={styles.button} icon={<DeleteDismiss20Regular />} onClick={() => setAsking(true)}>
        {t('settings.resetAsk')}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={t('settings.resetTitle')}
          confirmLabel={t('settings.reset')}
          isBusy={command.isPending}
          onConfirm={reset}
          onClose={() => setAsking(false)}
        >
          {t('settings.resetWarning')}
        </ConfirmDialog>
      )}
    </Panel>
  );
}
