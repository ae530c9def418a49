import { realpathSync } from 'node:fs';
import path from 'node:path';

/** The roots that a program on the `PATH` may belong to, which is in `ROOT/bin`: of each that is there, in the order of the `PATH`. */
export function programRoots(program: string, { PATH = '' }: NodeJS.ProcessEnv): string[] {
  return PATH.split(path.delimiter).flatMap((folder) => {
    if (folder === '') return [];
    try {
      return [path.dirname(path.dirname(realpathSync(path.join(folder, program))))];
    } catch {
      return [];
    }
  });
}
