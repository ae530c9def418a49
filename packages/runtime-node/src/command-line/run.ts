import path from 'node:path';
import { formatTerm, readAvmFile, type Term } from '@beamline/beam-file';
import { ErlangError, LoadError, NEWEST_RELEASE, OLDEST_RELEASE } from '@beamline/runtime-core';
import { CodePath } from '../code-path.js';
import { createRuntime } from '../create-runtime.js';
import { findInstalledOtp, type InstalledOtp } from '../installed-otp.js';
import { NodeHost } from '../node-host.js';
import { kept } from './kept.js';
import { otpApplication } from './otp-modules.js';

/** Options of `beamline run`. */
export interface RunOptions {
  readonly load?: readonly string[];
  readonly path?: readonly string[];
  readonly argument?: readonly string[];
  readonly allowEnv?: string | true;
  readonly allowRead?: readonly string[];
  readonly allowWrite?: readonly string[];
  readonly allowInput?: boolean;
  readonly allowRun?: boolean;
  readonly allowNet?: string | true;
  readonly allowListen?: string | true;
  /** False to run without the installed OTP. */
  readonly installedOtp: boolean;
  /** False to compile each module anew. */
  readonly cache: boolean;
  readonly verbose?: boolean;
  readonly otp?: boolean;
  readonly quiet?: boolean;
  readonly trustCompiled?: boolean;
  readonly debug?: boolean;
  readonly maxMemory?: number;
  readonly maxProcesses?: number;
  readonly maxAtoms?: number;
  readonly maxTime?: number;
}

/** What an option without a value grants, which is everything, or one with patterns that are separated by commas. */
function patterns(option: string | true | undefined): boolean | string[] {
  return typeof option === 'string' ? option.split(',') : option === true;
}

/**
 * Calls a function of a program and prints its result. Rejects with LoadError, ErlangError and other errors that end the program.
 * @param plain - what the program gets as its plain arguments, beside those of the option
 */
export async function run(
  program: string,
  name: string,
  args: readonly Term[],
  plain: readonly string[],
  options: RunOptions,
): Promise<void> {
  const isFile = program.endsWith('.beam');
  const isArchive = program.endsWith('.avm');
  const { allowEnv } = options;
  const codePaths = [...(isArchive ? [program] : []), ...(options.path ?? [])];
  const otp = options.installedOtp ? await otpBeside(codePaths) : undefined;
  if (options.verbose === true)
    process.stderr.write(`beamline: ${otp === undefined ? 'no installed OTP' : `OTP ${otp.release} in ${otp.root} (${otp.foundBy})`}\n`);
  const programArguments = [...(options.argument ?? []), ...plain];
  const runtime = await createRuntime({
    codePaths,
    ...(otp === undefined ? {} : { otpRoot: otp.root, otpRelease: otp.release }),
    cache: options.cache,
    environment: patterns(allowEnv),
    readableFolders: options.allowRead ?? [],
    writableFolders: options.allowWrite ?? [],
    input: options.allowInput === true,
    run: options.allowRun === true,
    connect: patterns(options.allowNet),
    listen: patterns(options.allowListen),
    programArguments,
    trustCompiled: options.trustCompiled ?? false,
    debug: options.debug ?? false,
    ...(options.maxMemory === undefined ? {} : { memoryLimit: options.maxMemory * 2 ** 20 }),
    ...(options.maxProcesses === undefined ? {} : { processLimit: options.maxProcesses }),
    ...(options.maxAtoms === undefined ? {} : { atomLimit: options.maxAtoms }),
    ...(options.maxTime === undefined ? {} : { timeLimit: options.maxTime }),
  });
  await kept(async () => {
    if (options.otp === true) await runtime.startOtp({ arguments: ['-noshell', '-extra', ...programArguments] });
    for (const other of options.load ?? []) await runtime.load(other);
    let module = program;
    if (isFile) ({ module } = await runtime.load(program));
    else if (isArchive) module = startModule(program, await new NodeHost().read(program));
    // Reports of errors come before the result, and also when there is none.
    const result = await runtime.callTerm(module, name, args).finally(() => runtime.flush());
    if (options.quiet !== true) process.stdout.write(`${formatTerm(result)}\n`);
  })
    .catch(async (error: unknown) => {
      const [frame] = error instanceof ErlangError ? error.stacktrace : [];
      const isMissing = frame !== undefined && runtime.machine.module(frame.module) === undefined;
      if (error instanceof ErlangError && isMissing) process.stderr.write(await hint(error, codePaths, otp));
      throw error;
    })
    .finally(() => {
      runtime.stop();
      // A read that waits goes on in a stream that is only paused, and keeps the process while the input is open.
      process.stdin.destroy();
    });
}

/** The installed OTP, unless there is one in the code path. */
async function otpBeside(codePaths: readonly string[]): Promise<InstalledOtp | undefined> {
  if (codePaths.length > 0 && (await new CodePath(codePaths).otpRelease()) !== undefined) return undefined;
  const otp = findInstalledOtp();
  return otp === undefined || otp.release < OLDEST_RELEASE || otp.release > NEWEST_RELEASE ? undefined : otp;
}

/** What to do about a function that is not there, a line; empty if nothing is known. */
async function hint(
  { class: kind, reasonTerm, stacktrace }: ErlangError,
  codePaths: readonly string[],
  otp: InstalledOtp | undefined,
): Promise<string> {
  const [frame] = stacktrace;
  if (kind !== 'error' || reasonTerm.kind !== 'atom' || reasonTerm.name !== 'undef' || frame === undefined) return '';
  const { module } = frame;
  const code = new CodePath([...codePaths, ...(otp === undefined ? [] : [path.join(otp.root, 'lib')])]);
  if ((await code.find(module)) !== undefined) return '';
  const elixir = `Elixir.${module}`;
  if ((await code.find(elixir)) !== undefined) return `beamline: there is no module ${module}; did you mean ${elixir}?\n`;
  const application = otpApplication(module);
  if (application !== undefined) return `beamline: ${module} is in OTP's ${application}: install OTP, or name its lib folder with -p\n`;
  return `beamline: there is no module ${module} in the code path; name its folder with -p, or load its file with -l\n`;
}

/** The start module of an archive. Throws LoadError if it has none. */
function startModule(file: string, bytes: Uint8Array): string {
  const start = readAvmFile(bytes).find(({ isStart }) => isStart);
  if (start === undefined) throw new LoadError(`the archive ${file} has no start module`, file);
  return path.basename(start.name, '.beam');
}
