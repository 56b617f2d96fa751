import { expect, test } from 'vitest';
import { after, instant, MINUTE_MS } from '../base/units.ts';
import type { VmId } from '../core/model.ts';
import { engineBench } from './testing/engine-bench.ts';
import { SeriesBook } from './series-book.ts';

const START = instant(Date.UTC(2026, 2, 2));
const DAY_MINUTES = 24 * 60;

/** A book of one item, sampled so often; its newest point is at the end of two days. */
async function sampledEvery(minutes: number): Promise<{ readonly book: SeriesBook; readonly vmId: VmId }> {
  const bench = await engineBench();
  await bench.enable('IDLE01');
  const item = bench.item('IDLE01');
  const book = new SeriesBook();
  for (let minute = 0; minute <= 2 * DAY_MINUTES; minute += minutes)
    book.sample(item, 'Normal', after(START, minute * MINUTE_MS));
  return { book, vmId: item.vmId };
}

test.each([1, 5])('points of a day are kept, and little more, where one comes every %i min', async (minutes) => {
  const { book, vmId } = await sampledEvery(minutes);
  const samples = book.samples(vmId);
  const [oldest, newest] = [samples[0], samples.at(-1)];
  expect(newest?.at).toBe(after(START, 2 * DAY_MINUTES * MINUTE_MS));
  const spanMinutes = ((newest?.at ?? 0) - (oldest?.at ?? 0)) / MINUTE_MS;
  // A record of thirty points goes as a whole.
  expect(spanMinutes).toBeGreaterThanOrEqual(DAY_MINUTES - 30 * minutes);
  expect(spanMinutes).toBeLessThanOrEqual(DAY_MINUTES + 60 * minutes);
});
