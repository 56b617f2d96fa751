import { expect, it } from 'vitest';
import { parseViews, viewQuery } from './saved-views.ts';

it('a view is the address without selection and dialogs', () => {
  const params = new URLSearchParams('health=Critical&sort=-rpo&selected=all&dialog=resync&for=a');
  expect(viewQuery(params)).toBe('health=Critical&sort=-rpo');
});

it.each([null, '', 'nonsense', '{}', 'null', '[1,{"name":""},{"name":"x"},{"name":"x","query":3}]'])(
  'what is no list of views (%j) is none',
  (text) => {
    expect(parseViews(text)).toEqual([]);
  },
);

it('views come by name, as people count', () => {
  const stored = JSON.stringify(['Site 10', 'Site 2'].map((name) => ({ name, query: '' })));
  expect(parseViews(stored).map(({ name }) => name)).toEqual(['Site 2', 'Site 10']);
});
