import { accessSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { programRoots } from './program-roots.js';

/** An OTP that is installed on this computer. */
export interface InstalledOtp {
  /** Its root, in which `lib` and `releases` are. */
  readonly root: string;
  /** Its release, such as 25. */
  readonly release: number;
  /** How it was found, such as `ERL_ROOTDIR`. */
  readonly foundBy: string;
}

/** Where packages and installers put OTP. */
const USUAL_ROOTS = ['/usr/lib/erlang', '/usr/lib64/erlang', '/usr/local/lib/erlang', '/opt/homebrew/lib/erlang', '/opt/local/lib/erlang'];

/**
 * Finds an installed OTP: the one that `ERL_ROOTDIR` names, that of the `erl` on the `PATH`, or one in a usual place. Undefined if there is
 * none.
 */
export function findInstalledOtp(environment: NodeJS.ProcessEnv = process.env): InstalledOtp | undefined {
  const { ERL_ROOTDIR } = environment;
  if (ERL_ROOTDIR !== undefined && ERL_ROOTDIR !== '') {
    const named = otpAt(ERL_ROOTDIR, 'ERL_ROOTDIR');
    if (named !== undefined) return named;
  }
  for (const root of programRoots('erl', environment)) {
    const found = otpAt(root, 'erl on the PATH');
    if (found !== undefined) return found;
  }
  for (const root of USUAL_ROOTS) {
    const found = otpAt(root, 'its usual place');
    if (found !== undefined) return found;
  }
  return undefined;
}

function otpAt(root: string, foundBy: string): InstalledOtp | undefined {
  try {
    accessSync(path.join(root, 'lib'));
    const [, release] = /^\S+\s+(\d+)/.exec(readFileSync(path.join(root, 'releases', 'start_erl.data'), 'utf8')) ?? [];
    return release === undefined ? undefined : { root: realpathSync(root), release: Number(release), foundBy };
  } catch {
    return undefined;
  }
}
