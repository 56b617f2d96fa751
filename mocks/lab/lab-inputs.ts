import * as z from 'zod/mini';
import { PAGE_BYTES } from '../../src/base/units.ts';
import type { LabFaultKind } from '../../src/management/wire.ts';
import { FAULT_KINDS } from '../stories/fault-spec.ts';
import { LabError } from './lab-error.ts';

const text = z.string().check(z.minLength(1), z.maxLength(128));

/** A step may not be longer than a week: it runs as fast as it can, and cannot be taken back. */
const MAX_STEP_SECONDS = 7 * 24 * 3600;

export const clockInput = z.object({
  speed: z.optional(z.number()),
  isPaused: z.optional(z.boolean()),
  stepSeconds: z.optional(z.number().check(z.gte(0), z.lte(MAX_STEP_SECONDS))),
});

export const faultInput = z.object({
  kind: z.enum(Object.keys(FAULT_KINDS) as [LabFaultKind, ...LabFaultKind[]]),
  target: z.optional(z.string().check(z.maxLength(128))),
  durationSeconds: z.optional(z.number().check(z.gt(0), z.lte(MAX_STEP_SECONDS))),
  intensity: z.optional(z.number()),
});

export const workloadInput = z.object({ workload: text });

export const linkInput = z.object({
  bitsPerSecond: z.optional(z.number().check(z.gt(0))),
  latencyMs: z.optional(z.number().check(z.gte(0))),
});

export const diskSizeInput = z.object({ sizeBytes: z.int().check(z.gt(0), z.multipleOf(PAGE_BYTES)) });

export const offlineEditInput = z.object({ diskId: z.optional(text) });

export const writesInput = z.object({
  diskId: text,
  offsetBytes: z.int().check(z.gte(0)),
  lengthBytes: z.int().check(z.gt(0)),
});

/** The request's JSON, checked; an absent body reads as `{}`. */
export async function readLabInput<Schema extends z.ZodMiniType>(
  request: Request,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const body = await request.text();
  let value: unknown;
  try {
    value = body.trim() === '' ? {} : JSON.parse(body);
  } catch {
    throw new LabError(400, 'InvalidJson', 'The body is not JSON.');
  }
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`).join('; ');
  throw new LabError(400, 'InvalidInput', `The body is not valid: ${problems}.`);
}
