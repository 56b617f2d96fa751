/** Every scenario of the library is played through the real engine and keeps what it promises. */
import { expect, test } from 'vitest';
import { STORIES } from '../../../mocks/stories/stories.ts';
import type { Expectation, Story } from '../../../mocks/stories/story.ts';
import { API_VERSION, type ItemRow, type RowsPage, VAULT_PATH } from '../../management/wire.ts';
import type { RunningDemo } from '../boot-demo.ts';
import { bootNodeDemo } from './node-demo.ts';

const MINUTE_SECONDS = 60;

test.each(STORIES.map((story) => [story.id, story] as const))(
  '%s',
  async (_, story) => {
    expect.hasAssertions();
    const demo = await bootNodeDemo({
      scenario: story.id,
      seed: '7',
      speed: 1,
      imports: [],
      onFailure: (error) => {
        throw error;
      },
      onReset: async () => undefined,
    });
    try {
      await send(demo, 'POST', '/lab/clock', { isPaused: true });
      const { now } = await send<{ now: string }>(demo, 'GET', '/lab/world');
      // The engine found the hosts at whole seconds after the world's beginning; instants count from that.
      let elapsedSeconds = (Date.parse(now) - startOf(now)) / 1000;
      for (const expected of byTime(story)) {
        const stepSeconds = expected.atMinutes * MINUTE_SECONDS - elapsedSeconds;
        if (stepSeconds > 0) await send(demo, 'POST', '/lab/clock', { stepSeconds });
        elapsedSeconds = Math.max(elapsedSeconds, expected.atMinutes * MINUTE_SECONDS);
        const { rows } = await send<RowsPage<ItemRow>>(
          demo,
          'GET',
          `${VAULT_PATH}/replicationProtectedItems?api-version=${API_VERSION}&projection=rows`,
        );
        expect(factsOf(rows, expected), `${expected.machine} after ${expected.atMinutes} min`).toMatchObject(expected);
      }
    } finally {
      await demo.close();
    }
  },
  60_000,
);

function byTime({ expect: expectations }: Story): readonly Expectation[] {
  return expectations.toSorted((a, b) => a.atMinutes - b.atMinutes);
}

function factsOf(rows: readonly ItemRow[], { machine, atMinutes }: Expectation) {
  const row = rows.find(({ name }) => name === machine);
  return {
    atMinutes,
    machine,
    health: row?.health,
    stage: row?.stage,
    activity: row?.activity,
    error: row?.errorCode,
    detail: row?.activityDetail,
  };
}

/** Worlds begin at a full hour. */
function startOf(now: string): number {
  return Date.parse(`${now.slice(0, 13)}:00:00Z`);
}

async function send<Body>(demo: RunningDemo, method: string, path: string, body?: unknown): Promise<Body> {
  const init = { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const response = await demo.service.handle(new Request(`https://lockstep.test${path}`, init));
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Body;
}
