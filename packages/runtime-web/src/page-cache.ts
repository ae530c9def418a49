import type { CompiledModuleCache } from '@beamline/runtime-core';

/** Name of the database. What other versions of the compiler have written goes as what is not used goes. */
const DATABASE = 'beamline';
const MODULES = 'modules';
/** Sizes and times are beside the modules, so that looking at them reads no module. */
const USES = 'uses';
/** Bytes that are kept; beyond them what was not used for longest goes. */
const MOST_BYTES = 128 * 2 ** 20;
/** Of so many writes one looks how much there is. */
const WRITES_PER_LOOK = 32;
/** Milliseconds after which a read notes that a module is in use. */
const NOTE_AFTER = 24 * 60 * 60 * 1000;

/** What is known of a module. */
interface Use {
  readonly bytes: number;
  /** When it was read or written. */
  readonly used: number;
}

/** Compiled modules in the browser's database of this origin, by a digest of the `.beam` file and the compiler. */
export class PageCache implements CompiledModuleCache {
  #database: Promise<IDBDatabase> | undefined;
  #writes = 0;

  private constructor() {}

  /** Undefined where there is no database, or none that is safe: a page that is not secure has no digests. */
  static open(): PageCache | undefined {
    return typeof indexedDB === 'undefined' || typeof crypto === 'undefined' || crypto.subtle === undefined ? undefined : new PageCache();
  }

  async read(file: Uint8Array, variant: string): Promise<Uint8Array | undefined> {
    try {
      const key = await digest(file, variant);
      const database = await this.#open();
      const found = (await answer(database.transaction(MODULES).objectStore(MODULES).get(key))) as Uint8Array | undefined;
      if (found !== undefined) this.#note(database, key, found.length).catch(() => undefined);
      return found;
    } catch {
      // The user may have forbidden it.
      return undefined;
    }
  }

  write(file: Uint8Array, variant: string, data: Uint8Array): void {
    this.#write(file, variant, data).catch(() => undefined);
  }

  async #write(file: Uint8Array, variant: string, data: Uint8Array): Promise<void> {
    const key = await digest(file, variant);
    const database = await this.#open();
    const transaction = database.transaction([MODULES, USES], 'readwrite');
    transaction.objectStore(MODULES).put(data, key);
    transaction.objectStore(USES).put({ bytes: data.length, used: Date.now() } satisfies Use, key);
    await done(transaction);
    if (this.#writes++ % WRITES_PER_LOOK === 0) await this.prune(MOST_BYTES);
  }

  async #note(database: IDBDatabase, key: string, bytes: number): Promise<void> {
    const transaction = database.transaction(USES, 'readwrite');
    const store = transaction.objectStore(USES);
    const use = (await answer(store.get(key))) as Use | undefined;
    if (use === undefined || Date.now() - use.used > NOTE_AFTER) store.put({ bytes, used: Date.now() } satisfies Use, key);
  }

  /** Removes what was not used for longest, until there are so many bytes at most. */
  async prune(most: number): Promise<void> {
    const database = await this.#open();
    const store = database.transaction(USES).objectStore(USES);
    const [keys, uses] = await Promise.all([answer(store.getAllKeys()), answer(store.getAll()) as Promise<readonly Use[]>]);
    const all = keys.map((key, i) => ({ key, bytes: uses[i]?.bytes ?? 0, used: uses[i]?.used ?? 0 })).sort((a, b) => a.used - b.used);
    let total = all.reduce((sum, { bytes }) => sum + bytes, 0);
    const transaction = database.transaction([MODULES, USES], 'readwrite');
    for (const { key, bytes } of all) {
      if (total <= most) break;
      transaction.objectStore(MODULES).delete(key);
      transaction.objectStore(USES).delete(key);
      total -= bytes;
    }
    await done(transaction);
  }

  #open(): Promise<IDBDatabase> {
    this.#database ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(DATABASE, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore(MODULES);
        request.result.createObjectStore(USES);
      };
      request.onsuccess = () => {
        // Another tab may want to remove it.
        request.result.onversionchange = () => request.result.close();
        resolve(request.result);
      };
      request.onerror = () => reject(request.error ?? new Error('there is no database'));
      request.onblocked = () => reject(new Error('the database is in use'));
    });
    return this.#database;
  }
}

async function digest(file: Uint8Array, variant: string): Promise<string> {
  const name = new TextEncoder().encode(`${variant}\0`);
  const whole = new Uint8Array(name.length + file.length);
  whole.set(name);
  whole.set(file, name.length);
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', whole));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('a request of the database failed'));
  });
}

function done(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error ?? new Error('a change of the database failed'));
    transaction.onabort = () => reject(transaction.error ?? new Error('a change of the database was broken off'));
  });
}
