import type { ChangeFeed } from './change-feed.ts';

/** Events that may wait for a slow reader; further ones are dropped, and it finds a gap in the sequence. */
const MAX_QUEUED_EVENTS = 32;

/** The change feed as server-sent events: `hello` once, then `changes` with a ChangeBatch each. */
export function changeStream(feed: ChangeFeed): Response {
  const encoder = new TextEncoder();
  let unsubscribe = (): void => undefined;
  const body = new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        const send = (event: string, data: unknown): void =>
          controller.enqueue(encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
        unsubscribe = feed.subscribe((batch) => {
          if ((controller.desiredSize ?? 0) > 0) send('changes', batch);
        });
        send('hello', { sequence: feed.sequence });
      },
      cancel: () => unsubscribe(),
    },
    { highWaterMark: MAX_QUEUED_EVENTS },
  );
  return new Response(body, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' } });
}
