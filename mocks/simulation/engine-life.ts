import { PortError } from '../../src/core/errors/fault.ts';
import type { Store } from '../../src/core/ports.ts';
import type { Around } from './intercepted.ts';

/** Says at each port call whether the engine dies there. Asked twice: before the effect and after it. */
export type CrashRule = (moment: 'before' | 'after', port: PortName, method: string) => boolean;

export type PortName = 'host' | 'storage' | 'compute' | 'store';

export const NEVER: CrashRule = () => false;

/**
 * One life of an engine, from its start to its crash. Once it is over nothing that the dead engine
 * still wants reaches a port: its requests fail before their effect, and its journal is closed.
 */
export class EngineLife {
  readonly #crashes: CrashRule;
  #isOver = false;
  #cut: () => void = () => undefined;

  constructor(crashes: CrashRule) {
    this.#crashes = crashes;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#cut();
  }

  /** What is to be done at the very moment of the crash: requests on their way are cut. */
  whenOver(cut: () => void): void {
    if (this.#isOver) cut();
    else this.#cut = cut;
  }

  around(port: PortName): Around {
    return (method, _call, go) => this.#guard(port, method, go);
  }

  /** The journal as this life sees it: what is written stays for the next one. */
  store(store: Store): Store {
    return {
      isDurable: store.isDurable,
      readAll: (table) => store.readAll(table),
      takeEpoch: () => store.takeEpoch(),
      transact: (mutations, epoch) => this.#guard('store', 'transact', () => store.transact(mutations, epoch)),
      close: async () => undefined,
    };
  }

  async #guard<T>(port: PortName, method: string, go: () => Promise<T>): Promise<T> {
    this.#passOrDie('before', port, method);
    const result = await go();
    this.#passOrDie('after', port, method);
    return result;
  }

  #passOrDie(moment: 'before' | 'after', port: PortName, method: string): void {
    if (!this.#isOver && this.#crashes(moment, port, method)) this.end();
    if (this.#isOver) throw new PortError({ code: 'Internal', detail: `the engine has crashed (${moment} ${method})` });
  }
}
