import {
  constants,
  existsSync,
  promises as fs,
  fstatSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { FileError, type FileInfo, type FileSystem, LoadError, type OpenFile, type OpenOptions } from '@beamline/runtime-core';
import { currentFolder } from './current-folder.js';
import { descriptorFolders } from './descriptor-folders.js';
import { fileError, withFileErrors } from './file-errors.js';
import { accessOf, infoOf, isSuperuser } from './file-info.js';
import { type FolderAccess, SystemError, systemCode } from './folder-access.js';
import { FolderWalk, type GrantedFolder, type Place, partsOf } from './folder-walk.js';
import { pathFolders } from './path-folders.js';
import { AT_ONCE, LARGEST_READ, LEAST_READ, openRegular, RegularFile } from './regular-file.js';
import { UnusualFile } from './unusual-file.js';

/** How often a name may turn into a link after it was looked at. */
const MOST_ATTEMPTS = 100;
const SELF = Buffer.from('.');
const SLASH = Buffer.from('/');
/** Bytes of a folder whose names are read at once: most systems tell of one how much its entries take. */
const SMALL_FOLDER = 1 << 16;
/** Bits of the mode that programs may set, and those of them by which others run a file as its owner. */
const CHANGEABLE_MODE = 0o6777;
const OWNER_MODE = 0o6000;

/** Paths by descriptors are Linux's, where `/proc` is mounted. */
function systemAccess(): FolderAccess {
  return process.platform === 'linux' && existsSync('/proc/self/fd') ? descriptorFolders : pathFolders;
}

/**
 * The files in some folders of this computer, and nothing else. Links may lead from one place in the folders to another, and nowhere else,
 * whatever the program renames meanwhile.
 */
export class GrantedFiles implements FileSystem {
  readonly #access: FolderAccess;
  readonly #walk: FolderWalk;
  /** The root of all files, if it is granted: then no link can lead to what is not, and the system may walk by itself. */
  readonly #root: GrantedFolder | undefined;
  #current: Buffer;

  /**
   * @param readable - folders that may be read; @param writable - folders that may be read and written. Throws LoadError for one that
   *   is not there. A folder that is replaced later is not granted any more.
   */
  constructor(readable: readonly string[], writable: readonly string[], access: FolderAccess = systemAccess()) {
    const granted = [...readable.map((folder) => grant(folder, false)), ...writable.map((folder) => grant(folder, true))];
    this.#access = access;
    this.#walk = new FolderWalk(access, granted);
    const roots = granted.filter((folder) => folder.path === '/');
    this.#root = roots.find((folder) => folder.isWritable) ?? roots[0];
    const place = currentFolder();
    const current = Buffer.from(place);
    // Who may use all files begins where the process is, whatever a walk would say.
    this.#current = this.#root === undefined ? Buffer.from(granted[0]?.path ?? path.parse(place).root) : current;
    if (this.#root !== undefined) return;
    try {
      this.setCurrentFolder(current);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
    }
  }

  /** Grants reading of one more folder. It becomes the current one if that is not granted. Throws LoadError if it is not there. */
  grantReading(folder: string): void {
    const granted = grant(folder, false);
    this.#walk.add(granted);
    for (const current of [this.#current, Buffer.from(granted.path)]) {
      try {
        this.setCurrentFolder(current);
        return;
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
      }
    }
  }

  currentFolder(): Uint8Array {
    return this.#current;
  }

  setCurrentFolder(name: Uint8Array): void {
    try {
      const place = this.#walk.to(name, this.#current, true);
      try {
        // Entering tells whether it is a folder.
        if (!place.name.equals(SELF)) this.#access.enter(place.folder, place.name).close();
        this.#current = place.path;
      } finally {
        place.close();
      }
    } catch (error) {
      throw fileError(error, name);
    }
  }

  async readFile(name: Uint8Array): Promise<Uint8Array> {
    const small = this.#root === undefined ? undefined : this.#systems(name, readSmallFile);
    if (small !== undefined) return small;
    return await this.#withFile(name, constants.O_RDONLY, async (file) => {
      try {
        const stats = fstatSync(file.fd);
        if (stats.isCharacterDevice()) return await readDevice(file);
        const { size } = stats;
        // A file may be all holes: more than a binary can have is not read.
        if (size > LARGEST_READ) throw new SystemError('EFBIG');
        // Files that the system makes up have no size.
        return size === 0 || size > AT_ONCE ? new Uint8Array(await file.readFile()) : readAtOnce(file, size);
      } finally {
        await file.close();
      }
    });
  }

  async open(name: Uint8Array, options: OpenOptions): Promise<OpenFile> {
    if (options.folder) return await this.#openFolder(name, options);
    let flags = options.write ? constants.O_CREAT : 0;
    flags |= options.read && options.write ? constants.O_RDWR : options.write ? constants.O_WRONLY : constants.O_RDONLY;
    if (options.append) flags |= constants.O_APPEND;
    if (options.exclusive) flags |= constants.O_EXCL;
    if (options.sync) flags |= constants.O_SYNC;
    // Where no link can lead to what is not granted the system opens at once what it has.
    if (this.#root !== undefined && (this.#root.isWritable || !options.write)) {
      const file = this.#systems(name, (location) => openRegular(location, flags));
      if (file !== undefined) return withFileErrors(new RegularFile(file, options), name);
    }
    return await this.#withFile(name, flags, (file) =>
      Promise.resolve(
        withFileErrors(fstatSync(file.fd).isFile() ? new RegularFile(file, options) : new UnusualFile(file, options.write), name),
      ),
    );
  }

  /** Of folders that a granted one is in it can be told that they are there, as its path says so. */
  async info(name: Uint8Array, followLinks: boolean): Promise<FileInfo> {
    try {
      const root = this.#root;
      const stats = root === undefined ? undefined : this.#systems(name, (location) => lstatSync(location));
      if (root !== undefined && stats?.isSymbolicLink() === false) return infoOf(stats, accessOf(stats, isSuperuser(), root.isWritable));
      return await this.#infoOfGranted(name, followLinks);
    } catch (error) {
      const above = error instanceof FileError && error.code === 'eacces' ? this.#walk.above(name) : undefined;
      if (above === undefined) throw error;
      return infoOf(await fs.lstat(above), 'none');
    }
  }

  #infoOfGranted(name: Uint8Array, followLinks: boolean): Promise<FileInfo> {
    return this.#at(name, followLinks, false, async ({ folder, name: last, isWritable }) => {
      const stats = await fs.lstat(folder.child(last));
      folder.check();
      if (!stats.isSymbolicLink()) return infoOf(stats, accessOf(stats, isSuperuser(), isWritable));
      if (followLinks) throw new SystemError('ELOOP');
      return infoOf(stats, await this.#accessOfTarget(name));
    });
  }

  async list(name: Uint8Array): Promise<readonly Uint8Array[]> {
    const small = this.#root === undefined ? undefined : this.#systems(name, listSmallFolder);
    if (small !== undefined) return small;
    return await this.#at(name, true, false, async (place) => {
      if (place.name.equals(SELF)) {
        const names = await fs.readdir(place.folder.child(SELF), { encoding: 'buffer' });
        place.folder.check();
        return names;
      }
      const folder = this.#access.enter(place.folder, place.name);
      try {
        const names = await fs.readdir(folder.child(SELF), { encoding: 'buffer' });
        folder.check();
        return names;
      } finally {
        folder.close();
      }
    });
  }

  makeFolder(name: Uint8Array): Promise<void> {
    return this.#at(withoutEnd(name), false, true, async ({ folder, name: last }) => {
      await fs.mkdir(folder.child(last));
    });
  }

  removeFolder(name: Uint8Array): Promise<void> {
    return this.#at(withoutEnd(name), false, true, async ({ folder, name: last, path: location, isGranted }) => {
      if (isGranted) throw new SystemError('EACCES');
      try {
        await fs.rmdir(folder.child(last));
      } catch (error) {
        // That of the current folder is an error of its own.
        if (systemCode(error) === 'ENOTEMPTY' && location.equals(this.#current)) throw new SystemError('EINVAL');
        throw error;
      }
    });
  }

  remove(name: Uint8Array): Promise<void> {
    return this.#at(name, false, true, async ({ folder, name: last }) => {
      const location = folder.child(last);
      // Not every system says so when it is asked to.
      if (last.equals(SELF) || lstatSync(location).isDirectory()) throw new SystemError('EPERM');
      await fs.unlink(location);
    });
  }

  rename(from: Uint8Array, to: Uint8Array): Promise<void> {
    return this.#at(withoutEnd(from), false, true, (source) =>
      this.#at(withoutEnd(to), false, true, (target) => {
        if (source.isGranted || target.isGranted) throw new SystemError('EACCES');
        source.folder.check();
        return fs.rename(source.folder.child(source.name), target.folder.child(target.name));
      }),
    );
  }

  readLink(name: Uint8Array): Promise<Uint8Array> {
    return this.#at(name, false, false, async ({ folder, name: last }) => {
      const target = await fs.readlink(folder.child(last), 'buffer');
      folder.check();
      return target;
    });
  }

  makeLink(existing: Uint8Array, name: Uint8Array): Promise<void> {
    // Whoever writes to the new name writes to the file that is there.
    return this.#at(existing, false, true, (source) =>
      this.#at(name, false, true, (target) => {
        source.folder.check();
        return fs.link(source.folder.child(source.name), target.folder.child(target.name));
      }),
    );
  }

  makeSymbolicLink(target: Uint8Array, name: Uint8Array): Promise<void> {
    return this.#at(name, false, true, ({ folder, name: last }) => fs.symlink(Buffer.from(target), folder.child(last)));
  }

  setPermissions(name: Uint8Array, mode: number): Promise<void> {
    return this.#withEntry(name, async (location) => {
      try {
        await fs.chmod(location, mode & CHANGEABLE_MODE);
      } catch (error) {
        if ((mode & OWNER_MODE) === 0) throw error;
        await fs.chmod(location, mode & CHANGEABLE_MODE & ~OWNER_MODE);
      }
    });
  }

  setOwner(name: Uint8Array, uid: number, gid: number): Promise<void> {
    return this.#withEntry(name, (location) => fs.chown(location, uid >>> 0, gid >>> 0));
  }

  setTimes(name: Uint8Array, accessed: number, modified: number): Promise<void> {
    return this.#withEntry(name, (location) => fs.utimes(location, timeOf(accessed), timeOf(modified)));
  }

  #openFolder(name: Uint8Array, { write }: OpenOptions): Promise<OpenFile> {
    return this.#at(name, true, write, async ({ folder, name: last }) => {
      if (write) throw new SystemError('EISDIR');
      const file = await this.#access.openFolder(folder, last);
      return withFileErrors(new UnusualFile(file, write), name);
    });
  }

  /** What may be done with what a link leads to. */
  #accessOfTarget(name: Uint8Array): Promise<FileInfo['access']> {
    return this.info(name, true).then(
      ({ access }) => access,
      () => 'none',
    );
  }

  /** Changes what is known of a file or folder. */
  #withEntry(name: Uint8Array, use: (location: string | Buffer) => Promise<void>): Promise<void> {
    return this.#at(name, true, true, ({ folder, name: last }) => this.#access.withEntry(folder, last, use));
  }

  /** Opens a file, and does something with it at once. */
  async #withFile<T>(name: Uint8Array, flags: number, use: (file: FileHandle) => Promise<T>): Promise<T> {
    // A link counts as a file that is there for whoever wants to make a new one.
    const followLinks = (flags & constants.O_EXCL) === 0;
    const isWriting = (flags & (constants.O_WRONLY | constants.O_RDWR)) !== 0;
    try {
      return await this.#at(name, followLinks, isWriting, async ({ folder, name: last }) => {
        if (last.equals(SELF)) throw new SystemError('EISDIR');
        return await use(await this.#access.openFile(folder, last, flags));
      });
    } catch (error) {
      const device = error instanceof FileError && error.code === 'enxio' ? this.#device(name) : undefined;
      if (device === undefined) throw error;
      return await this.#withDevice(name, device, flags, use);
    }
  }

  /** Path of a device such as `/dev/null`: whoever may use all files may use those, too. Others may do something when they are opened. */
  #device(name: Uint8Array): Buffer | undefined {
    if (this.#root === undefined) return undefined;
    return this.#systems(name, (location) => (statSync(location).isCharacterDevice() ? location : undefined));
  }

  async #withDevice<T>(name: Uint8Array, device: Buffer, flags: number, use: (file: FileHandle) => Promise<T>): Promise<T> {
    try {
      return await use(await fs.open(device, flags));
    } catch (error) {
      throw fileError(error, name);
    }
  }

  /** What the system makes of a name; undefined if only a walk can tell. It takes less time than the way to another thread. */
  #systems<T>(name: Uint8Array, use: (location: Buffer) => T): T | undefined {
    if (name.length === 0) throw new FileError('enoent', '');
    const location = path.isAbsolute(Buffer.from(name).toString('latin1'))
      ? Buffer.from(name)
      : Buffer.concat([this.#current, SLASH, name]);
    try {
      return use(location);
    } catch (error) {
      // The system cannot be asked about a name with a zero byte in it.
      if (name.includes(0)) return undefined;
      throw fileError(error, name);
    }
  }

  /** Does something at the place that a name leads to. Should that have become a link, the walk begins again. */
  async #at<T>(name: Uint8Array, followLinks: boolean, isWriting: boolean, use: (place: Place) => Promise<T>): Promise<T> {
    try {
      for (let attempt = 1; ; attempt++) {
        const place = this.#walk.to(name, this.#current, followLinks);
        try {
          if (isWriting && !place.isWritable) throw new SystemError('EACCES');
          if (isWriting) place.folder.check();
          return await use(place);
        } catch (error) {
          if (!followLinks || systemCode(error) !== 'ELOOP' || attempt === MOST_ATTEMPTS) throw error;
        } finally {
          place.close();
        }
      }
    } catch (error) {
      throw fileError(error, name);
    }
  }
}

