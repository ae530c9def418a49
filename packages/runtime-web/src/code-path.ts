import { type AvmEntry, LoadError, type OtpInstallation, readAvmFile } from '@beamline/runtime-core';
import { fetchFile, PageInsteadError } from './fetched-file.js';
import { MountedFiles } from './mounted-files.js';

/** How the name of an archive ends. */
const ARCHIVE = '.avm';
/** How the name of a list of files ends. */
const LIST = '.json';
const EXTENSION = '.beam';

/** Where OTP is for programs. */
const OTP_ROOT = '/otp';

/** From the major version of stdlib to the release of OTP: stdlib 4 came with OTP 25, and both go up together. */
const STDLIB_TO_OTP = 21;

/** Finds the modules of programs, and OTP, by URLs: of folders, of archives, and of lists of files. */
export class CodePath {
  readonly #locations: readonly string[];
  readonly #report: (text: string) => void;
  /** Modules by name, of archives and lists. */
  readonly #modules = new Map<string, () => Promise<Uint8Array>>();
  readonly #files = new MountedFiles();
  /** Modules of archives that are not in a folder there. */
  readonly #loose: string[] = [];
  /** Folders that have answered with a page. */
  readonly #pages = new Set<string>();
  #hasFiles = false;

  /** @param report - told what is odd about a folder */
  constructor(locations: readonly string[], report: (text: string) => void) {
    this.#locations = locations;
    this.#report = report;
  }

  /** The files of archives and lists that have folders in them, for programs to read; undefined if there are none. */
  get files(): MountedFiles | undefined {
    return this.#hasFiles ? this.#files : undefined;
  }

  /** Fetches the archives and lists. Rejects with LoadError for one that is not there, and BeamFileError for what is none. */
  async fetch(): Promise<void> {
    const fetched = await Promise.all(this.#locations.map(async (location) => await contentsOf(location)));
    for (const entries of fetched) for (const { name, content, bytes } of entries) this.#add(name, content, bytes);
  }

  #add(name: string, content: () => Promise<Uint8Array>, bytes: Uint8Array | undefined): void {
    const file = name.split('/').at(-1) ?? '';
    const module = file.endsWith(EXTENSION) ? file.slice(0, -EXTENSION.length) : undefined;
    if (module !== undefined && !this.#modules.has(module)) this.#modules.set(module, content);
    if (name.includes('/')) {
      this.#hasFiles = true;
      this.#files.add(`${OTP_ROOT}/${name}`, bytes ?? content);
    } else if (module !== undefined) this.#loose.push(module);
  }

  /** The bytes of a module; undefined if there is none. Rejects with LoadError. */
  async find(name: string): Promise<Uint8Array | undefined> {
    const known = this.#modules.get(name);
    if (known !== undefined) return await known();
    for (const location of this.#locations) {
      if (isFolder(location)) {
        const bytes = await this.#findInFolder(location, `${encodeURIComponent(name)}${EXTENSION}`);
        if (bytes !== undefined) return bytes;
      }
    }
    return undefined;
  }

  async #findInFolder(folder: string, file: string): Promise<Uint8Array | undefined> {
    const location = `${folder.replace(/\/$/, '')}/${file}`;
    try {
      return await fetchFile(location);
    } catch (error) {
      if (error instanceof PageInsteadError) {
        if (!this.#pages.has(folder)) this.#report(`The code path ${folder} has no files, or not all: ${error.message}.`);
        this.#pages.add(folder);
        return undefined;
      }
      if (error instanceof LoadError && error.status === 404) return undefined;
      throw error;
    }
  }

  /** The release of the OTP that is there, by the version of its stdlib; undefined if there is none. */
  async otpRelease(): Promise<number | undefined> {
    for (const folder of this.#files.names(`${OTP_ROOT}/lib`)) {
      const application = /^stdlib\b/.test(folder) ? await this.#files.text(`${OTP_ROOT}/lib/${folder}/ebin/stdlib.app`) : undefined;
      const [, version] = /\{vsn,\s*"(\d+)\./.exec(application ?? '') ?? [];
      if (version !== undefined) return Number(version) + STDLIB_TO_OTP;
    }
    return undefined;
  }

  /** The OTP that is there; undefined if there is none. Folders of the code path are further folders of its code server. */
  async otp(): Promise<OtpInstallation | undefined> {
    for (const folder of this.#files.names(`${OTP_ROOT}/lib`)) {
      const application = /^erts\b/.test(folder) ? await this.#files.text(`${OTP_ROOT}/lib/${folder}/ebin/erts.app`) : undefined;
      const [, runtimeVersion] = /\{vsn,\s*"([^"]+)"/.exec(application ?? '') ?? [];
      if (runtimeVersion === undefined) continue;
      const codePaths = this.#locations.filter(isFolder).map((location, i) => {
        const path = `/code/${i}`;
        this.#files.addFolder(path, (name) => this.#findInFolder(location, name));
        return path;
      });
      return { root: OTP_ROOT, runtimeVersion, codePaths, hostModules: this.#loose };
    }
    return undefined;
  }
}

/** A URL with the data in it is of an archive: nothing else has a place there. */
function isArchive(location: string): boolean {
  return location.endsWith(ARCHIVE) || location.startsWith('data:');
}

function isFolder(location: string): boolean {
  return !isArchive(location) && !location.endsWith(LIST);
}

/** A file of an archive or a list. */
interface Found {
  readonly name: string;
  readonly content: () => Promise<Uint8Array>;
  /** Its bytes, if they are there already. */
  readonly bytes: Uint8Array | undefined;
}

async function contentsOf(location: string): Promise<readonly Found[]> {
  if (isArchive(location)) return readAvmFile(await fetchFile(location)).map(ofArchive);
  if (!location.endsWith(LIST)) return [];
  const names = namesOf(new TextDecoder().decode(await fetchFile(location)), location);
  const folder = location.slice(0, location.lastIndexOf('/') + 1);
  return names.map((name) => ({ name, content: () => fetchFile(`${folder}${name}`), bytes: undefined }));
}

function ofArchive({ name, bytes }: AvmEntry): Found {
  return { name, content: () => Promise.resolve(bytes), bytes };
}

/** The names in a list of files, an array of texts. */
function namesOf(text: string, location: string): readonly string[] {
  try {
    const names: unknown = JSON.parse(text);
    if (Array.isArray(names) && names.every((name) => typeof name === 'string')) return names;
  } catch {
    // Told below.
  }
  throw new LoadError(`cannot load ${location}: it is not a list of files: a JSON array of their paths`, location);
}
