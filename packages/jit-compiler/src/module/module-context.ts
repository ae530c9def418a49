import type { AtomTerm, BeamFile, IntegerTerm, Term } from '@beamline/beam-file';
import { type Code, Opcode, opcodeInfo } from '@beamline/beam-file';
import { type Bif, bifIndex, bifs, type GuardBif, guardBifIndex, guardBifs, wellKnownAtoms } from '@beamline/machine-model';
import { CompileError, type CompileErrorCode } from './compile-error.js';

/** A function of the module. */
export interface FunctionInfo {
  /** Position in the module, from 0. */
  readonly index: number;
  /** Name, an atom index. */
  readonly name: number;
  readonly arity: number;
  /** Label after `func_info`. */
  readonly entryLabel: number;
  /** First and one past the last instruction. */
  readonly from: number;
  to: number;
  /** Offset of its first entry in the module's part of the table. */
  tableOffset: number;
  /** Number of resume points. */
  resumePoints: number;
}

const wellKnownAtomIndex: ReadonlyMap<string, number> = new Map(wellKnownAtoms.map((atom, i) => [atom, i]));

/** What the compilation of a module's functions shares. */
export class ModuleContext {
  readonly beam: BeamFile;
  /** True if all calls go through the table: see `CompileOptions`. */
  readonly isOpen: boolean;
  readonly code: Code;
  readonly functions: FunctionInfo[] = [];
  /** By label: index of the function that begins there, or −1. */
  readonly functionOfLabel: Int32Array;
  #bifStubs: ReadonlySet<number> | undefined;
  #nifs: ReadonlySet<number> | undefined;
  /** Per import: index in `guardBifs`, or −1. */
  readonly guardBifOfImport: Int32Array;
  /** Per import: index in `bifs`, or −1. */
  readonly bifOfImport: Int32Array;
  /** Per atom of the file: its index in `wellKnownAtoms`, or −1. */
  readonly wellKnown: Int32Array;
  /** Terms that the code needs as literals, after those of the file. */
  readonly extraLiterals: Term[] = [];
  readonly #extraLiteralIndex = new Map<string, number>();
  /** Atoms among which the code searches: for each such selection their indices in the file. */
  readonly atomSelections: (readonly number[])[] = [];
  readonly #atomSelectionIndex = new Map<number, number>();
  /** Sites: function index and line index, in turn. */
  readonly sites: number[] = [];
  /** Offset in the module's part of the table of the first lambda's entry. */
  lambdaTableBase = 0;
  /** Handlers: the return address of each, as in a link fixup. */
  readonly handlers: number[] = [];
  readonly #handlerIndex = new Map<number, number>();
  readonly #siteIndex = new Map<number, number>();

  /** The function whose lines `#lines` has, by instruction from its first. */
  #linesOf: FunctionInfo | undefined;
  #lines = new Int32Array(256);

  constructor(beam: BeamFile, isOpen = false) {
    this.beam = beam;
    this.isOpen = isOpen;
    this.code = beam.code;
    this.functionOfLabel = new Int32Array(beam.code.labelCount).fill(-1);
    this.guardBifOfImport = new Int32Array(beam.imports.length);
    this.bifOfImport = new Int32Array(beam.imports.length);
    this.wellKnown = new Int32Array(beam.atoms.length);
    for (let i = 1; i < beam.atoms.length; i++) this.wellKnown[i] = wellKnownAtomIndex.get(this.atom(i)) ?? -1;
    beam.imports.forEach((entry, i) => {
      const module = this.atom(entry.module);
      const name = this.atom(entry.function);
      this.guardBifOfImport[i] = guardBifIndex(module, name, entry.arity);
      this.bifOfImport[i] = bifIndex(module, name, entry.arity);
    });
  }

  atom(index: number): string {
    return this.beam.atoms[index] ?? '';
  }

  /** Name of an import, for messages. */
  importName(index: number): string {
    const entry = this.beam.imports[index];
    return entry === undefined ? `import ${index}` : `${this.atom(entry.module)}:${this.atom(entry.function)}/${entry.arity}`;
  }

  guardBif(importIndex: number): GuardBif | undefined {
    return guardBifs[this.guardBifOfImport[importIndex] ?? -1];
  }

  bif(importIndex: number): Bif | undefined {
    return bifs[this.bifOfImport[importIndex] ?? -1];
  }

  /** Name of the kernel's function that calls of an import are; undefined if they go through the table. */
  kernelCall(importIndex: number): string | undefined {
    return this.isOpen ? undefined : this.bif(importIndex)?.kernelName;
  }

  /** Number of the site for a function and line. */
  site(functionIndex: number, line: number): number {
    const key = functionIndex * 0x100000 + line;
    const known = this.#siteIndex.get(key);
    if (known !== undefined) return known;
    const index = this.sites.length / 2;
    this.sites.push(functionIndex, line);
    this.#siteIndex.set(key, index);
    return index;
  }

