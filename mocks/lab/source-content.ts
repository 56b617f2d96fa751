import { MIB, toIso, type Instant } from '../../src/base/units.ts';
import type { OpenContent } from '../world/world.ts';

const READ_BYTES = 4 * MIB;

/** The bytes of a source disk at one instant, raw, read as they are asked for; released when they are, or nobody wants them. */
export function contentResponse(content: OpenContent, name: string, at: Instant): Response {
  let offsetBytes = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const lengthBytes = Math.min(READ_BYTES, content.sizeBytes - offsetBytes);
        if (lengthBytes > 0) controller.enqueue(await content.read({ offsetBytes, lengthBytes }));
        offsetBytes += lengthBytes;
        if (offsetBytes < content.sizeBytes) return;
        content.release();
        controller.close();
      },
      cancel: () => content.release(),
    },
    { highWaterMark: 0 },
  );
  return new Response(body, {
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': String(content.sizeBytes),
      'content-disposition': `attachment; filename="${name.replace(/[^A-Za-z0-9._-]+/g, '_')}.img"`,
      'x-lockstep-content-time': toIso(at),
    },
  });
}
