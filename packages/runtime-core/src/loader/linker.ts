import { decodeExternalTerm, ExternalTermError, type RecordDefinition, type Term } from '@beamline/beam-file';
import type { CompiledModule } from '@beamline/jit-compiler';
import type { KernelExports } from '@beamline/kernel';
import { LINK_FIXUP_WORDS, LinkFixupKind, RESUME_POINT_BITS, smallTerm, TermTag } from '@beamline/machine-model';
import { outOfMemory } from '../system-limit-error.js';
import type { AtomTable } from '../terms/atom-table.js';
import type { HostMemory } from '../terms/host-memory.js';
import type { LinearMemory } from '../terms/linear-memory.js';
import { atom, list, tuple } from '../terms/plain-terms.js';
import type { ScratchHeap } from '../terms/scratch-heap.js';
import { TermConversionError } from '../terms/term-conversion-error.js';
import type { TermWriter } from '../terms/term-writer.js';
import type { ExportEntry, ExportTable } from './export-table.js';
import type { FunTable } from './fun-table.js';
import type { FunctionTable } from './function-table.js';
import type { HandlerTable } from './handler-table.js';
import { LinkError } from './link-error.js';
import { LoadedModule } from './loaded-module.js';
import type { ModuleTable } from './module-table.js';
import { OrderedKeys } from './ordered-keys.js';
import { RankedAtoms } from './ranked-atoms.js';

/** A module that has its place in a machine, not yet instantiated. */
export interface PreparedModule {
  readonly loaded: LoadedModule;
  /** The WebAssembly module, with the constants of this machine. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The parts of a machine that a linker works on. */
interface LinkerParts {
  readonly memory: LinearMemory;
  readonly kernel: KernelExports;
  readonly atoms: AtomTable;
  readonly writer: TermWriter;
  readonly scratch: ScratchHeap;
  readonly functions: FunctionTable;
  readonly exports: ExportTable;
  readonly funs: FunTable;
  readonly handlers: HandlerTable;
  readonly modules: ModuleTable;
  readonly hostMemory: HostMemory;
  readonly otpRelease: number;
  /** Takes back what has been reserved for a module. */
  discard(loaded: LoadedModule): void;
}

/** What the code of a module has of the machine's terms. */
interface ModuleTerms {
  /** Its atoms, in the order of the file. */
  readonly atoms: readonly number[];
  readonly literals: readonly number[];
  readonly keys: OrderedKeys;
}

/** Links compiled modules into a machine. */
export class Linker {
  readonly #parts: LinkerParts;
  #nextSite = 1;

  constructor(parts: LinkerParts) {
    this.#parts = parts;
  }

  /** First step: reserves the module's place and fills in its constants. Throws LinkError, SystemLimitError. */
  prepare(compiled: CompiledModule): PreparedModule {
    const bytes = compiled.bytes.slice();
    return { loaded: this.place(compiled, bytes), bytes };
  }

  /**
   * Reserves the place of a module and fills in its constants in the WebAssembly module that its code is in: `prepare` for a module of a bundle.
   * Throws LinkError, SystemLimitError.
   */
  place(compiled: CompiledModule, bytes: Uint8Array): LoadedModule {
    const { functions, funs, hostMemory, modules, scratch } = this.#parts;
    const tableBase = functions.reserve(compiled.lambdaTableBase);
    for (let i = 0; i < compiled.lambdaTableBase; i++) functions.setArity(tableBase + i, compiled.tableArities[i] ?? 0);
    const loaded = new LoadedModule(compiled, tableBase, this.#nextSite, funs.placeLambdas(compiled), scratch.newContext());
    this.#nextSite += compiled.sites.length / 2;
    if (!hostMemory.keep(compiled.codeSize)) throw outOfMemory();
    modules.add(loaded);
    try {
      functions.withoutFlush(() => {
        this.#fill(loaded, bytes);
      });
      return loaded;
    } catch (error) {
      this.#parts.discard(loaded);
      throw error;
    }
  }

  #fill(loaded: LoadedModule, bytes: Uint8Array): void {
    const { atoms, handlers, otpRelease } = this.#parts;
    const { compiled, tableBase } = loaded;
    const { beam } = compiled;
    // As in OTP all atoms of a file are there as soon as it is loaded, in the file's order.
    const atomTerms = beam.atoms.map((name) => atoms.term(name));
    const keys = new OrderedKeys(compiled.extraLiterals, beam.literals.length, atoms, otpRelease);
    const literals = this.#writeLiterals(loaded, keys.literals);
    loaded.catchBase = handlers.place(compiled.handlers, tableBase);
    loaded.strings = this.#writeStrings(beam.strings);
    this.#applyFixups(loaded, compiled, { atoms: atomTerms, literals, keys }, bytes);
  }

