import { useLayoutEffect, useRef, type RefObject } from 'react';
import { useLiveData } from './live-context.ts';

/**
 * A text that follows the world's clock. It is written into its element every second and nothing renders for it: a list
 * shows a hundred of them, and they all change at once. Give the element `ref`, and `text` as its only child.
 *
 * @param textAt keep the function while what it says is about the same thing
 */
export function useWorldText<Element extends HTMLElement>(
  textAt: (now: number) => string,
): { readonly ref: RefObject<Element | null>; readonly text: string } {
  const { clock } = useLiveData();
  const ref = useRef<Element>(null);
  useLayoutEffect(() => {
    const write = () => {
      const text = textAt(clock.shown());
      if (ref.current && ref.current.textContent !== text) ref.current.textContent = text;
    };
    write();
    return clock.subscribe(write);
  }, [clock, textAt]);
  return { ref, text: textAt(clock.shown()) };
}
