import { readlinkSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { type FileIdentity, type Folder, type FolderAccess, SystemError, systemCode } from './folder-access.js';

/** A folder that is granted. */
export interface GrantedFolder {
  /** Its path without links. */
  readonly path: string;
  /** The parts of its path, and of the path that it was granted by. */
  readonly parts: readonly Buffer[];
  readonly givenParts: readonly Buffer[];
  readonly identity: FileIdentity;
  readonly isWritable: boolean;
}

/** Where a walk has ended: a name in a folder. `.` is the folder itself. */
export interface Place {
  readonly folder: Folder;
  readonly name: Buffer;
  /** The absolute path, without links. */
  readonly path: Buffer;
  /** True in a folder that may be written. */
  readonly isWritable: boolean;
  /** True for a folder that is granted, which is part of a folder that may not be. */
  readonly isGranted: boolean;
  close(): void;
}

/** As in Linux. */
const MOST_LINKS = 40;
const LONGEST_NAME = 4096;

const SEPARATORS = path.sep === '\\' ? [0x2f, 0x5c] : [0x2f];
const DOT = Buffer.from('.');
const PARENT = Buffer.from('..');

/** The parts of a path, without those that are empty. */
export function partsOf(name: Uint8Array): Buffer[] {
  const parts: Buffer[] = [];
  let start = 0;
  for (let i = 0; i <= name.length; i++) {
    if (i < name.length && !SEPARATORS.includes(name[i] ?? 0)) continue;
    if (i > start) parts.push(Buffer.from(name.subarray(start, i)));
    start = i + 1;
  }
  return parts;
}

/** The absolute path with these parts. */
function pathOf(parts: readonly Buffer[]): Buffer {
  const separator = Buffer.from(path.sep);
  const pieces: Buffer[] = [];
  parts.forEach((part, i) => {
    // In Windows the first part is a drive.
    if (i > 0 || path.sep === '/') pieces.push(separator);
    pieces.push(part);
  });
  return parts.length === 0 ? separator : Buffer.concat(pieces);
}

/** True for a name that does not count from the current folder. */
function isAbsolute(name: Uint8Array): boolean {
  return path.isAbsolute(Buffer.from(name).toString('latin1'));
}

function startsWith(parts: readonly Buffer[], beginning: readonly Buffer[]): boolean {
  return beginning.length <= parts.length && beginning.every((part, i) => parts[i]?.equals(part));
}

/**
 * Goes from a granted folder to a file, one part of its name after the other and without following links: what a link says is walked in
 * the same way. So no link leads out, and no name means another file between being looked at and being used. The few system
 * calls that it takes are on folders and made at once, as they are shorter than the way to another thread.
 */
export class FolderWalk {
  readonly #access: FolderAccess;
  readonly #granted: GrantedFolder[];

  constructor(access: FolderAccess, granted: readonly GrantedFolder[]) {
    this.#access = access;
    this.#granted = [...granted];
  }

  /** The path of a folder that a granted one is in, if an absolute name is just that; undefined otherwise. */
  above(name: Uint8Array): Buffer | undefined {
    if (!isAbsolute(name)) return undefined;
    const parts = partsOf(name);
    return this.#granted.some((granted) => startsWith(granted.parts, parts)) ? pathOf(parts) : undefined;
  }

  /** Grants one more folder. */
  add(granted: GrantedFolder): void {
    this.#granted.push(granted);
  }

  /**
   * Where a name leads. Throws EACCES if that is not in a granted folder. The last part need not be there; with `followLinks` it was
   * not a link when it was looked at.
   */
  to(name: Uint8Array, current: Uint8Array, followLinks: boolean): Place {
    if (name.length === 0) throw new SystemError('ENOENT');
    if (name.length > LONGEST_NAME) throw new SystemError('ENAMETOOLONG');
    const steps = new Steps(this.#access, this.#granted);
    try {
      const parts = partsOf(name);
      // With a separator at its end it names a folder.
      if (SEPARATORS.includes(name[name.length - 1] ?? 0)) parts.push(DOT);
      steps.begin(isAbsolute(name) ? parts : [...partsOf(current), ...parts]);
      return steps.end(followLinks);
    } catch (error) {
      steps.close();
      throw error;
    }
  }
}

/** The state of a walk. */
class Steps {
  readonly #access: FolderAccess;
  readonly #granted: readonly GrantedFolder[];
  /** The granted folder, and the folders from there on. */
  #folders: Folder[] = [];
  #parts: Buffer[] = [];
  /** Parts of the path of the granted folder. */
  #least = 0;
  /** What remains, the next part last. */
  #pending: Buffer[] = [];
  #links = 0;

  constructor(access: FolderAccess, granted: readonly GrantedFolder[]) {
    this.#access = access;
    this.#granted = granted;
  }

  /** Goes to the granted folder that an absolute path leads through. */
  begin(parts: readonly Buffer[]): void {
    const { granted, rest } = this.#find(parts) ?? this.#find(withoutLinks(parts)) ?? {};
    if (granted === undefined || rest === undefined) throw new SystemError('EACCES');
    this.close();
    this.#folders = [this.#access.enterGranted(granted.path, granted.identity)];
    this.#parts = [...granted.parts];
    this.#least = granted.parts.length;
    this.#pending = rest.toReversed();
  }

  /** Goes on to the end. */
  end(followLinks: boolean): Place {
    for (;;) {
      const part = this.#pending.pop() ?? DOT;
      const isLast = this.#pending.length === 0;
      const folder = this.#folder();
      if (part.equals(PARENT)) {
        this.#leave();
      } else if (part.equals(DOT)) {
        if (isLast) return this.#place(DOT);
      } else if (isLast) {
        const link = followLinks ? linkAt(folder, part) : undefined;
        if (link === undefined) return this.#place(part);
        this.#follow(link);
      } else {
        this.#enter(folder, part);
      }
    }
  }

  close(): void {
    for (const folder of this.#folders) folder.close();
    this.#folders = [];
  }

  #folder(): Folder {
    const folder = this.#folders[this.#folders.length - 1];
    if (folder === undefined) throw new SystemError('EACCES');
    return folder;
  }

  #find(parts: readonly Buffer[]): { granted: GrantedFolder; rest: readonly Buffer[] } | undefined {
    let found: { granted: GrantedFolder; rest: readonly Buffer[] } | undefined;
    for (const granted of this.#granted) {
      for (const beginning of [granted.parts, granted.givenParts]) {
        if (!startsWith(parts, beginning)) continue;
        const rest = parts.slice(beginning.length);
        if (found === undefined || rest.length < found.rest.length) found = { granted, rest };
      }
    }
    return found;
  }

  #leave(): void {
    if (this.#parts.length > this.#least) {
      this.#folders.pop()?.close();
      this.#parts.pop();
    } else {
      // Out of the granted folder, perhaps into one that it is in.
      this.begin([...this.#parts.slice(0, -1), ...this.#pending.toReversed()]);
    }
  }

  #enter(folder: Folder, part: Buffer): void {
    try {
      this.#folders.push(this.#access.enter(folder, part));
      this.#parts.push(part);
    } catch (error) {
      const code = systemCode(error);
      const link = code === 'ENOTDIR' || code === 'ELOOP' ? linkAt(folder, part) : undefined;
      if (link === undefined) throw error;
      this.#follow(link);
    }
  }

  #follow(link: Uint8Array): void {
    this.#links++;
    if (this.#links > MOST_LINKS) throw new SystemError('ELOOP');
    const parts = partsOf(link);
    if (SEPARATORS.includes(link[link.length - 1] ?? 0)) parts.push(DOT);
    if (isAbsolute(link)) this.begin([...parts, ...this.#pending.toReversed()]);
    else this.#pending.push(...parts.toReversed());
  }

  #place(name: Buffer): Place {
    const folder = this.#folder();
    const parts = name.equals(DOT) ? this.#parts : [...this.#parts, name];
    return {
      folder,
      name,
      path: pathOf(parts),
      isWritable: this.#granted.some(({ isWritable, parts: beginning }) => isWritable && startsWith(parts, beginning)),
      isGranted: this.#granted.some(({ parts: all }) => all.length === parts.length && startsWith(parts, all)),
      close: () => {
        this.close();
      },
    };
  }
}

/** The target of a link; undefined if the name is of something else, or of nothing. */
function linkAt(folder: Folder, name: Buffer): Buffer | undefined {
  try {
    return readlinkSync(folder.child(name), 'buffer');
  } catch (error) {
    const code = systemCode(error);
    // Windows has UNKNOWN for what is not a link.
    if (code === 'EINVAL' || code === 'ENOENT' || code === 'UNKNOWN') return undefined;
    throw error;
  }
}

/**
 * A path outside of what is granted, which may lead there by links that programs cannot change: with those of its beginning resolved. Where that
 * leads is walked like any other path.
 */
function withoutLinks(parts: readonly Buffer[]): readonly Buffer[] {
  const collapsed: Buffer[] = [];
  for (const part of parts) {
    if (part.equals(PARENT)) collapsed.pop();
    else if (!part.equals(DOT)) collapsed.push(part);
  }
  for (let count = collapsed.length; count > 0; count--) {
    try {
      const real = realpathSync.native(pathOf(collapsed.slice(0, count)), 'buffer');
      return [...partsOf(real), ...collapsed.slice(count)];
    } catch {
      // Not there, or not for us to see: the part before it may be.
    }
  }
  return collapsed;
}
