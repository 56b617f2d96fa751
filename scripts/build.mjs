/** npm run build: builds the portal into dist/. */
import { buildPortal } from './lib/portal-build.mjs';

await buildPortal();
