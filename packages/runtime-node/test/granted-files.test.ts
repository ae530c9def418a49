import { execFileSync } from 'node:child_process';
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { FileError, LoadError, type OpenOptions } from '@beamline/runtime-core';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { descriptorFolders } from '../src/descriptor-folders.js';
import type { FolderAccess } from '../src/folder-access.js';
import { GrantedFiles } from '../src/granted-files.js';
import { pathFolders } from '../src/path-folders.js';

const scratch = realpathSync(mkdtempSync(path.join(tmpdir(), 'beamline-files-')));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

const READING: OpenOptions = { read: true, write: false, append: false, exclusive: false, sync: false, folder: false };
const WRITING: OpenOptions = { ...READING, read: false, write: true };
const EXCLUSIVE: OpenOptions = { ...WRITING, exclusive: true };

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (data: Uint8Array): string => new TextDecoder().decode(data);

/** The code of the file error that something ends with; `ok` if it does not fail. */
async function outcome(operation: Promise<unknown>): Promise<string> {
  try {
    await operation;
    return 'ok';
  } catch (error) {
    if (error instanceof FileError) return error.code;
    throw error;
  }
}

const systems: [string, FolderAccess][] = [['paths', pathFolders]];
if (process.platform === 'linux') systems.unshift(['descriptors', descriptorFolders]);

