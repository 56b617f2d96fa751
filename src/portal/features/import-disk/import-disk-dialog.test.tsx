import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import type { LabWorld } from '../../../management/wire.ts';
import { FakeConnection } from '../../testing/fake-client.ts';
import { renderPortal } from '../../testing/render-portal.ts';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const WORLD: LabWorld = {
  scenario: 'contoso',
  seed: '1',
  now: '2026-03-01T08:00:00Z',
  speed: 1,
  isPaused: false,
  faults: [],
  faultPlan: [],
  hosts: [{ id: 'host-1', name: 'HV-01', site: 'East', linkBitsPerSecond: 100_000_000, latencyMs: 5 }],
  machines: [],
};

/** The dialog over the list of items, and what answers its question about the world. */
async function openDialog() {
  const connection = new FakeConnection();
  let answer = (_world: LabWorld | null): void => expect.unreachable();
  const getWorld = new Promise<LabWorld | null>((resolve) => (answer = resolve));
  vi.spyOn(connection.client.lab, 'getWorld').mockReturnValue(getWorld);
  renderPortal('/items?dialog=importDisk', connection);
  const dialog = within(await screen.findByRole('dialog', { name: 'Import disk' }, { timeout: 20_000 }));
  return { dialog, answer };
}

it('is one dialog while the hosts are asked for: what was entered meanwhile stays', async () => {
  const { dialog, answer } = await openDialog();
  const name = dialog.getByRole('textbox', { name: /Machine name/ });
  fireEvent.change(name, { target: { value: 'till-07' } });
  expect(dialog.queryByRole('combobox')).toBeNull();
  answer(WORLD);
  expect(await dialog.findByRole('combobox', { name: /Host/ })).toHaveProperty('value', 'HV-01');
  expect(dialog.getByRole('textbox', { name: /Machine name/ })).toBe(name);
  expect(name).toHaveProperty('value', 'till-07');
});

it('says where there are no hosts to import to', async () => {
  const { dialog, answer } = await openDialog();
  answer(null);
  expect(await dialog.findByText(/only into the demo world/)).toBeTruthy();
  expect(dialog.getByRole('button', { name: 'Import' })).toHaveProperty('disabled', true);
});
