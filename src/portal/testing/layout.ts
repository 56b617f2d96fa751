import { vi } from 'vitest';

/** happy-dom lays nothing out: gives every element a size, so that virtual lists have rows in sight. */
export function fakeLayout({ width = 1200, height = 600 } = {}): void {
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(width);
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(height);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(height);
}
