import { childText, parseXml } from './xml.ts';

/** One answer of List Blobs, of which the snapshots of one blob are wanted. */
export interface SnapshotList {
  readonly snapshots: readonly string[];
  /** null: the listing is complete. */
  readonly nextMarker: string | null;
}

/** The snapshots of the blob `name`; other blobs of the same prefix are passed over. Undefined: this is no such list. */
export function parseSnapshotList(source: string, name: string): SnapshotList | undefined {
  const root = parseXml(source);
  const blobs = root?.name === 'EnumerationResults' ? root.children.find((child) => child.name === 'Blobs') : undefined;
  if (!root || !blobs) return undefined;
  const snapshots: string[] = [];
  for (const blob of blobs.children) {
    if (blob.name !== 'Blob' || childText(blob, 'Name') === undefined) return undefined;
    const snapshot = childText(blob, 'Snapshot');
    if (childText(blob, 'Name') === name && snapshot) snapshots.push(snapshot);
  }
  return { snapshots, nextMarker: childText(root, 'NextMarker') || null };
}
