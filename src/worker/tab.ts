/**
 * One engine per world, however many tabs show it. The worker that holds the world's Web Lock is
 * the leader and runs the engine; the others relay their page's messages to it, and the next in
 * the lock's queue takes over when it dies, continuing from the journal.
 *
 *   starting ──lock granted──► booting ──► leader
 *       │                         ▲
 *       └──leader says welcome──► follower ──lock granted (the leader died)──┘
 */
import type { Instant } from '../base/units.ts';
import type { ManagementService } from '../management/transport/port-server.ts';
import { servePort } from '../management/transport/port-server.ts';
import type { Endpoint, ServerStatus, ToClient, ToServer } from '../management/transport/protocol.ts';
import type { Locks, TabChannel, TabMessage } from './tab-messages.ts';
import { createUpstreamSwitch } from './upstream-switch.ts';

/** A world that runs: its management API, whether a reload will find it again, and where it went on from. */
export interface RunningWorld {
  readonly service: ManagementService;
  readonly isDurable: boolean;
  /** The checkpoint, in the world's time; null: the world is new. */
  readonly continuedFrom: Instant | null;
}

export interface TabOptions {
  /** Unique among tabs. */
  readonly tabId: string;
  /** Names the world: tabs of one name share one engine. */
  readonly worldName: string;
  readonly page: Endpoint<ToServer, ToClient>;
  /** null where the browser has no Web Locks: this tab then leads a world of its own. */
  readonly locks: Locks | null;
  readonly openChannel: (name: string) => TabChannel;
  /** Calls `giveUp` when the world came to an end that no restart mends. */
  readonly boot: (giveUp: (reason: string) => void) => Promise<RunningWorld>;
}

/** Runs a tab's worker until it dies. */
export function runTab(options: TabOptions): void {
  const { tabId, worldName, locks } = options;
  const aliveLock = locks ? `lockstep-alive/${tabId}` : null;
  const channel = options.openChannel(`lockstep/${worldName}`);
  const pageSwitch = createUpstreamSwitch((message, transfer) => options.page.post(message, transfer));
  const tellStatus = (status: ServerStatus): void => options.page.post({ kind: 'status', status });
  const giveUp = (reason: string): void => tellStatus({ kind: 'failed', reason });
  let leading: Leading | null = null;

  const lead = async (): Promise<void> => {
    try {
      const world = await options.boot(giveUp);
      leading = startLeading(world, channel, locks);
      const own = servePort({ post: (message, transfer) => pageSwitch.toPage(message, transfer) }, world.service);
      pageSwitch.use((message) => own.receive(message));
      tellStatus({ kind: 'ready', isDurable: world.isDurable, continuedFrom: world.continuedFrom });
      channel.post({ kind: 'leaderReady' });
    } catch (error) {
      giveUp(`The world could not be started: ${error instanceof Error ? error.message : String(error)}`);
    }
  };

  const sayHello = (): void => channel.post({ kind: 'hello', from: tabId, aliveLock: aliveLock ?? '' });

  const follow = (isDurable: boolean): void => {
    pageSwitch.use((message) => channel.post({ kind: 'toServer', from: tabId, message }));
    tellStatus({ kind: 'follower', isDurable });
  };

  /** Once the alive lock is held: a leader that asked for it earlier would be granted it, and take this tab for dead. */
  let isAlive = false;
  const join = (): void => {
    isAlive = true;
    tellStatus({ kind: 'starting', aliveLock });
    sayHello();
  };

  channel.listen((message) => {
    if (leading) leading.receive(message);
    else if (message.kind === 'leaderReady' && isAlive) sayHello();
    else if (message.kind === 'welcome' && message.to === tabId) follow(message.isDurable);
    else if (message.kind === 'toClient' && message.to === tabId) pageSwitch.toPage(message.message);
  });
  options.page.listen((message) => pageSwitch.fromPage(message));

  if (!locks || aliveLock === null) {
    tellStatus({ kind: 'starting', aliveLock: null });
    void lead();
    return;
  }
  hold(locks, aliveLock, join);
  hold(locks, `lockstep-engine/${worldName}`, () => void lead());
}

/** Holds a Web Lock from when it is granted until this context dies. */
function hold(locks: Locks, name: string, onGranted: () => void): void {
  const forever = (): Promise<void> => {
    onGranted();
    return new Promise(() => undefined);
  };
  locks.request(name, forever).catch(() => undefined);
}

interface Leading {
  receive(message: TabMessage): void;
}

/** Serves the followers: one port server for each, dropped when its lock tells that it died. */
function startLeading(world: RunningWorld, channel: TabChannel, locks: Locks | null): Leading {
  const followers = new Map<string, ReturnType<typeof servePort>>();

  const welcome = (from: string, aliveLock: string): void => {
    followers.get(from)?.stop();
    const server = servePort(
      { post: (message) => channel.post({ kind: 'toClient', to: from, message }) },
      world.service,
    );
    followers.set(from, server);
    const drop = (): void => {
      if (followers.get(from) === server) followers.delete(from);
      server.stop();
    };
    locks?.request(aliveLock, drop).catch(() => undefined);
    channel.post({ kind: 'welcome', to: from, isDurable: world.isDurable });
  };

  return {
    receive: (message) => {
      if (message.kind === 'hello') welcome(message.from, message.aliveLock);
      else if (message.kind === 'toServer') followers.get(message.from)?.receive(message.message);
    },
  };
}
