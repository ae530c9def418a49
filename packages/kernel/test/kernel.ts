import {
  ContextOffset,
  FLOAT_HEADER,
  FunOffset,
  HeaderTag,
  INTEGER64_HEADER_NEGATIVE,
  INTEGER64_HEADER_POSITIVE,
  MachineRegister,
  smallTerm,
  TermTag,
} from '@beamline/machine-model';
import { type KernelExports, kernelBytes } from '../src/index.js';

const module = new WebAssembly.Module(kernelBytes());

/** Terms of the tests: numbers are small or 64-bit integers, strings atoms. */
export type Model =
  | number
  | bigint
  | string
  | { readonly float: number }
  | { readonly binary: readonly number[] }
  | { readonly tuple: readonly Model[] }
  | { readonly fun: readonly Model[] }
  | { readonly map: readonly (readonly [Model, Model])[] }
  | { readonly list: readonly Model[]; readonly tail: Model };

/** The empty list. */
export const NIL = '[]';

/** A text that two terms have in common if they are =:=. */
export function exactText(model: Model): string {
  return JSON.stringify(model, (_, value: unknown) => {
    if (typeof value === 'bigint') return `${value}n`;
    if (typeof value === 'object' && value !== null && 'map' in value && !Array.isArray(value)) {
      return (value.map as [Model, Model][]).map(([key, of]) => [exactText(key), exactText(of)].join()).toSorted();
    }
    // 0.0 and -0.0 are =:= up to OTP 26.
    return value === 0 ? 0 : value;
  });
}

/** The order of the pairs in the model of a map. */
export function byKey([a]: readonly [Model, Model], [b]: readonly [Model, Model]): number {
  return exactText(a) < exactText(b) ? -1 : 1;
}

/** A kernel with the least host: no integers beyond 64 bits, no exports. */
export class Kernel {
  readonly exports: KernelExports;
  readonly memory: WebAssembly.Memory = new WebAssembly.Memory({ initial: 2 });
  readonly #atoms: string[] = [];
  readonly #atomTable: number;

