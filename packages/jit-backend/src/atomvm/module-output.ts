import { type MemoryType, ModuleWriter, type TableType } from '@beamline/module-writer';
import { type CodeEmitter, ValueType } from '@beamline/wasm-asm';
import { MAX_PARAMETERS } from './abi.js';
import { CTX } from './convention.js';
import type { Entries } from './entries.js';
import { type Primitive, type PrimitiveTable, type PrimitiveType, TYPES } from './primitives.js';
import type { AtomvmModule, CodeLine, Continuation } from './stream.js';

/** The type of entries: three words, and the context. Types of as many words come in their order. */
const ENTRY_TYPE = 2;

/** Writes the module of the entries. */
export class ModuleOutput {
  readonly #code: CodeEmitter;
  readonly #writer: ModuleWriter = new ModuleWriter();
  readonly #primitives: PrimitiveTable;
  // The type index of each primitive, by its own index.
  readonly #types: number[] = [];
  // Names that every module has, made once.
  readonly #exportNames: string[] = [];
  readonly #labelNames: string[] = [];

  constructor(code: CodeEmitter, primitives: PrimitiveTable) {
    this.#code = code;
    this.#primitives = primitives;
  }

  /** Starts another module. */
  reset(): void {
    const writer = this.#writer;
    writer.reset();
    // The thirteen types of AtomVM's modules, at their places: 1 to 6 words to a word, the same to nothing, and the special one.
    for (const result of ['i32', 'void'] as const) {
      for (let count = 1; count <= MAX_PARAMETERS; count++) this.functionType(new Array<PrimitiveType>(count).fill('i32'), result);
    }
    this.functionType(['i32', 'i64'], 'i32');
    for (const primitive of this.#primitives.all())
      this.#types[primitive.index] = this.functionType(primitive.parameters, primitive.result);
  }

  /** The type index of a function. */
  functionType(parameters: readonly PrimitiveType[], result: PrimitiveType | 'void'): number {
    return this.#writer.functionType(
      parameters.map((type) => TYPES[type]),
      result === 'void' ? [] : [TYPES[result]],
    );
  }

  /** The type index of a primitive. */
  primitiveType(primitive: Primitive): number {
    return this.#types[primitive.index] ?? 0;
  }

  /** Writes the module; the code stays as it is. */
  write(entries: Entries, lines: readonly CodeLine[], memory: MemoryType): AtomvmModule {
    const writer = this.#writer;
    const { buffer } = this.#code;
    const table: TableType = { element: ValueType.funcref, min: 0 };
    writer.importMemory('env', 'memory', memory);
    writer.importTable('env', '__indirect_function_table', table);
    // A label that nobody added gives the context back.
    const missing = buffer.length;
    this.#code.local.get(CTX);
    this.#code.end();
    const continuations: Continuation[] = [];
    for (const [number, { label, start, end, locals }] of entries.all.entries()) {
      if (number > entries.labelCount) continuations.push({ entry: number, label });
      if (start < 0) writer.addFunction(ENTRY_TYPE, [], buffer, missing, buffer.length);
      else writer.addFunction(ENTRY_TYPE, locals, buffer, start, end);
      writer.exportFunction(this.#exportName(number), number);
      writer.nameFunction(number, number <= entries.labelCount ? this.#labelName(number) : `label_${label}_continuation_${number}`);
    }
    for (let i = 0; i < entries.hints.length; i += 3) {
      writer.branchHint(entries.hints[i] ?? 0, entries.hints[i + 1] ?? 0, entries.hints[i + 2] === 1);
    }
    const bytes = writer.finish();
    buffer.length = missing;
    return { bytes, labelCount: entries.labelCount, entryCount: entries.all.length, lines, continuations: continuations.reverse() };
  }

  #exportName(number: number): string {
    this.#exportNames[number] ??= `f${number}`;
    return this.#exportNames[number];
  }

  #labelName(number: number): string {
    this.#labelNames[number] ??= `label_${number}`;
    return this.#labelNames[number];
  }
}
