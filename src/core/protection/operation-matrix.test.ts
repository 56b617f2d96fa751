import { describe, expect, test } from 'vitest';
import type { ReplicatedItem } from '../model.ts';
import { transition } from './machine.ts';
import type { Operation } from './operation.ts';
import { judgeOperations } from './operations.ts';
import { targetChangeRefusal } from './target-change.ts';
import { FACTS, NOW, POINT } from './testing/sample-items.ts';
import { REQUESTS } from './testing/requests.ts';
import { sampleAt, STOPPED, WAITS } from './testing/step-samples.ts';

/**
 * What an administrator may ask of a machine in each state, and the answer to everything else: the life cycle of
 * the documentation read cell by cell (architecture, failback; team blog 2012-08 and 2013-05-10), not written down
 * from the code. `+`: allowed; a letter: refused with that sentence.
 */
const REASONS: Readonly<Record<string, string>> = {
  i: 'Initial replication is not complete.',
  I: 'Initial replication is being finalized.',
  h: 'The machine runs at its primary site.',
  n: 'There is no test failover to clean up.',
  g: 'Replication has not begun.',
  u: 'Replication is not paused.',
  z: 'Replication is paused already.',
  p: 'Replication is paused: resume it first.',
  o: 'No resynchronization is required. To force one, pause replication and resume it with resynchronization.',
  O: 'No resynchronization is required. To force one, resume replication with resynchronization.',
  r: 'A resynchronization is required: resynchronize the machine first.',
  w: 'The resynchronization is waiting for its turn.',
  y: 'A resynchronization is under way.',
  c: 'A resynchronization can be paused while it compares.',
  0: 'There is no recovery point.',
  t: 'The test failover has to be cleaned up first.',
  e: 'The test failover is under way.',
  E: 'The test failover is being cleaned up.',
  f: 'A failover is under way.',
  l: 'A planned failover has no other recovery point: it lost nothing.',
  a: 'An unplanned failover is not cancelled: what was written since its recovery point is not in Azure.',
  C: 'The machine is failed over to Azure: commit the failover first.',
  m: 'The failover is being committed.',
  x: 'The failover is being cancelled.',
  A: 'The failover is committed: the machine runs in Azure until it is failed back.',
  b: 'The failback is under way.',
  q: 'The failback does not wait for its completion.',
  s: 'The machine is starting at its primary site.',
  k: 'The failback is being cancelled.',
  B: 'The machine is failed back: commit the failback first.',
  M: 'The failback is being committed.',
  R: 'The machine was failed back: reverse its replication first.',
  v: 'Replication is being reversed.',
  d: 'Replication is being disabled.',
  D: 'Replication is being disabled already.',
  T: 'The test failover has to be cleaned up first: its machine goes by the target’s name.',
  N: 'Replication is not enabled yet.',
  Z: 'The machine in Azure is made already, or is being made.',
};

/** The operations in the columns' order; the last column is a change of the target. */
const COLUMNS: readonly Operation[] = [
  ...(['PlannedFailover', 'UnplannedFailover', 'TestFailover', 'TestFailoverCleanup'] as const),
  ...(['ChangePit', 'Commit', 'CancelFailover', 'Failback', 'FinalizeFailback', 'ReverseReplicate'] as const),
  ...(['RepairReplication', 'PauseReplication', 'ResumeReplication', 'DisableProtection'] as const),
];

type Change = Partial<ReplicatedItem>;
const running = sampleAt('test failover, running').testFailover;
const TESTED: Change = running ? { testFailover: running } : {};
const PAUSED: Change = { pausedSince: NOW };

