import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readAvmFile } from '@beamline/beam-file';
import { afterAll, expect, test } from 'vitest';
import { LoadError, otpArchive } from '../src/index.js';

const root = mkdtempSync(path.join(tmpdir(), 'beamline-otp-archive-'));
afterAll(() => {
  rmSync(root, { recursive: true });
});

function write(...names: readonly string[]): void {
  for (const name of names) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), name);
  }
}

write('lib/erts-13.1/ebin/init.beam', 'lib/erts-13.1/ebin/erts.app', 'lib/kernel-8.9/ebin/code.beam', 'lib/kernel-8.10/ebin/code.beam');
write(
  'lib/kernel-8.10/ebin/kernel.app',
  'lib/kernel-8.10/ebin/notes.txt',
  'lib/stdlib-4.2/ebin/lists.beam',
  'bin/no_dot_erlang.boot',
  'bin/erl',
);
write('app/ebin/app.app', 'app/ebin/app_main.beam');

test('an archive has the modules and descriptions of applications, of the newest version, and the boot scripts', async () => {
  const entries = readAvmFile(await otpArchive({ root, folders: [path.join(root, 'app')] }));
  expect(entries.map(({ name, isModule }) => [name, isModule])).toEqual([
    ['lib/erts-13.1/ebin/erts.app', false],
    ['lib/erts-13.1/ebin/init.beam', true],
    ['lib/kernel-8.10/ebin/code.beam', true],
    ['lib/kernel-8.10/ebin/kernel.app', false],
    ['lib/stdlib-4.2/ebin/lists.beam', true],
    ['lib/app/ebin/app.app', false],
    ['lib/app/ebin/app_main.beam', true],
    ['bin/no_dot_erlang.boot', false],
  ]);
  expect(new TextDecoder().decode(entries[2]?.bytes)).toMatch(/^lib\/kernel-8.10\/ebin\/code\.beam/);
});

test('what is not there is named', async () => {
  const problem = async (options: Parameters<typeof otpArchive>[0]): Promise<string> => {
    const error = await otpArchive(options).catch((thrown: unknown) => thrown);
    return error instanceof LoadError ? error.message : 'no LoadError';
  };
  expect(await problem({ root, applications: ['mnesia'] })).toBe(`cannot find the application mnesia in ${path.join(root, 'lib')}`);
  expect(await problem({ root: path.join(root, 'none') })).toBe(`cannot find an OTP at ${path.join(root, 'none')}: it has no folder lib`);
  expect(await problem({ root, folders: [path.join(root, 'bin')] })).toBe(
    `cannot find an application at ${path.join(root, 'bin')}: it has no folder ebin`,
  );
});
