import { describe, expect, it } from 'vitest';
import { draftOf, isReadable, megabitsOf, scheduleOf } from './schedule-draft.ts';

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

  it('shows a rate in the unit in which it is typed', () => {
    const sent = scheduleOf({ ...draftOf(schedule), workRate: '20', otherRate: '0.5' });
    expect([sent?.workHoursBitsPerSecond, sent?.otherHoursBitsPerSecond].map((rate) => megabitsOf(rate ?? 0))).toEqual([
      '20',
      '0.5',
    ]);
    expect(sent?.otherHoursBitsPerSecond).toBe(512 * 1024);
  });

  it('is not sent while a rate is no number, or a thousand to some and one to others', () => {
    const readable = (workRate: string) => isReadable({ ...draftOf(schedule), workRate });
    expect(['', '20', '0.512', '1,5', '1023', ' 8 '].filter((text) => !readable(text))).toEqual([]);
    expect(['10 Mbit', '1,000', '1.2.3', '-5', 'e', '1e3'].filter(readable)).toEqual([]);
    expect(isReadable({ ...draftOf(schedule), threads: 'many' })).toBe(false);
    expect(isReadable({ ...draftOf(null), workRate: 'x' })).toBe(true);
  });
});
