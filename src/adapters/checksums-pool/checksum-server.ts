import { unreachable } from '../../base/assert.ts';
import { createBlockDigest, createStreamDigests } from './block-digest.ts';
import type { StreamDigest } from './block-digest.ts';
import type { ChecksumAnswer, ChecksumRequest } from './checksum-messages.ts';

/** The worker's side of the pool, without the worker: answers one request; `transfer` goes along with the answer. */
export type ChecksumServer = (
  request: ChecksumRequest,
) => Promise<{ readonly answer: ChecksumAnswer; readonly transfer: ArrayBuffer[] }>;

export function createChecksumServer(): ChecksumServer {
  const digestBlocks = createBlockDigest();
  const createStreamDigest = createStreamDigests();
  // A promise per stream: the first chunk makes it, and chunks that arrive meanwhile wait in order.
  const streams = new Map<number, Promise<StreamDigest>>();

  const streamOf = (id: number): Promise<StreamDigest> => {
    const stream = streams.get(id) ?? createStreamDigest();
    streams.set(id, stream);
    return stream;
  };

  const answer = async (request: ChecksumRequest): ReturnType<ChecksumServer> => {
    const { id } = request;
    switch (request.kind) {
      case 'digest': {
        const bytes = new Uint8Array(request.buffer, 0, request.lengthBytes);
        const digests = (await digestBlocks)(bytes, request.blockBytes);
        return { answer: { id, kind: 'digests', digests, buffer: request.buffer }, transfer: [request.buffer] };
      }
      case 'sha256Update': {
        const stream = await streamOf(request.stream);
        stream.update(new Uint8Array(request.buffer, 0, request.lengthBytes));
        return { answer: { id, kind: 'updated', buffer: request.buffer }, transfer: [request.buffer] };
      }
      case 'sha256Finish': {
        const stream = await streamOf(request.stream);
        streams.delete(request.stream);
        return { answer: { id, kind: 'hex', hex: stream.finish() }, transfer: [] };
      }
      case 'sha256Abandon':
        streams.delete(request.stream);
        return { answer: { id, kind: 'abandoned' }, transfer: [] };
      default:
        return unreachable(request);
    }
  };

  return async (request) => {
    try {
      return await answer(request);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { answer: { id: request.id, kind: 'failed', message }, transfer: [] };
    }
  };
}
