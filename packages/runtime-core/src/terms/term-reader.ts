import type { Term } from '@beamline/beam-file';
import {
  BINARY_DATA_OFFSET,
  BinaryBlockOffset,
  ExternalIdentifierOffset,
  FunOffset,
  HeaderTag,
  MAGIC_REFERENCE_HEADER,
  MagicReferenceOffset,
  RECORD_VALUES,
  RecordDefinition,
  RefcBinaryOffset,
  SubBinaryOffset,
  TermTag,
} from '@beamline/machine-model';
import type { AtomTable } from './atom-table.js';
import type { Funs } from './funs.js';
import { HostFunTerm } from './host-fun-term.js';
import type { HostResources } from './host-resources.js';
import { LOCAL_NODE, pidTerm } from './identifiers.js';
import { isInteger, readBigInt } from './integer-term.js';
import type { LinearMemory } from './linear-memory.js';
import { ReadingBudget, type ReadingLimit, TermTooLargeError } from './reading-limit.js';
import { TermConversionError } from './term-conversion-error.js';

/** Up to so many terms at once have a quick way, if they are small: arguments of natives. */
const FEW = 4;
/** What those have at most together: elements, and bytes of each binary. */
const SMALL_ELEMENTS = 64;
const SMALL_BYTES = 1 << 14;
/** How deep they are nested at most. */
const SHALLOW = 4;
const UNLIMITED = new ReadingBudget({ elements: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY });

/** Most elements of a tuple whose parts are read one by one. */
const MOST_PARTS = 8;

/** Reads terms out of memory as plain terms. Nesting costs no native stack. */
export class TermReader {
  readonly #memory: LinearMemory;
  readonly #atoms: AtomTable;
  readonly #funs: Funs;
  readonly #resources: HostResources;
  readonly #limit: ReadingLimit;
  /** Elements that small terms may still have. */
  #smallLeft = 0;

  constructor(memory: LinearMemory, atoms: AtomTable, funs: Funs, resources: HostResources, limit: ReadingLimit) {
    this.#memory = memory;
    this.#atoms = atoms;
    this.#funs = funs;
    this.#resources = resources;
    this.#limit = limit;
  }

  /** Reads a term. Throws TermTooLargeError. */
  read(term: number): Term {
    return this.readAll([term])[0] ?? NIL;
  }

  /** Reads a term; another one stands for it if it is too large, by a lower limit if one is given. */
  readOr(term: number, instead: Term, limit: ReadingLimit = this.#limit): Term {
    try {
      return this.readAll([term], limit)[0] ?? NIL;
    } catch (error) {
      if (error instanceof TermTooLargeError) return instead;
      throw error;
    }
  }

