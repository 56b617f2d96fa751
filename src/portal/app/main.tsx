import { createRoot } from 'react-dom/client';
import { connect } from './connect.ts';
import { Portal } from './portal.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(<Portal connection={connect()} />);
