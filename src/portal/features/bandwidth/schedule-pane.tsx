import { Button, Checkbox, Field, Input, Switch, makeStyles, tokens } from '@fluentui/react-components';
import { useState, type ReactElement } from 'react';
import type { HostBandwidthSchedule, HostDetail } from '../../../management/wire.ts';
import { CommandError } from '../../components/command-error.tsx';
import { DetailPane } from '../../components/detail-pane.tsx';
import { useCommand } from '../../data/commands.ts';
import { hasChanged } from '../../data/has-changed.ts';
import { weekdayName } from '../../data/format.ts';
import { t } from '../../strings/translate.ts';
import { ForecastPanel } from './forecast-panel.tsx';
import { draftOf, isRate, isReadable, scheduleOf, type ScheduleDraft } from './schedule-draft.ts';

type Weekday = HostBandwidthSchedule['workDays'][number];
/** From Monday on. */
const WEEKDAYS: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 0];

const useStyles = makeStyles({
  form: { display: 'grid', rowGap: tokens.spacingVerticalL, paddingBottom: tokens.spacingVerticalXL },
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM },
  save: { justifySelf: 'start' },
});

/** The throttle of one host, on the right. What is not allowed is said by the server. */
export function SchedulePane({
  host,
  onClose,
}: {
  readonly host: HostDetail;
  readonly onClose: () => void;
}): ReactElement {
  const styles = useStyles();
  const command = useCommand();
  const stored = draftOf(host.bandwidth);
  const [draft, setDraft] = useState(stored);
  const save = () =>
    command.mutate(
      {
        label: t('bandwidth.save'),
        name: host.name,
        run: (client) => client.setBandwidth(host.id, scheduleOf(draft)),
      },
      { onSuccess: onClose },
    );
  return (
    <DetailPane
      title={t('bandwidth.paneTitle', { host: host.name })}
      isOpen
      onClose={onClose}
      isChanged={hasChanged(scheduleOf(stored), scheduleOf(draft))}
    >
      <div className={styles.form}>
        <CommandError error={command.error} />
        <Switch
          label={t('bandwidth.isThrottled')}
          checked={draft.isThrottled}
          onChange={(_, { checked }) => setDraft({ ...draft, isThrottled: checked })}
        />
        {draft.isThrottled && <ScheduleFields draft={draft} onChange={setDraft} />}
        {isReadable(draft) && <ForecastPanel hostId={host.id} inForce={host.bandwidth} draft={scheduleOf(draft)} />}
        <Button
          className={styles.save}
          appearance="primary"
          disabled={command.isPending || !isReadable(draft)}
          onClick={save}
        >
          {t('bandwidth.save')}
        </Button>
      </div>
    </DetailPane>
  );
}

function ScheduleFields({
  draft,
  onChange,
}: {
  readonly draft: ScheduleDraft;
  readonly onChange: (draft: ScheduleDraft) => void;
}): ReactElement {
  const styles = useStyles();
  const change = (part: Partial<ScheduleDraft>) => onChange({ ...draft, ...part });
  const toggle = (day: Weekday) =>
    change({
      workDays: draft.workDays.includes(day) ? draft.workDays.filter((each) => each !== day) : [...draft.workDays, day],
    });
  return (
    <>
      <Field label={t('bandwidth.days')}>
        <div className={styles.row}>
          {WEEKDAYS.map((day) => (
            <Checkbox
              key={day}
              label={weekdayName(day)}
              checked={draft.workDays.includes(day)}
              onChange={() => toggle(day)}
            />
          ))}
        </div>
      </Field>
      <div className={styles.row}>
        <Field label={t('bandwidth.from')}>
          <Input
            type="time"
            value={draft.workStartLocal}
            onChange={(_, { value }) => change({ workStartLocal: value })}
          />
        </Field>
        <Field label={t('bandwidth.to')}>
          <Input type="time" value={draft.workEndLocal} onChange={(_, { value }) => change({ workEndLocal: value })} />
        </Field>
      </div>
      <Field label={t('bandwidth.workField')} hint={t('bandwidth.rateHint')} {...rateProblem(draft.workRate)}>
        <Input inputMode="decimal" value={draft.workRate} onChange={(_, { value }) => change({ workRate: value })} />
      </Field>
      <Field label={t('bandwidth.otherField')} hint={t('bandwidth.rateHint')} {...rateProblem(draft.otherRate)}>
        <Input inputMode="decimal" value={draft.otherRate} onChange={(_, { value }) => change({ otherRate: value })} />
      </Field>
      <Field label={t('bandwidth.threadsField')} hint={t('bandwidth.threadsHint')}>
        <Input inputMode="numeric" value={draft.threads} onChange={(_, { value }) => change({ threads: value })} />
      </Field>
    </>
  );
}

function rateProblem(text: string): { readonly validationMessage?: string } {
  return isRate(text) ? {} : { validationMessage: t('bandwidth.rateProblem') };
}
