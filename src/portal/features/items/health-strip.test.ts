import { expect, it } from 'vitest';
import { barsOf, describeStrip } from './health-strip.tsx';

it('neighbours of one level are one bar', () => {
  expect(barsOf('NNC-NN', 'N', 6)).toBe('M0 20v-6h2v6zM4 20v-6h2v6z');
  expect(barsOf('NNC-NN', 'C', 20)).toBe('M2 20v-20h1v20z');
  expect(barsOf('NNC-NN', 'W', 13)).toBe('');
});

it.each([
  ['', 'Last 24 hours: not known yet'],
  ['-'.repeat(48), 'Last 24 hours: not known yet'],
  [`${'-'.repeat(24)}${'N'.repeat(24)}`, 'Last 24 hours: healthy all the time that is known'],
  [`${'N'.repeat(44)}WCCC`, 'Last 24 hours: critical 1 h 30 min, warning 30 min'],
])('%s is said as "%s"', (strip, text) => {
  expect(describeStrip(strip)).toBe(text);
});
