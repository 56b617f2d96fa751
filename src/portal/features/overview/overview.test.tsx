import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { FakeConnection } from '../../testing/fake-client.ts';
import { FAKE_NOW, fakeItem, fakeItems, fakeJobs } from '../../testing/fake-vault.ts';
import { renderPortal } from '../../testing/render-portal.ts';
import { segmentsOf } from './health-donut.tsx';
import { countHealth, countJobs, sickest, summarizeRpo } from './overview-figures.ts';

afterEach(cleanup);

describe('figures', () => {
  const items = fakeItems(12);

  it('counts health', () => {
    expect(countHealth(items)).toEqual({ Critical: 2, Warning: 2, Normal: 7, None: 1 });
  });

  it('puts each item with an RPO into one band', () => {
    const { bands, worst, medianSeconds } = summarizeRpo(items);
    expect(bands.reduce((sum, count) => sum + count, 0)).toBe(
      items.filter(({ rpoSeconds }) => rpoSeconds !== null).length,
    );
    expect(worst?.name).toBe('app-01');
    expect(medianSeconds).toBeGreaterThan(0);
  });

  it('has no RPO to tell of without recovery points', () => {
    expect(summarizeRpo([{ ...fakeItem(0), rpoSeconds: null }])).toEqual({
      bands: [0, 0, 0, 0],
      medianSeconds: null,
      worst: null,
    });
  });

  it('counts failed jobs of the last 24 hours only', () => {
    const [job] = fakeJobs(items);
    if (!job) throw new Error('no job');
    const failedAt = (hoursAgo: number) => ({
      ...job,
      state: 'Failed',
      endTime: new Date(FAKE_NOW - hoursAgo * 3_600_000).toISOString(),
    });
    expect(countJobs([failedAt(1), failedAt(23), failedAt(25)], FAKE_NOW).failed).toBe(2);
  });

  it('lists Critical before Warning', () => {
    expect(sickest(items, 3).map(({ health }) => health)).toEqual(['Critical', 'Critical', 'Warning']);
  });
});

describe('attention', () => {
  const initial = { ...fakeItem(0), health: 'Warning', stage: 'initialReplication', rpoSeconds: null } as const;

  it('is not asked for by an initial replication that runs', () => {
    expect(sickest([initial], 5)).toEqual([]);
  });

  it('is asked for by one that fails', () => {
    const failing = { ...initial, errorCode: 'NetworkUnreachable' };
    expect(sickest([initial, failing], 5)).toEqual([failing]);
  });
});

describe('donut', () => {
  it('draws one arc per health that occurs', () => {
    expect(segmentsOf({ Critical: 1, Warning: 0, Normal: 3, None: 0 }, 4).map(({ health }) => health)).toEqual([
      'Critical',
      'Normal',
    ]);
    expect(segmentsOf({ Critical: 0, Warning: 0, Normal: 0, None: 0 }, 0)).toEqual([]);
  });

  it('leads to the list that it counts', async () => {
    const { address } = renderPortal('/');
    const panel = await screen.findByRole('region', { name: 'Replication health' }, { timeout: 20_000 });
    await userEvent.click(within(panel).getByRole('link', { name: /2\s*Critical/ }));
    await waitFor(() => expect(address()).toBe('/items?health=critical'));
  });
});

describe('first run', () => {
  it('says how to begin', async () => {
    renderPortal('/', new FakeConnection({ items: [], jobs: [] }));
    expect(await screen.findByText('No machine is protected yet', {}, { timeout: 20_000 })).toBeTruthy();
  });
});
