import path from 'node:path';

/** The folder that this process is in; the root of the file system if that has been removed. */
export function currentFolder(): string {
  try {
    return process.cwd();
  } catch {
    return path.parse(process.execPath).root;
  }
}
