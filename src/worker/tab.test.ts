import { describe, expect, test, vi } from 'vitest';
import { createFakeService, type FakeService } from '../management/transport/testing/service.ts';
import { runTab } from './tab.ts';
import { FakeBrowser, type FakeTab } from './testing/fake-browser.ts';

/** A world that a test starts in tabs: each boot makes a service of its own, named by the order of boots. */
function openWorld() {
  const browser = new FakeBrowser();
  const services: FakeService[] = [];
  const ends: ((reason: string) => void)[] = [];
  let bootFailure: Error | null = null;
  let tabCount = 0;
  const open = (worldName = 'small/7'): FakeTab => {
    const tab = browser.openTab();
    runTab({
      tabId: `tab-${++tabCount}`,
      worldName,
      page: tab.page,
      locks: tab.locks,
      openChannel: tab.openChannel,
      boot: async (giveUp) => {
        ends.push(giveUp);
        if (bootFailure) throw bootFailure;
        const service = createFakeService();
        const name = `engine ${services.push(service)}`;
        service.answer = () => Response.json({ servedBy: name });
        return { service, isDurable: true, continuedFrom: null };
      },
    });
    return tab;
  };
  return { open, services, ends, failBoots: (error: Error) => (bootFailure = error) };
}

const settled = (assertion: () => void): Promise<void> => vi.waitFor(assertion, { interval: 1 });

function answerOf(tab: FakeTab, id: number): unknown {
  const message = tab.messages.find((each) => each.kind === 'response' && each.id === id);
  return message?.kind === 'response' && typeof message.body === 'string' ? JSON.parse(message.body) : undefined;
}

describe('one engine per world', () => {
  test('the first tab leads, the second follows and is served by the first’s engine', async () => {
    const { open, services } = openWorld();
    const first = open();
    await settled(() => expect(first.status).toBe('ready'));
    const second = open();
    await settled(() => expect(second.status).toBe('follower'));
    second.get(1, '/x');
    await settled(() => expect(answerOf(second, 1)).toEqual({ servedBy: 'engine 1' }));
    expect(services).toHaveLength(1);
  });

  test('a tab that comes while the leader boots follows when it is ready', async () => {
    const { open, services } = openWorld();
    const first = open();
    const second = open();
    await settled(() => expect([first.status, second.status]).toEqual(['ready', 'follower']));
    expect(services).toHaveLength(1);
  });

  test('worlds of other names have engines of their own', async () => {
    const { open, services } = openWorld();
    const [first, second] = [open('small/7'), open('small/8')];
    await settled(() => expect([first.status, second.status]).toEqual(['ready', 'ready']));
    expect(services).toHaveLength(2);
  });

  test('what the page asks before anybody serves it is answered later, commands too', async () => {
    const { open } = openWorld();
    const tab = open();
    tab.get(1, '/x');
    tab.post(2, '/y');
    await settled(() => expect(answerOf(tab, 2)).toEqual({ servedBy: 'engine 1' }));
    expect(answerOf(tab, 1)).toEqual({ servedBy: 'engine 1' });
  });

  test('each worker tells first by which lock its death is known', async () => {
    const { open } = openWorld();
    const tab = open();
    await settled(() => expect(tab.status).toBe('ready'));
    expect(tab.statuses[0]).toEqual({ kind: 'starting', aliveLock: 'lockstep-alive/tab-1' });
  });

  test('a world that cannot be started says why', async () => {
    const world = openWorld();
    world.failBoots(new Error('no scenario "x"'));
    const tab = world.open();
    await settled(() =>
      expect(tab.statuses.at(-1)).toEqual({
        kind: 'failed',
        reason: 'The world could not be started: no scenario "x"',
      }),
    );
  });
});

test('a world that ends for good says why, in place of an engine that dies at each restart', async () => {
  const { open, ends } = openWorld();
  const tab = open();
  await settled(() => expect(tab.status).toBe('ready'));
  ends[0]?.('no more storage');
  expect(tab.statuses.at(-1)).toEqual({ kind: 'failed', reason: 'no more storage' });
});

describe('when the leader dies', () => {
  async function twoTabs() {
    const world = openWorld();
    const first = world.open();
    await settled(() => expect(first.status).toBe('ready'));
    const second = world.open();
    await settled(() => expect(second.status).toBe('follower'));
    return { ...world, first, second };
  }

  test('a follower takes over with an engine of its own', async () => {
    const { first, second } = await twoTabs();
    first.kill();
    await settled(() => expect(second.status).toBe('ready'));
    second.get(1, '/x');
    await settled(() => expect(answerOf(second, 1)).toEqual({ servedBy: 'engine 2' }));
  });

  test('of two followers one takes over and the other follows it', async () => {
    const { open, first, second, services } = await twoTabs();
    const third = open();
    await settled(() => expect(third.status).toBe('follower'));
    first.kill();
    await settled(() => expect(second.status).toBe('ready'));
    await settled(() => {
      third.get(1, '/x');
      expect(answerOf(third, 1)).toEqual({ servedBy: 'engine 2' });
    });
    expect(services).toHaveLength(2);
  });

  test('questions under way are asked again, commands fail with the reason', async () => {
    const { services, first, second } = await twoTabs();
    const [service] = services;
    if (!service) throw new Error('no engine');
    service.answer = () => new Promise<Response>(() => undefined);
    second.get(1, '/question');
    second.post(2, '/command');
    await settled(() => expect(service.requests).toHaveLength(2));
    first.kill();
    await settled(() => expect(answerOf(second, 1)).toEqual({ servedBy: 'engine 2' }));
    expect(second.messages).toContainEqual({
      kind: 'failure',
      id: 2,
      message: expect.stringContaining('before it answered'),
    });
    expect(services[1]?.requests.map((request) => request.method)).toEqual(['GET']);
  });

  test('a transfer under way fails and is not begun anew', async () => {
    const { services, first, second } = await twoTabs();
    const [service] = services;
    if (!service) throw new Error('no engine');
    const body = () => new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(new Uint8Array(10)) });
    service.answer = () => new Response(body(), { headers: { 'content-type': 'application/octet-stream' } });
    second.get(1, '/bytes');
    await settled(() => expect(second.messages).toContainEqual(expect.objectContaining({ kind: 'response', id: 1 })));
    first.kill();
    await settled(() =>
      expect(second.messages).toContainEqual({ kind: 'failure', id: 1, message: expect.stringContaining('transfer') }),
    );
    expect(services[1]?.requests).toEqual([]);
  });

  test('the change feed goes on', async () => {
    const { services, first, second } = await twoTabs();
    second.send({ kind: 'subscribe' });
    await settled(() => expect(services[0]?.listenerCount()).toBe(1));
    first.kill();
    await settled(() => expect(services[1]?.listenerCount()).toBe(1));
    services[1]?.emit(1);
    await settled(() => expect(second.messages).toContainEqual(expect.objectContaining({ kind: 'changes' })));
  });
});

test('when a follower dies the leader lets go of what it asked for', async () => {
  const { open, services } = openWorld();
  const first = open();
  await settled(() => expect(first.status).toBe('ready'));
  const second = open();
  await settled(() => expect(second.status).toBe('follower'));
  second.send({ kind: 'subscribe' });
  await settled(() => expect(services[0]?.listenerCount()).toBe(1));
  second.kill();
  await settled(() => expect(services[0]?.listenerCount()).toBe(0));
});
