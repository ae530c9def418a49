import { FileError, type OpenFile } from '@beamline/runtime-core';
import { systemCode } from './folder-access.js';

/** A file error for one of the system; any other error as it is. */
export function fileError(error: unknown, name: Uint8Array): unknown {
  const code = systemCode(error);
  if (code === undefined || error instanceof FileError) return error;
  return new FileError(/^E[A-Z0-9]+$/.test(code) ? code.toLowerCase() : 'einval', new TextDecoder().decode(name));
}

/** An open file whose errors are file errors, with its name. */
export function withFileErrors(file: OpenFile, name: Uint8Array): OpenFile {
  const attempt = async <T>(operation: () => Promise<T>): Promise<T> => {
    try {
      return await operation();
    } catch (error) {
      throw fileError(error, name);
    }
  };
  return {
    descriptor: file.descriptor,
    read: (position, count) => attempt(() => file.read(position, count)),
    write: (position, bytes) => attempt(() => file.write(position, bytes)),
    truncate: (size) => attempt(() => file.truncate(size)),
    allocate: (position, count) => attempt(() => file.allocate(position, count)),
    sync: (dataOnly) => attempt(() => file.sync(dataOnly)),
    info: () => attempt(() => file.info()),
    close: () => attempt(() => file.close()),
  };
}
