import { SiteRecoveryManagementClient } from '@azure/arm-recoveryservices-siterecovery';
import {
  createHttpHeaders,
  type HttpClient,
  type PipelineRequest,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import type { ManagementServer } from '../management-server.ts';

const SUBSCRIPTION = '00000000-0000-0000-0000-000000000000';

/** Microsoft's own client, unchanged but for the way its requests go. */
export function sdkOf(
  { server }: { readonly server: ManagementServer },
  onRequest: (request: PipelineRequest) => unknown = () => undefined,
): SiteRecoveryManagementClient {
  const httpClient: HttpClient = {
    sendRequest: async (request): Promise<PipelineResponse> => {
      await onRequest(request);
      const response = await server.handle(
        new Request(request.url, {
          method: request.method,
          headers: request.headers.toJSON(),
          ...(typeof request.body === 'string' ? { body: request.body } : {}),
        }),
      );
      const headers = createHttpHeaders(Object.fromEntries(response.headers));
      return { request, status: response.status, headers, bodyAsText: await response.text() };
    },
  };
  const credential = { getToken: async () => ({ token: 'none', expiresOnTimestamp: Number.MAX_SAFE_INTEGER }) };
  return new SiteRecoveryManagementClient(credential, SUBSCRIPTION, { httpClient });
}
