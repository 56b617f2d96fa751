import type { Endpoint, ServerStatus, ToClient, ToServer } from '../../management/transport/protocol.ts';
import type { Locks, TabChannel, TabMessage } from '../tab-messages.ts';

/** Web Locks and BroadcastChannels of one origin, shared by tabs that a test opens and kills. Messages arrive in a later microtask, cloned. */
export class FakeBrowser {
  readonly #queues = new Map<string, LockRequest[]>();
  readonly #channels = new Set<{ name: string; tab: FakeTab; listener: ((message: TabMessage) => void) | null }>();

  openTab(): FakeTab {
    return new FakeTab(this);
  }

  requestLock(tab: FakeTab, name: string, granted: () => Promise<void> | void): void {
    const queue = this.#queues.get(name) ?? [];
    this.#queues.set(name, queue);
    queue.push({ tab, granted });
    if (queue.length === 1) this.#grant(name);
  }

  openChannel(tab: FakeTab, name: string): TabChannel {
    const channel = { name, tab, listener: null as ((message: TabMessage) => void) | null };
    this.#channels.add(channel);
    return {
      post: (message) => this.#broadcast(channel, message),
      listen: (listener) => {
        channel.listener = listener;
      },
    };
  }

  /** The tab's worker dies: its locks fall to the next, its channel is silent. */
  bury(tab: FakeTab): void {
    for (const channel of this.#channels) if (channel.tab === tab) this.#channels.delete(channel);
    for (const [name, queue] of this.#queues) {
      const isHolder = queue[0]?.tab === tab;
      this.#queues.set(
        name,
        queue.filter((request) => request.tab !== tab),
      );
      if (isHolder) this.#grant(name);
    }
  }

  #broadcast(from: { name: string; tab: FakeTab }, message: TabMessage): void {
    for (const channel of this.#channels) {
      if (channel.name !== from.name || channel.tab === from.tab) continue;
      const data = structuredClone(message);
      queueMicrotask(() => {
        if (this.#channels.has(channel)) channel.listener?.(data);
      });
    }
  }

  #grant(name: string): void {
    const queue = this.#queues.get(name);
    const first = queue?.[0];
    if (!first) return;
    void Promise.resolve(first.granted()).then(() => {
      this.#queues.set(
        name,
        (this.#queues.get(name) ?? []).filter((request) => request !== first),
      );
      this.#grant(name);
    });
  }
}

interface LockRequest {
  readonly tab: FakeTab;
  readonly granted: () => Promise<void> | void;
}

/** One tab: its page's end of the worker, and the browser as its worker sees it. */
export class FakeTab {
  readonly statuses: ServerStatus[] = [];
  readonly messages: ToClient[] = [];
  readonly page: Endpoint<ToServer, ToClient>;
  readonly locks: Locks;
  readonly #browser: FakeBrowser;
  #toWorker: ((message: ToServer) => void) | null = null;
  #isDead = false;

  constructor(browser: FakeBrowser) {
    this.#browser = browser;
    this.page = {
      post: (message) => {
        if (this.#isDead) return;
        if (message.kind === 'status') this.statuses.push(message.status);
        else this.messages.push(message);
      },
      listen: (listener) => {
        this.#toWorker = listener;
      },
    };
    this.locks = {
      request: (name, granted) => {
        browser.requestLock(this, name, granted);
        return Promise.resolve();
      },
    };
  }

  openChannel = (name: string): TabChannel => this.#browser.openChannel(this, name);

  send(message: ToServer): void {
    this.#toWorker?.(message);
  }

  get(id: number, path: string): void {
    this.send({ kind: 'request', id, method: 'GET', path, contentType: null, body: null });
  }

  post(id: number, path: string): void {
    this.send({ kind: 'request', id, method: 'POST', path, contentType: null, body: null });
  }

  kill(): void {
    this.#isDead = true;
    this.#browser.bury(this);
  }

  get status(): ServerStatus['kind'] | undefined {
    return this.statuses.at(-1)?.kind;
  }
}
