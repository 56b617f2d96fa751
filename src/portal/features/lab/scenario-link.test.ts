import { expect, test } from 'vitest';
import { worldLink } from './scenario-link.ts';

test('a link carries scenario, seed and every fault', () => {
  const link = worldLink({
    scenario: 'power-cut',
    seed: 'a b',
    faultPlan: ['linkDown:HV-01:600:300', 'hostCrash:H%20V:5'],
  });
  const { pathname, searchParams } = new URL(link, 'https://lockstep.test');
  expect(pathname).toBe('/');
  expect(searchParams.get('scenario')).toBe('power-cut');
  expect(searchParams.get('seed')).toBe('a b');
  expect(searchParams.getAll('fault')).toEqual(['linkDown:HV-01:600:300', 'hostCrash:H%20V:5']);
});
