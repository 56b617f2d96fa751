import type { ManagementService } from '../port-server.ts';
import type { ChangeBatch } from '../../wire.ts';

/** A management service whose answers a test writes, and whose change feed it drives. */
export interface FakeService extends ManagementService {
  readonly requests: Request[];
  answer: (request: Request) => Promise<Response> | Response;
  emit(sequence: number): void;
  readonly listenerCount: () => number;
}

export function createFakeService(): FakeService {
  const listeners = new Set<(batch: ChangeBatch) => void>();
  const service: FakeService = {
    requests: [],
    answer: () => Response.json({ ok: true }),
    handle: async (request) => {
      service.requests.push(request);
      return service.answer(request);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    emit: (sequence) => {
      for (const listener of listeners) listener(batch(sequence));
    },
    listenerCount: () => listeners.size,
  };
  return service;
}

export function batch(sequence: number): ChangeBatch {
  return { sequence, asOf: '2026-01-05T09:00:00.000Z', items: [], removedItems: [], jobs: [], invalidated: [] };
}