describe.each(systems)('granted folders, held by %s', (_, access) => {
  let inside: string;
  let readable: string;
  let outside: string;
  let files: GrantedFiles;

  beforeEach(() => {
    const folder = mkdtempSync(path.join(scratch, 'test-'));
    inside = path.join(folder, 'inside');
    readable = path.join(folder, 'readable');
    outside = path.join(folder, 'outside');
    for (const each of [inside, readable, outside]) mkdirSync(each);
    mkdirSync(path.join(inside, 'a/b'), { recursive: true });
    writeFileSync(path.join(inside, 'a/b/file'), 'inside');
    writeFileSync(path.join(readable, 'file'), 'readable');
    writeFileSync(path.join(outside, 'secret'), 'secret');
    files = new GrantedFiles([readable], [inside], access);
  });

  const at = (...parts: string[]): Uint8Array => bytes(path.join(inside, ...parts));
  const write = async (name: Uint8Array, data: string, options: OpenOptions = WRITING): Promise<void> => {
    const file = await files.open(name, options);
    try {
      await file.write(0, bytes(data));
    } finally {
      await file.close();
    }
  };
  const read = async (name: Uint8Array): Promise<string> => text(await files.readFile(name));
  const outsideNow = (): string[] => [...readdirSync(outside).toSorted(), readFileSync(path.join(outside, 'secret'), 'utf8')];

  test('what is in them can be used', async () => {
    expect(await read(at('a/b/file'))).toBe('inside');
    expect(await read(at('a/b/../b/./file'))).toBe('inside');
    expect(await read(bytes(`${inside}/a/../../readable/file`))).toBe('readable');
    await write(at('new'), 'new');
    await files.makeFolder(at('c'));
    await files.rename(at('new'), at('c/newer'));
    expect(await read(at('c/newer'))).toBe('new');
    expect((await files.list(at('c'))).map(text)).toEqual(['newer']);
    expect((await files.list(bytes(inside))).map(text).toSorted()).toEqual(['a', 'c']);
    expect(await files.info(at('c/newer'), true)).toMatchObject({ type: 'regular', size: 3 });
    await files.remove(at('c/newer'));
    await files.removeFolder(at('c'));
    expect(readdirSync(inside)).toEqual(['a']);
  });

  test('what may only be read cannot be changed', async () => {
    const name = bytes(path.join(readable, 'file'));
    expect(await read(name)).toBe('readable');
    const attempts = [
      files.open(name, WRITING),
      files.open(bytes(path.join(readable, 'new')), WRITING),
      files.remove(name),
      files.rename(name, at('stolen')),
      files.rename(at('a/b/file'), name),
      files.makeFolder(bytes(path.join(readable, 'folder'))),
      files.removeFolder(bytes(readable)),
    ];
    for (const attempt of attempts) expect(await outcome(attempt)).toBe('eacces');
    symlinkSync(path.join(readable, 'file'), path.join(inside, 'link'));
    expect(await read(at('link'))).toBe('readable');
    expect(await outcome(files.open(at('link'), WRITING))).toBe('eacces');
    expect(readFileSync(path.join(readable, 'file'), 'utf8')).toBe('readable');
  });

  test('links may be made, to anywhere; what they lead to stays what may be used', async () => {
    await files.makeSymbolicLink(bytes(path.join(outside, 'secret')), at('out'));
    await files.makeSymbolicLink(bytes('a/b/file'), at('in'));
    expect(text(await files.readLink(at('out')))).toBe(path.join(outside, 'secret'));
    expect(await outcome(files.readFile(at('out')))).toBe('eacces');
    expect(await read(at('in'))).toBe('inside');
    await files.makeLink(at('a/b/file'), at('second'));
    expect(await read(at('second'))).toBe('inside');
    expect((await files.info(at('second'), false)).links).toBe(2);
    // The other name of a link is a link: it leads nowhere else.
    await files.makeLink(at('out'), at('out2'));
    expect(await outcome(files.readFile(at('out2')))).toBe('eacces');
    expect(await outcome(files.makeLink(bytes(path.join(outside, 'secret')), at('stolen')))).toBe('eacces');
    expect(await outcome(files.makeLink(bytes(path.join(readable, 'file')), at('stolen')))).toBe('eacces');
    expect(await outcome(files.makeLink(at('a/b/file'), bytes(path.join(outside, 'new'))))).toBe('eacces');
    expect(await outcome(files.makeSymbolicLink(at('a'), bytes(path.join(readable, 'new'))))).toBe('eacces');
    symlinkSync(outside, path.join(inside, 'outside'));
    expect(await outcome(files.makeLink(at('outside/secret'), at('stolen')))).toBe('eacces');
    expect(await outcome(files.makeLink(at('a/b/file'), at('outside/new')))).toBe('eacces');
    expect(await outcome(files.makeSymbolicLink(at('a'), at('outside/new')))).toBe('eacces');
    expect(existsSync(path.join(inside, 'stolen'))).toBe(false);
    expect(outsideNow()).toEqual(['secret', 'secret']);
  });

  test('permissions, owners and times are of what may be written', async () => {
    const { uid, gid } = statSync(inside);
    await files.setPermissions(at('a/b/file'), 0o100640);
    await files.setTimes(at('a/b/file'), -5, 1e9);
    await files.setOwner(at('a/b/file'), uid, -1);
    const info = await files.info(at('a/b/file'), true);
    expect(info).toMatchObject({ accessed: -5, modified: 1e9, uid, gid });
    expect(info.mode & 0o7777).toBe(0o640);
    await files.setPermissions(at('a'), 0o700);
    expect((await files.info(at('a'), true)).mode & 0o7777).toBe(0o700);
    symlinkSync('a/b/file', path.join(inside, 'in'));
    await files.setPermissions(at('in'), 0o600);
    expect((await files.info(at('a/b/file'), true)).mode & 0o7777).toBe(0o600);
    symlinkSync(path.join(outside, 'secret'), path.join(inside, 'out'));
    const before = statSync(path.join(outside, 'secret'));
    for (const name of [at('out'), bytes(path.join(outside, 'secret')), bytes(path.join(readable, 'file'))]) {
      expect(await outcome(files.setPermissions(name, 0o777))).toBe('eacces');
      expect(await outcome(files.setOwner(name, uid, gid))).toBe('eacces');
      expect(await outcome(files.setTimes(name, 1, 1))).toBe('eacces');
    }
    const after = statSync(path.join(outside, 'secret'));
    expect([after.mode, after.mtimeMs, after.ctimeMs]).toEqual([before.mode, before.mtimeMs, before.ctimeMs]);
    expect((await files.info(bytes(path.join(readable, 'file')), true)).access).toBe('read');
  });

  test('folders are opened as folders only', async () => {
    const folder = await files.open(at('a'), { ...READING, folder: true });
    expect(await folder.info()).toMatchObject({ type: 'directory' });
    expect(await outcome(folder.read(0, 1))).toBe('eisdir');
    await folder.sync(false);
    await folder.close();
    expect(await outcome(files.open(at('a/b/file'), { ...READING, folder: true }))).toBe('enotdir');
    expect(await outcome(files.open(at('a'), READING))).toBe('eisdir');
    symlinkSync(outside, path.join(inside, 'out'));
    expect(await outcome(files.open(at('out'), { ...READING, folder: true }))).toBe('eacces');
  });

  test('the folders themselves stay', async () => {
    expect(await outcome(files.removeFolder(bytes(inside)))).toBe('eacces');
    expect(await outcome(files.removeFolder(at('a/..')))).toBe('eacces');
    expect(await outcome(files.rename(bytes(inside), at('a/moved')))).toBe('eacces');
    expect(await outcome(files.remove(bytes(inside)))).toBe('eperm');
  });

  test('links lead from one place in them to another', async () => {
    symlinkSync('a/b', path.join(inside, 'folder'));
    symlinkSync(path.join(inside, 'a/b/file'), path.join(inside, 'absolute'));
    symlinkSync('../../folder/file', path.join(inside, 'a/b/chain'));
    symlinkSync('a/b/later', path.join(inside, 'dangling'));
    symlinkSync('../readable', path.join(inside, 'neighbour'));
    symlinkSync('.', path.join(inside, 'self'));
    for (const name of ['folder/file', 'absolute', 'a/b/chain', 'folder/../../folder/chain', 'self/self/absolute'])
      expect(await read(bytes(`${inside}/${name}`))).toBe('inside');
    expect(await read(at('neighbour/file'))).toBe('readable');
    expect(text(await files.readLink(at('folder')))).toBe('a/b');
    expect(await files.info(at('dangling'), false)).toMatchObject({ type: 'symlink' });
    expect(await outcome(files.info(at('dangling'), true))).toBe('enoent');
    expect(await outcome(files.open(at('dangling'), EXCLUSIVE))).toBe('eexist');
    await write(at('dangling'), 'made');
    expect(readFileSync(path.join(inside, 'a/b/later'), 'utf8')).toBe('made');
    await files.remove(at('dangling'));
    expect(existsSync(path.join(inside, 'a/b/later'))).toBe(true);
  });

  test('links do not lead out, even where there is nothing yet', async () => {
    const before = outsideNow();
    symlinkSync(path.join(outside, 'new'), path.join(inside, 'dangling'));
    symlinkSync('../outside/new', path.join(inside, 'relative'));
    symlinkSync('../../../outside', path.join(inside, 'a/b/folder'));
    symlinkSync(path.join(outside, 'secret'), path.join(inside, 'secret'));
    symlinkSync('a/b/folder/secret', path.join(inside, 'chain'));
    symlinkSync('/dev/zero', path.join(inside, 'zero'));
    for (const name of [
      'dangling',
      'relative',
      'secret',
      'chain',
      'a/b/folder/secret',
      'a/b/folder/new',
      'zero',
      '../outside/secret',
      '..',
    ]) {
      expect([name, await outcome(files.open(at(name), WRITING))]).toEqual([name, 'eacces']);
      expect([name, await outcome(files.readFile(at(name)))]).toEqual([name, 'eacces']);
      // That the folder above is there its path says.
      expect([name, await outcome(files.info(at(name), true))]).toEqual([name, name === '..' ? 'ok' : 'eacces']);
    }
    expect(await outcome(files.list(at('..')))).toBe('eacces');
    expect(await outcome(files.list(at('a/b/folder')))).toBe('eacces');
    expect(await outcome(files.makeFolder(at('a/b/folder/new')))).toBe('eacces');
    expect(await outcome(files.remove(at('a/b/folder/secret')))).toBe('eacces');
    expect(await outcome(files.rename(at('a/b/folder/secret'), at('mine')))).toBe('eacces');
    expect(await outcome(files.rename(at('a/b/file'), at('a/b/folder/file')))).toBe('eacces');
    expect(await outcome(files.makeFolder(at('dangling')))).toBe('eexist');
    for (const name of ['/', '/etc/passwd', outside, path.join(outside, 'secret'), `${inside}x`])
      expect([name, await outcome(files.readFile(bytes(name)))]).toEqual([name, 'eacces']);
    expect(outsideNow()).toEqual(before);
  });

  test('links in a circle, and very many of them', async () => {
    symlinkSync('loop2', path.join(inside, 'loop1'));
    symlinkSync('loop1', path.join(inside, 'loop2'));
    expect(await outcome(files.readFile(at('loop1')))).toBe('eloop');
    expect(await outcome(files.readFile(at('loop1/x')))).toBe('eloop');
    symlinkSync('a/b/file', path.join(inside, 'link0'));
    for (let i = 1; i <= 40; i++) symlinkSync(`link${i - 1}`, path.join(inside, `link${i}`));
    expect(await read(at('link39'))).toBe('inside');
    expect(await outcome(files.readFile(at('link40')))).toBe('eloop');
  });

  test('pipes, sockets and devices are told from files and never opened', async () => {
    execFileSync('mkfifo', [path.join(inside, 'pipe')]);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(path.join(inside, 's'), resolve));
    const devices = new GrantedFiles(['/dev'], [], access);
    const start = performance.now();
    // More than there are threads that could be waiting.
    for (let i = 0; i < 20; i++) {
      expect(await outcome(files.readFile(at('pipe')))).toBe('enxio');
      expect(await outcome(files.open(at('pipe'), READING))).toBe('enxio');
      expect(await outcome(files.open(at('pipe'), WRITING))).toBe('enxio');
      expect(await outcome(files.open(at('pipe'), { ...WRITING, read: true }))).toBe('enxio');
    }
    expect(await outcome(files.readFile(at('s')))).toBe('enxio');
    expect(await outcome(devices.readFile(bytes('/dev/zero')))).toBe('enxio');
    expect(await outcome(files.open(at('pipe'), EXCLUSIVE))).toBe('eexist');
    expect(await files.info(at('pipe'), true)).toMatchObject({ type: 'other' });
    expect(await devices.info(bytes('/dev/zero'), true)).toMatchObject({ type: 'device' });
    expect(performance.now() - start).toBeLessThan(5000);
    server.close();
  });

  test('a folder that was granted is that folder, not what is put in its place', async () => {
    const moved = `${inside}-moved`;
    renameSync(inside, moved);
    symlinkSync(outside, inside);
    expect(await outcome(files.readFile(at('secret')))).not.toBe('ok');
    rmSync(inside);
    mkdirSync(inside);
    writeFileSync(path.join(inside, 'file'), 'other');
    expect(await outcome(files.readFile(at('file')))).toBe('eacces');
  });

  test('a folder that may be written, in one that may be read', async () => {
    const nested = new GrantedFiles([path.join(inside, 'a')], [path.join(inside, 'a/b')], access);
    await (await nested.open(at('a/b/file'), WRITING)).close();
    expect(await outcome(nested.open(at('a/file'), WRITING))).toBe('eacces');
    expect(await outcome(nested.open(bytes(`${inside}/a/b/../file`), WRITING))).toBe('eacces');
  });

  test('the current folder is one that is granted, and names count from there', async () => {
    expect(text(files.currentFolder())).toBe(readable);
    expect(await read(bytes('file'))).toBe('readable');
    files.setCurrentFolder(at('a'));
    expect(text(files.currentFolder())).toBe(path.join(inside, 'a'));
    expect(await read(bytes('b/file'))).toBe('inside');
    expect(() => {
      files.setCurrentFolder(bytes('../../outside'));
    }).toThrow('eacces');
    expect(() => {
      files.setCurrentFolder(bytes('b/file'));
    }).toThrow('enotdir');
    expect(text(new GrantedFiles([], [], access).currentFolder())).toBe('/');
    const here = new GrantedFiles([readable, process.cwd()], [], access);
    expect(text(here.currentFolder())).toBe(realpathSync(process.cwd()));
  });

  test('names need not be UTF-8', async () => {
    const name = Buffer.concat([Buffer.from(`${inside}/`), Buffer.of(0xff, 0xfe)]);
    await write(name, 'raw');
    expect(await read(name)).toBe('raw');
    expect((await files.list(bytes(inside))).map((each) => [...each])).toContainEqual([0xff, 0xfe]);
    await files.rename(name, Buffer.concat([name, Buffer.of(0xc8)]));
    await files.remove(Buffer.concat([name, Buffer.of(0xc8)]));
    expect(readdirSync(inside)).toEqual(['a']);
  });

  test('reading and writing go to the end', async () => {
    const data = 'x'.repeat(3_000_000);
    await write(at('large'), data);
    expect((await read(at('large'))).length).toBe(data.length);
    const file = await files.open(at('large'), { ...WRITING, read: true });
    expect((await file.read(2_999_990, 2 ** 52)).length).toBe(10);
    expect((await file.read(5_000_000, 2 ** 52)).length).toBe(0);
    await file.truncate(2 ** 40);
    expect(await outcome(files.readFile(at('large')))).toBe('efbig');
    await file.truncate(data.length);
    await file.close();
    linkSync(path.join(inside, 'large'), path.join(inside, 'second'));
    expect(await files.info(at('second'), true)).toMatchObject({ links: 2 });
  });

  test('a folder that is not there cannot be granted', () => {
    expect(() => new GrantedFiles([path.join(inside, 'missing')], [], access)).toThrow(LoadError);
    expect(() => new GrantedFiles([], [path.join(inside, 'a/b/file')], access)).toThrow('it is not a folder');
  });
});

