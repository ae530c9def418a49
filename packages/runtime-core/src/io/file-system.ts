/** What is known about a file, as from `stat`. Times are seconds since 1970. */
export interface FileInfo {
  readonly type: 'regular' | 'directory' | 'symlink' | 'device' | 'other';
  /** Bytes. */
  readonly size: number;
  /** Type and permissions, as in POSIX. */
  readonly mode: number;
  /** Hard links. */
  readonly links: number;
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
}

/** An open file. All methods reject as those of FileSystem do. */
export interface OpenFile {
  /** Up to `count` bytes from a position, none at the end. */
  read(position: number, count: number): Promise<Uint8Array>;
  /** Writes bytes at a position, or at the end if the file was opened to append. */
  write(position: number, bytes: Uint8Array): Promise<void>;
  /** Shortens the file, or extends it with zeros. */
  truncate(size: number): Promise<void>;
  /** Writes all changes to the disk. */
  sync(): Promise<void>;
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

/** Files that a program may use. Paths are as the program writes them. All methods reject with FileError, `eacces` for what is not granted. */
export interface FileSystem {
  /** Absolute path of the folder that relative paths count from. */
  currentFolder(): string;
  /** Reads a whole file. */
  readFile(path: string): Promise<Uint8Array>;
  /** Opens a file, and creates it if it is to be written. */
  open(path: string, options: OpenOptions): Promise<OpenFile>;
  /** What is known about a file, or about a symbolic link itself unless `followLinks`. */
  info(path: string, followLinks: boolean): Promise<FileInfo>;
  /** Names of the files in a folder. */
  list(path: string): Promise<readonly string[]>;
  /** Makes a folder. */
  makeFolder(path: string): Promise<void>;
  /** Removes an empty folder. */
  removeFolder(path: string): Promise<void>;
  /** Removes a file or symbolic link. */
  remove(path: string): Promise<void>;
  /** Renames a file or folder. */
  rename(from: string, to: string): Promise<void>;
  /** The target of a symbolic link. */
  readLink(path: string): Promise<string>;
}
