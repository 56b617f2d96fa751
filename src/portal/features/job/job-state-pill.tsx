import {
  ArrowSync16Regular,
  CheckmarkCircle16Regular,
  Circle16Regular,
  DismissCircle16Regular,
  PersonQuestionMark16Regular,
  Prohibited16Regular,
} from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { StatusPill, type Tone } from '../../components/status-pill.tsx';
import { tOr } from '../../strings/translate.ts';

const looks: Readonly<Record<string, readonly [Tone, ReactElement]>> = {
  NotStarted: ['neutral', <Circle16Regular key="icon" />],
  InProgress: ['info', <ArrowSync16Regular key="icon" />],
  Succeeded: ['success', <CheckmarkCircle16Regular key="icon" />],
  Failed: ['danger', <DismissCircle16Regular key="icon" />],
  Cancelled: ['neutral', <Prohibited16Regular key="icon" />],
  Suspended: ['warning', <PersonQuestionMark16Regular key="icon" />],
};

/** State of a job or task: icon, word, colour. What a skipped task is called stands in its description. */
export function JobStatePill({
  state,
  stateDescription = '',
}: {
  readonly state: string;
  readonly stateDescription?: string;
}): ReactElement {
  const [tone, icon] = looks[state] ?? (['neutral', <Circle16Regular key="icon" />] as const);
  return (
    <StatusPill tone={tone} icon={icon}>
      {tOr(`jobDescription.${stateDescription}`, tOr(`jobState.${state}`, state))}
    </StatusPill>
  );
}