function readAtOnce(file: FileHandle, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let done = 0;
  for (let count = -1; count !== 0 && done < size; done += count) count = readSync(file.fd, bytes, done, size - done, done);
  return bytes.subarray(0, done);
}

/** What a device gives up to its end, which some do not have. */
async function readDevice(file: FileHandle): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  for (let length = 0; ; ) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(LEAST_READ), 0, LEAST_READ, null);
    if (bytesRead === 0) return new Uint8Array(Buffer.concat(parts, length));
    length += bytesRead;
    if (length > LARGEST_READ) throw new SystemError('EFBIG');
    parts.push(buffer.subarray(0, bytesRead));
  }
}

/** The names in a folder; undefined for a large one, and for anything else. */
function listSmallFolder(location: Buffer): readonly Uint8Array[] | undefined {
  const stats = statSync(location);
  return stats.isDirectory() && stats.size <= SMALL_FOLDER ? readdirSync(location, { encoding: 'buffer' }) : undefined;
}

/** What a regular file holds; undefined for a large one, and for anything else, which is not opened. */
function readSmallFile(location: Buffer): Uint8Array | undefined {
  const stats = statSync(location);
  if (!stats.isFile() || stats.size === 0 || stats.size > AT_ONCE) return undefined;
  const { buffer, byteOffset, length } = readFileSync(location);
  return new Uint8Array(buffer, byteOffset, length);
}

