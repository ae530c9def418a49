import type { FunTerm, PidTerm, Term } from '@beamline/beam-file';
import {
  BINARY_DATA_OFFSET,
  BinaryBlockOffset,
  ExternalIdentifierOffset,
  FLOAT_HEADER,
  FunOffset,
  HEAP_BINARY_LIMIT,
  HeaderTag,
  MAGIC_REFERENCE_HEADER,
  MachineRegister,
  MagicReferenceOffset,
  RECORD_VALUES,
  RecordDefinition,
  RefcBinaryOffset,
  SubBinaryOffset,
  smallTerm,
  TermTag,
} from '@beamline/machine-model';
import type { AtomTable } from './atom-table.js';
import { integerBytes, isInteger, readBigInt, writeInteger } from './integer-term.js';
import type { LinearMemory } from './linear-memory.js';

/** A term that cannot be brought into or out of the memory of a machine. */
export class TermConversionError extends Error {
  override readonly name: string = 'TermConversionError';

  constructor(
    message: string,
    /** Kind of the term, as in the `kind` of plain terms. */
    readonly kind: string,
  ) {
    super(message);
  }
}

/** Brings funs in and out; a machine knows them. */
export interface FunTable {
  /** Term of `fun Module:Function/Arity`, in memory that is never collected. */
  exportFun(module: string, name: string, arity: number): number;
  /** Entry (a table index) and identity of a fun of a loaded module; undefined if there is none such. */
  localFun(fun: FunTerm): { readonly entry: number; readonly identity: number } | undefined;
  /** Description of a fun by its identity, without its free variables. */
  describe(identity: number): Term;
}

/** Makes maps of pairs of words; the kernel does. */
export interface TermMaker {
  allocateBlock(bytes: number): number;
  freeBlock(block: number): void;
  mapFromPairs(pairs: number, count: number): number;
  /** A bitstring of so many bits, 0 if it is too large; where to write it is in `binaryBase`. */
  bsInit(bits: bigint): number;
}

/** A list, tuple or map that is being written: its children follow. */
interface Writing {
  readonly terms: readonly Term[];
  next: number;
  /** Address of the word of the next child. */
  slot: number;
  /** Bytes from one child's word to the next. */
  readonly step: number;
  /** Of a map, whose children are the words of its pairs in a block: that block, and where its term goes when it is made. */
  readonly pairs?: number;
  readonly target?: number;
}

/** Moves terms between plain data and memory. Nesting costs no native stack. */
export class TermMemory {
  readonly #memory: LinearMemory;
  readonly #atoms: AtomTable;
  readonly #funs: FunTable;
  readonly #maker: TermMaker;

  constructor(memory: LinearMemory, atoms: AtomTable, funs: FunTable, maker: TermMaker) {
    this.#memory = memory;
    this.#atoms = atoms;
    this.#funs = funs;
    this.#maker = maker;
  }

