/**
 * What the service says of a machine without an attempt having failed: refusals and
 * judgements. They have texts like a fault, but no class: nothing is retried.
 */
import type { ServiceLayer } from './catalogue-entry.ts';

export type NoticeCode = 'NoTestFailover' | 'RpoThrottled' | 'InvalidFailoverDirection' | 'FailoverAborted';

export interface Notice extends ServiceLayer {
  readonly severity: 'Warning' | 'Error';
}

/** Codes as recorded or documented by the service; `{subject}` stands for the machine's name. */
export const NOTICES = {
  NoTestFailover: {
    code: '161011',
    isPublished: true,
    severity: 'Warning',
    message: "No successful test failover has been done on the virtual machine '{subject}'.",
    possibleCauses: 'No successful test failover has been done on the virtual machine after it was replicated.',
    recommendedAction: 'Do a test failover on the virtual machine.',
  },
  RpoThrottled: {
    code: '10008',
    isPublished: true,
    severity: 'Error',
    message: "RPO throttled: '{subject}' changes faster than its data can be sent.",
    possibleCauses: 'Churn exceeds the bandwidth or the limits of the storage account.',
    recommendedAction: 'Raise the bandwidth of the host, or move disks with much churn to another account or policy.',
  },
  InvalidFailoverDirection: {
    code: 'InvalidFailoverDirection',
    isPublished: true,
    severity: 'Error',
    message: 'Invalid failover direction was specified. Verify input and try operation again.',
    possibleCauses: 'Invalid parameters were specified.',
    recommendedAction: 'Verify the input and try again.',
  },
  FailoverAborted: {
    code: '0x80004004',
    isPublished: true,
    severity: 'Error',
    message: "The failover of '{subject}' was aborted.",
    possibleCauses: 'The recovery point chosen is no longer available.',
    recommendedAction: 'Try again with a more recent recovery point.',
  },
} as const satisfies Readonly<Record<NoticeCode, Notice>>;

/** A notice in words for `subject` (a machine's name). */
export function describeNotice(code: NoticeCode, subject: string): Notice {
  const notice = NOTICES[code];
  const fill = (text: string): string => text.replaceAll('{subject}', () => subject);
  return {
    ...notice,
    message: fill(notice.message),
    possibleCauses: fill(notice.possibleCauses),
    recommendedAction: fill(notice.recommendedAction),
  };
}
