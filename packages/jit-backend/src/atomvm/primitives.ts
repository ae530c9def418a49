/**
 * AtomVM's primitives: C functions that compiled code calls through `ModuleNativeInterface`, an array of
 * function pointers, four bytes each under wasm32 (`src/libAtomVM/jit.h`, `libs/jit/src/primitives.hrl`).
 * The `atomvm` convention calls them; the `native` convention does not.
 */
import { ValueType } from '@beamline/wasm-asm';
import { AtomvmBackendError } from './error.js';

/** The type of a parameter or result, as C's types are under wasm32: pointers, terms, `int` and `bool` are `i32`. */
export type PrimitiveType = 'i32' | 'i64' | 'f32' | 'f64';

/** A primitive, or any function that is called through `ModuleNativeInterface`. */
export interface Primitive {
  /** Its place in `ModuleNativeInterface`, from 0. */
  readonly index: number;
  /** Its name in `primitives.hrl`, without `PRIM_`, in lower case. */
  readonly name: string;
  /** The types of its parameters. */
  readonly parameters: readonly PrimitiveType[];
  /** The type of its result. */
  readonly result: PrimitiveType | 'void';
}

const I: PrimitiveType = 'i32';

// Name, parameters, result. `ctx` and `jit_state` are parameters like others.
const FIRST: readonly (readonly [name: string, parameters: readonly PrimitiveType[], result: PrimitiveType | 'void'])[] = [
  ['raise_error', [I, I, I, I], I],
  ['return', [I, I], I],
  ['schedule_next_cp', [I, I], I],
  ['module_get_atom_term_by_id', [I, I], I],
  ['call_ext', [I, I, I, I, I, I], I],
  ['allocate', [I, I, I, I, I], I],
  ['handle_error', [I, I, I], I],
  ['trim_live_regs', [I, I], 'void'],
  ['get_imported_bif', [I, I], I],
  ['deallocate', [I, I, I], I],
  ['terminate_context', [I, I], I],
  ['test_heap', [I, I, I, I], I],
  ['put_list', [I, I, I], I],
  ['module_load_literal', [I, I, I], I],
  ['alloc_boxed_integer_fragment', [I, 'i64'], I],
  ['term_alloc_tuple', [I, I], I],
  ['send', [I, I], I],
  ['extended_register_ptr', [I, I], I],
  ['raise_error_tuple2', [I, I, I, I, I], I],
  ['term_compare', [I, I, I, I, I], I],
];

/**
 * The primitives that are known here: the first twenty of AtomVM's 77. Order and names are those of
 * `primitives.hrl`; the signatures follow `jit.h`, with C's types lowered to WebAssembly's. For the
 * others, or for a version of AtomVM that differs, declare them: see {@link PrimitiveTable}.
 */
export const atomvmPrimitives: readonly Primitive[] = FIRST.map(([name, parameters, result], index) => ({
  index,
  name,
  parameters,
  result,
}));

/** As an offset of `i32.load` an index times four must stay below 2^32; far fewer make sense. */
export const GREATEST_INDEX = 0xffff;

/** The value types of WebAssembly by their names. */
export const TYPES: Readonly<Record<PrimitiveType, ValueType>> = {
  i32: ValueType.i32,
  i64: ValueType.i64,
  f32: ValueType.f32,
  f64: ValueType.f64,
};

/** The primitives that a backend may call, by index and by name. */
export class PrimitiveTable {
  readonly #byIndex: Primitive[] = [];
  readonly #byName: Map<string, Primitive> = new Map();

  /**
   * @param declared - further primitives; one with the index of a known one takes its place. Throws
   * {@link AtomvmBackendError} `wrong-primitive` for an index that is not an integer from 0 to 65,535, an
   * unknown type, or an index or name that is declared twice.
   */
  constructor(declared: readonly Primitive[] = []) {
    const seen = new Set<number>();
    for (const primitive of atomvmPrimitives) this.#byIndex[primitive.index] = primitive;
    for (const primitive of declared) {
      const { index, name, parameters, result } = primitive;
      if (!Number.isInteger(index) || index < 0 || index > GREATEST_INDEX) fail(name, `index ${index}`);
      if (seen.has(index)) fail(name, `index ${index} is declared twice`);
      seen.add(index);
      for (const type of parameters) if (!Object.hasOwn(TYPES, type)) fail(name, `parameter type ${type}`);
      if (result !== 'void' && !Object.hasOwn(TYPES, result)) fail(name, `result type ${result}`);
      this.#byIndex[index] = primitive;
    }
    // `forEach` leaves out the indices between that nobody declared.
    this.#byIndex.forEach((primitive) => {
      if (this.#byName.has(primitive.name)) fail(primitive.name, 'the name is declared twice');
      this.#byName.set(primitive.name, primitive);
    });
  }

  /** The primitive with this name or index; undefined if there is none. */
  find(primitive: string | number): Primitive | undefined {
    return typeof primitive === 'string' ? this.#byName.get(primitive) : this.#byIndex[primitive];
  }

  /** All of them, by index. */
  all(): Primitive[] {
    return this.#byIndex.filter(() => true);
  }
}

function fail(name: string, detail: string): never {
  throw new AtomvmBackendError('wrong-primitive', `${name}: ${detail}`, -1, 0);
}

/** Byte offset in `ModuleNativeInterface` of a primitive's function pointer. */
export function moduleNativeInterfaceOffset(primitive: { readonly index: number }): number {
  return 4 * primitive.index;
}
