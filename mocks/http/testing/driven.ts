import type { VirtualClock } from '../../simulation/virtual-clock.ts';

/**
 * A port whose calls hold the world's clock, as its callers must, while time moves on by itself as long
 * as any call is under way. For tests that ask one thing after the other and do not care for time.
 */
export function createDriver(clock: VirtualClock): <Port extends object>(port: Port) => Port {
  const underWay = new Set<symbol>();
  let isRunning = false;

  const run = async (): Promise<void> => {
    if (isRunning) return;
    isRunning = true;
    try {
      // Nothing armed yet: the call is still on its way to the world, in real time.
      while (underWay.size > 0) if (!(await clock.step())) await new Promise((resolve) => setImmediate(resolve));
    } finally {
      isRunning = false;
    }
  };

  const drive = async (invoke: () => unknown): Promise<unknown> => {
    const release = clock.hold();
    const call = Symbol('call');
    underWay.add(call);
    void run();
    try {
      return await invoke();
    } finally {
      underWay.delete(call);
      release();
    }
  };

  return (port) =>
    new Proxy(port, {
      get(target, name) {
        const method: unknown = Reflect.get(target, name, target);
        if (typeof method !== 'function') return method;
        return (...args: unknown[]) => drive(() => Reflect.apply(method, target, args) as unknown);
      },
    });
}
