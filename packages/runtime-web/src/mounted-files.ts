import { FileError, type FileInfo, type FileName, type FileSystem, type OpenFile, type OpenOptions } from '@beamline/runtime-core';

/** A file: its bytes, or what fetches them; undefined if it turns out not to be there. */
type Content = Uint8Array | (() => Promise<Uint8Array | undefined>);

/** A folder, whose files have their bytes or are fetched when they are read. */
interface Folder {
  readonly entries: Map<string, Folder | { content: Content }>;
  /** Fetches what has no entry: such a folder cannot tell what is in it. */
  readonly find?: (name: string) => Promise<Uint8Array | undefined>;
}

/** Types and permissions, as in POSIX. */
const FOLDER_MODE = 0o040555;
const FILE_MODE = 0o100444;

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** Files that a page has fetched, or can fetch, as a tree of folders that programs only read. */
export class MountedFiles implements FileSystem {
  readonly #root: Folder = { entries: new Map() };
  #current = '/';
  /** When it was made, in seconds since 1970: the time of all files. */
  readonly #time = Math.floor(Date.now() / 1000);

  /** Puts a file at an absolute path. What is there already stays. */
  add(path: string, content: Content): void {
    const names = parts(path);
    const last = names.pop();
    const folder = this.#makeFolder(names);
    if (last !== undefined && !folder.entries.has(last)) folder.entries.set(last, { content });
  }

  /** Puts a folder at an absolute path, whose files are found by their names. */
  addFolder(path: string, find: (name: string) => Promise<Uint8Array | undefined>): void {
    const names = parts(path);
    const last = names.pop();
    if (last !== undefined) this.#makeFolder(names).entries.set(last, { entries: new Map(), find });
  }

  /** Names in a folder; none if it is not there. */
  names(path: string): readonly string[] {
    const found = this.#walk(parts(path));
    return found !== undefined && 'entries' in found ? [...found.entries.keys()] : [];
  }

  /** The text of a file; undefined if it is not there. */
  async text(path: string): Promise<string | undefined> {
    const bytes = await this.#bytes(parts(path));
    return bytes === undefined ? undefined : decoder.decode(bytes);
  }

  #makeFolder(names: readonly string[]): Folder {
    let folder = this.#root;
    for (const name of names) {
      const next = folder.entries.get(name);
      if (next !== undefined && 'entries' in next) {
        folder = next;
        continue;
      }
      const made: Folder = { entries: new Map() };
      folder.entries.set(name, made);
      folder = made;
    }
    return folder;
  }

  #walk(names: readonly string[]): Folder | { content: Content } | undefined {
    let at: Folder | { content: Content } | undefined = this.#root;
    for (const name of names) {
      if (at === undefined || !('entries' in at)) return undefined;
      const folder: Folder = at;
      at =
        folder.entries.get(name) ??
        (folder.find === undefined ? undefined : { content: () => folder.find?.(name) ?? Promise.resolve(undefined) });
    }
    return at;
  }

  async #bytes(names: readonly string[]): Promise<Uint8Array | undefined> {
    const found = this.#walk(names);
    if (found === undefined || 'entries' in found) return undefined;
    if (typeof found.content !== 'function') return found.content;
    const bytes = await found.content();
    // Read once, it is there.
    if (bytes !== undefined) found.content = bytes;
    return bytes;
  }

  #names(path: FileName): string[] {
    const text = decoder.decode(path);
    return parts(text.startsWith('/') ? text : `${this.#current}/${text}`);
  }

  async #require(path: FileName): Promise<Uint8Array> {
    const names = this.#names(path);
    const bytes = await this.#bytes(names);
    if (bytes !== undefined) return bytes;
    const found = this.#walk(names);
    throw new FileError(found !== undefined && 'entries' in found ? 'eisdir' : 'enoent', `/${names.join('/')}`);
  }

  currentFolder(): FileName {
    return encoder.encode(this.#current);
  }

  setCurrentFolder(path: FileName): void {
    const names = this.#names(path);
    const found = this.#walk(names);
    if (found === undefined || !('entries' in found)) throw new FileError('enoent', `/${names.join('/')}`);
    this.#current = `/${names.join('/')}`;
  }

  readFile(path: FileName): Promise<Uint8Array> {
    return this.#require(path);
  }

  async open(path: FileName, { write, append, exclusive, folder }: OpenOptions): Promise<OpenFile> {
    if (write || append || exclusive) throw refused(path);
    const info = await this.info(path);
    if (folder !== (info.type === 'directory')) throw new FileError(folder ? 'enotdir' : 'eisdir', decoder.decode(path));
    const bytes = folder ? new Uint8Array() : await this.#require(path);
    const no = (): Promise<never> => Promise.reject(new FileError('ebadf', decoder.decode(path)));
    return {
      descriptor: undefined,
      read: (position, count) => Promise.resolve(bytes.slice(position, position + count)),
      write: no,
      truncate: no,
      allocate: no,
      sync: () => Promise.resolve(),
      info: () => Promise.resolve(info),
      close: () => Promise.resolve(),
    };
  }

  async info(path: FileName): Promise<FileInfo> {
    const found = this.#walk(this.#names(path));
    const isFolder = found !== undefined && 'entries' in found;
    const size = isFolder ? 0 : (await this.#require(path)).length;
    const time = this.#time;
    return {
      type: isFolder ? 'directory' : 'regular',
      size,
      access: 'read',
      mode: isFolder ? FOLDER_MODE : FILE_MODE,
      links: 1,
      device: 0,
      deviceNumber: 0,
      inode: 0,
      uid: 0,
      gid: 0,
      accessed: time,
      modified: time,
      created: time,
    };
  }

  list(path: FileName): Promise<readonly FileName[]> {
    const names = this.#names(path);
    const found = this.#walk(names);
    if (found === undefined || !('entries' in found))
      return Promise.reject(new FileError(found === undefined ? 'enoent' : 'enotdir', `/${names.join('/')}`));
    return Promise.resolve([...found.entries.keys()].map((name) => encoder.encode(name)));
  }

  readLink(path: FileName): Promise<FileName> {
    return this.#walk(this.#names(path)) === undefined ? absent(path) : Promise.reject(new FileError('einval', decoder.decode(path)));
  }

  makeFolder(path: FileName): Promise<void> {
    return Promise.reject(refused(path));
  }

  removeFolder(path: FileName): Promise<void> {
    return Promise.reject(refused(path));
  }

  remove(path: FileName): Promise<void> {
    return Promise.reject(refused(path));
  }

  rename(path: FileName): Promise<void> {
    return Promise.reject(refused(path));
  }

  makeLink(_: FileName, name: FileName): Promise<void> {
    return Promise.reject(refused(name));
  }

  makeSymbolicLink(_: FileName, name: FileName): Promise<void> {
    return Promise.reject(refused(name));
  }

  setPermissions(path: FileName): Promise<void> {
    return Promise.reject(refused(path));
  }

  setOwner(path: FileName): Promise<void> {
    return Promise.reject(refused(path));
  }

  setTimes(path: FileName): Promise<void> {
    return Promise.reject(refused(path));
  }
}

/** The names on the way to a path. */
function parts(path: string): string[] {
  const names: string[] = [];
  for (const name of path.split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return names;
}

/** A change of what programs only read. */
function refused(path: FileName): FileError {
  return new FileError('erofs', decoder.decode(path));
}

function absent(path: FileName): Promise<never> {
  return Promise.reject(new FileError('enoent', decoder.decode(path)));
}
