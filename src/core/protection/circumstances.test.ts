import { join } from 'node:path';
import { expect, test } from 'vitest';
import { transition } from './machine.ts';
import { CIRCUMSTANCES } from './testing/circumstances.ts';
import { decisionInWords, stateInWords } from './testing/in-words.ts';
import { STEP_SAMPLES } from './testing/step-samples.ts';
import { eventsFor, LATER } from './testing/variations.ts';

test('[LC70] circumstances off the usual course have their effects as well', async () => {
  const lines = Object.entries(CIRCUMSTANCES).flatMap(([name, { item, events }]) => [
    `${name}:`,
    ...stateInWords(item),
    ...events.flatMap((event) => [`  ${event.kind}`, ...decisionInWords(item, event, LATER)]),
  ]);
  const file = join(import.meta.dirname, 'testing/in-words/circumstances.txt');
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(file);
});

test('[LC70] what changes nothing answers the same record', () => {
  const items = [...Object.values(STEP_SAMPLES), ...Object.values(CIRCUMSTANCES).map(({ item }) => item)];
  const renewed = items.flatMap((item) =>
    eventsFor(item)
      .filter(([, event]) => decisionInWords(item, event, LATER).length === 0)
      .filter(([, event]) => transition(item, event, LATER).item !== item)
      .map(([title]) => `${item.phase.kind}: ${title}`),
  );
  expect(renewed).toEqual([]);
});