/** State, the sample it stands at, its circumstances, and its cells. */
const MATRIX: readonly (readonly [state: string, sample: string, change: Change, cells: string])[] = [
  // Failovers begin with a whole replica, and nothing is paused that has not begun. Disabling is always a way out.
  ['enabling', 'enabling, replica', {}, '  iiin hhhhhh igu+ N'],
  ['enabling failed', 'enabling failed', {}, '  iiin hhhhhh igu+ N'],
  ['waiting for its time', 'waiting for its time', {}, '  iiin hhhhhh i+u+ +'],
  ['waiting for its time, paused', 'waiting for its time', PAUSED, 'iiin hhhhhh iz++ +'],
  ['waiting for its turn', 'waiting for its turn', {}, '  iiin hhhhhh i+u+ +'],
  ['initial replication', 'initial replication, copying', {}, '  iiin hhhhhh i+u+ +'],
  ['initial replication, paused', 'initial replication, copying', PAUSED, 'iiin hhhhhh iz++ +'],
  ['initial replication, failed', 'initial replication, copying', { trouble: STOPPED }, 'iiin hhhhhh i+u+ +'],
  ['finalizing', 'finalizing, recovery point', {}, '  iiin hhhhhh iIu+ +'],
  // Protected only once the host has merged its snapshot: the documents know no failover before.
  ['finalizing, the first point stands', 'finalizing, snapshot', { recoveryPoints: [POINT] }, 'iiin hhhhhh iIu+ +'],

  // A healthy item has the four recorded operations, pause beside them, and no resynchronization.
  ['protected', 'protected, at rest', {}, '  +++n hhhhhh o+u+ +'],
  ['protected, in a cycle', 'protected, shipping', {}, '  +++n hhhhhh o+u+ +'],
  // The last changes of a planned failover could not be sent.
  ['protected, paused', 'protected, at rest', PAUSED, '  p++n hhhhhh Oz++ +'],
  // In trouble everything stays possible: the administrator may know what the service does not.
  ['protected, trying again', 'protected, shipping', { trouble: WAITS }, '  +++n hhhhhh o+u+ +'],
  ['protected, stopped', 'protected, shipping', { trouble: STOPPED }, '  +++n hhhhhh o+u+ +'],
  ['protected, without a point', 'protected, at rest', { recoveryPoints: [] }, '+0in hhhhhh o+u+ +'],

  // Planned and test failover are impossible until the comparison has ended; unplanned is always possible.
  ['required', 'required, at rest', {}, '  r+rn hhhhhh ++u+ +'],
  ['required, still tracking', 'required, still tracking', {}, '  r+rn hhhhhh ++u+ +'],
  ['required, paused', 'required, at rest', PAUSED, '  r+rn hhhhhh +z++ +'],
  ['required, waiting for its turn', 'required, waiting for its turn', {}, '  r+rn hhhhhh w+u+ +'],
  ['required, without a point', 'required, at rest', { recoveryPoints: [] }, 'r0rn hhhhhh ++u+ +'],
  ['resynchronizing, before', 'resynchronizing, geometry', {}, '  y+yn hhhhhh ycu+ +'],
  ['resynchronizing', 'resynchronizing, compare', {}, '  y+yn hhhhhh y+u+ +'],
  ['resynchronizing, paused', 'resynchronizing, compare', PAUSED, 'y+yn hhhhhh +z++ +'],
  ['resynchronizing, stopped', 'resynchronizing, compare', { trouble: STOPPED }, 'y+yn hhhhhh ++u+ +'],
  ['resynchronizing, merging', 'resynchronizing, merge', {}, '  y+yn hhhhhh ycu+ +'],
  ['resynchronizing, discarding', 'resynchronizing, discard', {}, '  y+yn hhhhhh ycu+ +'],

  // A test is cleaned up before the next one, and before a planned failover; an outage does not wait for it.
  ['testing', 'test failover, machine', {}, '  t+te hhhhhh o+u+ T'],
  ['tested', 'test failover, running', {}, '  t+t+ hhhhhh o+u+ T'],
  ['test failed', 'test failover, failed', {}, '  t+t+ hhhhhh o+u+ T'],
  ['cleaning up', 'test failover, delete', {}, '  t+tE hhhhhh o+u+ T'],
  ['cleaning up what was cancelled', 'test failover, stop, cancelled', {}, 't+tE hhhhhh o+u+ T'],
  ['tested, paused', 'test failover, running', PAUSED, '  p+t+ hhhhhh Oz++ T'],
  ['tested, required', 'required, at rest', TESTED, '  r+t+ hhhhhh ++u+ T'],
  ['tested, resynchronizing', 'resynchronizing, compare', TESTED, 'y+t+ hhhhhh y+u+ T'],
  ['tested, failed over', 'failed over, unplanned', TESTED, '  CCt+ ++aCCC CCu+ T'],

  // A planned failover can be taken back until its commit; until its machine is made it can be turned.
  ['planned', 'planned, shutdown', {}, '  f+fn lf+fff ffu+ Z'],
  ['planned, last changes', 'planned, last changes', {}, '  f+fn lf+fff ffu+ Z'],
  ['planned, its machine', 'planned, machine', {}, '  fffn lf+fff ffu+ Z'],
  ['planned, stopped', 'planned, machine', { trouble: STOPPED }, '  fffn lf+fff ffu+ Z'],
  // An unplanned one goes to its end; where it does not come on, another point may serve.
  ['unplanned', 'unplanned, machine', {}, '  fffn ffafff ffu+ Z'],
  ['unplanned, trying again', 'unplanned, machine', { trouble: WAITS }, 'fffn +fafff ffu+ Z'],
  ['unplanned, stopped', 'unplanned, stopped', {}, '  fffn +fafff ffu+ Z'],
  ['changing the point', 'change of point, delete', {}, '  fffn ffafff ffu+ Z'],
  ['failed over, planned', 'failed over, planned', {}, '  CCCn l++CCC CCu+ Z'],
  ['failed over, unplanned', 'failed over, unplanned', {}, '  CCCn ++aCCC CCu+ Z'],
  ['committing', 'commit, relationship', {}, '  mmmn mmmmmm mmu+ Z'],
  ['cancelling', 'cancel, machine', {}, '  xxxn xxxxxx xxu+ Z'],
  ['committed', 'failover committed', {}, '  AAAn AAA+AA AAu+ Z'],

  // The failback is the only way home, and is cancelled until the machine starts there.
  ['failing back', 'failback, synchronize', {}, '  bbbn bb+bqb bbu+ Z'],
  ['failing back, waiting', 'failback, waiting', {}, '  bbbn bb+b+b bbu+ Z'],
  ['failing back, stopped', 'failback, synchronize', { trouble: STOPPED }, 'bbbn bb+bqb bbu+ Z'],
  ['failing back, the rest', 'failback, stop', {}, '  bbbn bb+bqb bbu+ Z'],
  ['failing back, starting', 'failback, start', {}, '  bbbn bbsbqb bbu+ Z'],
  ['cancelling the failback', 'cancel of failback, start', {}, '  kkkn kkkkkk kku+ Z'],
  ['failed back', 'failed back', {}, '  BBBn B+BBBB BBu+ Z'],
  ['committing the failback', 'commit of failback', {}, '  MMMn MMMMMM MMu+ Z'],
  ['failback committed', 'failback committed', {}, '  RRRn RRRRR+ RRu+ Z'],
  ['reversing', 'reverse, target', {}, '  vvvn vvvvvv vvu+ Z'],

  // Once more only by force, when something stands in the way.
  ['disabling', 'disabling, replica', {}, '  dddd dddddd dduD d'],
  ['disabling, stopped', 'disabling, relationship, stopped', {}, '  dddd dddddd ddu+ d'],
  ['disabling, tested', 'disabling, replica', TESTED, '  dddd dddddd dduD d'],
];

