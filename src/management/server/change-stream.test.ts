import { expect, test } from 'vitest';
import type { ChangeBatch } from '../wire.ts';
import { createChangeFeed } from './change-feed.ts';
import { changeStream } from './change-stream.ts';
import { driveServer } from './testing/driven-server.ts';
import { FakeEngine } from './testing/fake-engine.ts';

/** A feed whose time passes by hand, and how many of its clocks tick. */
function handFeed() {
  const engine = new FakeEngine();
  const ticks = new Set<() => void>();
  const feed = createChangeFeed(engine, (_intervalMs, tick) => {
    ticks.add(tick);
    return () => ticks.delete(tick);
  });
  const change = (): void => {
    feed.invalidate('events');
    for (const tick of ticks) tick();
  };
  return { feed, change, tickCount: () => ticks.size };
}

/** The next event of a stream; undefined at its end. */
async function nextEvent(reader: ReadableStreamDefaultReader<Uint8Array>) {
  const { value } = await reader.read();
  const [, event, data] = /^event: (\w+)\ndata: (.*)\n\n$/.exec(new TextDecoder().decode(value)) ?? [];
  return event === undefined ? undefined : { event, data: JSON.parse(data ?? '') as Pick<ChangeBatch, 'sequence'> };
}

function readerOf({ body }: Response): ReadableStreamDefaultReader<Uint8Array> {
  if (!body) throw new Error('no body');
  return body.getReader();
}

test('hello comes first, then each batch; nobody listens once it is cancelled', async () => {
  const { feed, change, tickCount } = handFeed();
  const reader = readerOf(changeStream(feed));
  change();
  expect(await nextEvent(reader)).toEqual({ event: 'hello', data: { sequence: 0 } });
  expect(await nextEvent(reader)).toMatchObject({ event: 'changes', data: { sequence: 1 } });
  expect(tickCount()).toBe(1);
  await reader.cancel();
  expect(tickCount()).toBe(0);
});

test('a reader who falls behind gets the newest batch when it catches up, and so sees the gap', async () => {
  const { feed, change } = handFeed();
  const reader = readerOf(changeStream(feed));
  for (let count = 0; count < 50; count++) change();
  const sequences: number[] = [];
  while (sequences.at(-1) !== 50) sequences.push((await nextEvent(reader))?.data.sequence ?? 50);
  expect(sequences).toEqual([...Array.from({ length: 32 }, (_, index) => index), 50]);
});

test('it ends with the feed, so that its reader asks again', async () => {
  const { feed } = handFeed();
  const reader = readerOf(changeStream(feed));
  await nextEvent(reader);
  feed.close();
  expect(await nextEvent(reader)).toBeUndefined();
  const late = readerOf(changeStream(feed));
  expect([await nextEvent(late), await nextEvent(late)]).toEqual([
    { event: 'hello', data: { sequence: 0 } },
    undefined,
  ]);
});

test('HEAD subscribes nobody', async () => {
  let tickers = 0;
  const driven = driveServer({ every: () => (tickers++, () => void tickers--) });
  const response = await driven.call('HEAD', '/changes');
  expect([response.status, response.body, response.headers.get('content-type')]).toEqual([
    200,
    null,
    'text/event-stream',
  ]);
  expect(tickers).toBe(0);
});
