import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's top folder, without a trailing separator. */
export const projectRoot = resolve(fileURLToPath(import.meta.url), '../../..');
