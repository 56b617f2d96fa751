import { createRoot } from 'react-dom/client';
import { connect } from './connect.ts';
import { isServed } from '../data/served.ts';
import { keepForOffline } from './portal-version.ts';
import { Portal } from './portal.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
const connection = connect();
/** For the browser's console: `await lockstep.request({ method: 'GET', path: '/lab/world' })`. */
Object.assign(globalThis, { lockstep: connection.transport });
// A server's page is of no use without it.
if (import.meta.env.PROD && !isServed()) void keepForOffline(navigator.serviceWorker);
createRoot(root).render(<Portal connection={connection} />);
