import { readFileSync } from 'node:fs';
import { encodeExternalTerm, readBeamFile, type Term } from '@beamline/beam-file';
import { expect, test } from 'vitest';
import type { FileSystem } from '../src/io/file-system.js';
import { FileError } from '../src/io/file-system.js';
import { bootAtoms } from '../src/loader/boot-atoms.js';
import { atom, list, tuple } from '../src/terms/plain-terms.js';
import { testHost } from './test-host.js';

const otp = { root: '/otp', runtimeVersion: '17.0', home: '/home', codePaths: [], hostModules: [] };
const fileOf = (module: string): Uint8Array => readFileSync(new URL(`differential/otp29/${module}.beam`, import.meta.url));

/** A host in which some modules are there, and files with boot scripts. */
function host(modules: Readonly<Record<string, string>>, scripts: Readonly<Record<string, Term>>) {
  const readFile = (name: Uint8Array): Promise<Uint8Array> => {
    const script = scripts[new TextDecoder().decode(name)];
    return script === undefined ? Promise.reject(new FileError('enoent', '')) : Promise.resolve(encodeExternalTerm(script));
  };
  return {
    ...testHost(),
    findModule: (name: string) => Promise.resolve(modules[name] === undefined ? undefined : fileOf(modules[name])),
    files: { readFile } as Partial<FileSystem> as FileSystem,
  };
}

test('the atoms of a start are those of the modules of the runtime system, in its order, then those of the boot script', async () => {
  const start = tuple(atom('script'), list([tuple(atom('zulu'), { kind: 'list', elements: [atom('yankee')], tail: atom('xray') })]), {
    kind: 'map',
    pairs: [[atom('whisky'), tuple(atom('victor'))]],
  });
  const found = await bootAtoms(host({ init: 'brainfuck', erl_init: 'collatz' }, { '/otp/bin/start.boot': start }), otp, [], 29);
  const [first = ''] = readBeamFile(fileOf('collatz')).atoms.slice(1);
  expect(found[0]).toBe(first);
  const at = ['collatz', 'brainfuck', 'script', 'zulu', 'yankee', 'xray', 'whisky', 'victor'].map((name) => found.indexOf(name));
  expect(at).not.toContain(-1);
  expect(at).toEqual([...at].sort((a, b) => a - b));
});

test('the boot script is the one that the arguments name', async () => {
  const scripts = {
    '/otp/bin/start.boot': tuple(atom('usual')),
    '/otp/bin/other.boot': tuple(atom('other')),
    '/x/own.boot': tuple(atom('own')),
  };
  const last = async (...args: string[]): Promise<string | undefined> => (await bootAtoms(host({}, scripts), otp, args, 29)).at(-1);
  expect(await last()).toBe('usual');
  expect(await last('-boot', 'other', '-noshell')).toBe('other');
  expect(await last('-boot', '/x/own')).toBe('own');
  // What is not there is left out.
  expect(await last('-boot', 'none')).not.toBe('usual');
});
