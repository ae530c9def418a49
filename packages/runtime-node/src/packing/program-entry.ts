import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { BeamFileError, readBeamFileWithoutCode } from '@beamline/beam-file';
import { type PackEntry, PackError } from '@beamline/pack';

/** What an entry on the command line, or in an import, stands for. */
export interface ProgramEntry {
  readonly entries: readonly PackEntry[];
  /** Folders with its modules, and those that it depends on. */
  readonly codePaths: readonly string[];
}

/**
 * Finds out what an entry is: the file of a module, the `ebin` folder of an application, the folder of a project of mix, rebar3 or Gleam that is built, or
 * the name of an application or a module in the code path. Throws PackError.
 */
export function programEntry(entry: string): ProgramEntry {
  const stats = statSync(entry, { throwIfNoEntry: false });
  if (stats?.isDirectory() === true) return folderEntry(path.resolve(entry));
  if (entry.endsWith('.beam')) {
    if (stats === undefined) throw new PackError('no-entry', `there is no file ${entry}: compile it, or name another one`);
    return { entries: [{ module: moduleOf(entry) }], codePaths: [path.dirname(path.resolve(entry))] };
  }
  if (stats !== undefined)
    throw new PackError('no-entry', `${entry} is no program: name a .beam file, the folder of a project or an application, or a module`);
  return { entries: [{ name: entry }], codePaths: [] };
}

function moduleOf(file: string): string {
  try {
    return readBeamFileWithoutCode(new Uint8Array(readFileSync(file))).module;
  } catch (error) {
    if (!(error instanceof BeamFileError)) throw error;
    throw new PackError('damaged', `${file} is not the file of a module: ${error.message}`, { cause: error });
  }
}

function folderEntry(folder: string): ProgramEntry {
  if (isFile(path.join(folder, 'mix.exs'))) return mixProject(folder);
  if (isFile(path.join(folder, 'gleam.toml'))) return gleamProject(folder);
  if (isFile(path.join(folder, 'rebar.config')) || isFolder(path.join(folder, '_build', 'default', 'lib'))) return rebarProject(folder);
  const application = applicationsIn(folder)[0];
  if (application !== undefined) return { entries: [{ application }], codePaths: [folder] };
  const ebin = path.join(folder, 'ebin');
  if (isFolder(ebin)) return folderEntry(ebin);
  throw new PackError(
    'no-entry',
    `${folder} has no mix.exs, rebar.config, gleam.toml or .app file: name the folder of a project or of an application`,
  );
}

/** Consolidated protocols stand in front of those that are not. */
function mixProject(folder: string): ProgramEntry {
  const builds = [process.env.MIX_ENV ?? 'prod', 'dev'].map((environment) => path.join(folder, '_build', environment, 'lib'));
  const build = builds.find(isFolder);
  if (build === undefined) throw new PackError('not-built', `${folder} is not built: run mix compile there first`);
  const libraries = readdirSync(build).map((name) => path.join(build, name));
  const settings = [folder, ...subfolders(path.join(folder, 'apps'))].map((each) => path.join(each, 'mix.exs')).filter(isFile);
  const names = settings.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/\bapp:\s*:(\w+)/g)].flatMap(([, name]) => name ?? []));
  const own = names.filter((name) => isFolder(path.join(build, name, 'ebin')));
  if (own.length === 0) throw new PackError('not-built', `${build} has no application of ${folder}: run mix compile there first`);
  return {
    entries: own.map((application) => ({ application })),
    codePaths: [
      ...libraries.map((library) => path.join(library, 'consolidated')),
      ...libraries.map((library) => path.join(library, 'ebin')),
    ].filter(isFolder),
  };
}

function rebarProject(folder: string): ProgramEntry {
  const build = path.join(folder, '_build', 'default', 'lib');
  if (!isFolder(build)) throw new PackError('not-built', `${folder} is not built: run rebar3 compile there first`);
  const sources = [folder, ...subfolders(path.join(folder, 'apps')), ...subfolders(path.join(folder, 'lib'))].map((each) =>
    path.join(each, 'src'),
  );
  const own = sources.flatMap((source) =>
    names(source).flatMap((file) => (file.endsWith('.app.src') ? [file.slice(0, -'.app.src'.length)] : [])),
  );
  const built = own.filter((name) => isFolder(path.join(build, name, 'ebin')));
  if (built.length === 0) throw new PackError('not-built', `${build} has no application of ${folder}: run rebar3 compile there first`);
  return {
    entries: built.map((application) => ({ application })),
    codePaths: subfolders(build)
      .map((library) => path.join(library, 'ebin'))
      .filter(isFolder),
  };
}

function gleamProject(folder: string): ProgramEntry {
  const [, name] = /^\s*name\s*=\s*["']([a-z][a-z0-9_]*)["']/m.exec(readFileSync(path.join(folder, 'gleam.toml'), 'utf8')) ?? [];
  if (name === undefined) throw new PackError('no-entry', `${path.join(folder, 'gleam.toml')} has no name`);
  const builds = ['prod/erlang', 'dev/erlang', 'erlang-shipment'].map((build) => path.join(folder, 'build', build));
  const build = builds.find((each) => isFolder(path.join(each, name, 'ebin')));
  if (build === undefined) throw new PackError('not-built', `${folder} is not built for Erlang: run gleam build there first`);
  return {
    entries: [{ module: name }],
    codePaths: subfolders(build)
      .map((library) => path.join(library, 'ebin'))
      .filter(isFolder),
  };
}

/** The applications whose files are in a folder. */
function applicationsIn(folder: string): string[] {
  return names(folder).flatMap((file) => (file.endsWith('.app') ? [file.slice(0, -'.app'.length)] : []));
}

function names(folder: string): string[] {
  return isFolder(folder) ? readdirSync(folder) : [];
}

function subfolders(folder: string): string[] {
  return names(folder)
    .map((name) => path.join(folder, name))
    .filter(isFolder);
}

function isFolder(location: string): boolean {
  return statSync(location, { throwIfNoEntry: false })?.isDirectory() === true;
}

function isFile(location: string): boolean {
  return statSync(location, { throwIfNoEntry: false })?.isFile() === true;
}
