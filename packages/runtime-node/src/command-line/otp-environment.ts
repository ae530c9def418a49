import { readdirSync } from 'node:fs';
import path from 'node:path';

/**
 * Sets the variables that `erl` sets for its emulator (`erts/etc/common/erlexec.c`): programs find OTP's own by `PATH` and `BINDIR`.
 * @param root - OTP's root folder
 */
export function setOtpEnvironment(root: string): void {
  const runtimeSystem = readdirSync(root).find((name) => name.startsWith('erts-')) ?? '';
  const programs = path.join(root, runtimeSystem, 'bin');
  const own = [programs, path.join(root, 'bin')];
  const others = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '' && !own.includes(folder));
  Object.assign(process.env, {
    ROOTDIR: root,
    BINDIR: programs,
    EMU: 'beam',
    PROGNAME: process.env.PROGNAME ?? 'erl',
    PATH: [...own, ...others].join(path.delimiter),
  });
}
