import { spawnSync } from 'node:child_process';

/** Arguments without `--node` and its version. */
export function withoutNode(args: readonly string[]): string[] {
  return args.filter((arg, i) => arg !== '--node' && !arg.startsWith('--node=') && args[i - 1] !== '--node');
}

/** Runs a script under another version of Node, which npx fetches; answers its exit status. */
export function runUnder(version: string, script: string, args: readonly string[]): number {
  const command = ['--yes', '--loglevel=error', `node@${version}`, script, ...args];
  const { status, error } = spawnSync('npx', command, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (error !== undefined) process.stderr.write(`bench: cannot run npx: ${error.message}\n`);
  return status ?? 1;
}
