import { spawnSync } from 'node:child_process';

/** The daemon that knows the nodes of a computer, and the flags of `erl` about it (`erts/etc/common/erlexec.c`). */
const PROGRAM = process.platform === 'win32' ? 'epmd.exe' : 'epmd';

/** True if `erl` starts the daemon: its node has a name, and no flag says otherwise. */
function wantsEpmd(init: readonly string[]): boolean {
  const flags = init.slice(0, init.includes('-extra') ? init.indexOf('-extra') : init.length);
  const isNamed = flags.includes('-sname') || flags.includes('-name');
  const start = flags.lastIndexOf('-start_epmd');
  return isNamed && (start < 0 || flags[start + 1] !== 'false');
}

/**
 * Starts OTP's daemon of node names if the arguments of `init` name the node. One that runs already is left alone; without any, OTP says that the node
 * cannot be registered. The daemon is found by the `PATH`, which has OTP's own first (`setOtpEnvironment`).
 */
export function startEpmd(init: readonly string[]): void {
  if (wantsEpmd(init)) spawnSync(PROGRAM, ['-daemon'], { stdio: 'ignore' });
}
