import { createHash } from 'node:crypto';
import { readFileSync, statSync, utimesSync } from 'node:fs';
import { readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type CompiledModuleCache, type KeptModules, type Start, StartBundle } from '@beamline/runtime-core';
import { isPrivateFolder, userCacheFolder } from './user-cache.js';

/** Bytes that the folder may have; beyond them what was not used for longest goes. */
const MOST_BYTES = 512 * 2 ** 20;
/** Of so many writes one looks how much there is. */
const WRITES_PER_LOOK = 64;
/** Milliseconds after which a read notes that a file is in use. */
const NOTE_AFTER = 24 * 60 * 60 * 1000;

/**
 * Compiled modules in a folder of the user: a file each, named by a digest of the `.beam` file and the compiler. Several processes may
 * use it at once, as files appear whole and never change.
 */
export class CompiledModules implements CompiledModuleCache {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Opens the folder, which is made if need be; undefined if it cannot be, or if someone else could write in it. */
  static open(folder: string = userCacheFolder()): CompiledModules | undefined {
    return isPrivateFolder(folder) ? new CompiledModules(folder) : undefined;
  }

  /** Reads at once: there are many of these files when a program starts, and each takes less time than the way to another thread. */
  read(file: Uint8Array, variant: string): Promise<Uint8Array | undefined> {
    const location = this.#location(file, variant);
    try {
      const data = readFileSync(location);
      const now = new Date();
      if (now.getTime() - statSync(location).mtimeMs > NOTE_AFTER) utimesSync(location, now, now);
      return Promise.resolve(new Uint8Array(data.buffer, data.byteOffset, data.length));
    } catch {
      return Promise.resolve(undefined);
    }
  }

  write(file: Uint8Array, variant: string, data: Uint8Array): void {
    this.#write(this.#location(file, variant), data).catch(() => undefined);
  }

  startBundle(modules: KeptModules, start: Start): StartBundle {
    return new StartBundle(this, modules, start);
  }

  async #write(location: string, data: Uint8Array): Promise<void> {
    const part = `${location}.${process.pid}.${Math.random().toString(36).slice(2)}`;
    try {
      await writeFile(part, data, { mode: 0o600 });
      await rename(part, location);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
    if (Math.random() * WRITES_PER_LOOK < 1) await this.#prune();
  }

  /** Removes the files that were not used for longest, until there are few enough bytes. */
  async #prune(): Promise<void> {
    const files: { readonly location: string; readonly size: number; readonly used: number }[] = [];
    for (const name of await readdir(this.#folder)) {
      const location = path.join(this.#folder, name);
      const found = await stat(location);
      if (found.isFile()) files.push({ location, size: found.size, used: found.mtimeMs });
    }
    let total = files.reduce((sum, { size }) => sum + size, 0);
    for (const { location, size } of files.sort((a, b) => a.used - b.used)) {
      if (total <= MOST_BYTES) return;
      await rm(location, { force: true });
      total -= size;
    }
  }

  #location(file: Uint8Array, variant: string): string {
    return path.join(this.#folder, createHash('sha256').update(`${variant}\0`).update(file).digest('hex'));
  }
}
