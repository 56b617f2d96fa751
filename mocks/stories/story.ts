/** A scenario of the library: a world, what happens in it and when, and what comes of it. Its file is JSON, checked here. */
import en from 'zod/v4/locales/en.js';
import * as z from 'zod/mini';
import type { LabFaultKind } from '../../src/management/wire.ts';
import { complaintAbout, FAULT_KINDS, type FaultSpec } from './fault-spec.ts';

const SECONDS_PER_MINUTE = 60;
/** The small build of the schema library says nothing but "Invalid input" by itself. */
const inEnglish = en().localeError;

const words = (maxLength: number) => z.string().check(z.minLength(1), z.maxLength(maxLength));
const minutes = z.number().check(z.gte(0), z.lte(7 * 24 * 60));

const eventSchema = z.strictObject({
  atMinutes: minutes,
  fault: z.enum(Object.keys(FAULT_KINDS) as [LabFaultKind, ...LabFaultKind[]]),
  /** A host's or machine's name; absent for the storage account. */
  target: z.optional(words(128)),
  forMinutes: z.optional(minutes),
  intensity: z.optional(z.number()),
});

/** What holds of a machine at an instant: what the story promises, and a test checks. */
const expectationSchema = z.strictObject({
  atMinutes: minutes,
  machine: words(128),
  health: z.optional(z.enum(['Normal', 'Warning', 'Critical'])),
  stage: z.optional(words(40)),
  activity: z.optional(z.enum(['Idle', 'Sending', 'Waiting', 'Failing'])),
  /** null: no error. */
  error: z.optional(z.nullable(words(40))),
});

const storySchema = z.strictObject({
  id: z.string().check(z.regex(/^[a-z][a-z0-9-]{2,39}$/, 'must be 3 to 40 small letters, digits and hyphens')),
  title: words(60),
  story: words(600),
  /** A world of the registry. */
  world: words(40),
  policy: words(63),
  /** Machines that are protected from the start. */
  protect: z.array(words(128)).check(z.minLength(1)),
  events: z.array(eventSchema).check(z.minLength(1)),
  watch: z.array(words(240)).check(z.minLength(1)),
  outcome: words(600),
  expect: z.array(expectationSchema).check(z.minLength(1)),
});

export type Expectation = z.infer<typeof expectationSchema>;

export interface Story extends Omit<z.infer<typeof storySchema>, 'events'> {
  readonly faults: readonly FaultSpec[];
}

/** A scenario file that cannot be used; the message names the file and every place that is wrong. */
export class StoryError extends Error {
  override readonly name = 'StoryError';
}

/**
 * Reads a scenario's file.
 *
 * @param source names the file in messages
 */
export function parseStory(value: unknown, source: string): Story {
  const result = z.safeParse(storySchema, value, { error: inEnglish });
  if (!result.success) {
    throw new StoryError(
      `${source}: ${result.error.issues.map(({ path, message }) => `${path.length === 0 ? '' : `${placeOf(path)}: `}${message}`).join('; ')}`,
    );
  }
  const { events, ...rest } = result.data;
  const faults = events.map((event, index): FaultSpec => {
    const fault: FaultSpec = {
      kind: event.fault,
      target: event.target ?? '',
      startSeconds: event.atMinutes * SECONDS_PER_MINUTE,
      durationSeconds: event.forMinutes === undefined ? null : event.forMinutes * SECONDS_PER_MINUTE,
      intensity: event.intensity ?? null,
    };
    const complaint = complaintAbout(fault);
    if (complaint !== null) throw new StoryError(`${source}: events[${index}]: ${complaint}`);
    return fault;
  });
  return { ...rest, faults };
}

/** `events[2].target`. */
function placeOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (place, key) =>
      typeof key === 'number' ? `${place}[${key}]` : place === '' ? String(key) : `${place}.${String(key)}`,
    '',
  );
}
