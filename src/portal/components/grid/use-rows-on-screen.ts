import type { VirtualItem, Virtualizer } from '@tanstack/react-virtual';
import { useDeferredValue } from 'react';

/** Further than this is a jump. */
const JUMP_ROWS = 64;

/**
 * The rows to render: those in sight, the one with the tab stop, and some beside them. After a jump, when none of them
 * is there yet, the ones beside come when the others have been painted.
 */
export function useRowsOnScreen(
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  activeIndex: number,
): readonly VirtualItem[] {
  const items = virtualizer.getVirtualItems();
  const { startIndex, endIndex } = virtualizer.range ?? { startIndex: 0, endIndex: 0 };
  const stretch = Math.floor(startIndex / JUMP_ROWS);
  const isJump = Math.abs(useDeferredValue(stretch) - stretch) > 1;
  if (!isJump) return items;
  return items.filter(({ index }) => index === activeIndex || (index >= startIndex && index <= endIndex));
}
