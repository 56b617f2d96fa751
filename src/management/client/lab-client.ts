import type { ManagementTransport } from '../transport/transport.ts';
import type { LabScenario, LabWorld } from '../wire.ts';
import { type LabClient, ManagementError } from './client-api.ts';
import { readJson, send } from './request.ts';

/** The client of the demo world's controls (`/lab/…`). */
export function createLabClient(transport: ManagementTransport): LabClient {
  const submit = async (method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<void> => {
    const response = await send(transport, {
      method,
      path,
      ...(body === undefined ? {} : { body: JSON.stringify(body), contentType: 'application/json' }),
    });
    await response.body?.cancel();
  };
  return {
    getWorld: async () => {
      try {
        return await readJson<LabWorld>(transport, { method: 'GET', path: '/lab/world' });
      } catch (error) {
        if (error instanceof ManagementError && error.status === 404) return null;
        throw error;
      }
    },
    setClock: (change) => submit('POST', '/lab/clock', change),
    listScenarios: () => readJson<readonly LabScenario[]>(transport, { method: 'GET', path: '/lab/scenarios' }),
    startFault: (fault) => submit('POST', '/lab/faults', fault),
    endFault: (faultId) => submit('DELETE', `/lab/faults/${encodeURIComponent(faultId)}`),
    importDisk: async (hostId, name, image) => {
      const { id } = await readJson<{ id: string }>(transport, {
        method: 'POST',
        path: `/lab/hosts/${encodeURIComponent(hostId)}/machines?${new URLSearchParams({ name }).toString()}`,
        body: image,
        contentType: 'application/octet-stream',
      });
      return id;
    },
    setWorkload: (machineId, workload) =>
      submit('PUT', `/lab/machines/${encodeURIComponent(machineId)}/workload`, { workload }),
    reset: () => submit('POST', '/lab/reset'),
  };
}
