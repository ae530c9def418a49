/** What is known about a file, as from `stat`. Times are seconds since 1970. */
export interface FileInfo {
  readonly type: 'regular' | 'directory' | 'symlink' | 'device' | 'other';
  /** Bytes. */
  readonly size: number;
  readonly mode: number;
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
  sync(): Promise<void>;
  info(): Promise<FileInfo>;
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
  readFile(path: string): Promise<Uint8Array>;
  open(path: string, options: OpenOptions): Promise<OpenFile>;
  info(path: string, followLinks: boolean): Promise<FileInfo>;
  list(path: string): Promise<readonly string[]>;
  makeFolder(path: string): Promise<void>;
  removeFolder(path: string): Promise<void>;
  remove(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** The target of a symbolic link. */
  readLink(path: string): Promise<string>;
}
