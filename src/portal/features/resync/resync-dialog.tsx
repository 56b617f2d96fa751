import { Button, MessageBar, MessageBarBody, Spinner, Subtitle2, makeStyles, tokens } from '@fluentui/react-components';
import { useState, type ReactElement } from 'react';
import { ManagementError, type ManagementClient } from '../../../management/client/client-api.ts';
import type { ResyncAdviceBody } from '../../../management/wire.ts';
import type { ResyncPlans } from '../../../management/wire-insight.ts';
import type { DialogProps } from '../../data/dialogs.ts';
import { DialogFrame } from '../../components/dialog-frame.tsx';
import { KeyValueList, type KeyValue } from '../../components/key-value.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { useCommand } from '../../data/commands.ts';
import {
  formatBitsPerSecond,
  formatBytes,
  formatBytesPerSecond,
  formatDurationRange,
  formatRange,
  formatRelative,
  parseTime,
} from '../../data/format.ts';
import { useResyncPlans } from '../../data/insight-queries.ts';
import { useItemRow } from '../../data/live-context.ts';
import { useResyncAdvice } from '../../data/queries.ts';
import { useWorldNow } from '../../data/use-world-now.ts';
import { t, tOr } from '../../strings/translate.ts';
import { BandwidthField } from './bandwidth-field.tsx';
import { BulkResyncDialog } from './bulk-resync-dialog.tsx';
import { PlanTable } from './plan-table.tsx';
import { ThrottleField } from './throttle-field.tsx';
import { WhenField, type When } from './when-field.tsx';

const useStyles = makeStyles({
  surface: { maxWidth: '860px' },
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  section: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  list: { margin: 0, paddingLeft: tokens.spacingHorizontalXL, display: 'grid', rowGap: tokens.spacingVerticalXS },
  rates: {
    display: 'grid',
    gap: tokens.spacingHorizontalL,
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 240px), 1fr))',
  },
});

/** Says what a resynchronization costs and what it does, then asks. Every figure is the engine's own. */
export function ResyncDialog({ itemIds, onClose }: DialogProps): ReactElement | null {
  const [itemId] = itemIds;
  if (itemId === undefined) return null;
  return itemIds.length > 1 ? (
    <BulkResyncDialog itemIds={itemIds} onClose={onClose} />
  ) : (
    <SingleResyncDialog itemId={itemId} onClose={onClose} />
  );
}

function SingleResyncDialog({
  itemId,
  onClose,
}: {
  readonly itemId: string;
  readonly onClose: () => void;
}): ReactElement {
  const styles = useStyles();
  const row = useItemRow(itemId);
  const [bandwidth, setBandwidth] = useState<number | null>(null);
  const [throttle, setThrottle] = useState<number | null>(null);
  // The slower of the line supposed and the throttle is what it will send at.
  const rate = slower(bandwidth, throttle);
  const advice = useResyncAdvice(itemId, rate);
  const plans = useResyncPlans(itemId, rate);
  const command = useCommand();
  const [when, setWhen] = useState<When>('now');
  const name = row?.name ?? itemId;

  // A refusal is reported by the command itself; the dialog stays, so that nothing chosen is lost.
  const confirm = (): void => {
    const run = (client: ManagementClient) => resynchronize(client, itemId, when, throttle);
    command.mutate({ label: t('resync.command'), name, run }, { onSuccess: onClose });
  };

  return (
    <DialogFrame
      title={t('resync.title', { name })}
      className={styles.surface}
      contentClassName={styles.content}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button appearance="primary" disabled={!advice.data?.isAllowed || command.isPending} onClick={confirm}>
            {when === 'now' ? t('resync.confirm') : t('resync.confirmWindow')}
          </Button>
        </>
      }
    >
      <span>{t('resync.intro')}</span>
      <div className={styles.rates}>
        <BandwidthField bitsPerSecond={bandwidth} onChange={setBandwidth} />
        <ThrottleField bitsPerSecond={throttle} onChange={setThrottle} />
      </div>
      <QueryView
        query={advice}
        what={t('resync.loading')}
        skeleton={<Spinner label={t('loading.what', { what: t('resync.loading') })} />}
      >
        {(data) => <Advice advice={data} plans={plans.data} when={when} onWhen={setWhen} />}
      </QueryView>
    </DialogFrame>
  );
}

