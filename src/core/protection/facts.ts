import type { Instant } from '../../base/units.ts';
import type { JobId, RecoveryPointId, ReplicationPolicy } from '../model.ts';
import type { OffsetAt } from '../policy/local-time.ts';

/** What a decision may know besides the item and the event. */
export interface Facts {
  readonly now: Instant;
  readonly policy: ReplicationPolicy;
  /** Of the item's host: policies speak in the host's local time. */
  readonly offsetAt: OffsetAt;
  /** Windows of one item under way at once: the agent's UploadThreadsPerVM. */
  readonly uploadThreads: number;
  /** Ids to use if the decision makes something new; drawn anew for every event. */
  readonly newJobId: JobId;
  readonly newRecoveryPointId: RecoveryPointId;
}