const states = MATRIX.map(([state, sample, change, cells]) => ({
  state,
  item: { ...sampleAt(sample), ...change },
  cells: cells.replaceAll(' ', '').split(''),
}));

describe('what an administrator may ask, state by state', () => {
  test.each(states)('[LC9][LC73][TG2] $state', ({ item, cells }) => {
    const { allowed, refusals } = judgeOperations(item);
    const asked = Object.fromEntries(
      COLUMNS.map((operation) => [operation, allowed.includes(operation) ? 'allowed' : refusals[operation]]),
    );
    const answers = cells.map((cell) => (cell === '+' ? 'allowed' : REASONS[cell]));
    expect({ ...asked, target: targetChangeRefusal(item) ?? 'allowed' }).toEqual({
      ...Object.fromEntries(COLUMNS.map((operation, column) => [operation, answers[column]])),
      target: answers[COLUMNS.length],
    });
  });

  test.each(states)('[LC73] $state: what is allowed has its effect', ({ item }) => {
    for (const operation of judgeOperations(item).allowed) {
      expect(transition(item, REQUESTS[operation], FACTS).item, operation).not.toBe(item);
    }
  });

  test('[LC73] every reason stands in some cell', () => {
    const used = new Set(states.flatMap(({ cells }) => cells));
    expect(Object.keys(REASONS).filter((letter) => !used.has(letter))).toEqual([]);
  });
});

/** The states in which the cancel of a job takes its work back; nowhere else does it change anything. */
const CANCELS = [
  [
    '[LC8] the job that enables protection, until the copy has begun',
    { kind: 'EnableCancelRequested' },
    ['enabling', 'waiting for its turn'],
  ],
  [
    '[LC23] a resynchronization, until it is merged',
    { kind: 'ResyncCancelRequested' },
    [
      'required',
      'required, paused',
      'required, waiting for its turn',
      'required, without a point',
      'resynchronizing, before',
      'resynchronizing',
      'resynchronizing, paused',
      'resynchronizing, stopped',
      'tested, required',
      'tested, resynchronizing',
    ],
  ],
  ['[LC84] a test failover, until its machine runs', { kind: 'TestFailoverCancelRequested' }, ['testing']],
] as const;

test.each(CANCELS)('%s is cancelled', (_title, event, where) => {
  const effective = states.filter(({ item }) => transition(item, event, FACTS).item !== item);
  expect(effective.map(({ state }) => state)).toEqual(where);
});
