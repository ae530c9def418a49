import type { FileHandle } from 'node:fs/promises';
import type { FileInfo, OpenFile } from '@beamline/runtime-core';
import { accessOf, infoOf } from './file-info.js';
import { SystemError } from './folder-access.js';
import { AT_ONCE } from './regular-file.js';

/** An open device, or a folder: what is done to it may take any time, so that nothing waits for it. Its methods reject with errors of the system. */
export class UnusualFile implements OpenFile {
  readonly #file: FileHandle;
  readonly #isWritable: boolean;

  constructor(file: FileHandle, isWritable: boolean) {
    this.#file = file;
    this.#isWritable = isWritable;
  }

  get descriptor(): number {
    return this.#file.fd;
  }

  async read(position: number, count: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(Math.min(count, AT_ONCE));
    const { bytesRead } = await this.#file.read(bytes, 0, bytes.length, position);
    return bytes.subarray(0, bytesRead);
  }

  async write(position: number, bytes: Uint8Array): Promise<void> {
    for (let done = 0; done < bytes.length; )
      done += (await this.#file.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
  }

  async truncate(size: number): Promise<void> {
    // What is opened to be written is cut off, which says nothing to a device.
    if (size > 0 || !(await this.#file.stat()).isCharacterDevice()) await this.#file.truncate(size);
  }

  allocate(_position: number, count: number): Promise<void> {
    if (!this.#isWritable) return Promise.reject(new SystemError('EBADF'));
    return Promise.reject(new SystemError(count === 0 ? 'EINVAL' : 'ENODEV'));
  }

  sync(dataOnly: boolean): Promise<void> {
    return dataOnly ? this.#file.datasync() : this.#file.sync();
  }

  async info(): Promise<FileInfo> {
    const stats = await this.#file.stat();
    return infoOf(stats, accessOf(stats, false, true));
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