  /**
   * Fills in the constants of the open form of a module that is linked already (see `open` of CompileOptions). It gets literals of its own, beside
   * those of the module. Throws LinkError, SystemLimitError.
   */
  prepareOpen(loaded: LoadedModule, open: CompiledModule): Uint8Array<ArrayBuffer> {
    const { atoms, hostMemory, otpRelease } = this.#parts;
    if (!hasSamePlaces(loaded.compiled, open)) throw new LinkError(`the open form of ${loaded.name} has other frames`, loaded.name);
    if (!hostMemory.keep(open.codeSize)) throw outOfMemory();
    const keys = new OrderedKeys(open.extraLiterals, open.beam.literals.length, atoms, otpRelease);
    const bytes = open.bytes.slice();
    const atomTerms = open.beam.atoms.map((name) => atoms.term(name));
    this.#applyFixups(loaded, open, { atoms: atomTerms, literals: this.#writeLiterals(loaded, keys.literals), keys }, bytes);
    return bytes;
  }

  /** Puts the functions of the open form of a module into its part of the table. */
  instantiateOpen(loaded: LoadedModule, open: CompiledModule, wasm: WebAssembly.Module): void {
    this.#instantiate(loaded, open, wasm);
  }

  /** Second step: instantiates the module. Throws LinkError; the module that it would replace is still whole then. */
  instantiate({ loaded }: PreparedModule, wasm: WebAssembly.Module): LoadedModule {
    checkExports(loaded);
    this.#instantiate(loaded, loaded.compiled, wasm);
    return loaded;
  }

  /** As `instantiate`, for all modules of a bundle, in their order. */
  instantiateBundle(modules: readonly LoadedModule[], wasm: WebAssembly.Module): void {
    const { kernel, memory, functions } = this.#parts;
    const env: WebAssembly.ModuleImports = { memory: memory.memory, __indirect_function_table: functions.table };
    for (const [i, loaded] of modules.entries()) {
      checkExports(loaded);
      env[`__table_base.${i}`] = loaded.tableBase;
      env[`__lambda_base.${i}`] = loaded.lambdas.entry;
    }
    new WebAssembly.Instance(wasm, { kernel: kernel as unknown as WebAssembly.ModuleImports, env });
  }

  #instantiate(loaded: LoadedModule, compiled: CompiledModule, wasm: WebAssembly.Module): void {
    const { kernel, memory, functions } = this.#parts;
    const { tableBase } = loaded;
    const kernelImports = kernel as unknown as WebAssembly.ModuleImports;
    if (!compiled.gates) {
      new WebAssembly.Instance(wasm, {
        kernel: kernelImports,
        env: {
          memory: memory.memory,
          __indirect_function_table: functions.table,
          __table_base: tableBase,
          __lambda_base: loaded.lambdas.entry,
        },
      });
      return;
    }
    const gate: WebAssembly.ModuleImports = {};
    for (const { module, name } of WebAssembly.Module.imports(wasm)) if (module === 'gate') gate[name] = functions.gate(Number(name));
    const instance = new WebAssembly.Instance(wasm, { kernel: kernelImports, gate, env: { memory: memory.memory } });
    for (let offset = 0; offset < compiled.tableSize; offset++) {
      const inLambdas = offset - compiled.lambdaTableBase;
      functions.set(inLambdas < 0 ? tableBase + offset : loaded.lambdas.entry + inLambdas, instance.exports[offset]);
    }
  }

