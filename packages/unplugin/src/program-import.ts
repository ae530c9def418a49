import { existsSync } from 'node:fs';
import path from 'node:path';

/** What an import of a program ends in, unless its name tells. */
const QUERY = '?beam';
/** Files that are programs without being told to be. */
const FILES = /\.(?:beam|avm)$/;
/** How the names of the modules begin that imports of programs become: others leave such names alone. */
const PREFIX = '\0beamline:';

/**
 * The program that an import means: an absolute path, or a name in the code path. Undefined for what is no import of a program.
 * @param importer - the file that imports it
 * @param root - the folder that paths which begin with a slash may be in
 */
export function importedProgram(source: string, importer: string | undefined, root: string): string | undefined {
  const hasQuery = source.endsWith(QUERY);
  if (!hasQuery && !FILES.test(source)) return undefined;
  const name = hasQuery ? source.slice(0, -QUERY.length) : source;
  if (name.startsWith('.')) return path.resolve(importer === undefined ? root : path.dirname(importer), name);
  if (path.isAbsolute(name)) return existsSync(name) ? name : path.join(root, name);
  return hasQuery ? name : undefined;
}

/** The name of the module that a program becomes. */
export function moduleId(program: string): string {
  return `${PREFIX}${program}`;
}

/** The program that a module stands for; undefined for other modules. */
export function programOf(id: string): string | undefined {
  return id.startsWith(PREFIX) ? id.slice(PREFIX.length) : undefined;
}
