import type * as z from 'zod/mini';
import type { Extent } from '../../base/extent.ts';
import type { Bytes, Instant } from '../../base/units.ts';
import { PortError } from '../../core/errors/fault.ts';
import type { FaultReport } from '../../core/errors/fault.ts';
import type { Call } from '../../core/ports.ts';
import { bytesOf, mediaTypeOf, rangeHeader, retryAfterOf, textOf, unexpected } from '../http/answer.ts';
import type { Exchange, HttpAnswer } from '../http/exchange.ts';
import { COMPLETED, JOB_STARTED, faultOfReturnValue, faultOfStatus } from './return-values.ts';
import { job, outcome } from './wire.ts';

/**
 * A host that starts a job answers each look at it when the job has ended, or after half a minute:
 * this many looks are two hours, longer than any method of ours runs.
 */
const MOST_LOOKS_AT_A_JOB = 240;

/** Msvm_ConcreteJob.JobState. */
const JOB_COMPLETED = 7;
const JOB_ENDED: ReadonlySet<number> = new Set([8, 9, 10, 32768]);

/** The kinds of exchange the host API is made of. `subject` names operation and machine in faults. */
export interface HostMethods {
  get<T>(url: string, schema: z.ZodMiniType<T>, subject: string, call: Call): Promise<T>;
  /** Invokes a method and follows its job, if it starts one, to the end. */
  post<T>(url: string, parameters: object, schema: z.ZodMiniType<T>, subject: string, call: Call): Promise<T>;
  /** Writes bytes at an offset. */
  putBytes(url: string, offsetBytes: Bytes, bytes: Uint8Array, subject: string, call: Call): Promise<void>;
  /** Reads so many bytes as one of `lengths` says. */
  readBytes(url: string, lengths: readonly Bytes[], subject: string, call: Call): Promise<Uint8Array>;
  readRange(url: string, extent: Extent, subject: string, call: Call): Promise<Uint8Array>;
}

export function createHostMethods(exchange: Exchange, now: () => Instant): HostMethods {
  const getJson = async (url: string, subject: string, call: Call): Promise<{ answer: HttpAnswer; json: unknown }> => {
    const answer = await exchange({ method: 'GET', url, headers: { accept: 'application/json' }, subject }, call);
    return { answer, json: jsonOf(answer, subject, now) };
  };

  const followJob = async (base: string, path: string, subject: string, call: Call): Promise<Read> => {
    const url = new URL(path, base);
    // A path that leads elsewhere would send our credentials there.
    if (url.origin !== new URL(base).origin) {
      throw new PortError({ code: 'UnexpectedAnswer', detail: `${subject}: its job is at ${url.origin}` });
    }
    for (let look = 0; look < MOST_LOOKS_AT_A_JOB; look++) {
      const { answer, json } = await getJson(url.href, `job of ${subject}`, call);
      const { JobState, Result } = parse(job, json, answer, subject);
      if (JobState === JOB_COMPLETED || JOB_ENDED.has(JobState)) return { answer, json: Result };
    }
    throw new PortError({ code: 'NetworkTimeout', detail: `${subject}: its job did not end` });
  };

  return {
    async get(url, schema, subject, call) {
      const { answer, json } = await getJson(url, subject, call);
      failUnlessCompleted(answer, json, subject);
      return parse(schema, json, answer, subject);
    },

    async post(url, parameters, schema, subject, call) {
      const headers = { accept: 'application/json', 'content-type': 'application/json' };
      const body = JSON.stringify(parameters);
      const answer = await exchange({ method: 'POST', url, headers, body, subject }, call);
      let read: Read = { answer, json: jsonOf(answer, subject, now) };
      const { ReturnValue, Job } = parse(outcome, read.json, answer, subject);
      if (ReturnValue === JOB_STARTED && Job !== undefined) read = await followJob(url, Job, subject, call);
      failUnlessCompleted(read.answer, read.json, subject);
      return parse(schema, read.json, read.answer, subject);
    },

    async putBytes(url, offsetBytes, bytes, subject, call) {
      const last = offsetBytes + bytes.length - 1;
      const headers = {
        accept: 'application/json',
        'content-type': 'application/octet-stream',
        'content-range': `bytes ${offsetBytes}-${last}/*`,
      };
      const body = bytes as Uint8Array<ArrayBuffer>;
      const answer = await exchange({ method: 'PUT', url, headers, body, subject }, call);
      failUnlessCompleted(answer, jsonOf(answer, subject, now), subject);
    },

    async readBytes(url, lengths, subject, call) {
      const headers = { accept: 'application/octet-stream' };
      const answer = await exchange({ method: 'GET', url, headers, subject }, call);
      failOnFault(answer, 200, subject, now);
      const expected = lengths.find((lengthBytes) => lengthBytes === answer.body.length) ?? lengths[0] ?? 0;
      return bytesOf(answer, expected, subject);
    },

    async readRange(url, extent, subject, call) {
      if (extent.lengthBytes === 0) return new Uint8Array(0);
      const headers = { accept: 'application/octet-stream', range: rangeHeader(extent) };
      const answer = await exchange({ method: 'GET', url, headers, subject }, call);
      failOnFault(answer, 206, subject, now);
      return bytesOf(answer, extent.lengthBytes, subject);
    },
  };
}

