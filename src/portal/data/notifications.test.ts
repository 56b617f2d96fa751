import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { announce, useStatusLine } from './notifications.ts';

afterEach(cleanup);

it('what is said again is another text for the screen reader, and the same to read', () => {
  const { result } = renderHook(useStatusLine);
  const said = ['Copied', 'Copied', 'Copied'].map((text) => {
    act(() => announce(text));
    return result.current;
  });
  expect(said.map((text) => text.trim())).toEqual(['Copied', 'Copied', 'Copied']);
  expect(said[1]).not.toBe(said[0]);
  expect(said[2]).not.toBe(said[1]);
});
