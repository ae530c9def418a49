import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { createRuntime, formatTerm, parseTerm, type RuntimeOptions, type Term } from '../src/index.js';

const supervised = fileURLToPath(new URL('./supervised', import.meta.url));

/** The `lib` folder of the OTP that is installed, whose compiled modules are used as they are; empty if there is none. */
function libraryFolder(): string {
  try {
    return execFileSync('erl', ['-noshell', '-eval', 'io:format("~s", [code:lib_dir()]), halt()'], { encoding: 'utf8' });
  } catch {
    return '';
  }
}
const otp = libraryFolder();

const scratch = mkdtempSync(path.join(tmpdir(), 'beamline-otp-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

/** Runs `counter_app:main()` from code paths; what it prints. */
async function printed(codePaths: readonly string[]): Promise<string> {
  let output = '';
  const runtime = await createRuntime({
    codePaths,
    write: (text) => {
      output += text;
    },
  });
  await runtime.startOtp();
  await runtime.call('counter_app', 'main');
  runtime.stop();
  return output;
}

/** Runs `main(Folder)` of a program with some folders granted; what it prints. */
async function printedByFiles(options: RuntimeOptions, folder: string, program = 'file_program'): Promise<string> {
  let output = '';
  const runtime = await createRuntime({
    ...options,
    codePaths: [supervised, otp],
    write: (text) => {
      output += text;
    },
  });
  await runtime.startOtp();
  await runtime.callTerm(program, 'main', [characters(folder)]);
  runtime.stop();
  return output;
}

function characters(text: string): Term {
  return parseTerm(JSON.stringify(text));
}

/** An `.avm` archive of files, as AtomVM's `packbeam` writes it. */
function archive(files: readonly { readonly name: string; readonly bytes: Uint8Array }[]): Uint8Array {
  const padded = (bytes: Uint8Array): Buffer => Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);
  const section = (name: string, flags: number, bytes: Uint8Array): Buffer => {
    const content = Buffer.concat([padded(Buffer.from(`${name}\0`)), padded(bytes)]);
    const header = Buffer.alloc(12);
    header.writeUInt32BE(name === 'end' ? 0 : 12 + content.length, 0);
    header.writeUInt32BE(flags, 4);
    return Buffer.concat([header, content]);
  };
  return Buffer.concat([
    Buffer.from('#!/usr/bin/env AtomVM\n\0\0'),
    ...files.map(({ name, bytes }, i) => section(name, i === 0 ? 3 : 2, bytes)),
    section('end', 0, Buffer.alloc(0)),
  ]);
}

describe.runIf(otp !== '')("OTP's own modules, unmodified", () => {
  const expected = readFileSync(path.join(supervised, 'output.txt'), 'utf8');

  test('run a supervised application that prints what it does under the real Erlang', { timeout: 60_000 }, async () => {
    expect(await printed([supervised, otp])).toBe(expected);
  });

  test('use the files of a folder that is granted', { timeout: 60_000 }, async () => {
    const folder = mkdtempSync(path.join(scratch, 'files-'));
    const wanted = readFileSync(path.join(supervised, 'file_output.txt'), 'utf8');
    expect(await printedByFiles({ writableFolders: [folder] }, folder)).toBe(wanted);
  });

  test('do with files what they do under the real Erlang', { timeout: 60_000 }, async () => {
    const folder = mkdtempSync(path.join(scratch, 'operations-'));
    const wanted = readFileSync(path.join(supervised, 'file_operations.txt'), 'utf8');
    const printed = await printedByFiles({ writableFolders: [folder] }, folder, 'file_operations');
    expect(printed.split('\n')).toEqual(wanted.split('\n'));
  });

  test('compress and inflate to the same bytes as under the real Erlang', { timeout: 120_000 }, async () => {
    const wanted = readFileSync(path.join(supervised, 'zlib_output.txt'), 'utf8');
    expect((await printedByFiles({}, '', 'zlib_program')).split('\n')).toEqual(wanted.split('\n'));
  });

  test('fail with files as they do under the real Erlang', { timeout: 60_000 }, async () => {
    const folder = mkdtempSync(path.join(scratch, 'errors-'));
    symlinkSync('nowhere', path.join(folder, 'dangling'));
    symlinkSync('loop2', path.join(folder, 'loop1'));
    symlinkSync('loop1', path.join(folder, 'loop2'));
    execFileSync('mkfifo', [path.join(folder, 'pipe')]);
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.of(255, 254)]), 'x');
    const wanted = readFileSync(path.join(supervised, 'file_errors.txt'), 'utf8');
    expect(await printedByFiles({ writableFolders: [folder] }, folder, 'file_errors')).toBe(wanted);
  });

  test('see nothing of other folders', { timeout: 60_000 }, async () => {
    const granted = mkdtempSync(path.join(scratch, 'granted-'));
    const other = mkdtempSync(path.join(scratch, 'other-'));
    const secret = path.join(other, 'secret');
    writeFileSync(secret, 'secret');
    writeFileSync(path.join(granted, 'plain'), 'plain');
    symlinkSync(secret, path.join(granted, 'link'));
    symlinkSync(other, path.join(granted, 'folder'));
    const runtime = await createRuntime({ readableFolders: [granted], codePaths: [otp] });
    await runtime.startOtp();
    const read = async (name: string): Promise<string> => formatTerm(await runtime.callTerm('file', 'read_file', [characters(name)]));
    expect(await read(path.join(granted, 'plain'))).toBe('{ok,<<"plain">>}');
    const escapes = [
      secret,
      `${granted}/../${path.basename(other)}/secret`,
      `${granted}/link`,
      `${granted}/folder/secret`,
      `${granted}x`,
      other,
    ];
    for (const name of escapes) expect(await read(name)).toBe('{error,eacces}');
    const write = await runtime.callTerm('file', 'write_file', [characters(path.join(granted, 'new')), characters('text')]);
    expect(formatTerm(write)).toBe('{error,eacces}');
    runtime.stop();
  });

  test('do so from an archive', { timeout: 60_000 }, async () => {
    const modules = ['counter_app', 'counter_server', 'door'];
    const file = path.join(scratch, 'program.avm');
    writeFileSync(
      file,
      archive(modules.map((name) => ({ name: `${name}.beam`, bytes: readFileSync(path.join(supervised, `${name}.beam`)) }))),
    );
    expect(await printed([file, otp])).toBe(expected);
  });
});
