import { cleanup, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { LabWorld } from '../../../management/wire.ts';
import { changeSettings } from '../../data/settings.ts';
import { FakeConnection } from '../../testing/fake-client.ts';
import { FAKE_NOW } from '../../testing/fake-vault.ts';
import { fakeLayout } from '../../testing/layout.ts';
import { renderPortal } from '../../testing/render-portal.ts';

beforeEach(() => {
  fakeLayout();
  changeSettings({ timeZone: 'utc' });
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  changeSettings({ timeZone: 'local' });
});

const world = (change: Partial<LabWorld>): LabWorld => ({
  scenario: 'small',
  seed: '7',
  now: new Date(FAKE_NOW).toISOString(),
  speed: 600,
  isPaused: false,
  faults: [],
  faultPlan: [],
  hosts: [],
  machines: [],
  ...change,
});

it('shows where a paused world stands, not how far the clock ran on until it heard of the pause', async () => {
  const connection = new FakeConnection();
  const getWorld = vi.spyOn(connection.client.lab, 'getWorld').mockResolvedValue(world({}));
  renderPortal('/settings', connection);
  await screen.findByText('×600', { exact: false }, { timeout: 20_000 });
  const stoodAt = FAKE_NOW + 5000;
  getWorld.mockResolvedValue(world({ now: new Date(stoodAt).toISOString(), isPaused: true }));
  connection.push({ invalidated: ['world'] }, stoodAt + 120_000);
  expect(await screen.findByText('13:40:05', {}, { timeout: 20_000 })).toBeTruthy();
});
