/** Finds texts of the catalogue that have no room for a translation. */
import type { Page } from '@playwright/test';
import { en } from '../../src/portal/strings/en.ts';
import type { Message } from '../../src/portal/strings/translate.ts';

/** Every form of every message, as a pattern in which what is filled in may be anything. */
const patterns: readonly string[] = Object.values<Message>(en)
  .flatMap((message) => (typeof message === 'string' ? [message] : [message.one, message.other]))
  .filter((text) => /[A-Za-z]{2}/.test(text.replaceAll(/\{\w+\}/g, '')))
  .map((text) =>
    text
      .split(/\{\w+\}/)
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
      .join('.+'),
  );

/**
 * Makes the texts of the page that come from the catalogue a third longer, word by word, and
 * answers those that are then cut off where no tooltip tells the whole. What names and figures say
 * keeps its length. The page has to be shown anew afterwards.
 */
export function findCutTexts(page: Page): Promise<readonly string[]> {
  return page.evaluate((patterns) => {
    const isOfCatalogue = new RegExp(`^(?:${patterns.join('|')})$`);
    const longer = (text: string): string =>
      text.replaceAll(/\p{L}+(?![\p{L}\d-])/gu, (word) => word + '·'.repeat(Math.round(word.length * 0.35)));

    const touched = new Set<Element>();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      const text = node.nodeValue ?? '';
      if (!node.parentElement || !isOfCatalogue.test(text.trim())) continue;
      node.nodeValue = longer(text);
      touched.add(node.parentElement);
    }

    const isCut = (element: Element): boolean => {
      const { overflowX } = getComputedStyle(element);
      return (overflowX === 'hidden' || overflowX === 'clip') && element.scrollWidth > element.clientWidth + 1;
    };
    /** Read by assistive technology alone: one pixel wide on purpose. */
    const isUnseen = (element: Element): boolean => element.clientWidth <= 1;
    const cut = new Set<string>();
    for (const element of touched) {
      if (element.closest('[title]')) continue;
      for (let box: Element | null = element; box && box !== document.body; box = box.parentElement) {
        // What scrolls is not cut.
        if (/auto|scroll/.test(getComputedStyle(box).overflowX) || isUnseen(box)) break;
        if (isCut(box) && element.getBoundingClientRect().right > box.getBoundingClientRect().right - 1)
          cut.add(element.textContent ?? '');
      }
    }
    return [...cut];
  }, patterns);
}
