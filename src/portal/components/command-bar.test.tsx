import { FluentProvider } from '@fluentui/react-components';
import { act, cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { stillAnimations } from '../testing/animations.ts';
import { CommandBar, type Command } from './command-bar.tsx';

/** Of every element in the bar, its menu included. */
const WIDTH = 100;
let barWidth = 1000;
/** Tells the bar that it has another width. */
let resized: () => void;

beforeEach(() => {
  stillAnimations();
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(WIDTH);
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockImplementation(() => barWidth);
  const callbacks = new Set<ResizeObserverCallback>();
  resized = () => {
    for (const callback of callbacks) callback([{} as ResizeObserverEntry], {} as ResizeObserver);
  };
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(callback: ResizeObserverCallback) {
        callbacks.add(callback);
      }
      observe(): void {}
      disconnect(): void {}
    },
  );
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const chosen: string[] = [];
const command = (id: string, more: Partial<Command> = {}): Command => ({
  id,
  label: id,
  icon: <i />,
  onSelect: () => chosen.push(id),
  ...more,
});
const COMMANDS = [command('One'), command('Two'), command('Three'), command('Four', { isLastToLeave: true })];

function show(widthPx: number, commands: readonly Command[]) {
  barWidth = widthPx;
  return render(
    <FluentProvider>
      <CommandBar commands={commands} label="Commands" />
    </FluentProvider>,
  );
}

/** Those with a place in the bar. */
const inBar = () =>
  screen
    .getAllByRole('button', { hidden: true })
    .filter((button) => button.closest('[data-overflowing]') === null)
    .map((button) => button.getAttribute('aria-label') ?? button.textContent);

it('has no menu while there is room for all', () => {
  show(500, COMMANDS);
  expect(inBar()).toEqual(['One', 'Two', 'Three', 'Four']);
});

it('puts what does not fit into the menu, from the end on and the last to leave last, in the order of the bar', async () => {
  show(330, COMMANDS);
  expect(inBar()).toEqual(['One', 'Four', 'More commands']);
  await userEvent.click(screen.getByRole('button', { name: 'More commands' }));
  expect(screen.getAllByRole('menuitem').map(({ textContent }) => textContent)).toEqual(['Two', 'Three']);
  await userEvent.click(screen.getByRole('menuitem', { name: 'Three' }));
  expect(chosen).toEqual(['Three']);
});

it('counts the menu that stands there anyway', () => {
  show(330, [command('One'), command('Two'), command('Three'), command('Seldom', { isOverflow: true })]);
  expect(inBar()).toEqual(['One', 'Two', 'More commands']);
});

it('takes commands back into the bar when it becomes wider, and says in the menu why one cannot be given', async () => {
  show(230, [command('One'), command('Two'), command('Three', { disabledReason: 'Not now.' })]);
  expect(inBar()).toEqual(['One', 'More commands']);
  await userEvent.click(screen.getByRole('button', { name: 'More commands' }));
  expect(screen.getByRole('menuitem', { name: /Three/ }).textContent).toContain('Not now.');
  barWidth = 500;
  act(() => resized());
  await waitFor(() => expect(inBar()).toEqual(['One', 'Two', 'Three']));
});

it('measures again when a label changes', async () => {
  const { rerender } = show(430, COMMANDS);
  expect(inBar()).toEqual(['One', 'Two', 'Three', 'Four']);
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(2 * WIDTH);
  const longer = COMMANDS.map((each) => ({ ...each, label: `${each.label} (10)` }));
  rerender(
    <FluentProvider>
      <CommandBar commands={longer} label="Commands" />
    </FluentProvider>,
  );
  await waitFor(() => expect(inBar()).toEqual(['Four (10)', 'More commands']));
});