  /** Bytes that `write` needs for terms, maps excepted. Throws TermConversionError for what a machine cannot hold yet. */
  size(terms: readonly Term[]): number {
    let bytes = 0;
    const pending: Term[] = [...terms];
    for (let term = pending.pop(); term !== undefined; term = pending.pop()) {
      switch (term.kind) {
        case 'integer':
          bytes += integerBytes(term.value);
          break;
        case 'float':
          bytes += 12;
          break;
        case 'atom':
        case 'nil':
        case 'export':
          break;
        case 'list':
          bytes += 8 * term.elements.length;
          for (const element of term.elements) pending.push(element);
          pending.push(term.tail);
          break;
        case 'tuple':
          bytes += 4 + 4 * term.elements.length;
          for (const element of term.elements) pending.push(element);
          break;
        case 'record':
          // The names' tuple, the definition, the record.
          bytes += 4 * (1 + term.fields.length) + 4 * (1 + RECORD_DEFINITION_WORDS) + 4 * (1 + RECORD_VALUES + term.fields.length);
          for (const [, value] of term.fields) pending.push(value);
          break;
        case 'map':
          for (const [key, value] of term.pairs) pending.push(key, value);
          break;
        case 'bitstring':
          // A large one is made by the kernel; one that is no binary is a sub binary of one.
          if (term.bytes.length > HEAP_BINARY_LIMIT) break;
          if (term.bitSize % 8 !== 0) bytes += SUB_BINARY_BYTES;
          bytes += BINARY_DATA_OFFSET + 4 * Math.ceil(term.bytes.length / 4);
          break;
        case 'pid':
          if (term.node !== LOCAL_NODE) bytes += EXTERNAL_BYTES;
          else if (term.id > PID_ID_MASK || pidNumber(term) > GREATEST_NUMBER) throw foreign(term);
          break;
        case 'port':
          if (term.node !== LOCAL_NODE) bytes += EXTERNAL_BYTES;
          else if (term.id > BigInt(GREATEST_NUMBER)) throw foreign(term);
          break;
        case 'reference':
          bytes += (term.node === LOCAL_NODE ? 4 : ExternalIdentifierOffset.data) + 4 * term.ids.length;
          break;
        case 'fun':
          if (this.#funs.localFun(term) === undefined)
            throw new TermConversionError(`there is no fun ${term.index} in ${term.module}`, 'fun');
          bytes += FunOffset.free + 4 * term.free.length;
          for (const value of term.free) pending.push(value);
          break;
      }
    }
    return bytes;
  }

  /**
   * Writes terms from `at`, where there are `size` bytes; answers their words. The kernel makes the maps, on the heap
   * of the running process.
   */
  write(terms: readonly Term[], at: number): number[] {
    const memory = this.#memory;
    const stack: Writing[] = [];
    let top = at;
    /** An identifier of another node. */
    const external = (tag: number, node: string, creation: number, data: readonly number[]): number => {
      const first = top;
      top += ExternalIdentifierOffset.data + 4 * data.length;
      memory.store(first, ((2 + data.length) << TermTag.arityShift) | tag);
      memory.store(first + ExternalIdentifierOffset.node, this.#atoms.term(node));
      memory.store(first + ExternalIdentifierOffset.creation, creation);
      data.forEach((word, i) => {
        memory.store(first + ExternalIdentifierOffset.data + 4 * i, word);
      });
      return first | TermTag.boxed;
    };
    /** The word of a term, whose children are left in `stack`; 0 for a map, whose word goes to `target` when it is made. */
    const place = (term: Term, target: number): number => {
      switch (term.kind) {
        case 'integer': {
          const word = writeInteger(memory, term.value, top);
          top += integerBytes(term.value);
          return word;
        }
        case 'float':
          memory.store(top, FLOAT_HEADER);
          memory.view.setFloat64(top + 4, term.value, true);
          top += 12;
          return (top - 12) | TermTag.boxed;
        case 'atom':
          return this.#atoms.term(term.name);
        case 'nil':
          return TermTag.nil;
        case 'export':
          return this.#funs.exportFun(term.module, term.function, term.arity);
        case 'list': {
          const first = top;
          const count = term.elements.length;
          top += 8 * count;
          for (let i = 0; i < count - 1; i++) memory.store(first + 8 * i, (first + 8 * (i + 1)) | TermTag.cons);
          stack.push({ terms: [term.tail], next: 0, slot: first + 8 * (count - 1), step: 0 });
          stack.push({ terms: term.elements, next: 0, slot: first + 4, step: 8 });
          return first | TermTag.cons;
        }
        case 'tuple': {
          const first = top;
          top += 4 + 4 * term.elements.length;
          memory.store(first, term.elements.length << TermTag.arityShift);
          stack.push({ terms: term.elements, next: 0, slot: first + 4, step: 4 });
          return first | TermTag.boxed;
        }
        case 'record': {
          const names = top;
          const count = term.fields.length;
          memory.store(names, count << TermTag.arityShift);
          term.fields.forEach(([name], i) => {
            memory.store(names + 4 + 4 * i, this.#atoms.term(name));
          });
          const definition = names + 4 + 4 * count;
          memory.store(definition, RECORD_DEFINITION_WORDS << TermTag.arityShift);
          memory.store(definition + 4 + 4 * RecordDefinition.module, this.#atoms.term(term.module));
          memory.store(definition + 4 + 4 * RecordDefinition.name, this.#atoms.term(term.name));
          memory.store(definition + 4 + 4 * RecordDefinition.exported, this.#atoms.term(String(term.exported)));
          memory.store(definition + 4 + 4 * RecordDefinition.fields, names | TermTag.boxed);
          const first = definition + 4 + 4 * RECORD_DEFINITION_WORDS;
          memory.store(first, ((RECORD_VALUES + count) << TermTag.arityShift) | HeaderTag.record);
          memory.store(first + 4, definition | TermTag.boxed);
          top = first + 4 + 4 * (RECORD_VALUES + count);
          stack.push({ terms: term.fields.map(([, value]) => value), next: 0, slot: first + 4 + 4 * RECORD_VALUES, step: 4 });
          return first | TermTag.boxed;
        }
        case 'map': {
          const pairs = this.#maker.allocateBlock(8 * term.pairs.length) >>> 0;
          stack.push({ terms: term.pairs.flat(), next: 0, slot: pairs, step: 4, pairs, target });
          return 0;
        }
        case 'bitstring': {
          if (term.bytes.length > HEAP_BINARY_LIMIT) {
            const word = this.#maker.bsInit(BigInt(term.bitSize));
            if (word === 0) throw new TermConversionError(`a bitstring of ${term.bytes.length} bytes is too large`, 'bitstring');
            memory.bytes.set(term.bytes, memory.load(MachineRegister.binaryBase));
            return word;
          }
          const first = top;
          const words = 1 + Math.ceil(term.bytes.length / 4);
          top += 4 + 4 * words;
          memory.store(first, (words << TermTag.arityShift) | HeaderTag.heapBinary);
          memory.store(first + 4, term.bytes.length);
          memory.bytes.set(term.bytes, first + BINARY_DATA_OFFSET);
          if (term.bitSize % 8 === 0) return first | TermTag.boxed;
          memory.store(top, ((SUB_BINARY_BYTES / 4 - 1) << TermTag.arityShift) | HeaderTag.subBinary);
          memory.store(top + SubBinaryOffset.start, 0);
          memory.store(top + SubBinaryOffset.size, term.bitSize);
          memory.store(top + SubBinaryOffset.parent, first | TermTag.boxed);
          top += SUB_BINARY_BYTES;
          return (top - SUB_BINARY_BYTES) | TermTag.boxed;
        }
        case 'pid':
          return term.node === LOCAL_NODE
            ? (pidNumber(term) << 4) | TermTag.pid
            : external(HeaderTag.externalPid, term.node, term.creation, [term.id, term.serial]);
        case 'port':
          if (term.node === LOCAL_NODE) return (Number(term.id) << 4) | TermTag.port;
          return external(HeaderTag.externalPort, term.node, term.creation, [Number(term.id & 0xffffffffn), Number(term.id >> 32n)]);
        case 'reference': {
          if (term.node !== LOCAL_NODE) return external(HeaderTag.externalReference, term.node, term.creation, term.ids);
          const first = top;
          top += 4 + 4 * term.ids.length;
          memory.store(first, (term.ids.length << TermTag.arityShift) | HeaderTag.reference);
          term.ids.forEach((id, i) => {
            memory.store(first + 4 + 4 * i, id);
          });
          return first | TermTag.boxed;
        }
        case 'fun': {
          const known = this.#funs.localFun(term);
          if (known === undefined) throw new TermConversionError(`there is no fun ${term.index} in ${term.module}`, 'fun');
          const first = top;
          top += FunOffset.free + 4 * term.free.length;
          memory.store(first, ((FunOffset.free / 4 - 1 + term.free.length) << TermTag.arityShift) | HeaderTag.fun);
          memory.store(first + FunOffset.entry, smallTerm(known.entry));
          memory.store(first + FunOffset.arity, smallTerm(term.arity));
          memory.store(first + FunOffset.identity, smallTerm(known.identity));
          stack.push({ terms: term.free, next: 0, slot: first + FunOffset.free, step: 4 });
          return first | TermTag.boxed;
        }
      }
    };
    const roots = this.#maker.allocateBlock(4 * terms.length) >>> 0;
    stack.push({ terms, next: 0, slot: roots, step: 4 });
    for (let writing = stack[stack.length - 1]; writing !== undefined; writing = stack[stack.length - 1]) {
      const child = writing.terms[writing.next];
      if (child === undefined) {
        stack.pop();
        if (writing.pairs !== undefined && writing.target !== undefined) {
          memory.store(writing.target, this.#maker.mapFromPairs(writing.pairs, writing.terms.length / 2));
          this.#maker.freeBlock(writing.pairs);
        }
        continue;
      }
      const slot = writing.slot;
      writing.next++;
      writing.slot += writing.step;
      memory.store(slot, place(child, slot));
    }
    const results = terms.map((_, i) => memory.load(roots + 4 * i));
    this.#maker.freeBlock(roots);
    return results;
  }

  /** Reads a term. */
  read(term: number): Term {
    const memory = this.#memory;
    const root: Term[] = [];
    // Words that remain to be read, and where each goes: an element of an array or the tail of a list.
    const words: number[] = [term];
    const targets: (Term[] | [Term, Term] | [string, Term] | { tail: Term })[] = [root];
    const indices: number[] = [0];
    for (let word = words.pop(); word !== undefined; word = words.pop()) {
      const target = targets.pop();
      const index = indices.pop() ?? 0;
      let value: Term;
      if ((word & TermTag.primaryMask) === TermTag.cons) {
        const elements: Term[] = [];
        const list: { kind: 'list'; elements: Term[]; tail: Term } = { kind: 'list', elements, tail: { kind: 'nil' } };
        let cell = word;
        while ((cell & TermTag.primaryMask) === TermTag.cons) {
          const head = memory.load((cell >>> 0) + 3);
          if (isImmediate(head)) {
            elements.push(this.#readFlat(head));
          } else {
            words.push(head);
            targets.push(elements);
            indices.push(elements.length);
            elements.push(list);
          }
          cell = memory.load((cell >>> 0) - 1);
        }
        if (isImmediate(cell)) {
          list.tail = this.#readFlat(cell);
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
        const described = this.#funs.describe(memory.load(at + FunOffset.identity) >> TermTag.integerShift);
        const count = (memory.load(at) >>> TermTag.arityShift) + 1 - FunOffset.free / 4;
        const free = new Array<Term>(count);
        for (let i = 0; i < count; i++) {
          words.push(memory.load(at + FunOffset.free + 4 * i));
          targets.push(free);
          indices.push(i);
        }
        value = described.kind === 'fun' ? { ...described, free } : described;
      } else {
        value = this.#readFlat(word);
      }
      if (Array.isArray(target)) target[index] = value;
      else if (target !== undefined) target.tail = value;
    }
    return root[0] ?? { kind: 'nil' };
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

  /** Reads a term that holds no others. */
  #readFlat(word: number): Term {
    const memory = this.#memory;
    if ((word & TermTag.immediateMask) === TermTag.integer) return { kind: 'integer', value: word >> TermTag.integerShift };
    if ((word & TermTag.atomMask) === TermTag.atom) return { kind: 'atom', name: this.#atoms.name(word) };
    if (word === TermTag.nil) return { kind: 'nil' };
    if ((word & TermTag.immediateMask) === TermTag.pid) return pidTerm(word >>> 4);
    if ((word & TermTag.immediateMask) === TermTag.port) return { kind: 'port', node: LOCAL_NODE, id: BigInt(word >>> 4), creation: 0 };
    if ((word & TermTag.primaryMask) === TermTag.boxed) {
      const at = (word >>> 0) - TermTag.boxed;
      switch (memory.load(at) & TermTag.headerMask) {
        case HeaderTag.float:
          return { kind: 'float', value: memory.view.getFloat64(at + 4, true) };
        case HeaderTag.heapBinary:
        case HeaderTag.refcBinary: {
          const size = memory.load(at + 4);
          const start = this.#binaryData(at);
          return { kind: 'bitstring', bytes: memory.bytes.slice(start, start + size), bitSize: 8 * size };
        }
        case HeaderTag.subBinary:
          return this.#readSubBinary(at);
        case HeaderTag.reference: {
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
            const value = readBigInt(memory, word);
            const number = Number(value);
            return { kind: 'integer', value: Number.isSafeInteger(number) ? number : value };
          }
      }
    }
    throw new TermConversionError(`0x${(word >>> 0).toString(16)} is no term that can be read`, 'unknown');
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

  #readSubBinary(at: number): Term {
    const memory = this.#memory;
    const start = memory.load(at + SubBinaryOffset.start);
    const bitSize = memory.load(at + SubBinaryOffset.size);
    const data = this.#binaryData(memory.load(at + SubBinaryOffset.parent) - TermTag.boxed) + (start >>> 3);
    const shift = start & 7;
    const bytes = new Uint8Array(Math.ceil(bitSize / 8));
    for (let i = 0; i < bytes.length; i++) {
      const low = shift === 0 ? 0 : (memory.bytes[data + i + 1] ?? 0) >> (8 - shift);
      bytes[i] = ((memory.bytes[data + i] ?? 0) << shift) | low;
    }
    const last = bytes.length - 1;
    if (bitSize % 8 !== 0) bytes[last] = (bytes[last] ?? 0) & (0xff << (8 - (bitSize % 8)));
    return { kind: 'bitstring', bytes, bitSize };
  }
}

/** Bytes of a pid or port of another node. */
const EXTERNAL_BYTES: number = ExternalIdentifierOffset.data + 8;
/** Elements of the definition of a native record. */
const RECORD_DEFINITION_WORDS = 4;
/** Bytes of a sub binary. */
const SUB_BINARY_BYTES = 16;

const NIL: Term = { kind: 'nil' };

/** Bits of the number of a process that are the `id` of its pid; those above are its `serial`, as OTP prints them. */
const PID_ID_BITS = 15;
const PID_ID_MASK = (1 << PID_ID_BITS) - 1;

/** The pid of the process with a number. */
export function pidTerm(number: number): PidTerm {
  return { kind: 'pid', node: LOCAL_NODE, id: number & PID_ID_MASK, serial: number >>> PID_ID_BITS, creation: 0 };
}

/** Number of the process that a pid is of. */
export function pidNumber(pid: PidTerm): number {
  return pid.serial * (1 << PID_ID_BITS) + pid.id;
}

/** Name of a machine that is not distributed. */
export const LOCAL_NODE = 'nonode@nohost';

/** Greatest number of a pid or port. */
const GREATEST_NUMBER = 0xfffffff;

function foreign(term: Term): TermConversionError {
  return new TermConversionError(`a ${term.kind} with so large a number cannot be brought into the machine`, term.kind);
}

function isImmediate(word: number): boolean {
  return (word & TermTag.primaryMask) === TermTag.primaryMask;
}