interface Read {
  readonly answer: HttpAnswer;
  readonly json: unknown;
}

function jsonOf(answer: HttpAnswer, subject: string, now: () => Instant): unknown {
  failOnFault(answer, 200, subject, now);
  const type = mediaTypeOf(answer);
  if (type !== 'application/json') throw unexpected(answer, subject, `content type "${type}"`);
  try {
    return JSON.parse(textOf(answer)) as unknown;
  } catch {
    throw unexpected(answer, subject, 'text that is no JSON');
  }
}

function parse<T>(schema: z.ZodMiniType<T>, json: unknown, answer: HttpAnswer, subject: string): T {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw unexpected(answer, subject, `JSON of another shape (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''})`);
}

/** Throws unless the status is the one a success has. Reads of bytes bring the host's own error as JSON, under a status. */
function failOnFault(answer: HttpAnswer, success: number, subject: string, now: () => Instant): void {
  if (answer.status === success) return;
  const code = faultOfStatus(answer.status);
  const isPage = mediaTypeOf(answer) === 'text/html' && answer.status < 500;
  if (code === undefined || isPage) throw unexpected(answer, subject, `content type "${mediaTypeOf(answer)}"`);
  const hostError = hostErrorOf(answer);
  const retryAfterMs = retryAfterOf(answer, now);
  throw new PortError({
    ...(hostError ?? { code, detail: '', providerCode: answer.status }),
    detail: `${subject}: ${hostError?.detail ?? `answered ${answer.status}`}`,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function failUnlessCompleted(answer: HttpAnswer, json: unknown, subject: string): void {
  const result = parse(outcome, json, answer, subject);
  if (result.ReturnValue === COMPLETED) return;
  const report = reportOf(result);
  if (!report) throw unexpected(answer, subject, `return value ${result.ReturnValue}`);
  throw new PortError({ ...report, detail: `${subject}: ${report.detail}` });
}

function hostErrorOf(answer: HttpAnswer): FaultReport | undefined {
  if (mediaTypeOf(answer) !== 'application/json') return undefined;
  try {
    const result = outcome.safeParse(JSON.parse(textOf(answer)));
    return result.success ? reportOf(result.data) : undefined;
  } catch {
    return undefined;
  }
}

function reportOf(result: z.infer<typeof outcome>): FaultReport | undefined {
  const code = faultOfReturnValue(result.ReturnValue, result.Error?.MessageID);
  if (code === undefined) return undefined;
  const detail = result.Error?.Message ?? `return value ${result.ReturnValue}`;
  return { code, detail, providerCode: result.Error?.HResult ?? result.ReturnValue };
}
