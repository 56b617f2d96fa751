import type { Bytes, Instant } from '../../../src/base/units.ts';
import { PortError } from '../../../src/core/errors/fault.ts';
import type { DiskId, VmId } from '../../../src/core/model.ts';
import type { Job } from '../../../src/core/jobs/job-model.ts';
import type { BlobRef, Store } from '../../../src/core/ports.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import type { ItemView } from '../../../src/engine/engine-api.ts';
import type { World } from '../../world/world.ts';

/** What a law looks at. */
export interface Scene {
  readonly world: World;
  readonly engine: Engine;
  /** The journal, to be read beside the engine. */
  readonly journal: () => Store;
}

/**
 * A law of safety. It is asked after every change the engine tells, and now and then while the clock
 * is settled; it remembers what it needs and throws {@link LawViolation}.
 */
export interface Law {
  readonly name: string;
  itemChanged?(view: ItemView, scene: Scene): void;
  itemRemoved?(vmId: VmId): void;
  jobChanged?(job: Job, scene: Scene): void;
  /** While nobody works: what is too costly for every change. */
  inspect?(scene: Scene): Promise<void>;
}

export class LawViolation extends Error {
  override readonly name = 'LawViolation';
  readonly law: string;

  constructor(law: string, detail: string) {
    super(`${law}: ${detail}`);
    this.law = law;
  }
}

/** Throws with the law's name unless it holds. */
export function demand(holds: boolean, law: Pick<Law, 'name'>, detail: () => string): void {
  if (!holds) throw new LawViolation(law.name, detail());
}

export function at(instant: Instant): string {
  return new Date(instant).toISOString();
}

/**
 * The first byte in which a blob differs from the source at an instant (null: now); null: in none, undefined:
 * the world no longer keeps that instant. A blob that is not there breaks the law.
 */
export function differenceOf(
  law: Pick<Law, 'name'>,
  world: World,
  blob: BlobRef,
  source: { readonly vmId: VmId; readonly diskId: DiskId; readonly time: Instant | null },
): Bytes | null | undefined {
  try {
    return world.firstDifference(blob, source.vmId, source.diskId, source.time);
  } catch (error) {
    if (error instanceof PortError)
      throw new LawViolation(law.name, `at ${source.time === null ? 'this time' : at(source.time)}: ${error.message}`);
    throw error;
  }
}