function Advice({
  advice,
  plans,
  when,
  onWhen,
}: {
  readonly advice: ResyncAdviceBody;
  readonly plans: ResyncPlans | undefined;
  readonly when: When;
  readonly onWhen: (when: When) => void;
}): ReactElement {
  const styles = useStyles();
  const now = useWorldNow();
  const opensAt = parseTime(advice.windowOpensAt);
  const opens = opensAt === null ? '' : formatRelative(opensAt, now);
  return (
    <>
      {advice.refusal ? (
        <MessageBar intent="warning">
          <MessageBarBody>{advice.refusal}</MessageBarBody>
        </MessageBar>
      ) : (
        <MessageBar intent={advice.recommendation === 'differential' ? 'success' : 'info'}>
          <MessageBarBody>{recommendation(advice, opens)}</MessageBarBody>
        </MessageBar>
      )}
      {advice.isLoopRisk && (
        <MessageBar intent="warning">
          <MessageBarBody>{t('resync.loop')}</MessageBarBody>
        </MessageBar>
      )}
      <section className={styles.section} aria-label={t('resync.cost')}>
        <Subtitle2>{t('resync.cost')}</Subtitle2>
        <KeyValueList entries={costs(advice)} columns="one" />
      </section>
      {plans && <PlanTable plans={plans} />}
      <section className={styles.section} aria-label={t('resync.effects')}>
        <Subtitle2>{t('resync.effects')}</Subtitle2>
        <Effects advice={advice} />
      </section>
      <WhenField
        when={when}
        hint={opensAt === null ? t('resync.when.noWindow') : t('resync.when.windowAt', { when: opens })}
        hasWindow={opensAt !== null}
        onChange={onWhen}
      />
    </>
  );
}

function slower(first: number | null, second: number | null): number | null {
  if (first === null || second === null) return first ?? second;
  return Math.min(first, second);
}

/** A throttle goes with the terms of a batch, here of one. Answers the job's id, where one was started. */
async function resynchronize(
  client: ManagementClient,
  itemId: string,
  when: When,
  throttleBitsPerSecond: number | null,
): Promise<string | null> {
  if (throttleBitsPerSecond === null) return client.resynchronize(itemId, when);
  const { items } = await client.resynchronizeMany({
    itemIds: [itemId],
    when,
    staggerSeconds: 0,
    parallelLimit: 4,
    throttleBitsPerSecond,
    isDryRun: false,
  });
  const [item] = items;
  if (item && !item.isEligible) throw new ManagementError(409, 'NotAllowed', item.refusal ?? '');
  return item?.jobId ?? null;
}

function Effects({ advice }: { readonly advice: ResyncAdviceBody }): ReactElement {
  const styles = useStyles();
  const count = advice.recoveryPointsLost;
  const operations = advice.blockedOperations.map((operation) =>
    tOr(`operation.${operation}`, operation).replace('…', ''),
  );
  return (
    <ul className={styles.list}>
      <li>{count > 0 ? t('resync.effects.points', { count }) : t('resync.effects.noPoints')}</li>
      {operations.length > 0 && <li>{t('resync.effects.blocked', { operations: operations.join(', ') })}</li>}
      <li>{t('resync.effects.rpo')}</li>
      <li>
        {t('resync.effects.log', {
          bytes: formatBytes(advice.expectedLogBytes),
          limit: formatBytes(advice.logLimitBytes),
        })}
      </li>
    </ul>
  );
}

function recommendation(advice: ResyncAdviceBody, opens: string): string {
  switch (advice.recommendation) {
    case 'differential':
      return t('resync.advice.differential');
    case 'window':
      return t('resync.advice.window', { when: opens });
    case 'full':
      return t('resync.advice.full');
  }
}

function costs(advice: ResyncAdviceBody): KeyValue[] {
  const send =
    advice.bandwidthBitsPerSecond === null
      ? t('resync.cost.unthrottled')
      : formatBitsPerSecond(advice.bandwidthBitsPerSecond);
  return [
    { label: t('resync.cost.total'), value: formatBytes(advice.totalBytes) },
    { label: t('resync.cost.differing'), value: bytesRange(advice.differingBytes) },
    { label: t('resync.cost.duration'), value: formatDurationRange(advice.durationSeconds) },
    {
      label: t('resync.cost.full'),
      value: t('resync.cost.fullValue', {
        bytes: formatBytes(advice.fullBytes),
        duration: formatDurationRange(advice.fullDurationSeconds),
      }),
    },
    {
      label: t('resync.cost.bandwidth'),
      value: t('resync.cost.bandwidthValue', { compare: formatBytesPerSecond(advice.compareBytesPerSecond), send }),
    },
  ];
}

function bytesRange([low, high]: readonly [number, number]): string {
  return formatRange(formatBytes(low), formatBytes(high));
}
