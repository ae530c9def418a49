import { exec } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(exec);

/** Milliseconds after which a command is taken to hang. */
const TIMEOUT = 120_000;

/** Runs a command of the shell; if it fails, the error says which and what it wrote. */
export async function runCommand(command, cwd, env = {}) {
  try {
    const { stdout } = await run(command, { cwd, env: { ...process.env, ...env }, maxBuffer: 2 ** 26, timeout: TIMEOUT });
    return stdout;
  } catch (error) {
    const written = `${error.stdout ?? ''}${error.stderr ?? ''}`.trim().split('\n').slice(0, 40).join('\n');
    throw new Error(`\`${command}\` ${error.killed ? 'did not end' : 'failed'}\n${written}`, { cause: error });
  }
}

/** Does the work for each item, a few at a time; the results are in the order of the items. */
export async function forEach(items, work, atOnce = 2) {
  const results = [];
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < items.length; i = next++) results[i] = await work(items[i]);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

/** An environment in which the programs of the workspace are found, such as its pnpm. */
export function toolsOf(root) {
  return { PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH}` };
}