/** A folder to be granted. Throws LoadError. */
function grant(folder: string, isWritable: boolean): GrantedFolder {
  try {
    const real = realpathSync.native(folder);
    const stats = statSync(real, { bigint: true });
    if (!stats.isDirectory()) throw new LoadError(`cannot grant ${folder}: it is not a folder`, folder);
    return {
      path: real,
      parts: partsOf(Buffer.from(real)),
      givenParts: partsOf(Buffer.from(path.resolve(folder))),
      identity: { device: stats.dev, inode: stats.ino },
      isWritable,
    };
  } catch (cause) {
    if (cause instanceof LoadError) throw cause;
    const problem = systemCode(cause) === 'ENOENT' ? 'no such file or directory' : String(cause);
    throw new LoadError(`cannot grant ${folder}: ${problem}`, folder, undefined, { cause });
  }
}

/** A name without the separators at its end, which are allowed for a folder that is made, removed or renamed. */
function withoutEnd(name: Uint8Array): Uint8Array {
  let end = name.length;
  while (end > 1 && name[end - 1] === 0x2f) end--;
  return name.subarray(0, end);
}

/** Node takes a number before 1970 for now. */
function timeOf(seconds: number): number | Date {
  if (seconds >= 0) return seconds;
  const date = new Date(1000 * seconds);
  if (Number.isNaN(date.getTime())) throw new SystemError('EINVAL');
  return date;
}
