import type { Scenario } from '../scenarios/scenario.ts';
import { SCENARIOS, scenarioNamed } from '../scenarios/scenarios.ts';
import { STORIES, storyNamed } from './stories.ts';

/** The world of a scenario of the library, or the world of that name. Throws `RangeError` with the names on offer. */
export function worldOf(name: string): Scenario {
  const story = storyNamed(name);
  if (story) return scenarioNamed(story.world);
  if (SCENARIOS.some((scenario) => scenario.name === name)) return scenarioNamed(name);
  const names = [...SCENARIOS.map((scenario) => scenario.name), ...STORIES.map(({ id }) => id)];
  throw new RangeError(`no scenario "${name}"; there are: ${names.join(', ')}`);
}
