import { vi } from 'vitest';

/** happy-dom lays nothing out: gives every element a size, so that virtual lists have rows in sight. */
export function fakeLayout({ width = 1200, height = 600 } = {}): void {
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(width);
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(height);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(height);
}

/** Room for everything in bars that put into a menu what does not fit: without it they would have none at all. */
export function wideBars(): void {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1_000_000);
}
