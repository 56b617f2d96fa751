import { ADMIN_KINDS } from './administrator.ts';
import { LATE_CODES } from './fault-dice.ts';
import { TOKEN_EXPIRED, WIRE_FAULTS } from './faulty-fetch.ts';
import { FAULT_CODES, NATURE_KINDS } from './plan.ts';
import { PLAN_CLICKS } from './plan-life.ts';
import { RESYNC_CAUSES } from './sightings.ts';

/** Clicks of an administrator who takes a machine to Azure and home again. */
const JOURNEY = [
  'testFailover',
  'testFailoverCleanup',
  'plannedFailover',
  'unplannedFailover',
  'changeRecoveryPoint',
  'commitFailover',
  'cancelFailover',
  'failback',
  'completeFailback',
  'reverseReplicate',
  'retryNow',
] as const;

/** The names of all draws, as they are counted, and of what they must have led to. */
export const DRAWS: readonly string[] = [
  'fault: request lost',
  'fault: answer lost',
  'fault: request doubled',
  ...FAULT_CODES.map((code) => `refusal: ${code}`),
  ...LATE_CODES.map((code) => `late answer: ${code}`),
  'engine: crash before a call',
  'engine: crash after a call',
  'engine: clock jump',
  'journal: not written',
  'journal: written, and no answer',
  TOKEN_EXPIRED,
  ...WIRE_FAULTS.map((kind) => `wire: ${kind}`),
  ...ADMIN_KINDS.map((kind) => `click: ${kind}`),
  ...PLAN_CLICKS.map((name) => `plan: ${name}`),
  ...JOURNEY.map((kind) => `journey: ${kind}`),
  ...NATURE_KINDS.map((kind) => `nature: ${kind}`),
  ...RESYNC_CAUSES.map((cause) => `seen: resynchronization, ${cause}`),
];