describe.runIf(process.platform === 'linux')('while others rename', () => {
  const rounds = 2000;

  /** Swaps two names with each other, as fast as the system can, while something is done. */
  async function whileSwapping(first: string, second: string, use: () => Promise<void>): Promise<void> {
    const stop = new SharedArrayBuffer(4);
    const worker = new Worker(
      `const { renameSync } = require('node:fs');
       const { workerData: [first, second, stop] } = require('node:worker_threads');
       const flag = new Int32Array(stop);
       while (Atomics.load(flag, 0) === 0) {
         renameSync(first, first + '.kept');
         renameSync(second, first);
         renameSync(first + '.kept', second);
       }`,
      { eval: true, workerData: [first, second, stop] },
    );
    try {
      await new Promise<void>((resolve) => worker.once('online', resolve));
      await use();
    } finally {
      // It ends between two swaps, with all names in place.
      const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
      Atomics.store(new Int32Array(stop), 0, 1);
      await ended;
    }
  }

  test('a folder and a link that leads out, nothing outside is read or changed', { timeout: 120_000 }, async () => {
    const folder = mkdtempSync(path.join(scratch, 'swap-'));
    const [inside, outside] = [path.join(folder, 'inside'), path.join(folder, 'outside')];
    for (const each of [inside, outside]) mkdirSync(each);
    mkdirSync(path.join(inside, 'folder'));
    writeFileSync(path.join(inside, 'folder/file'), 'inside');
    writeFileSync(path.join(outside, 'file'), 'secret', { mode: 0o600 });
    mkdirSync(path.join(outside, 'sub'));
    symlinkSync(outside, path.join(inside, 'link'));
    const files = new GrantedFiles([], [inside], descriptorFolders);
    const name = (each: string): Uint8Array => bytes(path.join(inside, each));
    const seen = new Set<string>();
    await whileSwapping(path.join(inside, 'folder'), path.join(inside, 'link'), async () => {
      for (let i = 0; i < rounds; i++) {
        seen.add(await files.readFile(name('folder/file')).then(text, (error: FileError) => error.code));
        await outcome(
          files.open(name('folder/file'), WRITING).then(async (file) => {
            await file.truncate(0);
            await file.write(0, bytes('inside'));
            await file.close();
          }),
        );
        await outcome(files.open(name(`folder/new${i}`), WRITING).then((file) => file.close()));
        await outcome(files.makeFolder(name(`folder/made${i}`)));
        await outcome(files.setPermissions(name('folder/file'), 0o644));
        await outcome(files.setTimes(name('folder/file'), 1, 1));
        await outcome(files.makeSymbolicLink(bytes('file'), name(`folder/link${i}`)));
        await outcome(files.makeLink(name('folder/file'), name(`folder/again${i}`)));
        await outcome(files.removeFolder(name('folder/sub')));
        await outcome(files.rename(name('folder/file'), name('folder/file')));
        for (const each of await files.list(name('folder')).catch(() => [])) seen.add(text(each) === 'sub' ? 'sub' : 'listed');
        if (i % 100 === 0) await turn();
      }
    });
    expect(seen.has('inside')).toBe(true);
    expect(seen.has('eacces')).toBe(true);
    expect(seen.has('secret')).toBe(false);
    expect(seen.has('sub')).toBe(false);
    expect(readdirSync(outside).toSorted()).toEqual(['file', 'sub']);
    expect(readFileSync(path.join(outside, 'file'), 'utf8')).toBe('secret');
    const { mode, mtimeMs, nlink } = statSync(path.join(outside, 'file'));
    expect([mode & 0o777, mtimeMs > 1000, nlink]).toEqual([0o600, true, 1]);
  });

  test('a file and a link that leads out', { timeout: 120_000 }, async () => {
    const folder = mkdtempSync(path.join(scratch, 'swap-'));
    const [inside, outside] = [path.join(folder, 'inside'), path.join(folder, 'outside')];
    for (const each of [inside, outside]) mkdirSync(each);
    writeFileSync(path.join(inside, 'file'), 'inside');
    writeFileSync(path.join(outside, 'secret'), 'secret');
    symlinkSync(path.join(outside, 'secret'), path.join(inside, 'link'));
    const files = new GrantedFiles([], [inside], descriptorFolders);
    const name = bytes(path.join(inside, 'file'));
    const seen = new Set<string>();
    await whileSwapping(path.join(inside, 'file'), path.join(inside, 'link'), async () => {
      for (let i = 0; i < rounds; i++) {
        seen.add(await files.readFile(name).then(text, (error: FileError) => error.code));
        seen.add(
          await outcome(
            files.open(name, { ...WRITING, read: true }).then(async (file) => {
              await file.truncate(0);
              await file.write(0, bytes('inside'));
              await file.close();
            }),
          ),
        );
        await outcome(files.info(name, true).then(({ size }) => seen.add(`size ${size}`)));
      }
    });
    expect(seen.has('secret')).toBe(false);
    expect(seen.has('eacces')).toBe(true);
    expect(readFileSync(path.join(outside, 'secret'), 'utf8')).toBe('secret');
  });
});

