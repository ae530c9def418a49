import type { Stats } from 'node:fs';
import type { FileInfo } from '@beamline/runtime-core';

/** True if this process may do everything. */
export function isSuperuser(): boolean {
  return process.geteuid?.() === 0;
}

/** What this process may do with a file, by its permissions. */
export function accessOf({ mode, uid, gid }: Stats, isRoot: boolean, isWritable: boolean): FileInfo['access'] {
  const owner = process.geteuid?.() ?? uid;
  const groups = process.getgroups?.() ?? [];
  const bits = isRoot ? 0o7 : uid === owner ? mode >> 6 : gid === process.getegid?.() || groups.includes(gid) ? mode >> 3 : mode;
  const canRead = (bits & 4) !== 0;
  const canWrite = (bits & 2) !== 0 && isWritable;
  if (canRead) return canWrite ? 'read_write' : 'read';
  return canWrite ? 'write' : 'none';
}

/** What is told of a file by what the system tells. */
export function infoOf(stats: Stats, access: FileInfo['access']): FileInfo {
  const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);
  let type: FileInfo['type'] = 'other';
  if (stats.isFile()) type = 'regular';
  else if (stats.isDirectory()) type = 'directory';
  else if (stats.isSymbolicLink()) type = 'symlink';
  else if (stats.isCharacterDevice() || stats.isBlockDevice()) type = 'device';
  return {
    type,
    size: stats.size,
    access,
    mode: stats.mode,
    links: stats.nlink,
    device: stats.dev,
    deviceNumber: stats.rdev,
    inode: stats.ino,
    uid: stats.uid,
    gid: stats.gid,
    accessed: seconds(stats.atimeMs),
    modified: seconds(stats.mtimeMs),
    created: seconds(stats.ctimeMs),
  };
}