  /** Last step: other modules find the functions of the module, and no longer those of the one that it replaces. */
  publish(loaded: LoadedModule): void {
    const { functions, exports, funs, modules } = this.#parts;
    const previous = modules.current(loaded.name);
    const removed = new Set(previous === undefined ? [] : exports.ofModule(previous));
    for (const entry of this.#define(loaded)) removed.delete(entry);
    for (const entry of removed) exports.undefine(entry);
    modules.makeCurrent(loaded);
    funs.adopt(loaded);
    functions.flush();
  }

  /** Other modules find functions of a module that is current, in whose place there were BIFs. */
  redefine(loaded: LoadedModule): void {
    this.#define(loaded);
    this.#parts.functions.flush();
  }

  /** Fills the entries of the functions that a module exports, from the next `flush` on; these entries. */
  #define(loaded: LoadedModule): ExportEntry[] {
    const { functions, exports } = this.#parts;
    const { compiled, tableBase } = loaded;
    const { beam } = compiled;
    const defined: ExportEntry[] = [];
    const functionOf = new Map(compiled.functions.map((info, i) => [`${info.name}/${info.arity}`, i]));
    for (const exported of beam.exports) {
      const name = beam.atoms[exported.function] ?? '';
      const info = compiled.functions[functionOf.get(`${name}/${exported.arity}`) ?? -1];
      if (info === undefined) continue;
      // OTP's libraries have stubs in place of BIFs.
      if (exports.isBif(loaded.name, name, exported.arity)) continue;
      const entry = exports.entry(loaded.name, name, exported.arity);
      entry.state = 'loaded';
      functions.copy(entry.slot, tableBase + info.tableOffset);
      defined.push(entry);
    }
    return defined;
  }

  #applyFixups(loaded: LoadedModule, compiled: CompiledModule, { atoms, literals, keys }: ModuleTerms, bytes: Uint8Array): void {
    const { exports } = this.#parts;
    const { tableBase } = loaded;
    const { beam, fixups } = compiled;
    const slots = beam.imports.map(
      (entry) => exports.entry(beam.atoms[entry.module] ?? '', beam.atoms[entry.function] ?? '', entry.arity).slot,
    );
    const ownSlots = compiled.functions.map((): number | undefined => undefined);
    const selections = new RankedAtoms(compiled.atomSelections, atoms);
    for (let i = 0; i < fixups.length; i += LINK_FIXUP_WORDS) {
      const kind = fixups[i + 1];
      const value = fixups[i + 2] ?? 0;
      let word: number;
      switch (kind) {
        case LinkFixupKind.atom:
          word = atoms[value] ?? 0;
          break;
        case LinkFixupKind.literal:
          word = literals[value] ?? 0;
          break;
        case LinkFixupKind.returnAddress:
          word = ((tableBase << RESUME_POINT_BITS) + value) << 2;
          break;
        case LinkFixupKind.tableIndex:
          word = tableBase + value;
          break;
        case LinkFixupKind.tableIndexTerm:
          word = smallTerm(loaded.lambdas.entry + value - compiled.lambdaTableBase);
          break;
        case LinkFixupKind.catchTag:
          word = ((loaded.catchBase + value) << TermTag.atomShift) | TermTag.catchTag;
          break;
        case LinkFixupKind.exportSlot:
          word = slots[value] ?? 0;
          break;
        case LinkFixupKind.ownSlot: {
          const info = compiled.functions[value];
          word = ownSlots[value] ??= exports.entry(beam.module, info?.name ?? '', info?.arity ?? 0).slot;
          break;
        }
        case LinkFixupKind.site:
          word = loaded.siteBase + value;
          break;
        case LinkFixupKind.lambda:
          word = smallTerm(loaded.lambdas.identity + value);
          break;
        case LinkFixupKind.string:
          word = loaded.strings + value;
          break;
        case LinkFixupKind.resumeBase:
          word = (tableBase + value) << RESUME_POINT_BITS;
          break;
        case LinkFixupKind.keyOffset:
          word = keys.offset(value);
          break;
        case LinkFixupKind.selectedAtom:
          word = selections.atom(value);
          break;
        case LinkFixupKind.selectedPlace:
          word = selections.place(value);
          break;
        default:
          throw new LinkError(`the compiled code of ${beam.module} has a link fixup of an unknown kind, ${kind}`, beam.module);
      }
      writePaddedS32(bytes, fixups[i] ?? 0, word);
    }
  }

  /** Copies the string table of a module to memory; returns its address, 0 if it is empty. */
  #writeStrings(strings: Uint8Array): number {
    if (strings.length === 0) return 0;
    const { kernel, memory } = this.#parts;
    const address = kernel.allocateBlock(strings.length) >>> 0;
    memory.bytes.set(strings, address);
    return address;
  }

  /** Writes the literals of a module, and the definitions of its native records; returns their terms. */
  #writeLiterals(loaded: LoadedModule, extraLiterals: readonly Term[]): number[] {
    const { scratch, writer } = this.#parts;
    const { compiled, area } = loaded;
    const { module, literals, records } = compiled.beam;
    let words: number[];
    try {
      const terms = [
        ...literals.map((literal) => decodeExternalTerm(literal)),
        ...extraLiterals,
        ...records.map((record) => recordDefinitionTerm(module, record)),
      ];
      words = scratch.withHeapOf(area, () => writer.toHeapAll(terms));
    } catch (error) {
      if (!(error instanceof ExternalTermError || error instanceof TermConversionError)) throw error;
      throw new LinkError(`cannot decode a literal of ${module}: ${error.message}`, module);
    }
    records.forEach((record, i) => {
      loaded.records.set(record.name, words[words.length - records.length + i] ?? 0);
    });
    return words;
  }
}

