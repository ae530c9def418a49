import type { BeamFile, Term } from '@beamline/beam-file';

/** A function of a compiled module. */
export interface CompiledFunction {
  readonly name: string;
  readonly arity: number;
  /** Offset of its first entry in the module's part of the table. */
  readonly tableOffset: number;
  /** Index in the line table for each resume point, from 1; [0] is that of the head. */
  readonly resumeLines: readonly number[];
}

/** A module compiled to WebAssembly, to be linked: constants that depend on the machine are fixups. */
export interface CompiledModule {
  readonly beam: BeamFile;
  /** The WebAssembly module that its code is in, the constants to be linked 0. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Bytes of the WebAssembly module that has its code and nothing else. */
  readonly codeSize: number;
  /** Link fixups: offset in `bytes`, kind, value, in turn. */
  readonly fixups: Int32Array;
  readonly functions: readonly CompiledFunction[];
  /** Entries of the table that the module needs: of its functions, then of its lambdas, which may lie elsewhere. */
  readonly tableSize: number;
  /** Arity of the function in each of these entries. */
  readonly tableArities: Uint16Array;
  /** Offset of the first lambda's entry in the module's part of the table. */
  readonly lambdaTableBase: number;
  /** Sites: function index and line index, in turn. */
  readonly sites: readonly number[];
  /** Handlers: the return address of each, as in a link fixup. */
  readonly handlers: readonly number[];
  /** Terms that the code uses, after the literals of the file. */
  readonly extraLiterals: readonly Term[];
  /** Atoms among which the code searches by their numbers in a machine: for each such selection their indices in the file. */
  readonly atomSelections: readonly (readonly number[])[];
  /** False if the code runs in an engine without tail calls. */
  readonly tailCalls: boolean;
  /** True if it does without the machine's table: see `CompileOptions`. */
  readonly gates: boolean;
  /** Index in `functions` of the function to call before others may call the module (`-on_load`), −1 if there is none. */
  readonly onLoad: number;
  /** Indices in `functions` of those that NIFs may replace: all calls of them are through the table. */
  readonly nifs: readonly number[];
  /** Where lines begin: offset in `bytes`, by rising ones, and index in the line table, 0 for none, in turn. Only if that was asked for. */
  readonly positions?: Int32Array;
}
