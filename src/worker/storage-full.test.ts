import { describe, expect, it } from 'vitest';
import { PortError } from '../core/errors/fault.ts';
import { isStorageFull } from './storage-full.ts';

describe('isStorageFull', () => {
  const quota = new DOMException('full', 'QuotaExceededError');

  it('knows the browser’s own error', () => {
    expect(isStorageFull(quota)).toBe(true);
  });

  it('knows it behind the error of an adapter', () => {
    const error = new PortError({ code: 'Internal', detail: 'the journal could not be written' });
    error.cause = quota;
    expect(isStorageFull(error)).toBe(true);
  });

  it.each([new Error('full'), new DOMException('', 'AbortError'), 'QuotaExceededError', null])(
    'takes nothing else for it: %s',
    (error) => {
      expect(isStorageFull(error)).toBe(false);
    },
  );
});
