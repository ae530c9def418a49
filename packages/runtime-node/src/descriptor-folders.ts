import { closeSync, constants, promises as fs, fstatSync, openSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { checkRegular, type FileIdentity, type Folder, type FolderAccess, SystemError, systemCode } from './folder-access.js';

/** Linux's O_PATH, which Node has no name for: the place of a file, which is not opened. The same on every architecture that Node has. */
const O_PATH = 0o10000000;
const FOLDER = O_PATH | constants.O_DIRECTORY | constants.O_NOFOLLOW;
const CREATION = constants.O_CREAT | constants.O_EXCL;

/** How often a file may come and go between two looks at it. */
const MOST_ATTEMPTS = 100;

/**
 * Folders by descriptors. Node has no `openat`, but in Linux `/proc/self/fd/N/name` is the file of that name in the folder of
 * descriptor N, whatever has been renamed since that was opened. So to check a folder and to use it is one step.
 */
export const descriptorFolders: FolderAccess = {
  enterGranted: (path, identity) => {
    const folder = new DescriptorFolder(openSync(path, FOLDER));
    if (folder.is(identity)) return folder;
    folder.close();
    throw new SystemError('EACCES');
  },
  enter: (folder, name) => new DescriptorFolder(openSync(folder.child(name), FOLDER)),
  openFile: async (folder, name, flags) => {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      try {
        return await ((flags & constants.O_EXCL) === 0 ? openThere(folder, name, flags) : create(folder, name, flags));
      } catch (error) {
        const isMissing = systemCode(error) === 'ENOENT' && (flags & constants.O_CREAT) !== 0 && (flags & constants.O_EXCL) === 0;
        if (!isMissing) throw error;
      }
      try {
        return await create(folder, name, flags);
      } catch (error) {
        if (systemCode(error) !== 'EEXIST') throw error;
      }
    }
    throw new SystemError('EBUSY');
  },
  openFolder: (folder, name) => fs.open(folder.child(name), constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW),
  withEntry: async (folder, name, use) => {
    const place = await fs.open(folder.child(name), O_PATH | constants.O_NOFOLLOW);
    try {
      if ((await place.stat()).isSymbolicLink()) throw new SystemError('ELOOP');
      return await use(`/proc/self/fd/${place.fd}`);
    } finally {
      await place.close();
    }
  },
};

/** What is there is looked at first, and then what was looked at is opened. */
async function openThere(folder: Folder, name: Uint8Array, flags: number): Promise<FileHandle> {
  const place = await fs.open(folder.child(name), O_PATH | constants.O_NOFOLLOW);
  try {
    checkRegular(await place.stat());
    return await fs.open(`/proc/self/fd/${place.fd}`, flags & ~CREATION);
  } finally {
    await place.close();
  }
}

function create(folder: Folder, name: Uint8Array, flags: number): Promise<FileHandle> {
  return fs.open(folder.child(name), flags | CREATION | constants.O_NOFOLLOW);
}

class DescriptorFolder implements Folder {
  readonly #descriptor: number;

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  is({ device, inode }: FileIdentity): boolean {
    const stats = fstatSync(this.#descriptor, { bigint: true });
    return stats.dev === device && stats.ino === inode;
  }

  child(name: Uint8Array): Buffer {
    return Buffer.concat([Buffer.from(`/proc/self/fd/${this.#descriptor}/`), name]);
  }

  check(): void {
    // The descriptor is of the folder wherever that is.
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
