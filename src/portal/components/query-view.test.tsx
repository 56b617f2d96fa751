import { FluentProvider, webLightTheme } from '@fluentui/react-components';
import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactElement } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { createQueryClient } from '../data/query-client.ts';
import { QueryView } from './query-view.tsx';

afterEach(cleanup);

it('keeps what it shows when it cannot be loaded again, says so, and tries again', async () => {
  const load = vi.fn(async () => 'four disks');
  const queries = createQueryClient();
  function Disks(): ReactElement {
    const query = useQuery({ queryKey: ['disks'], queryFn: load });
    return (
      <QueryView query={query} what="the disks" skeleton="loading">
        {(text) => <p>{text}</p>}
      </QueryView>
    );
  }
  render(
    <FluentProvider theme={webLightTheme}>
      <QueryClientProvider client={queries}>
        <Disks />
      </QueryClientProvider>
    </FluentProvider>,
  );
  await screen.findByText('four disks');
  load.mockRejectedValueOnce(new Error('The engine tripped.'));
  await queries.invalidateQueries();
  const note = await screen.findByRole('status');
  expect(note.textContent).toContain('Could not refresh the disks: The engine tripped.');
  expect(screen.getByText('four disks')).toBeTruthy();
  load.mockResolvedValueOnce('five disks');
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await screen.findByText('five disks');
  expect(screen.queryByRole('status')).toBeNull();
});
