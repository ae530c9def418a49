import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A Gleam project with what `gleam build` has left in it. */
interface GleamBuild {
  /** Name of its package. */
  readonly name: string;
  /** The `ebin` folders of the package and of those that it depends on. */
  readonly codePath: readonly string[];
}

/** Something that keeps `beamline gleam` from running a program, in words for its user. */
export class GleamError extends Error {
  override readonly name = 'GleamError';
}

const USAGE = 'beamline gleam run|test|shell [-m module] [-- arguments...]';

/**
 * Finds the project of a folder, as `gleam` does: in it or above. Throws GleamError where there is none, or where it is not built.
 */
function findGleamBuild(folder: string): GleamBuild {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    const settings = path.join(at, 'gleam.toml');
    if (existsSync(settings)) return builtIn(at, readFileSync(settings, 'utf8'));
    if (at === path.dirname(at)) throw new GleamError(`there is no gleam.toml in ${folder} or above it: go to a Gleam project`);
  }
}

function builtIn(project: string, settings: string): GleamBuild {
  const [, name] = /^\s*name\s*=\s*["']([a-z][a-z0-9_]*)["']/m.exec(settings) ?? [];
  if (name === undefined) throw new GleamError(`${path.join(project, 'gleam.toml')} has no name`);
  for (const folder of ['dev/erlang', 'prod/erlang', 'erlang-shipment']) {
    const build = path.join(project, 'build', folder);
    if (!existsSync(path.join(build, name, 'ebin'))) continue;
    const codePath = readdirSync(build)
      .map((entry) => path.join(build, entry, 'ebin'))
      .filter((ebin) => existsSync(ebin));
    return { name, codePath };
  }
  throw new GleamError(`${project} is not built for Erlang: run gleam build first`);
}

/**
 * The arguments of `erl` that `gleam run`, `gleam test` and `gleam shell` stand for. Throws GleamError for others.
 * @param args - what follows `gleam`
 * @param folder - where it is called
 */
export function gleamArguments(args: readonly string[], folder: string): string[] {
  const [command = '', ...rest] = args;
  const end = rest.indexOf('--');
  const options = end < 0 ? rest : rest.slice(0, end);
  const extra = end < 0 ? [] : rest.slice(end + 1);
  if (command !== 'run' && command !== 'test' && command !== 'shell')
    throw new GleamError(`no command ${command}: ${USAGE}. What else gleam does, it does without Beamline`);
  let module: string | undefined;
  for (let i = 0; i < options.length; i++) {
    const option = options[i] ?? '';
    if (option === '--no-print-progress') continue;
    if (option !== '-m' && option !== '--module') throw new GleamError(`unknown argument ${option}: ${USAGE}`);
    i++;
    module = options[i];
    if (module === undefined) throw new GleamError(`${option} needs a module: ${USAGE}`);
  }
  const { name, codePath } = findGleamBuild(folder);
  const path = codePath.flatMap((ebin) => ['-pa', ebin]);
  if (command === 'shell') return path;
  const beamName = (module ?? (command === 'test' ? `${name}_test` : name)).replaceAll('/', '@');
  return [...path, '-eval', mainCall(beamName, name, codePath), '-noshell', '-extra', ...extra];
}

/** Gleam puts a module into each package that runs a `main` and shows how it fails. */
function mainCall(module: string, name: string, codePath: readonly string[]): string {
  for (const runner of [`${name}@@main`, 'gleam@@main'])
    if (codePath.some((ebin) => existsSync(path.join(ebin, `${runner}.beam`)))) return `'${runner}':run('${module}')`;
  return `'${module}':main(), init:stop()`;
}
