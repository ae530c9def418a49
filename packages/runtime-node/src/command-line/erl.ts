import { readFileSync } from 'node:fs';
import path from 'node:path';
import { HaltedError } from '@beamline/runtime-core';
import { createRuntime } from '../create-runtime.js';
import { currentFolder } from '../current-folder.js';
import { findInstalledElixir } from '../installed-elixir.js';
import { findInstalledOtp, type InstalledOtp } from '../installed-otp.js';
import type { KeySignal } from '../signal-keys.js';
import { ArgumentsFileError, gatheredArguments } from './argument-sources.js';
import { type BreakAction, BreakMenu } from './break-menu.js';
import { elixirArguments, elixircArguments, iexArguments, mixArguments } from './elixir-arguments.js';
import { scriptAnswer } from './elixir-usage.js';
import { erlArguments, erlcArguments, escriptArguments } from './emulator-flags.js';
import { startEpmd } from './epmd.js';
import { GleamError, gleamArguments } from './gleam.js';
import { kept } from './kept.js';
import { setOtpEnvironment } from './otp-environment.js';
import { words } from './words.js';

/** Runs `erl` with its arguments; returns the exit status. It has the rights of the user, as OTP's own has. */
export async function erl(args: readonly string[]): Promise<number> {
  const { ERL_AFLAGS = '', ERL_FLAGS = '', ERL_ZFLAGS = '' } = process.env;
  try {
    return await emulator(gatheredArguments([ERL_AFLAGS], args, [ERL_FLAGS, ERL_ZFLAGS]), true);
  } catch (error) {
    if (!(error instanceof ArgumentsFileError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return FAILURE;
  }
}

/** Runs `erlc` with its arguments; returns the exit status. */
export async function erlc(args: readonly string[]): Promise<number> {
  return await emulator(erlcArguments(args), false);
}

/** Runs `escript` with its arguments; returns the exit status. */
export async function escript(args: readonly string[]): Promise<number> {
  try {
    return await emulator(
      escriptArguments(args, (script) => readFileSync(script, 'utf8')),
      false,
    );
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    process.stderr.write(`escript: Failed to open file: ${args.find((argument) => !argument.startsWith('-')) ?? ''}\n`);
    return FAILURE;
  }
}

/** Runs one of Elixir's programs with its arguments; returns the exit status. */
export async function elixir(program: 'elixir' | 'elixirc' | 'iex' | 'mix', args: readonly string[]): Promise<number> {
  const found = findInstalledElixir();
  if (found === undefined) {
    process.stderr.write('beamline: there is no Elixir on this computer: install it, or name its root folder in ELIXIR_ROOT\n');
    return FAILURE;
  }
  const answer = scriptAnswer(found.root, program, args);
  if (answer !== undefined) {
    process[answer.stream].write(answer.text);
    return answer.status;
  }
  let own = args;
  if (program === 'elixirc') own = elixircArguments(args);
  else if (program === 'iex') own = iexArguments(found, args);
  else if (program === 'mix') own = mixArguments(found, args);
  const { env, stdout, stderr } = process;
  const isTerminal = stdout.isTTY && stderr.isTTY && !env.NO_COLOR;
  return await emulator(elixirArguments(found, own, words(env.ELIXIR_ERL_OPTIONS ?? ''), isTerminal), false);
}

/** Runs a built Gleam project with the arguments of `gleam`; returns the exit status. */
export async function gleam(args: readonly string[]): Promise<number> {
  let own: readonly string[];
  try {
    own = gleamArguments(args, currentFolder());
  } catch (error) {
    if (!(error instanceof GleamError)) throw error;
    process.stderr.write(`beamline: ${error.message}\n`);
    return FAILURE;
  }
  return await emulator(own, false);
}

const FAILURE = 1;

function installed(): InstalledOtp | undefined {
  const otp = findInstalledOtp();
  if (otp === undefined)
    process.stderr.write('beamline: there is no OTP on this computer: install it, or name its root folder in ERL_ROOTDIR\n');
  return otp;
}

/** Where a crash dump goes, as `ERL_CRASH_DUMP` and `ERL_CRASH_DUMP_SECONDS` say. */
function crashDumpOption(): { crashDump?: string } {
  const { ERL_CRASH_DUMP = 'erl_crash.dump', ERL_CRASH_DUMP_SECONDS } = process.env;
  return ERL_CRASH_DUMP_SECONDS === '0' ? {} : { crashDump: ERL_CRASH_DUMP };
}

/** Does what a key of the terminal stands for; false if the program is to have it. */
function handleKey(signal: KeySignal, breakAction: BreakAction): boolean {
  if (signal === 'SIGINT' && breakAction === 'shell') return false;
  const { stdin } = process;
  try {
    // Whoever has the terminal next finds it as it was.
    if (signal === 'SIGTSTP') stdin.setRawMode(false);
    process.kill(process.pid, signal);
  } catch {
    // Not every system has the signal.
    return false;
  } finally {
    stdin.setRawMode(true);
  }
  return true;
}

/** Has Ctrl-C do what it is to do; returns what undoes that. */
function onInterrupt(action: BreakAction, menu: BreakMenu): () => void {
  if (action === 'end') return () => undefined;
  const interrupted = (): void => {
    if (action === 'menu') menu.open().catch(() => undefined);
  };
  process.on('SIGINT', interrupted);
  return () => {
    process.off('SIGINT', interrupted);
  };
}

/** @param notes - says which flags have no meaning here */
async function emulator(args: readonly string[], notes: boolean): Promise<number> {
  const otp = installed();
  if (otp === undefined) return FAILURE;
  const { init, ignored, environment, asksVersion, breakAction, problem, ...limits } = erlArguments(args);
  if (problem !== undefined) {
    process.stderr.write(`${problem}\n`);
    return FAILURE;
  }
  if (asksVersion) {
    const [version = ''] = readFileSync(path.join(otp.root, 'releases', 'start_erl.data'), 'utf8').split(' ');
    process.stderr.write(`Erlang (SMP,ASYNC_THREADS) (BEAM) emulator version ${version}\r\n`);
    return 0;
  }
  if (notes) for (const flag of ignored) process.stderr.write(`beamline: ${flag} has no meaning here\n`);
  for (const [name, value] of environment) process.env[name] = value;
  setOtpEnvironment(otp.root);
  startEpmd(init);
  const everything = path.parse(currentFolder()).root;
  const runtime = await createRuntime({
    otpRoot: otp.root,
    environment: true,
    readableFolders: [everything],
    writableFolders: [everything],
    input: true,
    run: true,
    connect: true,
    listen: true,
    signals: true,
    signalKey: (signal) => handleKey(signal, breakAction),
    ...crashDumpOption(),
    ...limits,
  });
  const stopListening = onInterrupt(breakAction, new BreakMenu(runtime));
  return await kept(async () => {
    const halted = runtime.halted();
    try {
      await runtime.startOtp({ arguments: init });
    } catch (error) {
      if (!(error instanceof HaltedError)) throw error;
    }
    const status = await halted;
    await runtime.keepLoaded();
    return status;
  }).finally(() => {
    stopListening();
    // A read that waits goes on in a stream that is only paused, and keeps the process while the input is open.
    process.stdin.destroy();
  });
}
