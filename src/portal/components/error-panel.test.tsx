import { FluentProvider, webLightTheme } from '@fluentui/react-components';
import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ManagementError } from '../../management/client/client-api.ts';
import { ErrorPanel } from './error-panel.tsx';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function show(error: Error) {
  const onRetry = vi.fn();
  render(
    <FluentProvider theme={webLightTheme}>
      <ErrorPanel title="Could not load the disks" error={error} onRetry={onRetry} isRetriedByItself />
    </FluentProvider>,
  );
  return onRetry;
}

/** Second by second, each of which is shown. */
function wait(seconds: number): void {
  for (let second = 0; second < seconds; second++) act(() => void vi.advanceTimersByTime(1000));
}

it('counts down to the next attempt, makes it, and counts anew', () => {
  const onRetry = show(new ManagementError(503, 'ServiceUnavailable', 'The engine restarts.'));
  expect(screen.getByText('(30 s)')).toBeTruthy();
  wait(29);
  expect(screen.getByText('(1 s)')).toBeTruthy();
  expect(onRetry).not.toHaveBeenCalled();
  wait(1);
  expect(onRetry).toHaveBeenCalledTimes(1);
  expect(screen.getByText('(30 s)')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy();
});

it('leaves alone what will be refused again', () => {
  const onRetry = show(new ManagementError(404, 'NotFound', 'There is no such item.'));
  wait(120);
  expect(onRetry).not.toHaveBeenCalled();
  expect(screen.queryByText(/ s\)/)).toBeNull();
});
