import type { LabWorld } from '../../../management/wire.ts';

/** The address, from the origin on, at which a world begins anew: scenario, seed and faults. */
export function worldLink(
  { scenario, seed, faultPlan }: Pick<LabWorld, 'scenario' | 'seed' | 'faultPlan'>,
  path = '/',
): string {
  const query = new URLSearchParams({ scenario, seed });
  for (const fault of faultPlan) query.append('fault', fault);
  return `${path}?${query.toString()}`;
}