  /** Number of the handler with that return address; a function and its resume function share handlers. */
  handler(returnAddress: number): number {
    const known = this.#handlerIndex.get(returnAddress);
    if (known !== undefined) return known;
    const index = this.handlers.push(returnAddress) - 1;
    this.#handlerIndex.set(returnAddress, index);
    return index;
  }

  /** Literal index of an integer that is not small. */
  integerLiteral(value: bigint): number {
    return this.#extraLiteral(`${value}`, { kind: 'integer', value });
  }

  /** Literal index of the tuple of the keys of a map. */
  keysLiteral(keys: readonly (AtomTerm | IntegerTerm)[]): number {
    const name = JSON.stringify(keys.map((key) => (key.kind === 'atom' ? key.name : Number(key.value))));
    return this.#extraLiteral(name, { kind: 'tuple', elements: keys });
  }

  /** Number of a search among the atoms at some operands; a function and its resume function share it. */
  atomSelection(operands: readonly number[]): number {
    const [first = -1] = operands;
    const known = this.#atomSelectionIndex.get(first);
    if (known !== undefined) return known;
    const index = this.atomSelections.push(operands.map((v) => this.code.values[v] ?? 0)) - 1;
    this.#atomSelectionIndex.set(first, index);
    return index;
  }

  #extraLiteral(name: string, term: Term): number {
    let index = this.#extraLiteralIndex.get(name);
    if (index === undefined) {
      index = this.extraLiterals.push(term) - 1;
      this.#extraLiteralIndex.set(name, index);
    }
    return this.beam.literals.length + index;
  }

  /** Offset in the module's part of the table of the entry `(sp, arguments…, fun)` of a lambda. */
  lambdaTableOffset(lambda: number): number {
    return this.lambdaTableBase + lambda;
  }

  /** Line index in force at an instruction: that of the last `line` before it in the function, or 0. */
  lineBefore(info: FunctionInfo, instruction: number): number {
    if (this.#linesOf !== info) this.#findLines(info);
    return this.#lines[instruction - info.from] ?? 0;
  }

  /** Index of the line in front of a label of a function. */
  lineBeforeLabel(info: FunctionInfo, label: number): number {
    const { opcodes, operandStart, values } = this.code;
    for (let i = info.from; i <= info.to; i++) {
      if (opcodes[i] === Opcode.label && values[operandStart[i] ?? 0] === label) return this.lineBefore(info, i);
    }
    return 0;
  }

  #findLines(info: FunctionInfo): void {
    const { opcodes, operandStart, values } = this.code;
    const count = info.to - info.from + 1;
    if (count > this.#lines.length) this.#lines = new Int32Array(2 * count);
    let line = 0;
    for (let i = 0; i < count; i++) {
      this.#lines[i] = line;
      const at = info.from + i;
      if (opcodes[at] === Opcode.line) line = values[operandStart[at] ?? 0] ?? 0;
    }
    this.#linesOf = info;
  }

  /** Numbers of the functions in whose place a BIF stands: the stubs of NIFs. */
  get bifStubs(): ReadonlySet<number> {
    this.#bifStubs ??= new Set(
      this.functions.filter((info) => bifIndex(this.beam.module, this.atom(info.name), info.arity) > 0).map(({ index }) => index),
    );
    return this.#bifStubs;
  }

  /**
   * Numbers of the functions that others may replace while the module is there: those of the attribute `nifs`, which begin with
   * `nif_start`. In a module that loads a library and has no such attribute, and in one that is open, they are all functions.
   */
  get nifs(): ReadonlySet<number> {
    if (this.#nifs === undefined) {
      const stated = this.functions.filter((info) => this.#beginsAsNif(info));
      const nifs = this.isOpen || (stated.length === 0 && this.#loadsNifs()) ? this.functions : stated;
      this.#nifs = new Set(nifs.map(({ index }) => index));
    }
    return this.#nifs;
  }

  #loadsNifs(): boolean {
    return this.beam.imports.some(
      (entry) => this.atom(entry.module) === 'erlang' && this.atom(entry.function) === 'load_nif' && entry.arity === 2,
    );
  }

  #beginsAsNif(info: FunctionInfo): boolean {
    const { opcodes } = this.code;
    // A frame may be made before.
    for (let i = info.from; i <= info.to; i++) if (opcodes[i] === Opcode.nif_start) return true;
    return false;
  }

  functionName(info: FunctionInfo): string {
    return `${this.atom(info.name)}/${info.arity}`;
  }

  /** The name of a function as debuggers and profilers show it. */
  qualifiedName(info: FunctionInfo): string {
    return `${this.beam.module}:${this.functionName(info)}`;
  }

  error(code: CompileErrorCode, problem: string, info?: FunctionInfo, instruction?: number): CompileError {
    const opcode = instruction === undefined ? undefined : opcodeInfo(this.code.opcodes[instruction] ?? 0)?.name;
    return new CompileError(
      code,
      problem,
      this.beam.module,
      info === undefined ? undefined : this.functionName(info),
      opcode,
      instruction === undefined ? undefined : this.code.offsets[instruction],
    );
  }
}
