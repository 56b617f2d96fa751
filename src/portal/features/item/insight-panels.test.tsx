import { cleanup, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { renderPortal } from '../../testing/render-portal.ts';

afterEach(cleanup);

/** Of the fake vault: its link is broken, its log grows. */
const failing = '/items/a0000000-0000-4000-8000-000000000004';
const resynchronizing = '/items/a0000000-0000-4000-8000-000000000001/disks';
const settled = '/items/a0000000-0000-4000-8000-000000000000';

const panelOf = (name: string | RegExp) => screen.findByRole('region', { name }, { timeout: 20_000 });

it('tells when the log reaches its limit, and how earlier forecasts did', async () => {
  renderPortal(failing);
  const panel = within(await panelOf('Log growth and forecast'));
  expect(await panel.findByText(/^(5 h|4 h 59 min)$/)).toBeTruthy();
  expect(panel.getByText('Growing towards the limit')).toBeTruthy();
  const hindcasts = within(panel.getByRole('table', { name: 'How earlier forecasts did' }));
  expect(hindcasts.getByRole('row', { name: /1 %, within the band/ })).toBeTruthy();
  expect(hindcasts.getByRole('row', { name: /6 %, outside the band/ })).toBeTruthy();
  expect(panel.getByText(/missed for 45 min of the 1 d observed/)).toBeTruthy();
});

it('has the forecast as a table', async () => {
  renderPortal(failing);
  const panel = within(await panelOf('Log growth and forecast'));
  await userEvent.click(panel.getByRole('button', { name: /Show as table/ }));
  const table = within(await panel.findByRole('table', { name: 'Log growth and forecast' }));
  expect(table.getAllByRole('row', { name: /Forecast/ }).length).toBeGreaterThan(12);
});

it('names the bottleneck of the newest cycle', async () => {
  renderPortal(failing);
  const panel = within(await panelOf('Where the time of a cycle goes'));
  expect(await panel.findByText('Network: sending to the cache')).toBeTruthy();
  expect(
    panel.getByRole('img', { name: 'Source 2.0 s, network 41 s, target 6.0 s of an interval of 5 min' }),
  ).toBeTruthy();
});

it('says what an outage would leave while cycles keep up', async () => {
  renderPortal(settled);
  const panel = within(await panelOf('Log growth and forecast'));
  expect(await panel.findByText(/the limit is .* away/)).toBeTruthy();
  expect(panel.getByText('Emptied by the cycles')).toBeTruthy();
});

it('shows steps and differences of a comparison, in words as well', async () => {
  renderPortal(resynchronizing);
  const steps = within(await screen.findByRole('list', { name: /^Steps: / }, { timeout: 20_000 }));
  expect(steps.getAllByRole('listitem').map((step) => step.textContent?.slice(0, 7))).toEqual([
    'Compare',
    'Sendrun',
    'Apply l',
    'Mergepe',
  ]);
  const map = within(await panelOf(/^Where source and replica differ/));
  expect(map.getByRole('img', { name: /861 of 2,048 cells compared; \d+ differ/ })).toBeTruthy();
  await userEvent.click(map.getByRole('button', { name: /Show as table/ }));
  expect(map.getAllByRole('row')).toHaveLength(17);
});

it('shows the digests of both sides when it is over', async () => {
  renderPortal(`${settled}/disks`);
  const proof = within(await panelOf(/^Proof that both sides are equal/));
  expect(proof.getByText('The digests are equal.')).toBeTruthy();
  expect(proof.getAllByText('5f0c'.repeat(16))).toHaveLength(2);
});
