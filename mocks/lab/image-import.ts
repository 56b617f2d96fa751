import type { HostId, VmId } from '../../src/core/model.ts';
import { openDiskImage } from '../../src/formats/open-disk-image.ts';
import type { World } from '../world/world.ts';
import type { ImageStore, KeptImage } from './image-store.ts';
import { imageExtensionOf, machineNameOf } from './machine-name.ts';

/** Brings images in as machines, and hands them back to a restored world. */
export interface ImageImport {
  /** Throws FormatError for a file that is no image, RangeError for an unknown host. */
  importImage(hostId: HostId, fileName: string, body: ReadableStream<Uint8Array>): Promise<VmId>;
  /** As {@link importImage}, for a file that is read where it lies. It is closed when the import fails. */
  importFile(hostId: HostId, fileName: string, file: KeptImage): Promise<VmId>;
  /** After a reload: opens the images that the world waits for. Answers the names that are lost. */
  reattachAll(): Promise<readonly string[]>;
}

export function createImageImport(world: World, images: ImageStore, atSettled: AtSettled): ImageImport {
  /** Imports wait for each other: two files of one name must not take each other's place. */
  let last: Promise<unknown> = Promise.resolve();

  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const result = last.then(act);
    last = result.catch(() => undefined);
    return result;
  };

  const nameOf = (hostId: HostId, fileName: string): string => {
    if (!world.hosts().some((host) => host.hostId === hostId)) throw new RangeError(`there is no host ${hostId}`);
    return machineNameOf(
      fileName,
      world.machines().map((machine) => machine.name),
    );
  };

  const bringIn = async (hostId: HostId, name: string, file: KeptImage, fileName: string): Promise<VmId> => {
    try {
      const image = await openDiskImage(file.source, { name: fileName });
      // The world lets go of its images when it is closed; the file stays for the next time.
      return await atSettled(() => world.importMachine({ hostId, name, image, release: () => file.close() }));
    } catch (error) {
      file.close();
      throw error;
    }
  };

  return {
    importImage: (hostId, fileName, body) =>
      inTurn(async () => {
        const name = nameOf(hostId, fileName);
        const keptName = `${name}.${imageExtensionOf(fileName)}`;
        try {
          return await bringIn(hostId, name, await images.keep(keptName, body), keptName);
        } catch (error) {
          await images.remove(keptName);
          throw error;
        }
      }),
    importFile: (hostId, fileName, file) =>
      inTurn(async () => bringIn(hostId, nameOf(hostId, fileName), file, fileName)),
    reattachAll: async () => {
      const waiting = new Set(world.pendingImages().map((pending) => pending.name));
      const names: string[] = [];
      for (const name of await images.list()) {
        if (waiting.has(name.slice(0, name.lastIndexOf('.')))) names.push(name);
        // Of an import that was interrupted before its machine was saved.
        else await images.remove(name);
      }
      const lost: string[] = [];
      for (const pending of world.pendingImages()) {
        const keptName = names.find((name) => name.startsWith(`${pending.name}.`));
        const kept = keptName === undefined ? undefined : await images.open(keptName);
        if (keptName === undefined || !kept) {
          lost.push(pending.name);
          continue;
        }
        const image = await openDiskImage(kept.source, { name: keptName });
        world.reattachImage(pending.vmId, pending.diskId, image, () => kept.close());
      }
      return lost;
    },
  };
}

/** Does something to the world at an instant at which nobody works in it. */
export type AtSettled = <T>(act: () => T | Promise<T>) => Promise<T>;
