import { expect, test } from 'vitest';
import type { FileSystem, OpenFile } from '../src/io/file-system.js';
import { TraceFile, traceFileNames } from '../src/ports/trace-file.js';

/** Sizes of files by their names. */
class Files {
  readonly sizes = new Map<string, number>();
  readonly system = {
    open: (path: Uint8Array): Promise<OpenFile> => Promise.resolve(this.#open(new TextDecoder().decode(path)) as OpenFile),
    remove: (path: Uint8Array): Promise<void> => {
      this.sizes.delete(new TextDecoder().decode(path));
      return Promise.resolve();
    },
  } as unknown as FileSystem;

  #open(name: string): Partial<OpenFile> {
    return {
      truncate: (size) => {
        this.sizes.set(name, size);
        return Promise.resolve();
      },
      write: (at, bytes) => {
        this.sizes.set(name, Math.max(this.sizes.get(name) ?? 0, at + bytes.length));
        return Promise.resolve();
      },
      close: () => Promise.resolve(),
    };
  }

  sorted(): [string, number][] {
    return [...this.sizes].sort(([a], [b]) => (a < b ? -1 : 1));
  }
}

const never = (): (() => void) => () => undefined;

/** Writes messages of 62 bytes, records of 67, to the files of a command; `pause` says after which of them it waits. */
async function written(command: string, messages: number, pause = (_: number): boolean => false): Promise<[string, number][]> {
  const files = new Files();
  const names = traceFileNames(command);
  if (names === undefined) throw new Error(`${command} names no files`);
  const failed: unknown[] = [];
  const file = new TraceFile({ files: files.system, timer: never }, names, () => failed.push(command));
  for (let i = 0; i < messages; i++) {
    file.write(new Uint8Array(62));
    if (pause(i)) await file.control(102);
  }
  file.close();
  await file.closing;
  expect(failed).toEqual([]);
  return files.sorted();
}

// What `dbg:trace_port(file, {"/t", wrap, ".trc", Size, Count})` of OTP 25 has left of so many messages.
const full = (numbers: readonly number[]): [string, number][] => numbers.map((number) => [`/t${number}.trc`, 1005]);
test.each<[size: number, count: number, messages: number, files: [string, number][]]>([
  [
    200,
    3,
    4,
    [
      ['/t0.trc', 201],
      ['/t1.trc', 67],
    ],
  ],
  [
    200,
    3,
    30,
    [
      ['/t0.trc', 201],
      ['/t1.trc', 201],
      ['/t2.trc', 0],
    ],
  ],
  [200, 1, 30, [['/t0.trc', 0]]],
  [1000, 8, 100, [...full([0, 1, 2, 3, 4, 5]), ['/t6.trc', 670]]],
  [
    0,
    2,
    7,
    [
      ['/t0.trc', 67],
      ['/t1.trc', 0],
    ],
  ],
  [200, 2, 0, [['/t0.trc', 0]]],
])('files of %i bytes and more, %i of them: %i messages', async (size, count, messages, files) => {
  const command = `trace_file_drv w ${size} ${count} 0 2 n /t.trc`;
  expect(await written(command, messages)).toEqual(files);
  // However many come at a time.
  expect(await written(command, messages, () => true)).toEqual(files);
  expect(await written(command, messages, (i) => i % 5 === 3)).toEqual(files);
});

test('one file has no limit', async () => {
  expect(await written('trace_file_drv n /t w 1 n x.trc', 50)).toEqual([['/t w 1 n x.trc', 50 * 67]]);
});

test('files have their turn by time, whatever is in them', async () => {
  const files = new Files();
  const turns: (() => void)[] = [];
  const timer = (milliseconds: number, task: () => void): (() => void) => {
    expect(milliseconds).toBe(250);
    turns.push(task);
    return () => undefined;
  };
  const names = traceFileNames('trace_file_drv w 0 2 250 2 n /t.trc');
  if (names === undefined) throw new Error('no files');
  const file = new TraceFile({ files: files.system, timer }, names, () => undefined);
  for (const messages of [3, 0, 1]) {
    for (let i = 0; i < messages; i++) file.write(new Uint8Array(62));
    await file.control(102);
    turns.at(-1)?.();
    await file.control(102);
  }
  expect(turns).toHaveLength(4);
  // The third took the place of the first, and the fourth that of the one that was left out.
  expect(files.sorted()).toEqual([
    ['/t0.trc', 0],
    ['/t2.trc', 67],
  ]);
  file.close();
  await file.closing;
});

test('other commands name no files', () => {
  for (const command of ['trace_file_drv', 'trace_file_drv n ', 'trace_file_drv w 1 n x', 'trace_ip_drv n x'])
    expect(traceFileNames(command)).toBeUndefined();
});
