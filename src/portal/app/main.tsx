// First: modules are evaluated in this order, and the worker need not wait for React's.
import { connection } from './connection.ts';
import { startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { isServed } from '../data/served.ts';
import { keepForOffline } from './portal-version.ts';
import { Portal } from './portal.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
/** For the browser's console: `await lockstep.request({ method: 'GET', path: '/lab/world' })`. */
Object.assign(globalThis, { lockstep: connection.transport });
// A server's page is of no use without it.
if (import.meta.env.PROD && !isServed()) void keepForOffline(navigator.serviceWorker);
const page = createRoot(root);
// As a transition the first render gives way every few milliseconds; otherwise it is one long task.
startTransition(() => page.render(<Portal connection={connection} />));
