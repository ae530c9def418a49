import { mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** Permissions of a folder that only its owner reads and writes. */
const PRIVATE = 0o700;
/** Permissions of a folder in which the group or others could write. */
const OTHERS_WRITE = 0o022;

/** Where programs keep what can be made again, by the conventions of the system. */
export function userCacheFolder(): string {
  const { LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
  if (process.platform === 'win32') return path.join(LOCALAPPDATA ?? path.join(homedir(), 'AppData', 'Local'), 'beamline', 'cache');
  if (process.platform === 'darwin') return path.join(homedir(), 'Library', 'Caches', 'beamline');
  return path.join(XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'beamline');
}

/** Makes a folder if need be; false if it cannot be made, or if someone else could write in it. */
export function isPrivateFolder(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: PRIVATE });
    const { uid, mode } = statSync(folder);
    return process.getuid === undefined || (uid === process.getuid() && (mode & OTHERS_WRITE) === 0);
  } catch {
    return false;
  }
}
