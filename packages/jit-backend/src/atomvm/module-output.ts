import { type MemoryType, ModuleWriter, type TableType } from '@beamline/module-writer';
import { type CodeEmitter, ValueType } from '@beamline/wasm-asm';
import type { Entries } from './entries.js';
import { type Primitive, type PrimitiveTable, type PrimitiveType, TYPES } from './primitives.js';
import type { AtomvmModule, Continuation, ModuleLine } from './stream.js';

const ENTRY_TYPE: readonly ValueType[] = [ValueType.i32, ValueType.i32, ValueType.i32];
const CTX_RESULT: readonly ValueType[] = [ValueType.i32];

/** A line of the source, and where its code begins: see `AtomvmBackend.offset`. */
export interface CodeLine {
  /** The line's number, from 1. */
  readonly line: number;
  /** What `offset` gave. */
  readonly offset: number;
}

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
    // The type of entries is type 0, as in the seed of this backend; those of all primitives follow.
    writer.functionType(ENTRY_TYPE, CTX_RESULT);
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
    // A label that nobody added traps.
    const missing = buffer.length;
    this.#code.unreachable();
    this.#code.end();
    for (const [number, { label, start, end, locals }] of entries.all.entries()) {
      if (start < 0) writer.addFunction(0, [], buffer, missing, buffer.length);
      else writer.addFunction(0, locals, buffer, start, end);
      writer.exportFunction(this.#exportName(number), number);
      writer.nameFunction(number, number <= entries.labelCount ? this.#labelName(number) : `label_${label}_continuation_${number}`);
    }
    for (let i = 0; i < entries.hints.length; i += 3) {
      writer.branchHint(entries.hints[i] ?? 0, entries.hints[i + 1] ?? 0, entries.hints[i + 2] === 1);
    }
    const bytes = writer.finish();
    const offsets = entries.all.map((_, number) => writer.codeOffset(number));
    const moduleLines = lines.map((line) => moduleLine(line, entries, offsets));
    const continuations: Continuation[] = [];
    for (const [number, { label }] of entries.all.entries()) if (number > entries.labelCount) continuations.push({ entry: number, label });
    buffer.length = missing;
    return { bytes, entries: offsets, lines: moduleLines.filter(({ entry }) => entry >= 0), continuations };
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

/** Where a line is in the module; its entry is -1 if its code is in none. */
function moduleLine({ line, offset }: CodeLine, { all }: Entries, offsets: readonly number[]): ModuleLine {
  const entry = all.findIndex(({ start, end }) => start <= offset && offset < end);
  return { line, entry, offset: entry < 0 ? 0 : (offsets[entry] ?? 0) + offset - (all[entry]?.start ?? 0) };
}
