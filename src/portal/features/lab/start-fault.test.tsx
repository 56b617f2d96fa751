import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { LabWorld } from '../../../management/wire.ts';
import { FakeConnection } from '../../testing/fake-client.ts';
import { FAKE_NOW } from '../../testing/fake-vault.ts';
import { fakeLayout } from '../../testing/layout.ts';
import { renderPortal } from '../../testing/render-portal.ts';

beforeEach(fakeLayout);
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const world: LabWorld = {
  scenario: 'small',
  seed: '7',
  now: new Date(FAKE_NOW).toISOString(),
  speed: 1,
  isPaused: false,
  faults: [],
  faultPlan: [],
  hosts: [{ id: 'hv1', name: 'HV-1', site: 'Frankfurt', linkBitsPerSecond: 1e9, latencyMs: 5 }],
  machines: [],
};

async function openLab() {
  const connection = new FakeConnection();
  vi.spyOn(connection.client.lab, 'getWorld').mockResolvedValue(world);
  const started = vi.spyOn(connection.client.lab, 'startFault').mockResolvedValue(undefined);
  renderPortal('/lab', connection);
  const start = await screen.findByRole('button', { name: 'Start fault' });
  const choose = async (kind: string) => {
    await userEvent.click(screen.getByRole('combobox', { name: 'Fault' }));
    fireEvent.click(await screen.findByRole('option', { name: kind }));
  };
  return { start, started, choose };
}

it('says what is wrong with a duration and starts nothing until it is right', async () => {
  const { start, started } = await openLab();
  const minutes = screen.getByRole('spinbutton', { name: 'For (minutes)' });
  fireEvent.change(minutes, { target: { value: '-5' } });
  expect(screen.getByText('A number of minutes above 0.')).toBeTruthy();
  expect(start).toHaveProperty('disabled', true);
  fireEvent.change(minutes, { target: { value: '5' } });
  fireEvent.click(start);
  await waitFor(() => expect(started).toHaveBeenCalledWith({ kind: 'linkDown', target: 'hv1', durationSeconds: 300 }));
});

it('says where a fault has nothing to befall', async () => {
  const { start, choose } = await openLab();
  await choose('VMM server down');
  expect(await screen.findByText('This world has nothing that this fault could befall.')).toBeTruthy();
  expect(start).toHaveProperty('disabled', true);
});
