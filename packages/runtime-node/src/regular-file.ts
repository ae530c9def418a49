import {
  close,
  closeSync,
  constants,
  fdatasync,
  fstatSync,
  fsync,
  ftruncate,
  openSync,
  read,
  readSync,
  statSync,
  write,
  writeSync,
} from 'node:fs';
import { promisify } from 'node:util';
import type { FileInfo, OpenFile, OpenOptions } from '@beamline/runtime-core';
import { accessOf, infoOf } from './file-info.js';
import { SystemError } from './folder-access.js';

/** Bytes up to which a file is read or written at once: that takes less time than the way to another thread. */
export const AT_ONCE: number = 1 << 20;
/** Bytes that a read may ask for beyond the end of a file: some that the system makes up have no size. */
export const LEAST_READ = 65_536;
/** Most bytes of a binary. */
export const LARGEST_READ: number = 2 ** 29 - 1;
/** The greatest offset in a file. */
const MAXIMUM_OFFSET = 2 ** 63;

/** Windows lacks it. */
const { O_NONBLOCK = 0 } = constants as Partial<typeof constants>;

const readLater = promisify(read);
const writeLater = promisify(write);
const truncateLater = promisify(ftruncate);
const closeLater = promisify(close);

/** A file of the system that is open: a FileHandle, or what has no more of one than this. */
interface Opened {
  readonly fd: number;
  close(): Promise<void>;
}

/** Opens a regular file with flags of `open`; undefined if something else is there, which is not opened. Throws errors of the system. */
export function openRegular(location: Buffer, flags: number): Opened | undefined {
  const isOther = statSync(location, { throwIfNoEntry: false })?.isFile() === false;
  if (isOther) return undefined;
  // Should something else have come there meanwhile, to open it does not block.
  const fd = openSync(location, flags | O_NONBLOCK);
  if (!fstatSync(fd).isFile()) {
    closeSync(fd);
    return undefined;
  }
  // What was written may have to go to another computer first.
  const isWritten = (flags & (constants.O_WRONLY | constants.O_RDWR)) !== 0;
  return { fd, close: isWritten ? () => closeLater(fd) : () => Promise.resolve(closeSync(fd)) };
}

/** An open regular file: it does not block, so that little data goes by calls that wait. Its methods reject with errors of the system. */
export class RegularFile implements OpenFile {
  readonly descriptor: number;
  readonly #file: Opened;
  readonly #options: Pick<OpenOptions, 'append' | 'write'>;

  constructor(file: Opened, options: Pick<OpenOptions, 'append' | 'write'>) {
    this.descriptor = file.fd;
    this.#file = file;
    this.#options = options;
  }

  async read(position: number, count: number): Promise<Uint8Array> {
    // Nothing is allocated for what is not there.
    const most =
      count <= LEAST_READ ? count : Math.min(count, Math.max(fstatSync(this.descriptor).size - position, LEAST_READ), LARGEST_READ);
    const bytes = new Uint8Array(most);
    if (most <= AT_ONCE) return bytes.subarray(0, readSync(this.descriptor, bytes, 0, most, position));
    const { bytesRead } = await readLater(this.descriptor, bytes, 0, most, position);
    return bytes.subarray(0, bytesRead);
  }

  async write(position: number, bytes: Uint8Array): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      const count = bytes.length - done;
      const at = this.#options.append ? null : position + done;
      if (count <= AT_ONCE) done += writeSync(this.descriptor, bytes, done, count, at);
      else done += (await writeLater(this.descriptor, bytes, done, count, at)).bytesWritten;
    }
  }

  truncate(size: number): Promise<void> {
    return truncateLater(this.descriptor, size);
  }

  async allocate(position: number, count: number): Promise<void> {
    if (!this.#options.write) throw new SystemError('EBADF');
    if (count === 0) throw new SystemError('EINVAL');
    if (position + count >= MAXIMUM_OFFSET) throw new SystemError('EFBIG');
    if (fstatSync(this.descriptor).size < position + count) await this.truncate(position + count);
  }

  sync(dataOnly: boolean): Promise<void> {
    return promisify(dataOnly ? fdatasync : fsync)(this.descriptor);
  }

  info(): Promise<FileInfo> {
    const stats = fstatSync(this.descriptor);
    return Promise.resolve(infoOf(stats, accessOf(stats, false, true)));
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
