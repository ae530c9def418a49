import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { programRoots } from './program-roots.js';

/** Where packages and installers put Elixir. */
const USUAL_ROOTS = ['/usr/lib/elixir', '/usr/lib64/elixir', '/usr/local/lib/elixir', '/opt/homebrew/opt/elixir', '/opt/local/lib/elixir'];

/** An Elixir on this computer. */
export interface InstalledElixir {
  /** Its root folder, in which `bin` and `lib` are. */
  readonly root: string;
  /** Major and minor version, such as `[1, 14]`. */
  readonly version: readonly [number, number];
  /** The `ebin` folders of its applications. */
  readonly codePath: readonly string[];
}

/**
 * An installed Elixir: the one that `ELIXIR_ROOT` names, that of the `elixir` on the `PATH`, or one in a usual place. Undefined if there is none.
 */
export function findInstalledElixir(environment: NodeJS.ProcessEnv = process.env): InstalledElixir | undefined {
  const roots = [environment.ELIXIR_ROOT, ...programRoots('elixir', environment), ...USUAL_ROOTS];
  for (const root of roots) {
    const found = root === undefined || root === '' ? undefined : elixirIn(root);
    if (found !== undefined) return found;
  }
  return undefined;
}

function elixirIn(root: string): InstalledElixir | undefined {
  const lib = path.join(root, 'lib');
  try {
    const [, major, minor] = /\{vsn,\s*"(\d+)\.(\d+)/.exec(readFileSync(path.join(lib, 'elixir', 'ebin', 'elixir.app'), 'utf8')) ?? [];
    const codePath = readdirSync(lib).map((application) => path.join(lib, application, 'ebin'));
    return { root, version: [Number(major), Number(minor)], codePath };
  } catch {
    return undefined;
  }
}
