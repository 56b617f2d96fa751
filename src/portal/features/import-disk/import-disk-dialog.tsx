import {
  Button,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  Spinner,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { useState, type ReactElement } from 'react';
import { useNavigate } from 'react-router';
import type { LabWorld } from '../../../management/wire.ts';
import { ChoiceField } from '../../components/choice-field.tsx';
import { DialogFrame } from '../../components/dialog-frame.tsx';
import { QueryView } from '../../components/query-view.tsx';
import type { DialogProps } from '../../data/dialogs.ts';
import { useClient } from '../../data/live-context.ts';
import { notify } from '../../data/notifications.ts';
import { useWorld } from '../../data/queries.ts';
import { t } from '../../strings/translate.ts';
import { FilePicker } from './file-picker.tsx';
import { isValidMachineName, machineNameFrom } from './machine-name.ts';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalL },
});

/** Drops a .vhd, .vhdx or raw image on a simulated host, as a machine of its own. */
export function ImportDiskDialog({ onClose }: Pick<DialogProps, 'onClose'>): ReactElement {
  const styles = useStyles();
  const client = useClient();
  const navigate = useNavigate();
  const world = useWorld();
  const [file, setFile] = useState<File | null>(null);
  const [name, setName] = useState('');
  const [chosenHostId, setChosenHostId] = useState<string | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const hosts = world.data?.hosts ?? [];
  const host = hosts.find(({ id }) => id === chosenHostId) ?? hosts[0];
  const complaint = world.data ? complaintAbout(name, world.data) : null;

  const choose = (chosen: File) => {
    setFile(chosen);
    setName(machineNameFrom(chosen.name));
    setError(null);
  };
  const submit = async () => {
    if (!file || !host) return;
    setIsBusy(true);
    setError(null);
    try {
      await client.lab.importDisk(host.id, name, file);
    } catch (failure) {
      setError(failure instanceof Error ? failure : new Error(String(failure)));
      setIsBusy(false);
      return;
    }
    const wizard = `/protect?${new URLSearchParams({ machine: name, site: host.site }).toString()}`;
    notify({
      key: `import:${name}`,
      tone: 'success',
      title: t('import.done', { name, host: host.name }),
      link: { to: wizard, label: t('import.protect') },
    });
    onClose();
    void navigate(wizard);
  };

  return (
    <DialogFrame
      title={t('import.title')}
      contentClassName={styles.content}
      onClose={() => !isBusy && onClose()}
      actions={
        <>
          <Button disabled={isBusy} onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button
            appearance="primary"
            disabled={!file || !host || complaint !== null || isBusy}
            {...(isBusy ? { icon: <Spinner size="tiny" /> } : {})}
            onClick={() => void submit()}
          >
            {isBusy ? t('import.busy') : file ? t('import.confirm', { name }) : t('import.confirmEmpty')}
          </Button>
        </>
      }
    >
      <span>{t('import.intro')}</span>
      <FilePicker file={file} isDisabled={isBusy} onFile={choose} />
      <Field
        label={t('import.name')}
        required
        hint={t('import.nameHint')}
        {...(file && complaint ? { validationState: 'error' as const, validationMessage: complaint } : {})}
      >
        <Input value={name} disabled={isBusy} onChange={(_, data) => setName(data.value)} />
      </Field>
      <QueryView query={world} what={t('import.hosts')} skeleton={<Spinner />}>
        {() =>
          host ? (
            <ChoiceField
              label={t('import.host')}
              isRequired
              isDisabled={isBusy}
              choices={hosts.map(({ id, name: hostName }) => ({ value: id, text: hostName }))}
              value={host.id}
              onChange={setChosenHostId}
            />
          ) : (
            t('import.noHosts')
          )
        }
      </QueryView>
      {error && (
        <MessageBar intent="error">
          <MessageBarBody>
            {t('import.failed')}: {error.message}
          </MessageBarBody>
        </MessageBar>
      )}
    </DialogFrame>
  );
}

function complaintAbout(name: string, world: LabWorld): string | null {
  if (!isValidMachineName(name)) return t('import.nameInvalid');
  const isTaken = world.machines.some((machine) => machine.name.toLowerCase() === name.toLowerCase());
  return isTaken ? t('import.nameTaken') : null;
}