describe('all files', () => {
  const confined = new GrantedFiles([], [scratch]);
  const [all, onlyReadable] = [new GrantedFiles(['/'], ['/']), new GrantedFiles(['/'], [])];
  mkdirSync(path.join(scratch, 'all/sub'), { recursive: true });
  writeFileSync(path.join(scratch, 'all/file'), 'text');
  writeFileSync(path.join(scratch, 'all/empty'), '');
  writeFileSync(path.join(scratch, 'all/large'), Buffer.alloc(3_000_000, 'x'));
  symlinkSync('file', path.join(scratch, 'all/link'));
  symlinkSync('nowhere', path.join(scratch, 'all/broken'));
  symlinkSync('circle', path.join(scratch, 'all/circle'));
  execFileSync('mkfifo', [path.join(scratch, 'all/pipe')]);
  const names = [
    'file',
    'empty',
    'large',
    'link',
    'broken',
    'circle',
    'sub',
    '.',
    'sub/..',
    'none',
    'none/x',
    'file/x',
    'link/../file',
    'pipe',
    '',
  ];
  const outcomes = async (files: GrantedFiles, name: Uint8Array): Promise<unknown> => ({
    read: await files.readFile(name).then(text, (error) => (error instanceof FileError ? error.code : error)),
    info: await files.info(name, false).catch((error) => (error instanceof FileError ? error.code : error)),
    target: await files.info(name, true).catch((error) => (error instanceof FileError ? error.code : error)),
  });

  test.each(names)('%j is what it is where the folder alone is granted', async (name) => {
    expect(await outcomes(all, bytes(`${scratch}/all/${name}`))).toEqual(await outcomes(confined, bytes(`${scratch}/all/${name}`)));
  });

  test('devices can be used, but not written where reading is all that is granted', async () => {
    expect(await all.readFile(bytes('/dev/null'))).toHaveLength(0);
    expect(await outcome(all.readFile(bytes('/dev/null/x')))).toBe('enotdir');
    const sink = await all.open(bytes('/dev/null'), WRITING);
    await sink.truncate(0);
    await sink.write(0, bytes('gone'));
    await sink.close();
    const zeros = await onlyReadable.open(bytes('/dev/zero'), READING);
    expect(await zeros.read(0, 3)).toEqual(Uint8Array.of(0, 0, 0));
    await zeros.close();
    expect(await outcome(onlyReadable.open(bytes('/dev/null'), WRITING))).toBe('eacces');
    expect(await outcome(all.open(bytes('/dev/null'), EXCLUSIVE))).toBe('eexist');
    expect(await outcome(all.open(bytes(''), READING))).toBe('enoent');
  });

  test('names count from the current folder, and need not be such that the system takes them', async () => {
    for (const files of [all, confined]) files.setCurrentFolder(bytes(`${scratch}/all`));
    for (const name of ['file', './link', '../all/file', 'none', 'a\0b'])
      expect(await outcomes(all, bytes(name))).toEqual(await outcomes(confined, bytes(name)));
  });

  test('what may not be changed is told', async () => {
    const name = bytes(`${scratch}/all/file`);
    expect(await onlyReadable.info(name, true)).toMatchObject({ access: 'read' });
    expect(await all.info(name, true)).toMatchObject({ access: 'read_write' });
  });
});
