import type { KernelExports } from '@beamline/kernel';
import { MachineRegister, TermTag, wellKnownAtoms } from '@beamline/machine-model';
import { outOfMemory, SystemLimitError } from '../system-limit-error.js';
import type { LinearMemory } from './linear-memory.js';
import { TermConversionError } from './term-conversion-error.js';

/** Most atoms of a machine: an atom term has 26 bits for its index. OTP's default limit is lower. */
const MAXIMUM_ATOMS = 1 << 20;
/** Most characters of an atom, as in OTP. */
export const MAXIMUM_ATOM_LENGTH = 255;
/** Bytes that JavaScript keeps for an atom, beside two for each character. */
const HOST_BYTES = 96;
/** Atoms beyond the limit that stack traces may need. */
const SPARE_ATOMS = 1 << 12;

/** True for nearly all names: their characters are their bytes, and a machine that starts makes a thousand of them. */
function isAscii(name: string): boolean {
  for (let i = 0; i < name.length; i++) if (name.charCodeAt(i) > 0x7f) return false;
  return true;
}

/** Every atom of a machine, with its text in memory for the kernel: length in bytes, then UTF-8. */
export class AtomTable {
  readonly #memory: LinearMemory;
  readonly #kernel: KernelExports;
  readonly #indices = new Map<string, number>();
  readonly #names: string[] = [];
  readonly #encoder = new TextEncoder();
  /** Atoms that there may be at most, but for `withSpare`. */
  readonly limit: number;
  #spare = 0;
  #table = 0;
  #capacity = 0;
  #textBytes = 0;

  /** @param limit - greatest number of atoms */
  constructor(memory: LinearMemory, kernel: KernelExports, limit: number = MAXIMUM_ATOMS) {
    this.#memory = memory;
    this.#kernel = kernel;
    this.limit = Math.min(limit, MAXIMUM_ATOMS);
    for (const name of wellKnownAtoms) this.index(name);
  }

  /** Calls a function that may exceed the limit by a few atoms. */
  withSpare<T>(make: () => T): T {
    this.#spare = SPARE_ATOMS;
    try {
      return make();
    } finally {
      this.#spare = 0;
    }
  }

  /** Bytes of the table with the texts, and those of them that are in use. */
  get bytes(): { readonly atoms: number; readonly usedByAtoms: number } {
    return { atoms: this.#textBytes + 4 * this.#capacity, usedByAtoms: this.#textBytes + 4 * this.#names.length };
  }

  /** Number of atoms. */
  get size(): number {
    return this.#names.length;
  }

  /** True if there is an atom of that name. */
  has(name: string): boolean {
    return this.#indices.has(name);
  }

  /** Index of an atom; makes it if it is new. Throws SystemLimitError when the table or the memory is full, TermConversionError for a name that is too long. */
  index(name: string): number {
    const known = this.#indices.get(name);
    if (known !== undefined) return known;
    // A string has no more characters than code units.
    if (name.length > MAXIMUM_ATOM_LENGTH && [...name].length > MAXIMUM_ATOM_LENGTH)
      throw new TermConversionError(`an atom has at most ${MAXIMUM_ATOM_LENGTH} characters, not ${name.length}`, 'atom');
    const index = this.#names.length;
    if (index >= this.limit + this.#spare) throw new SystemLimitError(`the machine has reached its limit of ${this.limit} atoms`, 'atoms');
    if (index >= this.#capacity) this.#grow();
    if (this.#kernel.keepHostBytes(HOST_BYTES + 2 * name.length) === 0) throw outOfMemory();
    const text = isAscii(name) ? undefined : this.#encoder.encode(name);
    const length = text?.length ?? name.length;
    const at = this.#kernel.allocateBlock(4 + length) >>> 0;
    this.#textBytes += HOST_BYTES + 2 * name.length + 4 + length;
    this.#memory.store(at, length);
    const { bytes } = this.#memory;
    if (text !== undefined) bytes.set(text, at + 4);
    else for (let i = 0; i < length; i++) bytes[at + 4 + i] = name.charCodeAt(i);
    this.#memory.store(this.#table + 4 * index, at);
    this.#names.push(name);
    this.#indices.set(name, index);
    return index;
  }

  /** Term of an atom. */
  term(name: string): number {
    return (this.index(name) << TermTag.atomShift) | TermTag.atom;
  }

  /** Text of an atom term. */
  name(term: number): string {
    return this.#names[term >>> TermTag.atomShift] ?? '';
  }

  #grow(): void {
    const capacity = Math.max(1024, 2 * this.#capacity);
    const table = this.#kernel.allocateBlock(4 * capacity) >>> 0;
    if (this.#table !== 0) {
      this.#memory.bytes.copyWithin(table, this.#table, this.#table + 4 * this.#capacity);
      this.#kernel.freeBlock(this.#table);
    }
    this.#table = table;
    this.#capacity = capacity;
    this.#memory.store(MachineRegister.atomTable, table);
  }
}
