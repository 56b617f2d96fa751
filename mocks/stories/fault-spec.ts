/**
 * Faults as data: what, on whom, when, for how long and how strongly. A scenario's file lists them, an
 * address carries them (`?fault=linkDown:HV-01:600:300`), and the lab starts them by hand.
 */
import type { LabFaultKind } from '../../src/management/wire.ts';

export type FaultScope = 'host' | 'machine' | 'account';

/** What a kind acts on, whether it lasts, and what its intensity means. */
export interface FaultKindFacts {
  readonly scope: FaultScope;
  /** False: it happens at once, and has no end. */
  readonly isLasting: boolean;
  /** Range of the intensity, and the one taken where none is given; null: it has none. */
  readonly intensity: { readonly min: number; readonly max: number; readonly usual: number } | null;
}

const lasting = (scope: FaultScope): FaultKindFacts => ({ scope, isLasting: true, intensity: null });
const percent = { min: 1, max: 99, usual: 50 };

export const FAULT_KINDS: Readonly<Record<LabFaultKind, FaultKindFacts>> = {
  linkDown: lasting('host'),
  /** Intensity: percent of the bandwidth that is lost. */
  linkSlow: { scope: 'host', isLasting: true, intensity: { ...percent, usual: 90 } },
  /** Intensity: milliseconds added to a round trip. */
  latency: { scope: 'host', isLasting: true, intensity: { min: 1, max: 5_000, usual: 400 } },
  /** Intensity: percent of the requests that get no answer. */
  packetLoss: { scope: 'host', isLasting: true, intensity: percent },
  lowDiskSpace: lasting('host'),
  lowMemory: lasting('host'),
  hostDown: lasting('host'),
  /** The server that the host stands behind. */
  vmmServerDown: lasting('host'),
  /** Its clock is so far from the service's that the service refuses what is sent from it. */
  clockSkew: lasting('host'),
  hostCrash: { scope: 'host', isLasting: false, intensity: null },
  brokenVhdChain: lasting('machine'),
  vmDeleted: lasting('machine'),
  vssFailure: lasting('machine'),
  /** Intensity: MiB that the guest writes in a second. */
  churnBurst: { scope: 'machine', isLasting: true, intensity: { min: 1, max: 64, usual: 4 } },
  offlineEdit: { scope: 'machine', isLasting: false, intensity: null },
  outOfSequenceLog: { scope: 'machine', isLasting: false, intensity: null },
  authorizationRevoked: lasting('account'),
  storageThrottled: lasting('account'),
};

/** One fault of a plan; targets by name, because ids follow from the seed. */
export interface FaultSpec {
  readonly kind: LabFaultKind;
  /** A host's or machine's name; empty for the storage account. */
  readonly target: string;
  /** Seconds of the world's time after its beginning. */
  readonly startSeconds: number;
  /** null: until somebody ends it. */
  readonly durationSeconds: number | null;
  readonly intensity: number | null;
}

/** A plan of faults that cannot be played; the message is for whoever wrote it. */
export class FaultSpecError extends RangeError {
  override readonly name = 'FaultSpecError';
}

/** A year: nothing runs longer than that. */
const MAX_SECONDS = 366 * 24 * 3600;

/** `kind:target:start[:duration[:intensity]]`; a duration of `-` means until it is ended. Throws {@link FaultSpecError}. */
export function parseFault(text: string): FaultSpec {
  const [kind = '', target = '', start = '', duration = '-', intensity = ''] = text.split(':');
  const problem = (what: string): FaultSpecError => new FaultSpecError(`fault "${text}": ${what}`);
  const known = Object.keys(FAULT_KINDS).find((each) => each === kind) as LabFaultKind | undefined;
  if (known === undefined)
    throw problem(`there is no kind "${kind}"; there are: ${Object.keys(FAULT_KINDS).join(', ')}`);
  const seconds = (word: string, what: string): number => {
    const value = Number(word);
    if (word === '' || !(value >= 0 && value <= MAX_SECONDS))
      throw problem(`the ${what} must be seconds from 0 to ${MAX_SECONDS}, got "${word}"`);
    return value;
  };
  const spec: FaultSpec = {
    kind: known,
    target: decode(target),
    startSeconds: seconds(start, 'start'),
    durationSeconds: duration === '-' ? null : seconds(duration, 'duration'),
    intensity: intensity === '' ? null : Number(intensity),
  };
  const complaint = complaintAbout(spec);
  if (complaint !== null) throw problem(complaint);
  return spec;
}

/** The form that {@link parseFault} reads. */
export function formatFault({ kind, target, startSeconds, durationSeconds, intensity }: FaultSpec): string {
  const parts = [kind, encodeURIComponent(target), String(startSeconds)];
  if (durationSeconds !== null || intensity !== null) parts.push(String(durationSeconds ?? '-'));
  if (intensity !== null) parts.push(String(intensity));
  return parts.join(':');
}

/** What is wrong with a fault whatever world it is for; null: nothing. */
export function complaintAbout({ kind, target, durationSeconds, intensity }: FaultSpec): string | null {
  const facts = FAULT_KINDS[kind];
  if ((facts.scope === 'account') !== (target === ''))
    return facts.scope === 'account'
      ? `${kind} acts on the storage account and takes no target`
      : `${kind} needs the name of a ${facts.scope}`;
  if (!facts.isLasting && durationSeconds !== null) return `${kind} happens at once and has no duration`;
  if (intensity === null) return null;
  if (facts.intensity === null) return `${kind} has no intensity`;
  const { min, max } = facts.intensity;
  return intensity >= min && intensity <= max ? null : `the intensity must be from ${min} to ${max}, got ${intensity}`;
}

function decode(word: string): string {
  try {
    return decodeURIComponent(word);
  } catch {
    return word;
  }
}
