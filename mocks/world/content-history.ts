import type { Bytes, Instant } from '../../src/base/units.ts';
import type { DiskId } from '../../src/core/model.ts';
import type { SimulatedDisk } from './simulated-disk.ts';
import type { VirtualFile } from './virtual-file.ts';

export type ContentHistoryRecord = readonly {
  readonly at: Instant;
  readonly disks: readonly { readonly diskId: DiskId; readonly mapId: number; readonly sizeBytes: Bytes }[];
}[];

interface ContentPoint {
  readonly at: Instant;
  readonly disks: ReadonlyMap<DiskId, VirtualFile>;
}

/** What a machine's disks held at its last freezes and snapshots: the truth that replicas are held against. */
export class ContentHistory {
  readonly #capacity: number;
  #points: ContentPoint[] = [];
  #isChanged = false;

  /** @param capacity how many points are kept, at least one */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get instants(): readonly Instant[] {
    return this.#points.map((point) => point.at);
  }

  /** Keeps the content of now. A second point of the same instant takes the place of the first. */
  keep(at: Instant, disks: readonly SimulatedDisk[]): void {
    this.#isChanged = true;
    this.#drop((point) => point.at === at);
    this.#points.push({ at, disks: new Map(disks.map((disk) => [disk.facts.diskId, disk.file.clone()])) });
    const surplus = this.#points.length - this.#capacity;
    if (surplus > 0) {
      const oldest = new Set(this.#points.slice(0, surplus));
      this.#drop((point) => oldest.has(point));
    }
  }

  /** Whether points came or went since it was last asked. */
  takeChanged(): boolean {
    const isChanged = this.#isChanged;
    this.#isChanged = false;
    return isChanged;
  }

  find(at: Instant, diskId: DiskId): VirtualFile | undefined {
    return this.#points.find((point) => point.at === at)?.disks.get(diskId);
  }

  toRecord(): ContentHistoryRecord {
    return this.#points.map(({ at, disks }) => ({
      at,
      disks: [...disks].map(([diskId, file]) => ({ diskId, mapId: file.map.id, sizeBytes: file.sizeBytes })),
    }));
  }

  static restore(
    capacity: number,
    record: ContentHistoryRecord,
    fileOf: (mapId: number, sizeBytes: Bytes) => VirtualFile,
  ): ContentHistory {
    const history = new ContentHistory(capacity);
    history.#points = record.map(({ at, disks }) => ({
      at,
      disks: new Map(disks.map(({ diskId, mapId, sizeBytes }) => [diskId, fileOf(mapId, sizeBytes)])),
    }));
    return history;
  }

  #drop(isDropped: (point: ContentPoint) => boolean): void {
    for (const point of this.#points.filter(isDropped)) for (const file of point.disks.values()) file.dispose();
    this.#points = this.#points.filter((point) => !isDropped(point));
  }
}
