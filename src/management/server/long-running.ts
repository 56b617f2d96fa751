import type { JobId } from '../../core/model.ts';
import { jobArmId } from './arm-id.ts';

/** The service's own pace. */
const DEFAULT_RETRY_AFTER_SECONDS = 30;

/**
 * The answer to a command that a job carries out [domain facts: recorded 202]: empty, with two
 * ways to follow it, and the job's ARM id as the request's id, by which Microsoft's tools show it.
 *
 * @param resourceId ARM id of what the command acts on
 */
export function acceptedResponse(
  request: Request,
  resourceId: string,
  jobId: JobId,
  retryAfterSeconds: number = DEFAULT_RETRY_AFTER_SECONDS,
): Response {
  const { origin, searchParams } = new URL(request.url);
  const version = `?api-version=${searchParams.get('api-version') ?? ''}`;
  const job = jobArmId(jobId);
  return new Response(null, {
    status: 202,
    headers: {
      location: `${origin}${resourceId}/operationresults/${jobId}${version}`,
      'azure-asyncoperation': `${origin}${job.replace(/replicationJobs\/([^/]+)$/, 'replicationOperationStatus/$1')}${version}`,
      'retry-after': String(retryAfterSeconds),
      'x-ms-request-id': job,
      'content-length': '0',
    },
  });
}
