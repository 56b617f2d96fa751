import type { HealthFinding } from '../../core/model.ts';
import type { ErrorText } from '../wire.ts';

/** What each health rule is called, and what makes it well again. Numbers as in core/SPEC.md. */
export interface RuleText {
  readonly title: string;
  readonly clears: string;
}

const RULES: Readonly<Record<string, RuleText>> = {
  HE1: { title: 'An error that is not retried', clears: 'Mend the cause, then retry or resume replication.' },
  HE2: { title: 'Network or storage keeps changes from being sent', clears: 'The next attempt that succeeds.' },
  HE3: { title: 'Resynchronization', clears: 'A resynchronization that comes to its end.' },
  HE4: { title: 'Replication paused on the replica', clears: 'Resuming it on the replica.' },
  HE5: {
    title: 'Missed replication cycles',
    clears: 'Cycles that keep their interval, or the start of the next monitoring interval.',
  },
  HE6: { title: 'Time since changes were last sent', clears: 'The next cycle whose logs arrive.' },
  HE7: { title: 'Initial replication', clears: 'Its completion.' },
  HE8: { title: 'Replication paused by the administrator', clears: 'Resuming replication.' },
  HE9: { title: 'Failed over without reverse replication', clears: 'Reversing the replication.' },
  HE10: {
    title: 'Average latency of the cycles',
    clears: 'Faster cycles, or the start of the next monitoring interval.',
  },
  HE11: { title: 'Another error that is retried', clears: 'The next attempt that succeeds.' },
  HE22: { title: 'Heartbeat of the host or its provider', clears: 'The next heartbeat.' },
  HE18: {
    title: 'Application-consistent snapshots',
    clears: 'The next application-consistent snapshot that succeeds.',
  },
};

export function ruleText(rule: string): RuleText {
  return RULES[rule] ?? { title: rule, clears: '' };
}

/** A rule that fails without an error behind it, told as one: its name for the code, its figures for the cause. */
export function ruleErrorText({ rule, input, threshold }: HealthFinding): ErrorText {
  const { title, clears } = ruleText(rule);
  return {
    id: rule,
    message: `${title}.`,
    possibleCauses: `Measured: ${input}. Allowed: ${threshold}.`,
    recommendedAction: `What clears it: ${clears}`,
    detail: '',
  };
}
