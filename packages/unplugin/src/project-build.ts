import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { ProjectError } from './project-error.js';

/** What a program is packed from, once it is built. */
export interface BuiltProgram {
  /** What is packed: paths and names as `packProgram` takes them. */
  readonly entries: readonly string[];
  /** Folders with compiled modules that no entry is in. */
  readonly codePaths: readonly string[];
  /** The files that it was built from. */
  readonly sources: readonly string[];
  /** The folder in which there may be more of them; undefined if there are no more. */
  readonly sourceFolder: string | undefined;
}

/** Folders of projects in which there are no sources. */
const NO_SOURCES: ReadonlySet<string> = new Set(['_build', 'build', 'deps', 'node_modules', 'ebin', '.git', '.elixir_ls']);
const SOURCE = /\.(?:erl|hrl|yrl|xrl|ex|exs|eex|gleam|app\.src)$|^(?:rebar\.config|rebar\.lock|gleam\.toml|mix\.lock)$/;

/**
 * Builds what is a project of mix, rebar3 or Gleam, a folder of Erlang sources, or such a source; anything else is taken as it is.
 * @param cache - folder for the modules of sources that are in no project
 * @param build - false to take a project as it was built last
 */
export async function builtProgram(program: string, cache: string, build: boolean): Promise<BuiltProgram> {
  const stats = statSync(program, { throwIfNoEntry: false });
  if (stats === undefined) return { entries: [program], codePaths: [], sources: [], sourceFolder: undefined };
  if (stats.isFile()) {
    if (!program.endsWith('.erl')) return { entries: [program], codePaths: [], sources: [program], sourceFolder: undefined };
    const ebin = await compiledSources(path.dirname(program), cache);
    return {
      entries: [path.join(ebin, `${path.basename(program, '.erl')}.beam`)],
      codePaths: [],
      sources: erlangSources(path.dirname(program)),
      sourceFolder: path.dirname(program),
    };
  }
  const command = projectCommand(program);
  if (command !== undefined) {
    if (build) await run(command, program);
    return { entries: [program], codePaths: [], sources: sourcesIn(program), sourceFolder: program };
  }
  const folder = [program, path.join(program, 'src')].find((each) => erlangSources(each).length > 0);
  if (folder === undefined) return { entries: [program], codePaths: [], sources: [], sourceFolder: undefined };
  const ebin = await compiledSources(folder, cache);
  const modules = erlangSources(folder).map((source) => path.join(ebin, `${path.basename(source, '.erl')}.beam`));
  return { entries: modules, codePaths: [], sources: sourcesIn(program), sourceFolder: program };
}

/** The command that builds the project of a folder. */
function projectCommand(folder: string): readonly [string, ...string[]] | undefined {
  const names = new Set(readdirSync(folder));
  if (names.has('mix.exs')) return ['mix', 'compile'];
  if (names.has('gleam.toml')) return ['gleam', 'build', '--target', 'erlang'];
  return names.has('rebar.config') ? ['rebar3', 'compile'] : undefined;
}

/** Compiles the Erlang sources of a folder; the folder with the modules. */
async function compiledSources(folder: string, cache: string): Promise<string> {
  const ebin = path.join(cache, createHash('sha256').update(folder).digest('hex').slice(0, 16));
  mkdirSync(ebin, { recursive: true });
  const sources = erlangSources(folder);
  const compiled = sources.map((source) => path.join(ebin, `${path.basename(source, '.erl')}.beam`));
  if (isNewer(compiled, sources)) return ebin;
  await run(['erlc', '+deterministic', '-I', path.join(folder, '..', 'include'), '-o', ebin, ...sources], folder);
  return ebin;
}

function isNewer(compiled: readonly string[], sources: readonly string[]): boolean {
  const times = (files: readonly string[]): number[] => files.map((file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  return Math.min(...times(compiled)) > Math.max(...times(sources));
}

function erlangSources(folder: string): string[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  return readdirSync(folder).flatMap((name) => (name.endsWith('.erl') ? [path.join(folder, name)] : []));
}

/** True for a file that is, or was, a source of a folder. */
export function isSourceOf(folder: string, file: string): boolean {
  const relative = path.relative(folder, file).split(path.sep);
  return !relative.includes('..') && SOURCE.test(relative.at(-1) ?? '') && !relative.some((part) => NO_SOURCES.has(part));
}

/** The sources below a folder. */
function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const location = path.join(folder, entry.name);
    if (entry.isDirectory()) return NO_SOURCES.has(entry.name) ? [] : sourcesIn(location);
    return SOURCE.test(entry.name) ? [location] : [];
  });
}

/** Runs a command, if it is there. Rejects with ProjectError for one that fails, and for a compiler that is not there. */
function run([command, ...args]: readonly [string, ...string[]], folder: string): Promise<void> {
  const environment = { ...process.env, MIX_ENV: process.env.MIX_ENV ?? 'prod' };
  return new Promise((resolve, reject) => {
    execFile(command, args, { cwd: folder, env: environment, encoding: 'utf8' }, (error, output, errors) => {
      if (error === null) resolve();
      else if (error.code !== 'ENOENT')
        reject(new ProjectError(`${command} cannot build ${folder}:\n${output}${errors}`.trimEnd(), command, { cause: error }));
      // A project may have been built elsewhere; packing tells if it is not built.
      else if (command !== 'erlc') resolve();
      else
        reject(
          new ProjectError(`${folder} has sources in Erlang, but there is no erlc on the PATH: install Erlang/OTP`, command, {
            cause: error,
          }),
        );
    });
  });
}
