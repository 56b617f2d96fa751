import { describe, expect, it } from 'vitest';
import { draftOf, scheduleOf } from './schedule-draft.ts';

const schedule = {
  workDays: [1, 2, 3],
  workStartLocal: '09:00',
  workEndLocal: '17:30',
  workHoursBitsPerSecond: 512 * 1024,
  otherHoursBitsPerSecond: null,
  uploadThreadsPerMachine: 8,
} as const;

describe('schedule draft', () => {
  it('gives back what it was made of', () => {
    expect(scheduleOf(draftOf(schedule))).toEqual(schedule);
    expect(scheduleOf(draftOf(null))).toBeNull();
  });

  it('reads rates in Mbit/s, with a point or a comma', () => {
    const draft = { ...draftOf(schedule), workRate: '1,5', otherRate: '20' };
    expect(scheduleOf(draft)).toMatchObject({
      workHoursBitsPerSecond: 1.5 * 1024 ** 2,
      otherHoursBitsPerSecond: 20 * 1024 ** 2,
    });
  });
});
