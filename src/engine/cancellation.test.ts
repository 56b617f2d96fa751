import { expect, test } from 'vitest';
import { Cancellation } from './cancellation.ts';

test('all listeners are told once, and none that was removed', () => {
  const cancellation = new Cancellation();
  const told: string[] = [];
  const removed = (): void => void told.push('removed');
  cancellation.addEventListener('abort', () => void told.push(`first, ${cancellation.aborted}`));
  cancellation.addEventListener('abort', removed);
  cancellation.addEventListener('abort', () => void told.push('last'));
  cancellation.removeEventListener('abort', removed);
  expect(cancellation.aborted).toBe(false);
  cancellation.cancel();
  cancellation.cancel();
  expect(told).toEqual(['first, true', 'last']);
});

test('a listener that comes too late is not told, as with an AbortSignal', () => {
  const cancellation = new Cancellation();
  cancellation.cancel();
  let isTold = false;
  cancellation.addEventListener('abort', () => (isTold = true));
  cancellation.cancel();
  expect(isTold).toBe(false);
});
