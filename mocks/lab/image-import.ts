import type { HostId, VmId } from '../../src/core/model.ts';
import { openDiskImage } from '../../src/formats/open-disk-image.ts';
import type { World } from '../world/world.ts';
import type { ImageStore, KeptImage } from './image-store.ts';
import { imageExtensionOf, machineNameOf } from './machine-name.ts';

/** Brings images in as machines, and hands them back to a restored world. */
export interface ImageImport {
  /** Throws FormatError for a file that is no image, RangeError for an unknown host. */
  importImage(hostId: HostId, fileName: string, body: ReadableStream<Uint8Array>): Promise<VmId>;
  /** After a reload: opens the images that the world waits for. Answers the names that are lost. */
  reattachAll(): Promise<readonly string[]>;
}

export function createImageImport(world: World, images: ImageStore, atSettled: AtSettled): ImageImport {
  const releaseOf = (kept: KeptImage, name: string) => (): void => {
    kept.close();
    images.remove(name).catch(() => undefined);
  };
  /** Imports wait for each other: two files of one name must not take each other's place. */
  let last: Promise<unknown> = Promise.resolve();

  const importOne = async (hostId: HostId, fileName: string, body: ReadableStream<Uint8Array>): Promise<VmId> => {
    if (!world.hosts().some((host) => host.hostId === hostId)) throw new RangeError(`there is no host ${hostId}`);
    const name = machineNameOf(
      fileName,
      world.machines().map((machine) => machine.name),
    );
    const keptName = `${name}.${imageExtensionOf(fileName)}`;
    const kept = await images.keep(keptName, body);
    try {
      const image = await openDiskImage(kept.source, { name: keptName });
      return await atSettled(() => world.importMachine({ hostId, name, image, release: releaseOf(kept, keptName) }));
    } catch (error) {
      releaseOf(kept, keptName)();
      throw error;
    }
  };

  return {
    importImage: (hostId, fileName, body) => {
      const result = last.then(() => importOne(hostId, fileName, body));
      last = result.catch(() => undefined);
      return result;
    },
    reattachAll: async () => {
      const names = await images.list();
      const lost: string[] = [];
      for (const pending of world.pendingImages()) {
        const keptName = names.find((name) => name.startsWith(`${pending.name}.`));
        const kept = keptName === undefined ? undefined : await images.open(keptName);
        if (keptName === undefined || !kept) {
          lost.push(pending.name);
          continue;
        }
        const image = await openDiskImage(kept.source, { name: keptName });
        world.reattachImage(pending.vmId, pending.diskId, image, releaseOf(kept, keptName));
      }
      return lost;
    },
  };
}

/** Does something to the world at an instant at which nobody works in it. */
export type AtSettled = <T>(act: () => T | Promise<T>) => Promise<T>;
