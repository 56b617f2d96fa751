import type { Rng } from '../../src/base/rng.ts';
import { SECOND_MS, type Milliseconds } from '../../src/base/units.ts';
import type { FaultCode, FaultReport } from '../../src/core/errors/fault.ts';
import { PortError } from '../../src/core/errors/fault.ts';
import type { Call } from '../../src/core/ports.ts';
import { givenUp, orderOf } from '../world/call-order.ts';
import type { Around } from './intercepted.ts';
import type { Tally } from './tally.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** How often what goes wrong at a port, as chances per call; the rest goes well. */
export interface FaultChances {
  /** The request never arrives; the caller waits in vain. */
  readonly lostRequest: number;
  /** The effect happens, the caller waits in vain. */
  readonly lostAnswer: number;
  /** The request arrives twice; the caller hears of one. */
  readonly duplicate: number;
  /** The service refuses, with one of its codes. */
  readonly refusal: number;
  /** The effect happens, and what stands between answers in the service's place. */
  readonly lateRefusal: number;
}

/** What each method may answer besides success. */
export type RefusalTable = Readonly<Record<string, readonly FaultCode[]>>;

/** How long a caller waits for an answer that does not come. */
const TIMEOUT_MS: Milliseconds = 5 * SECOND_MS;

/** Chance at a port: what becomes of each call while `isStormy`. */
export interface FaultDice {
  readonly clock: VirtualClock;
  readonly rng: Rng;
  readonly chances: FaultChances;
  readonly refusals: RefusalTable;
  /** The codes that exist in this world. */
  readonly codes: ReadonlySet<FaultCode>;
  /** Faults act only while this holds. */
  readonly isStormy: () => boolean;
  readonly tally: Pick<Tally, 'note'>;
}

/** What a gateway says that has lost the answer of the service behind it. */
export const LATE_CODES: readonly FaultCode[] = [
  'ServerNotConnected',
  'StorageUnavailable',
  'UnexpectedAnswer',
  'NetworkUnreachable',
];

export function faulty({ clock, rng, chances, refusals, codes, isStormy, tally }: FaultDice): Around {
  const timeOut = async (call: Call, what: string): Promise<never> => {
    await clock.sleep(TIMEOUT_MS, orderOf(call), call.signal, givenUp(call));
    throw new PortError({ code: 'NetworkTimeout', detail: `${what}, request ${call.requestId}` });
  };
  const usual = commonCodes(refusals);
  const codeAmong = (possible: readonly FaultCode[]): FaultCode | undefined => {
    const existing = possible.filter((code) => codes.has(code));
    const own = existing.filter((code) => !usual.has(code));
    // What only this method says is said half of the time, or it would hardly ever be.
    const among = own.length > 0 && rng.below(2) === 0 ? own : existing;
    return among[rng.below(Math.max(1, among.length))];
  };
  return async (method, call, go) => {
    if (!isStormy()) return go();
    let chance = rng.unit();
    const falls = (share: number): boolean => (chance -= share) < 0;
    if (falls(chances.lostRequest)) {
      tally.note('fault: request lost', true);
      return timeOut(call, `${method} was lost on its way`);
    }
    if (falls(chances.lostAnswer)) {
      await go();
      tally.note('fault: answer lost', true);
      return timeOut(call, `the answer to ${method} was lost`);
    }
    if (falls(chances.duplicate)) {
      const answer = await go();
      // Nobody hears what becomes of the second one.
      const hasArrived = await go().then(
        () => true,
        () => false,
      );
      tally.note('fault: request doubled', hasArrived);
      return answer;
    }
    const isLate = falls(chances.lateRefusal);
    if (isLate || falls(chances.refusal)) {
      const code = codeAmong(isLate ? LATE_CODES : (refusals[method] ?? []));
      if (code === undefined) return go();
      if (isLate) await go();
      tally.note(isLate ? `late answer: ${code}` : `refusal: ${code}`, true);
      throw new PortError(refusal(code, method, rng));
    }
    return go();
  };
}

/** What every method of a port may answer. */
function commonCodes(refusals: RefusalTable): ReadonlySet<FaultCode> {
  const [first = [], ...others] = Object.values(refusals);
  return new Set(first.filter((code) => others.every((codes) => codes.includes(code))));
}

function refusal(code: FaultCode, method: string, rng: Rng): FaultReport {
  const detail = `${method} was refused by the simulation`;
  return code === 'StorageThrottled'
    ? { code, detail, retryAfterMs: (1 + rng.below(120)) * SECOND_MS }
    : { code, detail };
}
