import { elapsedMs, type Milliseconds } from '../base/units.ts';
import type { Clock, HostApi } from '../core/ports.ts';

/** A host whose reads of logs are timed. */
export interface MeteredHost {
  readonly host: HostApi;
  /** Spent in `readLog` so far. */
  readonly readingMs: () => Milliseconds;
}

export function meteredHost(host: HostApi, clock: Pick<Clock, 'now'>): MeteredHost {
  let readingMs = 0;
  const readLog: HostApi['readLog'] = async (...args) => {
    const from = clock.now();
    const bytes = await host.readLog(...args);
    readingMs += elapsedMs(from, clock.now());
    return bytes;
  };
  return { host: withReadLog(host, readLog), readingMs: () => readingMs };
}

/** An adapter may be a plain object or an instance of a class: its other methods are called on itself. */
function withReadLog(host: HostApi, readLog: HostApi['readLog']): HostApi {
  return new Proxy(host, {
    get: (target, name) => {
      if (name === 'readLog') return readLog;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
