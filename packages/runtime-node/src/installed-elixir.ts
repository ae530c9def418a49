import { accessSync, realpathSync } from 'node:fs';
import path from 'node:path';

/** Where packages and installers put Elixir. */
const USUAL_ROOTS = ['/usr/lib/elixir', '/usr/lib64/elixir', '/usr/local/lib/elixir', '/opt/homebrew/opt/elixir', '/opt/local/lib/elixir'];

/**
 * The root folder of an installed Elixir, in which `bin` and `lib` are: the one that `ELIXIR_ROOT` names, that of the `elixir` on the `PATH`, or one
 * in a usual place. Undefined if there is none.
 */
export function findInstalledElixir(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const { ELIXIR_ROOT, PATH = '' } = environment;
  const onPath = PATH.split(path.delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => path.join(folder, 'elixir'));
  const roots = [ELIXIR_ROOT, ...onPath.map(rootOf), ...USUAL_ROOTS];
  return roots.find((root) => root !== undefined && root !== '' && isRoot(root));
}

/** The root that an `elixir` in `ROOT/bin` belongs to; undefined if it is not there. */
function rootOf(elixir: string): string | undefined {
  try {
    return path.dirname(path.dirname(realpathSync(elixir)));
  } catch {
    return undefined;
  }
}

function isRoot(root: string): boolean {
  try {
    accessSync(path.join(root, 'lib', 'elixir', 'ebin', 'elixir.app'));
    return true;
  } catch {
    return false;
  }
}