/** Throws LinkError if a module does not define what it exports. */
function checkExports({ name: module, compiled: { beam, functions } }: LoadedModule): void {
  const defined = new Set(functions.map((info) => `${info.name}/${info.arity}`));
  for (const exported of beam.exports) {
    const name = `${beam.atoms[exported.function] ?? ''}/${exported.arity}`;
    if (!defined.has(name)) throw new LinkError(`${module}:${name} is exported but not defined`, module);
  }
}

/** True if frames and places in the table of two forms of a module are the same, so that one goes on where the other has stopped. */
function hasSamePlaces(a: CompiledModule, b: CompiledModule): boolean {
  const equal = (one: readonly number[], other: readonly number[]): boolean =>
    one.length === other.length && one.every((number, i) => number === other[i]);
  return (
    a.tableSize === b.tableSize &&
    a.lambdaTableBase === b.lambdaTableBase &&
    equal(a.sites, b.sites) &&
    equal(a.handlers, b.handlers) &&
    a.functions.every((info, i) => info.tableOffset === b.functions[i]?.tableOffset && equal(info.resumeLines, b.functions[i].resumeLines))
  );
}

/** Overwrites a five-byte signed LEB128 constant. */
function writePaddedS32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = (value & 0x7f) | 0x80;
  bytes[at + 1] = ((value >> 7) & 0x7f) | 0x80;
  bytes[at + 2] = ((value >> 14) & 0x7f) | 0x80;
  bytes[at + 3] = ((value >> 21) & 0x7f) | 0x80;
  bytes[at + 4] = (value >> 28) & 0x7f;
}

/**
 * What the kernel's `recordDefinition` returns: the definition of a native record, and its fields as `records:get_definition/2`
 * has them, a name or a name and a value each.
 */
function recordDefinitionTerm(module: string, record: RecordDefinition): Term {
  const fields = record.fields.map(({ name, value }) => (value === undefined ? atom(name) : tuple(atom(name), value)));
  return tuple(
    tuple(atom(module), atom(record.name), atom(String(record.exported)), tuple(...record.fields.map(({ name }) => atom(name)))),
    list(fields),
  );
}
