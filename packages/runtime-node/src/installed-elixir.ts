import { accessSync } from 'node:fs';
import path from 'node:path';
import { programRoots } from './program-roots.js';

/** Where packages and installers put Elixir. */
const USUAL_ROOTS = ['/usr/lib/elixir', '/usr/lib64/elixir', '/usr/local/lib/elixir', '/opt/homebrew/opt/elixir', '/opt/local/lib/elixir'];

/**
 * The root folder of an installed Elixir, in which `bin` and `lib` are: the one that `ELIXIR_ROOT` names, that of the `elixir` on the `PATH`, or one
 * in a usual place. Undefined if there is none.
 */
export function findInstalledElixir(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const roots = [environment.ELIXIR_ROOT, ...programRoots('elixir', environment), ...USUAL_ROOTS];
  return roots.find((root) => root !== undefined && root !== '' && isRoot(root));
}

function isRoot(root: string): boolean {
  try {
    accessSync(path.join(root, 'lib', 'elixir', 'ebin', 'elixir.app'));
    return true;
  } catch {
    return false;
  }
}
