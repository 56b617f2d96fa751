import { decide, ignore, type Row } from './cell.ts';
import { disable, enter, pause, resume, rollBack } from './common.ts';
import { NO_FAILOVER } from './no-failover.ts';
import { NO_REPLICATION } from './no-replication.ts';
import { TEST_FAILOVER } from './test-failover.ts';

/** Protection is enabled; the initial replication waits for its time, then for room. */
export const WAITING: Row<'waitingForInitialReplication'> = {
  ...NO_REPLICATION,
  ...NO_FAILOVER,
  ...TEST_FAILOVER,
  StartDue: (item) => {
    if (item.phase.isDue) return ignore(item);
    return decide({ ...item, phase: { ...item.phase, isDue: true } });
  },
  SlotGranted: (item) => {
    if (!item.phase.isDue) return ignore(item);
    return decide(enter(item, { kind: 'initialReplication', diskIndex: 0 }));
  },
  DisableRequested: disable,
  EnableCancelRequested: rollBack,
  PauseRequested: pause,
  ResumeRequested: resume,
  EffectFailed: ignore,
  RetryDue: ignore,
  RetryRequested: ignore,
};
