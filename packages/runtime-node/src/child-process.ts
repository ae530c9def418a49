import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { constants as system } from 'node:os';
import path from 'node:path';
import { type Child, type ChildEvents, type ChildRequest, FileError } from '@beamline/runtime-core';

const SHELL = '/bin/sh';
/** What the shell is called, and calls itself in its messages (`erts/emulator/sys/unix/erl_child_setup.c`). */
const SHELL_NAME = 'sh';

/** Exit status of a program that a signal has ended is this and its number, as a shell tells it. */
const SIGNALLED = 128;

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

/**
 * Starts a program of the system.
 * @param visible - the environment variables that the Erlang program sees
 */
export function startChild(request: ChildRequest, visible: Readonly<Record<string, string>>, folder: string, events: ChildEvents): Child {
  const environment: Record<string, string> = { ...visible };
  for (const [name, value] of request.environment) {
    if (value === undefined) Reflect.deleteProperty(environment, name);
    else environment[name] = value;
  }
  const { command } = request;
  const cwd = request.folder === undefined ? folder : path.resolve(folder, text(request.folder));
  const options: SpawnOptions = {
    cwd,
    env: environment,
    stdio: [request.hasInput ? 'pipe' : 'ignore', request.hasOutput ? 'pipe' : 'inherit', 'inherit'],
  };
  if (typeof command === 'string') {
    const line = request.mergesError ? `exec 2>&1; exec ${command}` : `exec ${command}`;
    return isFolder(cwd) ? connect(spawn(SHELL, ['-c', line], { ...options, argv0: SHELL_NAME }), events) : withoutFolder(cwd, events);
  }
  const file = path.resolve(folder, text(command.file));
  checkExecutable(file);
  if (!isFolder(cwd)) return withoutFolder(cwd, events);
  const given = command.arguments.map(text);
  if (request.mergesError) return connect(spawn(SHELL, ['-c', 'exec "$0" "$@" 2>&1', file, ...given], options), events);
  return connect(spawn(file, given, { ...options, ...(command.name === undefined ? {} : { argv0: text(command.name) }) }), events);
}

function connect(child: ChildProcess, events: ChildEvents): Child {
  // Who ends early does not read to the end.
  child.stdin?.on('error', () => undefined);
  // Of a program that it does not read from a port is told neither the end nor the exit status, as in OTP.
  child.stdout?.on('data', (bytes: Buffer) => {
    events.data(new Uint8Array(bytes));
  });
  child.stdout?.on('end', () => {
    events.ended();
  });
  let hasEnded = false;
  const ended = (status: number): void => {
    if (hasEnded) return;
    hasEnded = true;
    events.exited(status);
  };
  child.on('close', (code, signal) => {
    ended(code ?? SIGNALLED + (signal === null ? 0 : system.signals[signal]));
  });
  child.on('error', () => {
    events.ended();
    ended(1);
  });
  return {
    pid: child.pid ?? 0,
    write: (bytes) => {
      child.stdin?.write(bytes);
    },
    close: () => {
      child.stdin?.end();
      child.stdout?.destroy();
      child.unref();
    },
  };
}

function isFolder(folder: string): boolean {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** What OTP does where it cannot go to the folder: the port is open, and ends at once. */
function withoutFolder(folder: string, events: ChildEvents): Child {
  process.stderr.write(`spawn: Could not cd to ${folder}\n`);
  setImmediate(() => {
    events.ended();
    events.exited(system.errno.ENOENT);
  });
  return { pid: 0, write: () => undefined, close: () => undefined };
}

function checkExecutable(file: string): void {
  if (attempt(() => statSync(file)).isDirectory()) throw new FileError('eacces', file);
  attempt(() => {
    accessSync(file, constants.X_OK);
  });
}

/** The result of an operation; FileError if it fails. */
function attempt<T>(operation: () => T): T {
  try {
    return operation();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code).toLowerCase() : 'einval';
    throw new FileError(code, error instanceof Error ? error.message : '');
  }
}
