import { constants, promises as fs, type Stats } from 'node:fs';
import path from 'node:path';
import { FileError, type FileInfo, type FileSystem, type OpenFile, type OpenOptions } from '@beamline/runtime-core';

/** The files in some folders of this computer, and nothing else. Symbolic links that lead out of the folders are not followed. */
export class GrantedFiles implements FileSystem {
  readonly #readable: readonly string[];
  readonly #writable: readonly string[];

  /** @param readable - folders that may be read; @param writable - folders that may be read and written */
  constructor(readable: readonly string[], writable: readonly string[]) {
    this.#writable = writable.map((folder) => path.resolve(folder));
    this.#readable = [...readable.map((folder) => path.resolve(folder)), ...this.#writable];
  }

  currentFolder(): string {
    return process.cwd();
  }

  readFile(name: string): Promise<Uint8Array> {
    return this.#attempt(name, async () => new Uint8Array(await fs.readFile(await this.#granted(name, this.#readable))));
  }

  open(name: string, options: OpenOptions): Promise<OpenFile> {
    return this.#attempt(name, async () => {
      const target = await this.#granted(name, options.write ? this.#writable : this.#readable);
      let flags = options.write ? constants.O_CREAT : 0;
      flags |= options.read && options.write ? constants.O_RDWR : options.write ? constants.O_WRONLY : constants.O_RDONLY;
      if (options.append) flags |= constants.O_APPEND;
      if (options.exclusive) flags |= constants.O_EXCL;
      const file = await fs.open(target, flags);
      const attempt = <T>(operation: () => Promise<T>): Promise<T> => this.#attempt(name, operation);
      return {
        read: (position, count) =>
          attempt(async () => {
            const { buffer, bytesRead } = await file.read(new Uint8Array(count), 0, count, position);
            return buffer.subarray(0, bytesRead);
          }),
        write: (position, bytes) =>
          attempt(async () => {
            await file.write(bytes, 0, bytes.length, options.append ? null : position);
          }),
        truncate: (size) => attempt(() => file.truncate(size)),
        sync: () => attempt(() => file.sync()),
        info: () => attempt(async () => infoOf(await file.stat())),
        close: () => attempt(() => file.close()),
      };
    });
  }

  info(name: string, followLinks: boolean): Promise<FileInfo> {
    return this.#attempt(name, async () => {
      const target = await this.#granted(name, this.#readable, followLinks);
      return infoOf(await (followLinks ? fs.stat(target) : fs.lstat(target)));
    });
  }

  list(name: string): Promise<readonly string[]> {
    return this.#attempt(name, async () => await fs.readdir(await this.#granted(name, this.#readable)));
  }

  makeFolder(name: string): Promise<void> {
    return this.#attempt(name, async () => await fs.mkdir(await this.#granted(name, this.#writable)));
  }

  removeFolder(name: string): Promise<void> {
    return this.#attempt(name, async () => await fs.rmdir(await this.#granted(name, this.#writable)));
  }

  remove(name: string): Promise<void> {
    return this.#attempt(name, async () => await fs.unlink(await this.#granted(name, this.#writable, false)));
  }

  rename(from: string, to: string): Promise<void> {
    return this.#attempt(
      from,
      async () => await fs.rename(await this.#granted(from, this.#writable, false), await this.#granted(to, this.#writable, false)),
    );
  }

  readLink(name: string): Promise<string> {
    return this.#attempt(name, async () => await fs.readlink(await this.#granted(name, this.#readable, false)));
  }

  /** The real path of a name, links resolved (for a new file, those of its folder). Throws FileError if it is outside of the folders. */
  async #granted(name: string, folders: readonly string[], followLinks = true): Promise<string> {
    const target = path.resolve(name);
    const folder = await fs.realpath(path.dirname(target)).catch(() => path.dirname(target));
    let real = path.join(folder, path.basename(target));
    if (followLinks) real = await fs.realpath(target).catch(() => real);
    const roots = await Promise.all(folders.map((root) => fs.realpath(root).catch(() => root)));
    const isIn = roots.some((root) => real === root || real.startsWith(root.endsWith(path.sep) ? root : root + path.sep));
    if (!isIn) throw new FileError('eacces', name);
    return real;
  }

  async #attempt<T>(name: string, operation: () => Promise<T>): Promise<T> {
    try {
      return await operation();
    } catch (error) {
      if (error instanceof FileError || !(error instanceof Error) || !('code' in error)) throw error;
      throw new FileError(String(error.code).toLowerCase(), name);
    }
  }
}

function infoOf(stats: Stats): FileInfo {
  const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);
  let type: FileInfo['type'] = 'other';
  if (stats.isFile()) type = 'regular';
  else if (stats.isDirectory()) type = 'directory';
  else if (stats.isSymbolicLink()) type = 'symlink';
  else if (stats.isCharacterDevice() || stats.isBlockDevice()) type = 'device';
  return {
    type,
    size: stats.size,
    mode: stats.mode,
    links: stats.nlink,
    inode: stats.ino,
    uid: stats.uid,
    gid: stats.gid,
    accessed: seconds(stats.atimeMs),
    modified: seconds(stats.mtimeMs),
    created: seconds(stats.ctimeMs),
  };
}
