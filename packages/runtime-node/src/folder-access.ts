import type { FileHandle } from 'node:fs/promises';

/** What tells a file from all others of the computer. */
export interface FileIdentity {
  readonly device: bigint;
  readonly inode: bigint;
}

/** A folder that a walk has come to. */
export interface Folder {
  /** A path of a file in the folder. */
  child(name: Uint8Array): Buffer;
  /** Throws EACCES if the paths of its files may lead elsewhere by now. */
  check(): void;
  /** Nothing uses it any more. */
  close(): void;
}

/** How folders are held while their files are used. */
export interface FolderAccess {
  /** A folder that is granted, by its real path. Throws EACCES if it is not the one that it was when it was granted. */
  enterGranted(path: string, identity: FileIdentity): Folder;
  /** A folder in another. Throws ENOTDIR or ELOOP for anything else, such as a link. */
  enter(folder: Folder, name: Uint8Array): Folder;
  /**
   * Opens a regular file with flags of `open`, none of which may be O_TRUNC. Rejects with ELOOP for a link, EISDIR for a folder and ENXIO
   * for what is neither file nor folder, which is not opened: that may block or do something.
   */
  openFile(folder: Folder, name: Uint8Array, flags: number): Promise<FileHandle>;
  /** Opens a folder to read it. Rejects with ENOTDIR for anything else, such as a link. */
  openFolder(folder: Folder, name: Uint8Array): Promise<FileHandle>;
  /** Does something with a path of what is there now. Rejects with ELOOP for a link. */
  withEntry<T>(folder: Folder, name: Uint8Array, use: (path: string | Buffer) => Promise<T>): Promise<T>;
}

/** An error as those of the system, in whose names OTP has its own. */
export class SystemError extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

/** The code of a system error; undefined for another error. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Throws unless a file can be opened for its data. */
export function checkRegular(stats: { isFile(): boolean; isDirectory(): boolean; isSymbolicLink(): boolean }): void {
  if (stats.isFile()) return;
  if (stats.isSymbolicLink()) throw new SystemError('ELOOP');
  throw new SystemError(stats.isDirectory() ? 'EISDIR' : 'ENXIO');
}
