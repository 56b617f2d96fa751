import { vi } from 'vitest';

/**
 * Animations that are over at once. happy-dom's reject when they are cancelled, which
 * Fluent does on unmounting and no browser reports unless somebody waits for them.
 */
export function stillAnimations(): void {
  vi.spyOn(Element.prototype, 'animate').mockImplementation(() => {
    const still: Pick<Animation, 'cancel' | 'finish' | 'pause' | 'play' | 'persist' | 'updatePlaybackRate'> = {
      cancel: () => undefined,
      finish: () => undefined,
      pause: () => undefined,
      play: () => undefined,
      persist: () => undefined,
      updatePlaybackRate: () => undefined,
    };
    const animation = Object.assign(new EventTarget(), still, {
      finished: Promise.resolve(),
      playState: 'finished',
      playbackRate: 1,
      onfinish: null,
      oncancel: null,
    }) as unknown as Animation;
    // Who waits for the end (a closing drawer) sets its handler right after `animate`.
    queueMicrotask(() => animation.onfinish?.call(animation, new Event('finish') as AnimationPlaybackEvent));
    return animation;
  });
}
