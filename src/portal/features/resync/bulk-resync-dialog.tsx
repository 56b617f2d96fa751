import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { CheckmarkCircle16Regular, SubtractCircle16Regular } from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import type { ManagementClient } from '../../../management/client/client-api.ts';
import type { BulkResyncAnswer, BulkResyncItem, BulkResyncRequest } from '../../../management/wire-insight.ts';
import { ChoiceField } from '../../components/choice-field.tsx';
import { DialogFrame } from '../../components/dialog-frame.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { SimpleTable, type SimpleColumn } from '../../components/simple-table.tsx';
import { RowsSkeleton } from '../../components/skeletons.tsx';
import { useCommand } from '../../data/commands.ts';
import type { DialogProps } from '../../data/dialogs.ts';
import { formatDuration, formatDurationRange, formatRelative } from '../../data/format.ts';
import { useBulkResyncPlan } from '../../data/insight-queries.ts';
import { useWorldNow } from '../../data/use-world-now.ts';
import { t } from '../../strings/translate.ts';
import { ThrottleField } from './throttle-field.tsx';
import { WhenField, type When } from './when-field.tsx';

const STAGGERS_SECONDS = [0, 60, 300, 900, 3600] as const;
const PARALLEL_LIMITS = [1, 2, 3, 4] as const;

const useStyles = makeStyles({
  surface: { maxWidth: '820px' },
  content: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
  terms: {
    display: 'grid',
    alignItems: 'start',
    gap: tokens.spacingHorizontalL,
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 200px), 1fr))',
  },
  box: { minWidth: 0 },
  table: { maxHeight: '320px', overflowY: 'auto' },
  verdict: { display: 'inline-flex', columnGap: tokens.spacingHorizontalXS },
  icon: { paddingTop: '2px' },
});

type Terms = Pick<BulkResyncRequest, 'when' | 'staggerSeconds' | 'parallelLimit' | 'throttleBitsPerSecond'>;

/** Several machines at once: each with its eligibility and start, before anything happens. */
export function BulkResyncDialog({ itemIds, onClose }: DialogProps): ReactElement {
  const styles = useStyles();
  const command = useCommand();
  const [terms, setTerms] = useState<Terms>({
    when: 'now',
    staggerSeconds: 0,
    parallelLimit: 4,
    throttleBitsPerSecond: null,
  });
  const request: BulkResyncRequest = { itemIds, ...terms, isDryRun: false };
  const plan = useBulkResyncPlan(request);
  const eligible = plan.data?.eligibleCount ?? 0;

  const confirm = (): void => {
    const run = async (client: ManagementClient): Promise<null> => {
      await client.resynchronizeMany(request);
      return null;
    };
    const name = t('bulk.started', { count: eligible });
    command.mutate({ label: t('resync.command'), name, run }, { onSuccess: onClose });
  };

  return (
    <DialogFrame
      title={t('resync.bulk.title', { count: itemIds.length })}
      className={styles.surface}
      contentClassName={styles.content}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button appearance="primary" disabled={eligible === 0 || command.isPending} onClick={confirm}>
            {t('resync.bulk.title', { count: eligible })}
          </Button>
        </>
      }
    >
      <span>{t('resync.bulk.eligible', { eligible, count: itemIds.length, parallel: terms.parallelLimit })}</span>
      <TermsFields terms={terms} onChange={(change) => setTerms({ ...terms, ...change })} />
      <QueryView query={plan} what={t('plans.what')} skeleton={<RowsSkeleton rows={4} />}>
        {(answer) => <Machines answer={answer} />}
      </QueryView>
    </DialogFrame>
  );
}

interface TermsFieldsProps {
  readonly terms: Terms;
  readonly onChange: (change: Partial<Terms>) => void;
}

function TermsFields({ terms, onChange }: TermsFieldsProps): ReactElement {
  const styles = useStyles();
  const staggerText = (seconds: number): string => (seconds === 0 ? t('bulk.stagger.none') : formatDuration(seconds));
  return (
    <>
      <WhenField when={terms.when} hint={null} onChange={(when: When) => onChange({ when })} />
      <div className={styles.terms}>
        <ChoiceField
          label={t('bulk.stagger')}
          className={styles.box}
          choices={STAGGERS_SECONDS.map((seconds) => ({ value: String(seconds), text: staggerText(seconds) }))}
          value={String(terms.staggerSeconds)}
          onChange={(value) => onChange({ staggerSeconds: Number(value) })}
        />
        <ChoiceField
          label={t('bulk.parallel')}
          className={styles.box}
          choices={PARALLEL_LIMITS.map((count) => ({ value: String(count), text: t('bulk.machines', { count }) }))}
          value={String(terms.parallelLimit)}
          onChange={(value) => onChange({ parallelLimit: Number(value) })}
        />
        <ThrottleField
          bitsPerSecond={terms.throttleBitsPerSecond}
          onChange={(throttleBitsPerSecond) => onChange({ throttleBitsPerSecond })}
        />
      </div>
    </>
  );
}

const columns: readonly SimpleColumn<BulkResyncItem>[] = [
  { id: 'machine', header: t('bulk.machine'), render: ({ name }) => name },
  { id: 'verdict', header: t('bulk.verdict'), render: (item) => <Verdict item={item} /> },
  { id: 'starts', header: t('plans.starts'), render: ({ startsAt }) => <StartsIn at={startsAt} /> },
  {
    id: 'duration',
    header: t('plans.duration'),
    isNumeric: true,
    render: ({ durationSeconds }) =>
      durationSeconds === null ? t('value.none') : formatDurationRange(durationSeconds),
  },
];

function Machines({ answer }: { readonly answer: BulkResyncAnswer }): ReactElement {
  const styles = useStyles();
  return (
    <div className={styles.table}>
      <SimpleTable label={t('bulk.table')} columns={columns} rows={answer.items} keyOf={({ itemId }) => itemId} />
    </div>
  );
}

function Verdict({ item: { isEligible, refusal } }: { readonly item: BulkResyncItem }): ReactElement {
  const styles = useStyles();
  return (
    <span className={styles.verdict}>
      <span className={styles.icon} aria-hidden="true">
        {isEligible ? <CheckmarkCircle16Regular /> : <SubtractCircle16Regular />}
      </span>
      {isEligible ? t('bulk.yes') : t('bulk.no', { reason: refusal ?? '' })}
    </span>
  );
}

function StartsIn({ at }: { readonly at: string | null }): ReactElement {
  const now = useWorldNow();
  return <>{at === null ? t('value.none') : formatRelative(Math.max(now, Date.parse(at)), now)}</>;
}
