import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A program to start, with its first arguments. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  /** Whether it is found by a shell, as npm's own are on Windows. */
  readonly shell?: boolean;
}

/** A command that is not there or has failed. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';
}

/** Runs a command and gives the lines that it prints, while it runs. Rejects with CommandError when it fails, with what it said last. */
export async function* linesOf({ file, args, shell = false }: Command): AsyncGenerator<string> {
  // A shell takes a path with spaces for several words.
  const words = shell ? args.map((arg) => (arg.includes(' ') ? `"${arg}"` : arg)) : args;
  const child = spawn(file, words, { stdio: ['ignore', 'pipe', 'pipe'], shell });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = `${errors}${text}`.slice(-2000);
  });
  const end = new Promise<string | undefined>((resolve) => {
    child.on('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'ENOENT' ? `${file} is not installed` : `${file} cannot be started: ${error.message}`),
    );
    child.on('close', (status, signal) => resolve(status === 0 ? undefined : `${file} ended with ${signal ?? status}: ${errors.trim()}`));
  });
  try {
    for await (const line of createInterface({ input: child.stdout })) yield line;
    const problem = await end;
    if (problem !== undefined) throw new CommandError(problem);
  } finally {
    child.kill();
  }
}
