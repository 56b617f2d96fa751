import type { ItemRow, ItemStage } from '../../../management/wire.ts';

/** In the order of an item's life; what is elsewhere comes last. */
export const STAGES: readonly ItemStage[] = [
  'enabling',
  'enablingFailed',
  'waitingForInitialReplication',
  'initialReplication',
  'finalizing',
  'protected',
  'resynchronizationRequired',
  'resynchronizing',
  'failingOver',
  'failedOver',
  'committingFailover',
  'cancellingFailover',
  'failoverCommitted',
  'failingBack',
  'cancellingFailback',
  'failedBack',
  'committingFailback',
  'failbackCommitted',
  'reverseReplicating',
  'paused',
  'disabling',
];

/** Stages before the first recovery point: health judges them sick, because there is nothing to recover from yet. */
export const INITIAL_STAGES: readonly ItemStage[] = [
  'enabling',
  'waitingForInitialReplication',
  'initialReplication',
  'finalizing',
];

export function isInInitialReplication({ stage }: Pick<ItemRow, 'stage'>): boolean {
  return INITIAL_STAGES.includes(stage);
}
