import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const folder = fileURLToPath(new URL('./otp-programs', import.meta.url));
const beamline = fileURLToPath(new URL('../dist/beamline.js', import.meta.url));
const run = promisify(execFile);

/** The release whose outputs are recorded. */
const RELEASE = '25';

/** The release of the OTP that is installed; empty if there is none. */
function installedRelease(): string {
  try {
    return execFileSync('erl', ['-noshell', '-eval', 'io:put_chars(erlang:system_info(otp_release)), halt()'], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

const programs = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

// A folder for the PATH in which erl, erlc and escript are Beamline's.
const commands = mkdtempSync(path.join(tmpdir(), 'beamline-commands-'));
// Programs share what is compiled.
const cache = path.join(commands, 'cache');
for (const name of ['erl', 'erlc', 'escript']) {
  const file = path.join(commands, name);
  writeFileSync(file, `#!/bin/sh\nexec '${process.execPath}' '${beamline}' ${name} "$@"\n`);
  chmodSync(file, 0o755);
}
const environment = { ...process.env, XDG_CACHE_HOME: cache, PATH: `${commands}:${process.env.PATH ?? ''}` };
afterAll(() => {
  rmSync(commands, { recursive: true });
});

describe.runIf(installedRelease() === RELEASE)("beamline's erl, erlc and escript print what OTP's print", () => {
  let root = '';
  beforeAll(async () => {
    root = (await run(path.join(folder, 'prepare.sh'), { env: environment })).stdout;
  }, 60_000);

  test.each(programs)('%s', { timeout: 300_000 }, async (program) => {
    const expected = readFileSync(path.join(folder, program, 'expected.txt'), 'utf8');
    const { stdout } = await run(path.join(folder, 'run.sh'), [program], {
      env: { ...environment, OTP_ROOT: root },
      maxBuffer: 1 << 24,
    });
    expect(stdout.split('\n')).toEqual(expected.split('\n'));
  });
});
