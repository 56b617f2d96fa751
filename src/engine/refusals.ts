import type { AdminOutcome, Refusal } from './engine-api.ts';

type RefusalCode = Extract<Refusal['code'], 'NotFound' | 'NotAllowed' | 'Conflict' | 'InvalidInput' | 'ReadOnly'>;

const ADVICE: Readonly<Record<RefusalCode, Pick<Refusal, 'possibleCauses' | 'recommendedAction'>>> = {
  NotFound: {
    possibleCauses: 'It was removed meanwhile, or its host has not reported it yet.',
    recommendedAction: 'Refresh the page, and check that the host is connected.',
  },
  NotAllowed: {
    possibleCauses: 'The state of the machine does not allow the operation.',
    recommendedAction: 'Choose one of the operations that the machine offers now.',
  },
  Conflict: {
    possibleCauses: 'Another operation came first.',
    recommendedAction: 'Wait until it has ended, then try again.',
  },
  InvalidInput: {
    possibleCauses: 'The values given contradict each other or the limits.',
    recommendedAction: 'Correct the values and try again.',
  },
  ReadOnly: {
    possibleCauses: 'A newer version of this program has written the stored data.',
    recommendedAction: 'Use the newer version, or begin with an empty store.',
  },
};

/** A command refused, with the reason as one sentence and advice by the kind of refusal. */
export function refused(code: RefusalCode, message: string): AdminOutcome {
  return { isAccepted: false, refusal: { code, message, ...ADVICE[code] } };
}
