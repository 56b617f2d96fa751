/** With the catalogue in a pseudo-locale, whatever a page still says in plain English is not in the catalogue. */
import { cleanup, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeItems, fakeJobs } from '../testing/fake-vault.ts';
import { fakeLayout } from '../testing/layout.ts';
import { renderPortal } from '../testing/render-portal.ts';

vi.mock('./en.ts', async (original) => {
  const [{ en }, { pseudoCatalogue }] = await Promise.all([
    original<typeof import('./en.ts')>(),
    import('../testing/pseudo-locale.ts'),
  ]);
  return { en: pseudoCatalogue(en) };
});

beforeEach(() => fakeLayout());
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const [item] = fakeItems(12);
const [job] = fakeJobs(fakeItems(12));
const pages = [
  '/',
  '/items',
  `/items/${item?.id}`,
  `/items/${item?.id}/disks`,
  `/items/${item?.id}/recovery-points`,
  `/items/${item?.id}/jobs`,
  `/items/${item?.id}/compute-network`,
  '/jobs',
  `/jobs/${job?.id}`,
  '/errors',
  '/policies',
  '/bandwidth',
  '/settings',
  '/no-such-page',
  '/items?dialog=help',
] as const;

/** Words of units, times and names of things that no language translates. */
const untranslated =
  /^(contoso|Lockstep|UTC|CSV|JSON|RPO|[KMGT]i?B|[KMGT]?bit|min|ms|Ctrl|Shift|Home|End|Esc|Enter|PgUp|PgDn|Space|Alt)$/;

/** Names of days and months come from `Intl`. */
const byIntl = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)$/;
/** Parts of Fluent UI's fields with words of its own (“Open …”, “clear”); it offers no other language. */
const ofFluent = '[class*=__expandIcon], [class*=__clearIcon], [class*=__clearButton], [class*=__dismiss]';

test.each(pages)('%s says nothing that is not in the catalogue', async (path) => {
  renderPortal(path);
  await screen.findByRole('heading', { level: 1 }, { timeout: 20_000 });
  await waitFor(() => expect(document.querySelector('[aria-busy=true]')).toBeNull(), { timeout: 20_000 });
  expect(plainWords(document.body)).toEqual([]);
});

/** Words in text and in what assistive technology reads, outside the brackets of the pseudo-locale, that are no data. */
function plainWords(root: HTMLElement): readonly string[] {
  const texts = [...root.querySelectorAll<HTMLElement>(`:not(${ofFluent})`)].flatMap((element) => [
    ...[...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.textContent ?? ''),
    ...['aria-label', 'title', 'placeholder', 'alt'].map((name) => element.getAttribute(name) ?? ''),
  ]);
  const words = texts.flatMap((text) => text.replaceAll(/⟦[^⟧]*⟧/g, ' ').match(/[A-Za-z]{3,}/g) ?? []);
  return [...new Set(words)].filter((word) => !untranslated.test(word) && !byIntl.test(word) && !isData(word));
}

/** What the fake vault itself says: names, hosts, states, texts of the service. */
function isData(word: string): boolean {
  return DATA.includes(word);
}

/** Of disks, tasks, mail addresses, adapters, networks, sizes, storage accounts and notices. */
const OTHER_DATA =
  'osdisk data logs vhdx Prerequisites check ops com Adapter vSwitch Production Backup vnet default Standard ' +
  'lockstepcache lockstepreplica Untested';
const DATA = `${OTHER_DATA} ${JSON.stringify([fakeItems(40), fakeJobs(fakeItems(40))])}`;
