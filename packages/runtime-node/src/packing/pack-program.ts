import path from 'node:path';
import { type CodeSource, type PackOptions, type PackResult, pack } from '@beamline/pack';
import { findInstalledElixir } from '../installed-elixir.js';
import { findInstalledOtp } from '../installed-otp.js';
import { PackingSource } from './packing-source.js';
import { type ProgramEntry, programEntry } from './program-entry.js';

/** What `packProgram` takes: paths and names where `pack` takes modules. */
export interface PackProgramOptions extends Omit<PackOptions, 'code' | 'entries'> {
  /** Files of modules, folders of applications or of projects that are built, or names of applications or modules. */
  readonly entries: readonly string[];
  /** Where else modules are: folders, an OTP's `lib` folder, archives. */
  readonly codePaths?: readonly string[];
  /** False to do without the OTP and the Elixir that are installed. Default: true. */
  readonly installed?: boolean;
}

/** Packs a program from the files of this computer. Rejects with PackError, and with LoadError for a code path that is not there. */
export async function packProgram({ entries, codePaths, installed, ...options }: PackProgramOptions): Promise<PackResult> {
  const programs = entries.map(programEntry);
  const code = sourceOf(programs, codePaths, installed);
  return await pack({ ...options, code, entries: programs.flatMap((program) => program.entries) });
}

/** Where the modules of a program are, packed or not. Throws PackError. */
export function programSource({ entries, codePaths, installed }: PackProgramOptions): CodeSource {
  return sourceOf(entries.map(programEntry), codePaths, installed);
}

function sourceOf(programs: readonly ProgramEntry[], codePaths: readonly string[] = [], installed = true): CodeSource {
  return new PackingSource([...programs.flatMap((program) => program.codePaths), ...codePaths, ...(installed ? installedCode() : [])]);
}

/** Where the modules are of the Elixir and the OTP that are installed. */
function installedCode(): string[] {
  const otp = findInstalledOtp();
  return [...(findInstalledElixir()?.codePath ?? []), ...(otp === undefined ? [] : [path.join(otp.root, 'lib')])];
}
