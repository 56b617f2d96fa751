/** Shows the portal over the fake client: `/src/portal/testing/preview.html?route=/items&count=10000&live=1`. */
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { Portal } from '../app/portal.tsx';
import { FakeConnection } from './fake-client.ts';
import { fakeItems } from './fake-vault.ts';

const query = new URLSearchParams(location.search);
const items = fakeItems(Number(query.get('count') ?? 12));
const connection = new FakeConnection({ items });
history.replaceState(null, '', query.get('route') ?? '/');

if (query.get('live')) {
  let turn = 0;
  // Five per cent of the rows at 2 Hz, as the performance budget has it.
  setInterval(() => {
    turn += 1;
    const changed = items.filter((_, index) => (index + turn * 7) % 20 === 0);
    connection.push({ items: changed.map(({ id }, index) => ({ id, rpoSeconds: 30 + ((turn * 11 + index) % 300) })) });
  }, 500);
}

const root = document.getElementById('root');
if (root) createRoot(root).render(createElement(Portal, { connection }));
