import { Caption1, Field, Radio, RadioGroup, makeStyles, tokens } from '@fluentui/react-components';
import { DocumentBulletListRegular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { ArmPolicy } from '../../../management/arm.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { KeyValueList, type KeyValue } from '../../components/key-value.tsx';
import { RouterLink } from '../../components/router-link.tsx';
import { formatDuration } from '../../data/format.ts';
import { t } from '../../strings/translate.ts';
import { isFrequencyAvailable, type TargetChoices } from './protection-draft.ts';

const HOUR_SECONDS = 3600;

const useStyles = makeStyles({
  // The reason is to be read, also where what it speaks of is greyed out.
  reason: { color: tokens.colorNeutralForeground2 },
  root: { display: 'grid', rowGap: tokens.spacingVerticalL, maxWidth: '560px' },
});

/** The replication policy, and what it means. */
export function PolicyStep({
  policies,
  policy,
  target,
  onChange,
}: {
  readonly policies: readonly ArmPolicy[];
  readonly policy: ArmPolicy | null;
  readonly target: TargetChoices;
  readonly onChange: (policy: ArmPolicy) => void;
}): ReactElement {
  const styles = useStyles();
  const choose = (name: string): void => {
    const chosen = policies.find((each) => each.name === name);
    if (chosen) onChange(chosen);
  };
  if (policies.length === 0) {
    return (
      <EmptyState
        icon={<DocumentBulletListRegular />}
        title={t('protect.policy.none.title')}
        body={t('protect.policy.none.body')}
        actions={<RouterLink to="/policies">{t('policies.title')}</RouterLink>}
      />
    );
  }
  return (
    <div className={styles.root}>
      <Field
        label={t('protect.policy.label')}
        {...(policy && !isFrequencyAvailable(policy, target)
          ? { validationState: 'error', validationMessage: t('protect.policy.tooOften') }
          : {})}
      >
        <RadioGroup value={policy?.name ?? ''} onChange={(_, { value }) => choose(value)}>
          {policies.map((each) => (
            <Radio
              key={each.name}
              value={each.name ?? ''}
              label={<PolicyLabel policy={each} isAvailable={isFrequencyAvailable(each, target)} />}
              disabled={!isFrequencyAvailable(each, target)}
            />
          ))}
        </RadioGroup>
      </Field>
      {policy && <KeyValueList columns="one" entries={policyFacts(policy)} />}
    </div>
  );
}

/** A policy that cannot be chosen says why. */
function PolicyLabel({
  policy,
  isAvailable,
}: {
  readonly policy: ArmPolicy;
  readonly isAvailable: boolean;
}): ReactElement {
  const styles = useStyles();
  return (
    <>
      {policyName(policy)}
      {!isAvailable && (
        <Caption1 block className={styles.reason}>
          {t('protect.policy.tooOften')}
        </Caption1>
      )}
    </>
  );
}

export function policyName(policy: ArmPolicy): string {
  return policy.properties?.friendlyName ?? policy.name ?? '';
}

function policyFacts(policy: ArmPolicy): KeyValue[] {
  const details = policy.properties?.providerSpecificDetails;
  // Other providers' policies have other fields; what the site's machines can use is Hyper-V's.
  if (!details || !('replicationInterval' in details)) return [];
  const appHours = details.applicationConsistentSnapshotFrequencyInHours ?? 0;
  return [
    { label: t('protect.policy.interval'), value: formatDuration(details.replicationInterval ?? 0) },
    {
      label: t('protect.policy.history'),
      value: formatDuration((details.recoveryPointHistoryDurationInHours ?? 0) * HOUR_SECONDS),
    },
    {
      label: t('protect.policy.app'),
      value:
        appHours === 0
          ? t('protect.policy.appOff')
          : t('protect.policy.appEvery', { duration: formatDuration(appHours * HOUR_SECONDS) }),
    },
    {
      label: t('protect.policy.start'),
      value: details.onlineReplicationStartTime ?? t('protect.policy.startNow'),
    },
  ];
}
