/** The name of a file as the program gives it: the bytes, which are mostly but need not be UTF-8, without a zero. */
export type FileName = Uint8Array;

/** What is known about a file, as from `stat`. Times are seconds since 1970. */
export interface FileInfo {
  readonly type: 'regular' | 'directory' | 'symlink' | 'device' | 'other';
  /** Bytes. */
  readonly size: number;
  /** What this process may do with it; of an open file, what its permissions say. */
  readonly access: 'read' | 'write' | 'read_write' | 'none';
  /** Type and permissions, as in POSIX. */
  readonly mode: number;
  /** Hard links. */
  readonly links: number;
  /** Number of the device that it is on. */
  readonly device: number;
  /** Number of the device that it is, 0 for any other file. */
  readonly deviceNumber: number;
  readonly inode: number;
  readonly uid: number;
  readonly gid: number;
  readonly accessed: number;
  readonly modified: number;
  readonly created: number;
}

/** How a file is opened. */
export interface OpenOptions {
  readonly read: boolean;
  readonly write: boolean;
  /** Writes go to the end. */
  readonly append: boolean;
  /** The file must not be there yet. */
  readonly exclusive: boolean;
  /** A write returns when the data is on the disk. */
  readonly sync: boolean;
  /** It is a folder, which can be asked for information and written to the disk. */
  readonly folder: boolean;
}

/** An open file or folder. All methods reject as those of FileSystem do. */
export interface OpenFile {
  /** Its number in the system; undefined where there are none. */
  readonly descriptor: number | undefined;
  /** Up to `count` bytes from a position, none at the end. */
  read(position: number, count: number): Promise<Uint8Array>;
  /** Writes bytes at a position, or at the end if the file was opened to append. */
  write(position: number, bytes: Uint8Array): Promise<void>;
  /** Shortens the file, or extends it with zeros. */
  truncate(size: number): Promise<void>;
  /** Makes room for bytes from a position on: what was not there is zeros. */
  allocate(position: number, count: number): Promise<void>;
  /** Writes all changes to the disk; with `dataOnly` not those of times. */
  sync(dataOnly: boolean): Promise<void>;
  /** What is known about it. */
  info(): Promise<FileInfo>;
  /** Closes it. */
  close(): Promise<void>;
}

/** An operation of a file system failed, for a reason that POSIX has a name for. */
export class FileError extends Error {
  override readonly name: string = 'FileError';

  constructor(
    /** The name in lower case, as in OTP: `enoent`, `eacces`, … */
    readonly code: string,
    path: string,
  ) {
    super(`${code}: ${path}`);
  }
}

/**
 * Files that a program may use. Names that are not absolute count from the current folder. All methods reject with FileError, `eacces` for
 * what is not granted, and `enotsup` for what they cannot do. Only regular files and folders are opened.
 */
export interface FileSystem {
  /** Absolute path of the current folder, which is one that the program may know of. */
  currentFolder(): FileName;
  /** Makes another folder the current one. Throws FileError. */
  setCurrentFolder(path: FileName): void;
  /** Reads a whole file. */
  readFile(path: FileName): Promise<Uint8Array>;
  /** Opens a file, and creates it if it is to be written. */
  open(path: FileName, options: OpenOptions): Promise<OpenFile>;
  /** What is known about a file, or about a symbolic link itself unless `followLinks`. */
  info(path: FileName, followLinks: boolean): Promise<FileInfo>;
  /** Names of the files in a folder. */
  list(path: FileName): Promise<readonly FileName[]>;
  /** Makes a folder. */
  makeFolder(path: FileName): Promise<void>;
  /** Removes an empty folder. */
  removeFolder(path: FileName): Promise<void>;
  /** Removes a file or symbolic link. */
  remove(path: FileName): Promise<void>;
  /** Renames a file or folder. */
  rename(from: FileName, to: FileName): Promise<void>;
  /** The target of a symbolic link. */
  readLink(path: FileName): Promise<FileName>;
  /** Makes another name for a file. */
  makeLink(existing: FileName, name: FileName): Promise<void>;
  /** Makes a symbolic link, whose target need not be there. */
  makeSymbolicLink(target: FileName, name: FileName): Promise<void>;
  /** Sets the permissions of a file or folder, as in POSIX; other bits of `mode` do not count. */
  setPermissions(path: FileName, mode: number): Promise<void>;
  /** Sets the user and group that it belongs to; −1 leaves one as it is. */
  setOwner(path: FileName, uid: number, gid: number): Promise<void>;
  /** Sets when it was read and changed, in seconds since 1970. */
  setTimes(path: FileName, accessed: number, modified: number): Promise<void>;
}
