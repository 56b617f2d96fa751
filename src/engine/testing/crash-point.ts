import type { Call } from '../../core/ports.ts';
import type { EnginePorts } from '../engine-ports.ts';

/** Lets the power fail at one port call: before it has an effect, or after it, when nobody hears of the outcome. */
export interface CrashPoint {
  readonly wrap: (ports: EnginePorts) => EnginePorts;
  /** Calls counted since the last {@link arm}. */
  readonly count: number;
  readonly hasStruck: boolean;
  /** Counts anew; the `at`-th call (1-based) strikes and calls `crash`. Without `at` it only counts. */
  arm(crash: () => void, at?: number, side?: 'before' | 'after'): void;
}

export function crashPoint(): CrashPoint {
  let count = 0;
  let hasStruck = false;
  let armed: { readonly crash: () => void; readonly at: number; readonly side: string } | null = null;

  const strikes = (): boolean => armed !== null && !hasStruck && ++count === armed.at;
  const intercept =
    (method: (...args: unknown[]) => unknown) =>
    async (...args: unknown[]): Promise<unknown> => {
      const call = args.find(isCall);
      // Housekeeping is nobody's work; it asks again by itself.
      if (!call?.requestId.includes('-') || !strikes()) return method(...args);
      hasStruck = true;
      if (armed?.side === 'after') await method(...args);
      // Never within the settlement that began the call: what it begins, it begins as one.
      else await Promise.resolve();
      armed?.crash();
      throw new Error('the power failed');
    };
  const around = <T extends object>(port: T): T =>
    new Proxy(port, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        return typeof member === 'function'
          ? intercept((...args) => Reflect.apply(member, target, args) as unknown)
          : member;
      },
    });

  return {
    wrap: (ports) => ({
      ...ports,
      host: around(ports.host),
      storage: around(ports.storage),
      ...(ports.compute ? { compute: around(ports.compute) } : {}),
    }),
    get count() {
      return count;
    },
    get hasStruck() {
      return hasStruck;
    },
    arm(crash, at = Number.POSITIVE_INFINITY, side = 'before') {
      count = 0;
      hasStruck = false;
      armed = { crash, at, side };
    },
  };
}

function isCall(value: unknown): value is Call {
  return typeof value === 'object' && value !== null && 'requestId' in value && 'signal' in value;
}
