import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** The daemon that knows the nodes of a computer, and the flags of `erl` about it (`erts/etc/common/erlexec.c`). */
const PROGRAM = process.platform === 'win32' ? 'epmd.exe' : 'epmd';

/** True if `erl` starts the daemon: its node has a name, and no flag says otherwise. */
function wantsEpmd(init: readonly string[]): boolean {
  const flags = init.slice(0, init.includes('-extra') ? init.indexOf('-extra') : init.length);
  const isNamed = flags.includes('-sname') || flags.includes('-name');
  const start = flags.lastIndexOf('-start_epmd');
  return isNamed && (start < 0 || flags[start + 1] !== 'false');
}

/** Where OTP's own daemon is; the name alone, for the path, if it is not among its files. */
function programOf(root: string): string {
  const folders = readdirSync(root).filter((name) => name.startsWith('erts-'));
  const candidates = [...folders.map((name) => path.join(root, name, 'bin', PROGRAM)), path.join(root, 'bin', PROGRAM)];
  return candidates.find((file) => existsSync(file)) ?? PROGRAM;
}

/**
 * Starts OTP's daemon of node names if the arguments of `init` name the node. One that runs already is left alone; without any, OTP says that the node
 * cannot be registered.
 * @param root - OTP's root folder
 */
export function startEpmd(root: string, init: readonly string[]): void {
  if (wantsEpmd(init)) spawnSync(programOf(root), ['-daemon'], { stdio: 'ignore' });
}
