import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { type AvmEntry, isAvmFile, readAvmFile } from '@beamline/beam-file';
import { LoadError, type OtpInstallation } from '@beamline/runtime-core';

/** Finds the modules of programs in folders and `.avm` archives, in their order. Nothing outside of them is ever read. */
export class CodePath {
  readonly #locations: readonly string[];
  #places: Promise<Map<string, Place>> | undefined;
  /** What the first archive that has it says of OTP's stdlib. */
  #archivedStdlib = '';
  /** By folder the application that is in it. */
  readonly #applications = new Map<string, Promise<string | undefined>>();

  /** @param locations - folders with `.beam` files, an OTP's `lib` folder (its `ebin` folders then), or `.avm` archives */
  constructor(locations: readonly string[]) {
    this.#locations = locations;
  }

  /** The bytes of a module's file; undefined if there is none. Rejects with LoadError for a location that cannot be read. */
  async find(module: string): Promise<Uint8Array | undefined> {
    this.#places ??= this.#index();
    const place = (await this.#places).get(module);
    if (place === undefined) return undefined;
    return typeof place === 'string' ? new Uint8Array(await readFile(place)) : place.bytes;
  }

  /** The names of all modules that can be found. Rejects as `find`. */
  async modules(): Promise<ReadonlySet<string>> {
    this.#places ??= this.#index();
    return new Set((await this.#places).keys());
  }

  /** What the file of an application says, as Erlang source, which is beside its modules; undefined if there is none. Rejects as `find`. */
  async application(name: string): Promise<string | undefined> {
    this.#places ??= this.#index();
    const folders = new Set<string>();
    for (const place of (await this.#places).values()) if (typeof place === 'string') folders.add(path.dirname(place));
    for (const folder of folders) {
      const text = await readFile(path.join(folder, `${name}.app`), 'utf8').catch(() => undefined);
      if (text !== undefined) return text;
    }
    return undefined;
  }

  /** The application whose file is beside that of a module; undefined if there is none. Rejects as `find`. */
  async applicationOf(module: string): Promise<string | undefined> {
    this.#places ??= this.#index();
    const place = (await this.#places).get(module);
    if (typeof place !== 'string') return undefined;
    const folder = path.dirname(place);
    let application = this.#applications.get(folder);
    if (application === undefined) {
      application = readdir(folder).then((files) => files.find((file) => file.endsWith('.app'))?.slice(0, -'.app'.length));
      this.#applications.set(folder, application);
    }
    return await application;
  }

  /** The release of the OTP that is in the code path, by the version of its stdlib; undefined if there is none. Rejects as `find`. */
  async otpRelease(): Promise<number | undefined> {
    this.#places ??= this.#index();
    const place = (await this.#places).get('lists');
    const application =
      typeof place === 'string'
        ? await readFile(path.join(path.dirname(place), 'stdlib.app'), 'utf8').catch(() => '')
        : this.#archivedStdlib;
    const [, version] = /\{vsn,\s*"(\d+)\./.exec(application) ?? [];
    return version === undefined ? undefined : Number(version) + STDLIB_TO_OTP;
  }

  /**
   * The OTP in the code path; undefined if there is none. What else is in the code path are further folders, and modules of archives.
   * Rejects as `find`.
   */
  async otp(): Promise<OtpInstallation | undefined> {
    this.#places ??= this.#index();
    const places = await this.#places;
    const [stdlib, erts] = [places.get('lists'), places.get('erl_init')];
    if (typeof stdlib !== 'string' || typeof erts !== 'string') return undefined;
    const ebin = path.dirname(path.resolve(erts));
    const lib = path.dirname(path.dirname(ebin));
    const [, runtimeVersion] = /\{vsn,\s*"([^"]+)"/.exec(await readFile(path.join(ebin, 'erts.app'), 'utf8')) ?? [];
    const folders = new Set<string>();
    const hostModules: string[] = [];
    for (const [module, place] of places) {
      if (typeof place !== 'string') hostModules.push(module);
      else if (!path.resolve(place).startsWith(`${lib}${path.sep}`)) folders.add(path.dirname(path.resolve(place)));
    }
    return { root: path.dirname(lib), runtimeVersion: runtimeVersion ?? '', codePaths: [...folders], hostModules };
  }

  async #index(): Promise<Map<string, Place>> {
    const places = new Map<string, Place>();
    for (const location of this.#locations) {
      const entries = await archiveAt(location);
      const stdlib = entries?.find(({ name }) => STDLIB.test(name));
      if (stdlib !== undefined && this.#archivedStdlib === '') this.#archivedStdlib = new TextDecoder().decode(stdlib.bytes);
      const modules = entries === undefined ? await modulesInFolder(location) : modulesOf(entries);
      for (const [module, place] of modules) if (!places.has(module)) places.set(module, place);
    }
    return places;
  }
}

/** From the major version of stdlib to the release of OTP: stdlib 4 came with OTP 25, and both go up together. */
const STDLIB_TO_OTP = 21;

/** Where a module is: a file, or part of an archive. */
type Place = string | AvmEntry;

const EXTENSION = '.beam';
/** Name of the file in an archive that tells which stdlib its modules are of. */
const STDLIB = /\/stdlib\.app$/;

/** The entries of an archive; undefined for a folder. Rejects with LoadError for anything else. */
async function archiveAt(location: string): Promise<readonly AvmEntry[] | undefined> {
  try {
    if ((await stat(location)).isDirectory()) return undefined;
    const bytes = new Uint8Array(await readFile(location));
    if (isAvmFile(bytes)) return readAvmFile(bytes);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new LoadError(`cannot find ${location}: no such file or directory`, location);
    throw error;
  }
  throw new LoadError(`${location} is neither a folder nor an .avm archive`, location);
}

function modulesOf(entries: readonly AvmEntry[]): [string, Place][] {
  return entries.filter(({ isModule }) => isModule).map((entry) => [path.basename(entry.name, EXTENSION), entry]);
}

/** The modules of a folder, or of the `ebin` folders of the applications in it. */
async function modulesInFolder(folder: string): Promise<[string, Place][]> {
  const files = await readdir(folder, { withFileTypes: true });
  const modules = files
    .filter((file) => file.name.endsWith(EXTENSION))
    .map((file): [string, Place] => [file.name.slice(0, -EXTENSION.length), path.join(folder, file.name)]);
  if (modules.length > 0) return modules;
  const found: [string, Place][] = [];
  for (const application of files) {
    const ebin = path.join(folder, application.name, 'ebin');
    const names = await readdir(ebin).catch(() => []);
    for (const name of names) if (name.endsWith(EXTENSION)) found.push([name.slice(0, -EXTENSION.length), path.join(ebin, name)]);
  }
  return found;
}
