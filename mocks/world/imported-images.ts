import type { DiskId, VmId } from '../../src/core/model.ts';
import type { DiskImage } from '../../src/formats/disk-image.ts';
import type { ChangeLog } from './change-log.ts';
import type { ImageLayer } from './image-layer.ts';
import type { ImportRecord } from './world-records.ts';
import { IMPORT_TABLE } from './world-records.ts';
import type { PendingImage } from './world.ts';

/** The images under imported disks: which machine each belongs to, and which are still to be handed in again. */
export class ImportedImages {
  readonly #changes: ChangeLog;
  readonly #imports = new Map<VmId, { readonly record: ImportRecord; readonly layer: ImageLayer }>();

  constructor(changes: ChangeLog) {
    this.#changes = changes;
  }

  get count(): number {
    return this.#imports.size;
  }

  add(record: ImportRecord, layer: ImageLayer): void {
    this.#imports.set(record.vmId, { record, layer });
    this.#changes.put(IMPORT_TABLE, record.vmId, () => record);
  }

  pending(): readonly PendingImage[] {
    return [...this.#imports.values()]
      .filter(({ layer }) => !layer.isAttached)
      .map(({ record: { vmId, diskId, name, image } }) => ({ vmId, diskId, name, sizeBytes: image.sizeBytes }));
  }

  /** Throws `RangeError` when the disk does not wait for an image, or for one of another size. */
  reattach(vmId: VmId, diskId: DiskId, image: DiskImage, release?: () => void): void {
    const found = this.#imports.get(vmId);
    if (!found || found.record.diskId !== diskId || found.layer.isAttached)
      throw new RangeError(`no disk ${vmId}/${diskId} waits for its image`);
    found.layer.attach(image, release);
  }

  close(): void {
    for (const { layer } of this.#imports.values()) layer.detach();
  }
}
