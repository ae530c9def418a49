import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type AvmEntry, writeAvmFile } from '@beamline/beam-file';
import { LoadError } from '@beamline/runtime-core';

/** What an archive is to have of an OTP. */
export interface OtpArchiveOptions {
  /** Root of an installed OTP, in which `lib` and `bin` are. */
  readonly root: string;
  /** Its applications, beside the runtime system's own modules. Default: `kernel` and `stdlib`. */
  readonly applications?: readonly string[];
  /** Folders of further applications, each with an `ebin`: such as `lib/elixir` and `lib/logger` of Elixir, or a program's own. */
  readonly folders?: readonly string[];
}

/** Boot scripts that `startOtp` and `init` use. */
const BOOT_FILES = ['no_dot_erlang.boot', 'start_clean.boot', 'start.boot'];

/** What a page needs of an `ebin` folder. */
const NEEDED = /\.(?:beam|app)$/;

/**
 * The files of an OTP that a page needs to start it, as an `.avm` archive for its code path: the modules and descriptions of applications, and the boot
 * scripts. Rejects with LoadError for an application that is not there.
 */
export async function otpArchive({ root, applications = ['kernel', 'stdlib'], folders = [] }: OtpArchiveOptions): Promise<Uint8Array> {
  const lib = path.join(root, 'lib');
  const names = await readdir(lib).catch(() => {
    throw new LoadError(`cannot find an OTP at ${root}: it has no folder lib`, root);
  });
  const files: AvmEntry[] = [];
  for (const application of ['erts', ...applications]) {
    // The newest one that has modules, if there are several.
    const versions = names.filter((name) => name === application || name.startsWith(`${application}-`)).sort(byVersion);
    const name = versions.at(-1);
    if (name === undefined) throw new LoadError(`cannot find the application ${application} in ${lib}`, lib);
    files.push(...(await filesOf(path.join(lib, name), name)));
  }
  for (const folder of folders) files.push(...(await filesOf(folder, path.basename(folder))));
  for (const name of BOOT_FILES) {
    const bytes = await readFile(path.join(root, 'bin', name)).catch(() => undefined);
    if (bytes !== undefined) files.push(entry(`bin/${name}`, bytes));
  }
  return writeAvmFile(files);
}

function byVersion(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

async function filesOf(folder: string, name: string): Promise<AvmEntry[]> {
  const ebin = path.join(folder, 'ebin');
  const names = await readdir(ebin).catch(() => {
    throw new LoadError(`cannot find an application at ${folder}: it has no folder ebin`, folder);
  });
  const needed = names.filter((file) => NEEDED.test(file)).sort();
  return await Promise.all(needed.map(async (file) => entry(`lib/${name}/ebin/${file}`, await readFile(path.join(ebin, file)))));
}

function entry(name: string, bytes: Uint8Array): AvmEntry {
  return { name, bytes, isModule: name.endsWith('.beam'), isStart: false };
}
