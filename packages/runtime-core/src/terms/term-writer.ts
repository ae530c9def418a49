import type { Term } from '@beamline/beam-file';
import {
  BINARY_DATA_OFFSET,
  ExternalIdentifierOffset,
  FLOAT_HEADER,
  FunOffset,
  GREATEST_NUMBER,
  HEAP_BINARY_LIMIT,
  HeaderTag,
  MachineRegister,
  RECORD_VALUES,
  RecordDefinition,
  SubBinaryOffset,
  smallTerm,
  TermTag,
} from '@beamline/machine-model';
import type { AtomTable } from './atom-table.js';
import { CharacterList } from './character-list.js';
import type { Funs } from './funs.js';
import { HostFunTerm } from './host-fun-term.js';
import type { HostResources } from './host-resources.js';
import { isOfThisNode, PID_ID_MASK, pidNumber } from './identifiers.js';
import { integerBytes, writeInteger } from './integer-term.js';
import type { LinearMemory } from './linear-memory.js';
import { ResourceTerm } from './resource-term.js';
import { TermConversionError } from './term-conversion-error.js';

/** What writing terms needs of the kernel. */
export interface TermMaker {
  /** Memory outside of all heaps. */
  allocateBlock(bytes: number): number;
  /** Frees a block. */
  freeBlock(block: number): void;
  /** Bytes on the heap of the running process. */
  allocateNoCollect(bytes: number): number;
  /** A map of pairs of words. */
  mapFromPairs(pairs: number, count: number): number;
  /** A bitstring of `bits` bits, 0 if it is too large; `binaryBase` then has the address to write to. */
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

/** Up to such a depth of nesting terms of the common kinds are written by calls that nest as well. */
const SHALLOW = 8;

/** Writes plain terms to memory. Nesting costs no native stack. */
export class TermWriter {
  readonly #memory: LinearMemory;
  readonly #atoms: AtomTable;
  readonly #funs: Funs;
  readonly #maker: TermMaker;
  readonly #resources: HostResources;
  /** Where the next shallow term goes. */
  #top = 0;

  constructor(memory: LinearMemory, atoms: AtomTable, funs: Funs, maker: TermMaker, resources: HostResources) {
    this.#memory = memory;
    this.#atoms = atoms;
    this.#funs = funs;
    this.#maker = maker;
    this.#resources = resources;
  }

