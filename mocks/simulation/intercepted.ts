import type { Call } from '../../src/core/ports.ts';

/** Stands around a port's method: it may let the request go once, twice, late or not at all. */
export type Around = (method: string, call: Call, go: () => Promise<unknown>) => Promise<unknown>;

/**
 * The port with something around every method. All methods of host and storage are asynchronous
 * and take the call last, so one wrapper serves them all and no new method can be forgotten.
 */
export function intercepted<T extends object>(port: T, around: Around): T {
  const methods = new Map<string | symbol, unknown>();
  return new Proxy(port, {
    get(target, name) {
      const known = methods.get(name);
      if (known) return known;
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      const wrapped = (...args: readonly unknown[]): Promise<unknown> =>
        around(String(name), callOf(args), () => Promise.resolve(Reflect.apply(member, target, args)));
      methods.set(name, wrapped);
      return wrapped;
    },
  });
}

function callOf(args: readonly unknown[]): Call {
  const call = args.at(-1);
  if (typeof call === 'object' && call !== null && 'requestId' in call) return call as Call;
  throw new TypeError('a port method takes its call last');
}
