import { QueryClient } from '@tanstack/react-query';
import { cleanup, render } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { LiveDataContext } from '../data/live-context.ts';
import { LiveData } from '../data/live-data.ts';
import { WorldClock } from '../data/world-clock.ts';
import { FakeConnection } from '../testing/fake-client.ts';
import { RelativeTime } from './relative-time.tsx';

afterEach(cleanup);

const NOON = Date.UTC(2027, 0, 4, 12);
const at = (seconds: number): string => new Date(NOON + 1000 * seconds).toISOString();

/** A world at sixty times the reader's pace, half a second of the reader's after the clock's last tick. */
function texts(...times: readonly Parameters<typeof RelativeTime>[0][]): readonly (string | null)[] {
  let readerMs = 0;
  const clock = new WorldClock(() => readerMs, NOON);
  clock.setSpeed(60);
  readerMs = 500;
  const live = new LiveData(new FakeConnection().client, new QueryClient(), { clock });
  const { container } = render(
    <LiveDataContext value={live}>
      {times.map((props) => (
        <RelativeTime key={`${props.at} ${props.mayLieAhead}`} {...props} />
      ))}
    </LiveDataContext>,
  );
  return [...container.children].map(({ textContent }) => textContent);
}

it('says “now” of what has happened since the shown clock’s last tick, never “in 8 s”', () => {
  expect(texts({ at: at(8) }, { at: at(-90) }, { at: null })).toEqual(['now', '1 min 30 s ago', 'never']);
});

it('counts towards what is planned', () => {
  expect(texts({ at: at(240), mayLieAhead: true })).toEqual(['in 4 min']);
});