  /** As `readOr`; of a tuple another term stands only for elements that are too large, as long as the others are small. */
  readParts(term: number, instead: Term): Term {
    try {
      return this.read(term);
    } catch (error) {
      if (!(error instanceof TermTooLargeError)) throw error;
      const at = (term >>> 0) - TermTag.boxed;
      const isTuple = (term & TermTag.primaryMask) === TermTag.boxed && (this.#memory.load(at) & TermTag.headerMask) === HeaderTag.tuple;
      const arity = isTuple ? this.#memory.load(at) >>> TermTag.arityShift : MOST_PARTS + 1;
      if (arity > MOST_PARTS) return instead;
      return { kind: 'tuple', elements: Array.from({ length: arity }, (_, i) => this.readOr(this.#memory.load(at + 4 + 4 * i), instead)) };
    }
  }

  /**
   * Reads terms, to which the limit applies together.
   * @param lower - another limit, of which what is lower counts
   * Throws TermTooLargeError.
   */
  readAll(terms: readonly number[], lower: ReadingLimit = this.#limit): Term[] {
    const { elements, bytes } = this.#limit;
    if (terms.length <= FEW && isForSmall(lower) && isForSmall(this.#limit)) {
      const small: Term[] = [];
      this.#smallLeft = SMALL_ELEMENTS;
      for (const term of terms) {
        const value = this.#readSmall(term, SHALLOW);
        if (value === undefined) break;
        small.push(value);
      }
      if (small.length === terms.length) return small;
    }
    const memory = this.#memory;
    const budget = new ReadingBudget({ elements: Math.min(lower.elements, elements), bytes: Math.min(lower.bytes, bytes) });
    budget.takeElements(terms.length);
    const root: Term[] = [];
    // Words that remain to be read, and where each goes: an element of an array or the tail of a list.
    const words: number[] = terms.toReversed();
    const targets: (Term[] | [Term, Term] | [string, Term] | { tail: Term })[] = terms.map(() => root);
    const indices: number[] = terms.map((_, i) => terms.length - 1 - i);
    for (let word = words.pop(); word !== undefined; word = words.pop()) {
      const target = targets.pop();
      const index = indices.pop() ?? 0;
      let value: Term;
      if ((word & TermTag.primaryMask) === TermTag.cons) {
        const elements: Term[] = [];
        const list: { kind: 'list'; elements: Term[]; tail: Term } = { kind: 'list', elements, tail: { kind: 'nil' } };
        let cell = word;
        while ((cell & TermTag.primaryMask) === TermTag.cons) {
          budget.takeElements(1);
          const head = memory.load((cell >>> 0) + 3);
          if (isImmediate(head)) {
            elements.push(this.#readFlat(head, budget));
          } else {
            words.push(head);
            targets.push(elements);
            indices.push(elements.length);
            elements.push(list);
          }
          cell = memory.load((cell >>> 0) - 1);
        }
        if (isImmediate(cell)) {
          list.tail = this.#readFlat(cell, budget);
        } else {
          words.push(cell);
          targets.push(list);
          indices.push(0);
        }
        value = list;
      } else if (
        (word & TermTag.primaryMask) === TermTag.boxed &&
        (memory.load((word >>> 0) - 2) & TermTag.headerMask) === HeaderTag.tuple
      ) {
        const at = (word >>> 0) - TermTag.boxed;
        const arity = memory.load(at) >>> TermTag.arityShift;
        budget.takeElements(arity);
        const elements = new Array<Term>(arity);
        for (let i = 0; i < arity; i++) {
          words.push(memory.load(at + 4 + 4 * i));
          targets.push(elements);
          indices.push(i);
        }
        value = { kind: 'tuple', elements };
      } else if ((word & TermTag.primaryMask) === TermTag.boxed && (memory.load((word >>> 0) - 2) & TermTag.headerMask) === HeaderTag.map) {
        const pairs: [Term, Term][] = [];
        this.#eachPair(word, (key, of) => {
          budget.takeElements(2);
          const pair: [Term, Term] = [NIL, NIL];
          pairs.push(pair);
          words.push(key, of);
          targets.push(pair, pair);
          indices.push(0, 1);
        });
        value = { kind: 'map', pairs };
      } else if (
        (word & TermTag.primaryMask) === TermTag.boxed &&
        (memory.load((word >>> 0) - 2) & TermTag.headerMask) === HeaderTag.record
      ) {
        const values = (word >>> 0) - TermTag.boxed + 4 + 4 * RECORD_VALUES;
        const definition = memory.load(values - 4 * RECORD_VALUES) - TermTag.boxed + 4;
        const part = (index: number): string => this.#atoms.name(memory.load(definition + 4 * index));
        const names = memory.load(definition + 4 * RecordDefinition.fields) - TermTag.boxed;
        const fields: [string, Term][] = [];
        budget.takeElements(memory.load(names) >>> TermTag.arityShift);
        for (let i = 0; i < memory.load(names) >>> TermTag.arityShift; i++) {
          const field: [string, Term] = [this.#atoms.name(memory.load(names + 4 + 4 * i)), NIL];
          fields.push(field);
          words.push(memory.load(values + 4 * i));
          targets.push(field);
          indices.push(1);
        }
        value = {
          kind: 'record',
          module: part(RecordDefinition.module),
          name: part(RecordDefinition.name),
          exported: part(RecordDefinition.exported) === 'true',
          fields,
        };
      } else if ((word & TermTag.primaryMask) === TermTag.boxed && (memory.load((word >>> 0) - 2) & TermTag.headerMask) === HeaderTag.fun) {
        const at = (word >>> 0) - TermTag.boxed;
        const described = this.#funs.describe(at);
        const count = (memory.load(at) >>> TermTag.arityShift) + 1 - FunOffset.free / 4;
        budget.takeElements(count);
        const free = new Array<Term>(count);
        for (let i = 0; i < count; i++) {
          words.push(memory.load(at + FunOffset.free + 4 * i));
          targets.push(free);
          indices.push(i);
        }
        value = described.kind === 'fun' && !(described instanceof HostFunTerm) ? { ...described, free } : described;
      } else {
        value = this.#readFlat(word, budget);
      }
      if (Array.isArray(target)) target[index] = value;
      else if (target !== undefined) target.tail = value;
    }
    return root;
  }

  /** Calls a function with the words of each key and value of a map, in the map's order. */
  #eachPair(map: number, each: (key: number, value: number) => void): void {
    const memory = this.#memory;
    const at = (map >>> 0) - TermTag.boxed;
    const keys = memory.load(at + 4);
    if ((keys & TermTag.primaryMask) === TermTag.boxed) {
      const first = keys - TermTag.boxed + 4;
      const count = memory.load(first - 4) >>> TermTag.arityShift;
      for (let i = 0; i < count; i++) each(memory.load(first + 4 * i), memory.load(at + 8 + 4 * i));
      return;
    }
    const pending = [memory.load(at + 8)];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      if ((node & TermTag.primaryMask) === TermTag.cons) {
        each(memory.load(node + 3), memory.load(node - 1));
        continue;
      }
      const children = memory.load(node - TermTag.boxed) >>> TermTag.arityShift;
      for (let i = children; i > 1; i--) pending.push(memory.load(node - TermTag.boxed + 4 * i));
    }
  }

  /** Reads a term that is small, and nested no deeper; undefined for any other. */
  #readSmall(word: number, depth: number): Term | undefined {
    if (isImmediate(word)) return this.#readImmediate(word);
    if (depth === 0) return undefined;
    const memory = this.#memory;
    if ((word & TermTag.primaryMask) === TermTag.cons) {
      const elements: Term[] = [];
      let cell = word;
      for (; (cell & TermTag.primaryMask) === TermTag.cons; cell = memory.load((cell >>> 0) - 1)) {
        const head = --this.#smallLeft < 0 ? undefined : this.#readSmall(memory.load((cell >>> 0) + 3), depth - 1);
        if (head === undefined) return undefined;
        elements.push(head);
      }
      const tail = this.#readSmall(cell, depth - 1);
      return tail === undefined ? undefined : { kind: 'list', elements, tail };
    }
    const at = (word >>> 0) - TermTag.boxed;
    const header = memory.load(at);
    switch (header & TermTag.headerMask) {
      case HeaderTag.heapBinary:
      case HeaderTag.refcBinary:
        return memory.load(at + 4) > SMALL_BYTES ? undefined : this.#readFlat(word, UNLIMITED);
      case HeaderTag.subBinary:
        return memory.load(at + SubBinaryOffset.size) > 8 * SMALL_BYTES ? undefined : this.#readFlat(word, UNLIMITED);
      case HeaderTag.float:
      case HeaderTag.reference:
        return this.#readFlat(word, UNLIMITED);
      case HeaderTag.tuple: {
        const arity = header >>> TermTag.arityShift;
        this.#smallLeft -= arity;
        if (this.#smallLeft < 0) return undefined;
        const elements: Term[] = [];
        for (let i = 1; i <= arity; i++) {
          const element = this.#readSmall(memory.load(at + 4 * i), depth - 1);
          if (element === undefined) return undefined;
          elements.push(element);
        }
        return { kind: 'tuple', elements };
      }
      default:
        return undefined;
    }
  }

  /** Reads a term that is not in memory. */
  #readImmediate(word: number): Term {
    if ((word & TermTag.immediateMask) === TermTag.integer) return { kind: 'integer', value: word >> TermTag.integerShift };
    if ((word & TermTag.atomMask) === TermTag.atom) return { kind: 'atom', name: this.#atoms.name(word) };
    if (word === TermTag.nil) return { kind: 'nil' };
    if ((word & TermTag.immediateMask) === TermTag.pid) return pidTerm(word >>> 4);
    if ((word & TermTag.immediateMask) === TermTag.port) return { kind: 'port', node: LOCAL_NODE, id: BigInt(word >>> 4), creation: 0 };
    throw noTerm(word);
  }

  /** Reads a term that holds no others. */
  #readFlat(word: number, budget: ReadingBudget): Term {
    const memory = this.#memory;
    if (isImmediate(word)) return this.#readImmediate(word);
    if ((word & TermTag.primaryMask) === TermTag.boxed) {
      const at = (word >>> 0) - TermTag.boxed;
      switch (memory.load(at) & TermTag.headerMask) {
        case HeaderTag.float:
          return { kind: 'float', value: memory.view.getFloat64(at + 4, true) };
        case HeaderTag.heapBinary:
        case HeaderTag.refcBinary: {
          const size = memory.load(at + 4);
          budget.takeBytes(size);
          const start = this.#binaryData(at);
          return { kind: 'bitstring', bytes: memory.bytes.slice(start, start + size), bitSize: 8 * size };
        }
        case HeaderTag.subBinary:
          return this.#readSubBinary(at, budget);
        case HeaderTag.reference: {
          const resource = this.#resources.term(word);
          if (resource !== undefined) return resource;
          const offsets =
            memory.load(at) === MAGIC_REFERENCE_HEADER
              ? [MagicReferenceOffset.low, MagicReferenceOffset.middle, MagicReferenceOffset.high]
              : Array.from({ length: memory.load(at) >>> TermTag.arityShift }, (_, i) => 4 + 4 * i);
          const ids = offsets.map((offset) => memory.load(at + offset) >>> 0);
          return { kind: 'reference', node: LOCAL_NODE, creation: 0, ids };
        }
        case HeaderTag.externalPid:
        case HeaderTag.externalPort:
        case HeaderTag.externalReference:
          return this.#readExternal(at);
        default:
          if (isInteger(memory, word)) {
            budget.takeBytes((memory.load(at) >>> TermTag.arityShift) * 4);
            const value = readBigInt(memory, word);
            const number = Number(value);
            return { kind: 'integer', value: Number.isSafeInteger(number) ? number : value };
          }
      }
    }
    throw noTerm(word);
  }

  /** A pid, port or reference of another node. */
  #readExternal(at: number): Term {
    const memory = this.#memory;
    const header = memory.load(at);
    const node = this.#atoms.name(memory.load(at + ExternalIdentifierOffset.node));
    const creation = memory.load(at + ExternalIdentifierOffset.creation) >>> 0;
    const ids = Array.from(
      { length: (header >>> TermTag.arityShift) - 2 },
      (_, i) => memory.load(at + ExternalIdentifierOffset.data + 4 * i) >>> 0,
    );
    const [low = 0, high = 0] = ids;
    switch (header & TermTag.headerMask) {
      case HeaderTag.externalPid:
        return { kind: 'pid', node, id: low, serial: high, creation };
      case HeaderTag.externalPort:
        return { kind: 'port', node, id: (BigInt(high) << 32n) | BigInt(low), creation };
      default:
        return { kind: 'reference', node, creation, ids };
    }
  }

  /** Address of the data of a heap or `refc` binary. */
  #binaryData(at: number): number {
    if ((this.#memory.load(at) & TermTag.headerMask) === HeaderTag.heapBinary) return at + BINARY_DATA_OFFSET;
    return this.#memory.load(at + RefcBinaryOffset.block) + BinaryBlockOffset.data;
  }

  #readSubBinary(at: number, budget: ReadingBudget): Term {
    const memory = this.#memory;
    const start = memory.load(at + SubBinaryOffset.start);
    const bitSize = memory.load(at + SubBinaryOffset.size);
    const data = this.#binaryData(memory.load(at + SubBinaryOffset.parent) - TermTag.boxed) + (start >>> 3);
    const shift = start & 7;
    budget.takeBytes(Math.ceil(bitSize / 8));
    const all = memory.bytes;
    const bytes = all.slice(data, data + Math.ceil(bitSize / 8));
    if (shift !== 0)
      for (let i = 0; i < bytes.length; i++) bytes[i] = ((all[data + i] ?? 0) << shift) | ((all[data + i + 1] ?? 0) >> (8 - shift));
    const last = bytes.length - 1;
    if (bitSize % 8 !== 0) bytes[last] = (bytes[last] ?? 0) & (0xff << (8 - (bitSize % 8)));
    return { kind: 'bitstring', bytes, bitSize };
  }
}

const NIL: Term = { kind: 'nil' };

/** True if a limit cannot be reached by small terms. */
function isForSmall({ elements, bytes }: ReadingLimit): boolean {
  return elements >= SMALL_ELEMENTS + FEW && bytes >= (SMALL_ELEMENTS + FEW) * SMALL_BYTES;
}

function isImmediate(word: number): boolean {
  return (word & TermTag.primaryMask) === TermTag.primaryMask;
}

function noTerm(word: number): TermConversionError {
  return new TermConversionError(`the word 0x${(word >>> 0).toString(16)} is not a term that can be read`, 'unknown');
}
