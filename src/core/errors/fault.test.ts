import { expect, test } from 'vitest';
import { failIfTaken, PortError } from './fault.ts';

test.each([
  ['has no epoch, as a query of the journal', undefined, 3],
  ['is of the newest epoch', 3, 3],
  ['is of a journal in which no epoch was counted', 0, 0],
])('[OE1] a transaction is let through when it %s', (_, epoch, newest) => {
  expect(() => failIfTaken(epoch, newest)).not.toThrow();
});

test('[OE1] a transaction of an epoch that is over is refused as a fault of the journal', () => {
  expect(() => failIfTaken(2, 3)).toThrow(PortError);
  expect(() => failIfTaken(2, 3)).toThrow(
    expect.objectContaining({
      name: 'PortError',
      report: { code: 'JournalTaken', detail: expect.stringContaining('epoch 2 is over, the newest is 3') },
    }),
  );
});
