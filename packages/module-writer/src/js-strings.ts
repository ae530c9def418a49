import { HeapType, ValueType } from '@beamline/wasm-asm';
import type { ModuleWriter } from './module-writer.js';
import { PackedType } from './type-section.js';

/** The module name of the built-ins, which an engine provides for `builtins: ['js-string']`. */
export const JS_STRING_MODULE = 'wasm:js-string';

/** The names of the built-ins (JS String Builtins, WebAssembly 3.0). */
export type JsStringBuiltin = keyof typeof SIGNATURES;

// s: a string, null and all else traps; t: a string, never null; a: an array of code units; i: i32.
const SIGNATURES = {
  cast: ['s', 't'],
  test: ['s', 'i'],
  fromCharCodeArray: ['aii', 't'],
  intoCharCodeArray: ['sai', 'i'],
  fromCharCode: ['i', 't'],
  fromCodePoint: ['i', 't'],
  charCodeAt: ['si', 'i'],
  codePointAt: ['si', 'i'],
  length: ['s', 'i'],
  concat: ['ss', 't'],
  substring: ['sii', 't'],
  equals: ['ss', 'i'],
  compare: ['ss', 'i'],
} as const;

/** The type of string constants and of the built-ins' results: `(ref extern)`. */
const STRING: ValueType = /* @__PURE__ */ ValueType.ref(HeapType.extern);

/**
 * JavaScript's strings in a module: its built-ins and constants as imports, each made at its first
 * use. As all imports, they come before the first definition of their kind.
 *
 * Compile the module with `{ builtins: ['js-string'], importedStringConstants: constantsModule }`. An
 * engine that does not know these options asks for the imports: give it {@link jsStringFallback}.
 */
export class JsStrings {
  /** The module name of the constants: what `importedStringConstants` must be. */
  readonly constantsModule: string;

  readonly #module: ModuleWriter;
  readonly #functions: Map<JsStringBuiltin, number> = new Map();
  readonly #constants: Map<string, number> = new Map();
  #codeUnits: number | undefined;

  /**
   * @param module - where the imports go
   * @param constantsModule - the module name of the constants; a short one keeps the module small
   */
  constructor(module: ModuleWriter, constantsModule = "'") {
    this.#module = module;
    this.constantsModule = constantsModule;
  }

  /** The texts of the constants. */
  get constants(): ReadonlySet<string> {
    return new Set(this.#constants.keys());
  }

  /** The type index of `(array (mut i16))`, which `fromCharCodeArray` and `intoCharCodeArray` take. */
  get codeUnits(): number {
    this.#codeUnits ??= this.#module.arrayType({ type: PackedType.i16, mutable: true });
    return this.#codeUnits;
  }

  /** The function index of a built-in. */
  builtin(name: JsStringBuiltin): number {
    let index = this.#functions.get(name);
    if (index === undefined) {
      const [params, result] = SIGNATURES[name];
      const type = this.#module.functionType(
        [...params].map((letter) => this.#type(letter)),
        [this.#type(result)],
      );
      index = this.#module.importFunction(JS_STRING_MODULE, name, type);
      this.#functions.set(name, index);
    }
    return index;
  }

  /** The index of an immutable global, of type `(ref extern)`, with this text; equal texts share one. */
  constant(text: string): number {
    let index = this.#constants.get(text);
    if (index === undefined) {
      index = this.#module.importGlobal(this.constantsModule, text, { type: STRING });
      this.#constants.set(text, index);
    }
    return index;
  }

  #type(letter: string): ValueType {
    switch (letter) {
      case 'i':
        return ValueType.i32;
      case 's':
        return ValueType.externref;
      case 't':
        return STRING;
      default:
        return ValueType.refNull(this.codeUnits);
    }
  }
}
