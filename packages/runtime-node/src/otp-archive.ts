import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
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

/** A file of an archive. */
interface ArchiveFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * The files of an OTP that a page needs to start it, as an `.avm` archive for its code path: the modules and descriptions of applications, and the boot
 * scripts. Rejects with LoadError for an application that is not there.
 */
export async function otpArchive({ root, applications = ['kernel', 'stdlib'], folders = [] }: OtpArchiveOptions): Promise<Uint8Array> {
  const lib = path.join(root, 'lib');
  const names = await readdir(lib).catch(() => {
    throw new LoadError(`cannot find an OTP at ${root}: it has no folder lib`, root);
  });
  const files: ArchiveFile[] = [];
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
    if (bytes !== undefined) files.push({ name: `bin/${name}`, bytes });
  }
  return archiveOf(files);
}

function byVersion(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

async function filesOf(folder: string, name: string): Promise<ArchiveFile[]> {
  const ebin = path.join(folder, 'ebin');
  const names = await readdir(ebin).catch(() => {
    throw new LoadError(`cannot find an application at ${folder}: it has no folder ebin`, folder);
  });
  const needed = names.filter((file) => NEEDED.test(file)).sort();
  return await Promise.all(
    needed.map(async (file) => ({ name: `lib/${name}/ebin/${file}`, bytes: new Uint8Array(await readFile(path.join(ebin, file))) })),
  );
}

/** Flags of a file that is a module (AtomVM's `src/libAtomVM/avmpack.c`). */
const CODE_FLAG = 2;

function archiveOf(files: readonly ArchiveFile[]): Uint8Array {
  const padded = (bytes: Uint8Array): Buffer => Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);
  const section = (name: string, flags: number, bytes: Uint8Array): Buffer => {
    const contents = [padded(Buffer.from(`${name}\0`)), padded(bytes)];
    const header = Buffer.alloc(12);
    header.writeUInt32BE(12 + contents.reduce((sum, { length }) => sum + length, 0), 0);
    header.writeUInt32BE(flags, 4);
    return Buffer.concat([header, ...contents]);
  };
  const end = Buffer.concat([Buffer.alloc(12), padded(Buffer.from('end\0'))]);
  const sections = files.map(({ name, bytes }) => section(name, name.endsWith('.beam') ? CODE_FLAG : 0, bytes));
  return new Uint8Array(Buffer.concat([Buffer.from('#!/usr/bin/env AtomVM\n\0\0'), ...sections, end]));
}
