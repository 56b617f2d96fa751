import { branches } from './branches.ts';
import { contoso } from './contoso.ts';
import { datacenter } from './datacenter.ts';
import { hostileNames } from './hostile-names.ts';
import type { Scenario } from './scenario.ts';
import { small } from './small.ts';

/** The worlds on offer, the default first. */
export const SCENARIOS: readonly Scenario[] = [contoso, branches, hostileNames, small, datacenter(10_000)];

/** Throws `RangeError` with the names on offer. */
export function scenarioNamed(name: string): Scenario {
  const found = SCENARIOS.find((scenario) => scenario.name === name);
  if (!found)
    throw new RangeError(`no scenario "${name}"; there are: ${SCENARIOS.map((scenario) => scenario.name).join(', ')}`);
  return found;
}