  /** The word of a term, written to the heap of the running process. Throws TermConversionError. */
  toHeap(term: Term): number {
    // What most natives return takes no heap, or is one object in it.
    if (term.kind === 'atom') return this.#atoms.term(term.name);
    if (term.kind === 'nil') return TermTag.nil;
    if (term.kind === 'integer') {
      const bytes = integerBytes(term.value);
      return writeInteger(this.#memory, term.value, bytes === 0 ? 0 : this.#maker.allocateNoCollect(bytes) >>> 0);
    }
    const bytes = shallowBytes(term, SHALLOW);
    if (bytes < 0) return this.toHeapAll([term])[0] ?? 0;
    this.#top = bytes === 0 ? 0 : this.#maker.allocateNoCollect(bytes) >>> 0;
    return this.#writeShallow(term);
  }

  /** Writes a term that has `shallowBytes` to the top, where there is room for it. */
  #writeShallow(term: Term): number {
    const memory = this.#memory;
    const at = this.#top;
    switch (term.kind) {
      case 'atom':
        return this.#atoms.term(term.name);
      case 'integer':
        this.#top += integerBytes(term.value);
        return writeInteger(memory, term.value, at);
      case 'float':
        this.#top += 12;
        memory.store(at, FLOAT_HEADER);
        memory.view.setFloat64(at + 4, term.value, true);
        return at | TermTag.boxed;
      case 'bitstring': {
        const { bytes } = term;
        const words = 1 + Math.ceil(bytes.length / 4);
        this.#top += 4 + 4 * words;
        memory.store(at, (words << TermTag.arityShift) | HeaderTag.heapBinary);
        memory.store(at + 4, bytes.length);
        memory.bytes.set(bytes, at + BINARY_DATA_OFFSET);
        return at | TermTag.boxed;
      }
      case 'tuple': {
        const { elements } = term;
        this.#top += 4 + 4 * elements.length;
        memory.store(at, elements.length << TermTag.arityShift);
        let slot = at + 4;
        for (const element of elements) {
          memory.store(slot, this.#writeShallow(element));
          slot += 4;
        }
        return at | TermTag.boxed;
      }
      case 'list': {
        if (term instanceof CharacterList) {
          this.#top += 8 * term.length;
          return this.#writeCharacters(term, at);
        }
        const { elements, tail } = term;
        this.#top += 8 * elements.length;
        let cell = at;
        for (const element of elements) {
          memory.store(cell + 4, this.#writeShallow(element));
          memory.store(cell, (cell + 8) | TermTag.cons);
          cell += 8;
        }
        memory.store(cell - 8, this.#writeShallow(tail));
        return at | TermTag.cons;
      }
      default:
        return TermTag.nil;
    }
  }

  /** Writes a list of characters to `at`. */
  #writeCharacters(term: CharacterList, at: number): number {
    const { words } = this.#memory;
    const first = at >>> 2;
    term.each((i, code) => {
      words[first + 2 * i] = at + 8 * (i + 1) + TermTag.cons;
      words[first + 2 * i + 1] = smallTerm(code);
    });
    words[first + 2 * (term.length - 1)] = TermTag.nil;
    return at | TermTag.cons;
  }

  /** The words of terms, written to the heap of the running process. Throws TermConversionError. */
  toHeapAll(terms: readonly Term[]): number[] {
    const bytes = this.size(terms);
    return this.write(terms, bytes === 0 ? 0 : this.#maker.allocateNoCollect(bytes) >>> 0);
  }

  /** Bytes that `write` needs for terms, maps excepted. Throws TermConversionError for a term that a machine cannot hold. */
  size(terms: readonly Term[]): number {
    let bytes = 0;
    const pending: Term[] = [...terms];
    while (pending.length > 0) {
      const term = pending.pop();
      // JavaScript callers are not type-checked: a hole, or what is not a term, must not make the size too small.
      switch (term?.kind) {
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
          if (term instanceof CharacterList) {
            bytes += 8 * term.length;
            break;
          }
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
          if (Math.ceil(term.bitSize / 8) !== term.bytes.length)
            throw new TermConversionError('a bitstring has not as many bits as it says', 'bitstring');
          // The kernel makes a large one. One that is not a binary is a sub binary of a binary.
          if (term.bytes.length > HEAP_BINARY_LIMIT) break;
          if (term.bitSize % 8 !== 0) bytes += SUB_BINARY_BYTES;
          bytes += BINARY_DATA_OFFSET + 4 * Math.ceil(term.bytes.length / 4);
          break;
        case 'pid':
          if (!isOfThisNode(term)) bytes += EXTERNAL_BYTES;
          else if (term.id > PID_ID_MASK || pidNumber(term) > GREATEST_NUMBER) throw foreign(term);
          break;
        case 'port':
          if (!isOfThisNode(term)) bytes += EXTERNAL_BYTES;
          else if (term.id > BigInt(GREATEST_NUMBER)) throw foreign(term);
          break;
        case 'reference':
          // The kernel makes one to a resource.
          if (term instanceof ResourceTerm && !this.#resources.isForeign(term.resource)) break;
          // With more words it would look like one that holds a block.
          if (term.ids.length === 0 || term.ids.length > MOST_REFERENCE_WORDS)
            throw new TermConversionError(`a reference has ${term.ids.length} words`, 'reference');
          bytes += (isOfThisNode(term) ? 4 : ExternalIdentifierOffset.data) + 4 * term.ids.length;
          break;
        case 'fun':
          if (term instanceof HostFunTerm) {
            // Its only free variable is the reference to the function.
            bytes += FunOffset.free + 4;
            break;
          }
          bytes += FunOffset.free + 4 * term.free.length;
          for (const value of term.free) pending.push(value);
          break;
        default:
          throw new TermConversionError(term === undefined ? 'not a term: undefined' : 'not a term: it has no known kind', typeof term);
      }
    }
    return bytes;
  }

  /**
   * Writes terms from `at`, where there are `size` bytes; returns their words. The kernel makes the maps, on the heap
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
          if (term instanceof CharacterList) {
            top += 8 * term.length;
            return this.#writeCharacters(term, first);
          }
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
            if (word === 0) throw new TermConversionError(`the bitstring of ${term.bytes.length} bytes is too large`, 'bitstring');
            memory.bytes.set(term.bytes, memory.load(MachineRegister.binaryBase));
            return word;
          }
          const first = top;
          const words = 1 + Math.ceil(term.bytes.length / 4);
          top += 4 + 4 * words;
          memory.store(first, (words << TermTag.arityShift) | HeaderTag.heapBinary);
          memory.store(first + 4, term.bytes.length);
          if (term.bytes.length > 0) memory.bytes.set(term.bytes, first + BINARY_DATA_OFFSET);
          if (term.bitSize % 8 === 0) return first | TermTag.boxed;
          memory.store(top, ((SUB_BINARY_BYTES / 4 - 1) << TermTag.arityShift) | HeaderTag.subBinary);
          memory.store(top + SubBinaryOffset.start, 0);
          memory.store(top + SubBinaryOffset.size, term.bitSize);
          memory.store(top + SubBinaryOffset.parent, first | TermTag.boxed);
          top += SUB_BINARY_BYTES;
          return (top - SUB_BINARY_BYTES) | TermTag.boxed;
        }
        case 'pid':
          return isOfThisNode(term)
            ? (pidNumber(term) << 4) | TermTag.pid
            : external(HeaderTag.externalPid, term.node, term.creation, [term.id, term.serial]);
        case 'port':
          if (isOfThisNode(term)) return (Number(term.id) << 4) | TermTag.port;
          return external(HeaderTag.externalPort, term.node, term.creation, [Number(term.id & 0xffffffffn), Number(term.id >> 32n)]);
        case 'reference': {
          if (term instanceof ResourceTerm && !this.#resources.isForeign(term.resource)) return this.#resources.write(term.resource);
          if (!isOfThisNode(term)) return external(HeaderTag.externalReference, term.node, term.creation, term.ids);
          const first = top;
          top += 4 + 4 * term.ids.length;
          memory.store(first, (term.ids.length << TermTag.arityShift) | HeaderTag.reference);
          term.ids.forEach((id, i) => {
            memory.store(first + 4 + 4 * i, id);
          });
          return first | TermTag.boxed;
        }
        case 'fun': {
          const isHost = term instanceof HostFunTerm;
          const known = isHost ? this.#funs.hostFun(term) : this.#funs.localFun({ ...term, free: term.free.length });
          const free = isHost ? [new ResourceTerm(this.#funs.functionResource(term.implementation))] : term.free;
          const first = top;
          top += FunOffset.free + 4 * free.length;
          memory.store(first, ((FunOffset.free / 4 - 1 + free.length) << TermTag.arityShift) | HeaderTag.fun);
          memory.store(first + FunOffset.entry, smallTerm(known.entry));
          memory.store(first + FunOffset.arity, smallTerm(term.arity));
          memory.store(first + FunOffset.identity, smallTerm(known.identity));
          stack.push({ terms: free, next: 0, slot: first + FunOffset.free, step: 4 });
          return first | TermTag.boxed;
        }
      }
    };
    const roots = this.#maker.allocateBlock(4 * terms.length) >>> 0;
    stack.push({ terms, next: 0, slot: roots, step: 4 });
    try {
      for (let writing = stack[stack.length - 1]; writing !== undefined; writing = stack[stack.length - 1]) {
        const child = writing.terms[writing.next];
        if (child === undefined) {
          if (writing.pairs !== undefined && writing.target !== undefined) {
            memory.store(writing.target, this.#maker.mapFromPairs(writing.pairs, writing.terms.length / 2));
            this.#maker.freeBlock(writing.pairs);
          }
          stack.pop();
          continue;
        }
        const slot = writing.slot;
        writing.next++;
        writing.slot += writing.step;
        const word = place(child, slot);
        memory.store(slot, word);
      }
      return terms.map((_, i) => memory.load(roots + 4 * i));
    } finally {
      // An atom may be one too many, a binary too large.
      for (const { pairs } of stack) if (pairs !== undefined) this.#maker.freeBlock(pairs);
      this.#maker.freeBlock(roots);
    }
  }
}

/** Bytes of a term of the common kinds that is nested no deeper; negative for any other. */
function shallowBytes(term: Term | undefined, depth: number): number {
  switch (term?.kind) {
    case 'atom':
    case 'nil':
      return 0;
    case 'integer':
      return integerBytes(term.value);
    case 'float':
      return 12;
    case 'bitstring': {
      const { length } = term.bytes;
      return length <= HEAP_BINARY_LIMIT && term.bitSize === 8 * length ? BINARY_DATA_OFFSET + 4 * Math.ceil(length / 4) : -1;
    }
    case 'tuple':
      return shallowBytesOf(term.elements, 4 + 4 * term.elements.length, depth);
    case 'list': {
      if (term instanceof CharacterList) return 8 * term.length;
      const tail = depth === 0 || term.elements.length === 0 ? -1 : shallowBytes(term.tail, depth - 1);
      return tail < 0 ? -1 : shallowBytesOf(term.elements, 8 * term.elements.length + tail, depth);
    }
    default:
      return -1;
  }
}

/** Bytes of what holds terms, and of those. */
function shallowBytesOf(terms: readonly Term[], own: number, depth: number): number {
  if (depth === 0) return -1;
  let bytes = own;
  for (const term of terms) {
    const more = shallowBytes(term, depth - 1);
    if (more < 0) return -1;
    bytes += more;
  }
  return bytes;
}

/** Bytes of a pid or port of another node. */
const EXTERNAL_BYTES: number = ExternalIdentifierOffset.data + 8;
/** Elements of the definition of a native record. */
const RECORD_DEFINITION_WORDS = 4;
/** Most words of a reference. */
const MOST_REFERENCE_WORDS = 5;
/** Bytes of a sub binary. */
const SUB_BINARY_BYTES = 16;

function foreign(term: Term): TermConversionError {
  return new TermConversionError(`the number of the ${term.kind} is too large for the machine`, term.kind);
}