  constructor() {
    const instance = new WebAssembly.Instance(module, {
      env: { memory: this.memory, table: new WebAssembly.Table({ element: 'anyfunc', initial: 8 }) },
      host: {
        now: () => 0,
        systemTime: () => 0,
        describeFrame: () => 0,
        hostBif: () => 0,
        exportSlot: () => 0,
        describeFun: () => 0,
        funOfModule: () => undefined,
        exportFun: () => 0,
        isExported: () => 0,
        atomOfText: () => 0,
        floatText: () => 0,
        textFloat: () => Number.NaN,
        deflate: () => 0,
        inflate: () => 0,
        funHash: () => 0,
        recordDefinition: () => 0,
        funInfo: () => 0,
        received: () => undefined,
        matchError: () => 0,
        ended: () => undefined,
        crashed: () => undefined,
        released: () => undefined,
        ownerEnded: () => undefined,
        sent: () => 0,
        comes: () => undefined,
        tookMessage: () => undefined,
        spawned: () => undefined,
        traced: () => undefined,
        traceAction: () => 0,
        errorHandler: () => 0,
        loadsModule: () => 0,
        foreignFun: () => 0,
        connection: () => 0,
        ownFunction: () => 0,
        outOfMemory: () => {
          throw new Error('out of memory');
        },
      },
    });
    this.exports = instance.exports as unknown as KernelExports;
    this.#atomTable = this.exports.allocateBlock(4 * 1024);
    this.store(MachineRegister.atomTable, this.#atomTable);
  }

  load(address: number): number {
    return new DataView(this.memory.buffer).getUint32(address, true);
  }

  store(address: number, value: number): void {
    new DataView(this.memory.buffer).setUint32(address, value, true);
  }

  /** Makes a process and makes it the running one. */
  process(heapBytes = 0): number {
    const context = this.exports.createProcess(0, 0, heapBytes);
    this.store(MachineRegister.context, context);
    this.store(MachineRegister.heapTop, this.load(context + ContextOffset.heapTop));
    this.store(MachineRegister.heapLimit, this.load(context + ContextOffset.heapEnd));
    return context;
  }

  atom(name: string): number {
    let index = this.#atoms.indexOf(name);
    if (index < 0) {
      index = this.#atoms.push(name) - 1;
      const text = new TextEncoder().encode(name);
      const at = this.exports.allocateBlock(4 + text.length);
      this.store(at, text.length);
      new Uint8Array(this.memory.buffer).set(text, at + 4);
      this.store(this.#atomTable + 4 * index, at);
    }
    return (index << TermTag.atomShift) | TermTag.atom;
  }

  /** Writes a term; `allocate` gives the address of some bytes. */
  write(model: Model, allocate: (bytes: number) => number): number {
    if (typeof model === 'string') return model === NIL ? TermTag.nil : this.atom(model);
    if (typeof model === 'number' && Math.abs(model) < 2 ** 27) return smallTerm(model);
    if (typeof model === 'number' || typeof model === 'bigint') {
      const at = allocate(12);
      const view = new DataView(this.memory.buffer);
      view.setUint32(at, model < 0 ? INTEGER64_HEADER_NEGATIVE : INTEGER64_HEADER_POSITIVE, true);
      view.setBigInt64(at + 4, BigInt(model), true);
      return at | TermTag.boxed;
    }
    if ('float' in model) {
      const at = allocate(12);
      this.store(at, FLOAT_HEADER);
      new DataView(this.memory.buffer).setFloat64(at + 4, model.float, true);
      return at | TermTag.boxed;
    }
    if ('binary' in model) {
      const words = 1 + Math.ceil(model.binary.length / 4);
      const at = allocate(4 + 4 * words);
      this.store(at, (words << TermTag.arityShift) | HeaderTag.heapBinary);
      this.store(at + 4, model.binary.length);
      new Uint8Array(this.memory.buffer).set(model.binary, at + 8);
      return at | TermTag.boxed;
    }
    if ('map' in model) {
      const pairs = this.exports.allocateBlock(8 * model.map.length);
      for (const [i, word] of model.map.flat().entries()) this.store(pairs + 4 * i, this.write(word, allocate));
      const map = this.exports.mapFromPairs(pairs, model.map.length);
      this.exports.freeBlock(pairs);
      return map;
    }
    if ('list' in model) {
      let tail = this.write(model.tail, allocate);
      for (const element of model.list.toReversed()) {
        const head = this.write(element, allocate);
        const at = allocate(8);
        this.store(at, tail);
        this.store(at + 4, head);
        tail = at | TermTag.cons;
      }
      return tail;
    }
    const elements = 'tuple' in model ? model.tuple : model.fun;
    const words = elements.map((element) => this.write(element, allocate));
    // The three words of a fun before its free variables are small integers.
    if ('fun' in model) words.unshift(smallTerm(300), smallTerm(2), smallTerm(7));
    const at = allocate(4 + 4 * words.length);
    this.store(at, (words.length << TermTag.arityShift) | ('tuple' in model ? HeaderTag.tuple : HeaderTag.fun));
    for (const [i, word] of words.entries()) this.store(at + 4 + 4 * i, word);
    return at | TermTag.boxed;
  }

  /** Reads a term back. */
  read(term: number): Model {
    const word = term >>> 0;
    const view = new DataView(this.memory.buffer);
    if (word === TermTag.nil) return NIL;
    if ((word & TermTag.immediateMask) === TermTag.integer) return (word | 0) >> TermTag.integerShift;
    if ((word & TermTag.atomMask) === TermTag.atom) return this.#atoms[word >>> TermTag.atomShift] ?? 'no atom';
    if ((word & TermTag.primaryMask) === TermTag.cons) {
      const list: Model[] = [];
      let cell = word;
      for (; (cell & TermTag.primaryMask) === TermTag.cons; cell = this.load(cell - 1)) list.push(this.read(this.load(cell + 3)));
      return { list, tail: this.read(cell) };
    }
    const at = word - TermTag.boxed;
    const header = this.load(at);
    const words = Array.from({ length: header >>> TermTag.arityShift }, (_, i) => this.load(at + 4 + 4 * i));
    if (header === FLOAT_HEADER) return { float: view.getFloat64(at + 4, true) };
    if (header === INTEGER64_HEADER_NEGATIVE || header === INTEGER64_HEADER_POSITIVE) return view.getBigInt64(at + 4, true);
    switch (header & TermTag.headerMask) {
      case HeaderTag.tuple:
        return { tuple: words.map((element) => this.read(element)) };
      case HeaderTag.map:
        return { map: this.#readPairs(words).toSorted(byKey) };
      case HeaderTag.fun:
        return { fun: words.slice(FunOffset.free / 4 - 1).map((element) => this.read(element)) };
      default:
        return { binary: [...new Uint8Array(this.memory.buffer, at + 8, this.load(at + 4))] };
    }
  }

  /** Pairs of a map, of its words or those of a node of its trie. */
  #readPairs([first = 0, ...rest]: readonly number[]): [Model, Model][] {
    const wordsOf = (term: number): number[] => {
      const at = term - TermTag.boxed;
      return Array.from({ length: this.load(at) >>> TermTag.arityShift }, (_, i) => this.load(at + 4 + 4 * i));
    };
    if ((first & TermTag.primaryMask) === TermTag.boxed) return wordsOf(first).map((key, i) => [this.read(key), this.read(rest[i] ?? 0)]);
    return rest.flatMap((child) =>
      (child & TermTag.primaryMask) === TermTag.cons
        ? [[this.read(this.load(child + 3)), this.read(this.load(child - 1))] satisfies [Model, Model]]
        : this.#readPairs(wordsOf(child)),
    );
  }
}
