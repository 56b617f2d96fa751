import { ensureServeBuild } from '../../scripts/lib/serve-build.mjs';

/** Bundles headless mode once, before several tests start it at the same time. */
export default async function prepareHeadlessMode(): Promise<void> {
  await ensureServeBuild();
}
