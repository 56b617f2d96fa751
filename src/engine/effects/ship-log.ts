import { alignOutward } from '../../base/extent.ts';
import { PAGE_BYTES } from '../../base/units.ts';
import type { Effect } from '../../core/protection/effect.ts';
import type { EventOf } from '../../core/protection/event.ts';
import { hostRoute, logBlob, type EffectContext } from './context.ts';

/** Sends a window of a frozen log to its blob in the cache container, which the first window creates. */
export async function shipLog(
  context: EffectContext,
  effect: Extract<Effect, { readonly kind: 'ShipLog' }>,
): Promise<EventOf<'LogShipped'>> {
  const { host, storage, item, call } = context;
  const { diskId, logId, fileBytes, window } = effect;
  const blob = logBlob(context, diskId, logId);
  if (window.offsetBytes === 0) {
    const pages = alignOutward({ offsetBytes: 0, lengthBytes: fileBytes }, PAGE_BYTES, Number.MAX_SAFE_INTEGER);
    await storage.createPageBlob(blob, pages.lengthBytes, call);
  }
  const bytes = await host.readLog(item.vmId, diskId, logId, window, call);
  await storage.putPages(blob, window.offsetBytes, wholePages(bytes), {}, hostRoute(context), call);
  return { kind: 'LogShipped', diskId, logId, window };
}

/** Only a log's last window can end within a page; the blob ends with zeros then. */
function wholePages(bytes: Uint8Array): Uint8Array {
  if (bytes.length % PAGE_BYTES === 0) return bytes;
  const padded = new Uint8Array(Math.ceil(bytes.length / PAGE_BYTES) * PAGE_BYTES);
  padded.set(bytes);
  return padded;
}
