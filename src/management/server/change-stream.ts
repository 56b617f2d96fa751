import type { ChangeBatch } from '../wire.ts';
import type { ChangeFeed } from './change-feed.ts';

/** Events that may wait for a slow reader; of further ones the newest follows, and it finds a gap in the sequence. */
const MAX_QUEUED_EVENTS = 32;

/** The change feed as server-sent events: `hello` once, then `changes` with a ChangeBatch each. It ends with the feed. */
export function changeStream(feed: ChangeFeed): Response {
  const encoder = new TextEncoder();
  let unsubscribe = (): void => undefined;
  /** The newest batch for which there was no room: without it a gap at the end would show with the next one only. */
  let dropped: ChangeBatch | null = null;
  const send = (controller: ReadableStreamDefaultController<Uint8Array>, event: string, data: unknown): void =>
    controller.enqueue(encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
  const body = new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        const take = (batch: ChangeBatch): void => {
          const hasRoom = (controller.desiredSize ?? 0) > 0;
          dropped = hasRoom ? null : batch;
          if (hasRoom) send(controller, 'changes', batch);
        };
        send(controller, 'hello', { sequence: feed.sequence });
        unsubscribe = feed.subscribe(take, () => controller.close());
      },
      pull: (controller) => {
        if (dropped) send(controller, 'changes', dropped);
        dropped = null;
      },
      cancel: () => unsubscribe(),
    },
    { highWaterMark: MAX_QUEUED_EVENTS },
  );
  return new Response(body, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' } });
}
