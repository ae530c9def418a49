import { type BigIntStats, constants, promises as fs, lstatSync, realpathSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { checkRegular, type FileIdentity, type Folder, type FolderAccess, SystemError } from './folder-access.js';

/** Windows lacks them. */
const { O_NOFOLLOW = 0, O_NONBLOCK = 0, O_DIRECTORY = 0 } = constants as Partial<typeof constants>;

/**
 * Folders by their paths, for systems on which descriptors cannot be used as folders. What was opened is compared with what is at
 * its path before anything is read, written or cut off, and so are the folders on the way. What remains: a program that swaps a folder and
 * a link at just the right moments, there and back around each look, can have an empty file made, or an entry renamed, removed or given
 * other permissions, elsewhere.
 */
export const pathFolders: FolderAccess = {
  enterGranted: (name, identity) => {
    const folder = new PathFolder(Buffer.from(name), undefined);
    if (folder.is(identity)) return folder;
    throw new SystemError('EACCES');
  },
  enter: (folder, name) => {
    if (!(folder instanceof PathFolder)) throw new TypeError('a folder of another kind');
    return new PathFolder(folder.child(name), folder);
  },
  openFile: async (folder, name, flags) => {
    const location = folder.child(name);
    folder.check();
    try {
      const stats = await fs.lstat(location);
      if ((flags & constants.O_EXCL) !== 0) throw new SystemError('EEXIST');
      checkRegular(stats);
    } catch (error) {
      const mayBeMissing = (flags & constants.O_CREAT) !== 0 && error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (!mayBeMissing) throw error;
    }
    return opened(folder, location, flags | O_NOFOLLOW | O_NONBLOCK, checkRegular);
  },
  openFolder: (folder, name) => {
    folder.check();
    return opened(folder, folder.child(name), constants.O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK, (stats) => {
      if (!stats.isDirectory()) throw new SystemError('ENOTDIR');
    });
  },
  withEntry: async (folder, name, use) => {
    const location = folder.child(name);
    folder.check();
    if (lstatSync(location).isSymbolicLink()) throw new SystemError('ELOOP');
    const result = await use(location);
    folder.check();
    return result;
  },
};

/** Opens what is at a path and is what it should be, and is still there then. */
async function opened(folder: Folder, location: Buffer, flags: number, check: (stats: BigIntStats) => void): Promise<FileHandle> {
  const file = await fs.open(location, flags);
  try {
    const stats = await file.stat({ bigint: true });
    check(stats);
    folder.check();
    const there = await fs.lstat(location, { bigint: true });
    folder.check();
    if (there.dev !== stats.dev || there.ino !== stats.ino) throw new SystemError('EACCES');
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

class PathFolder implements Folder {
  readonly #path: Buffer;
  readonly #parent: PathFolder | undefined;
  readonly #identity: FileIdentity;

  /** Throws ENOTDIR for anything else. */
  constructor(location: Buffer, parent: PathFolder | undefined) {
    const stats = lstatSync(location, { bigint: true });
    if (!stats.isDirectory()) throw new SystemError('ENOTDIR');
    this.#path = location;
    this.#parent = parent;
    this.#identity = { device: stats.dev, inode: stats.ino };
  }

  is({ device, inode }: FileIdentity): boolean {
    return this.#identity.device === device && this.#identity.inode === inode;
  }

  child(name: Uint8Array): Buffer {
    return Buffer.concat([this.#path, Buffer.from(path.sep), name]);
  }

  check(): void {
    this.#parent?.check();
    const stats = lstatSync(this.#path, { bigint: true });
    const isSame = stats.isDirectory() && stats.dev === this.#identity.device && stats.ino === this.#identity.inode;
    if (!isSame) throw new SystemError('EACCES');
    if (this.#parent === undefined && !realpathSync.native(this.#path, 'buffer').equals(this.#path)) throw new SystemError('EACCES');
  }

  close(): void {
    // A path holds nothing.
  }
}
