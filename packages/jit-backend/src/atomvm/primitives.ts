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
  /** Whether it gives the context that goes on, so that it is only called in last place or with a continuation pointer. */
  readonly tailOnly?: boolean;
}

/** How many words a primitive takes, or that it takes a word and a 64-bit integer. */
type Parameters = 1 | 2 | 3 | 4 | 5 | 6 | 'wide';
/** What it gives: a word, nothing, or the context that goes on, so that it is called in last place alone. */
type Kind = 'value' | 'void' | 'last';

// In the order of `ModuleNativeInterface`. `ctx` and `jit_state` are parameters like others.
const TABLE: readonly (readonly [name: string, parameters: Parameters, kind: Kind])[] = [
  ['raise_error', 4, 'last'],
  ['return', 2, 'last'],
  ['schedule_next_cp', 2, 'last'],
  ['module_get_atom_term_by_id', 2, 'value'],
  ['call_ext', 6, 'last'],
  ['allocate', 5, 'value'],
  ['handle_error', 3, 'last'],
  ['trim_live_regs', 2, 'void'],
  ['get_imported_bif', 2, 'value'],
  ['deallocate', 3, 'value'],
  ['terminate_context', 2, 'last'],
  ['term_compare', 5, 'value'],
  ['test_heap', 4, 'value'],
  ['put_list', 3, 'value'],
  ['module_load_literal', 3, 'value'],
  ['alloc_boxed_integer_fragment', 'wide', 'value'],
  ['term_alloc_tuple', 2, 'value'],
  ['send', 2, 'value'],
  ['extended_register_ptr', 2, 'value'],
  ['raise_error_tuple', 5, 'last'],
  ['term_alloc_fun', 4, 'value'],
  ['process_signal_messages', 2, 'value'],
  ['mailbox_peek', 1, 'value'],
  ['mailbox_remove_message', 1, 'void'],
  ['timeout', 1, 'void'],
  ['mailbox_next', 1, 'void'],
  ['cancel_timeout', 1, 'void'],
  ['clear_timeout_flag', 1, 'void'],
  ['raise', 4, 'last'],
  ['schedule_wait_cp', 2, 'last'],
  ['wait_timeout', 4, 'last'],
  ['wait_timeout_trap_handler', 3, 'last'],
  ['call_fun', 5, 'last'],
  ['context_get_flags', 2, 'value'],
  ['context_ensure_fpregs', 1, 'void'],
  ['term_from_float', 2, 'value'],
  ['term_is_number', 1, 'value'],
  ['term_conv_to_float', 3, 'void'],
  ['fadd', 4, 'value'],
  ['fsub', 4, 'value'],
  ['fmul', 4, 'value'],
  ['fdiv', 4, 'value'],
  ['fnegate', 3, 'void'],
  ['catch_end', 2, 'value'],
  ['memory_ensure_free_with_roots', 5, 'value'],
  ['term_alloc_bin_match_state', 3, 'value'],
  ['bitstring_extract_integer', 6, 'value'],
  ['term_sub_binary_heap_size', 2, 'value'],
  ['term_maybe_create_sub_binary', 4, 'value'],
  ['term_find_map_pos', 3, 'value'],
  ['bitstring_utf8_size', 1, 'value'],
  ['bitstring_utf16_size', 1, 'value'],
  ['term_create_empty_binary', 2, 'value'],
  ['decode_flags_list', 3, 'value'],
  ['bitstring_insert_utf8', 3, 'value'],
  ['bitstring_insert_utf16', 4, 'value'],
  ['bitstring_insert_utf32', 4, 'value'],
  ['bitstring_insert_integer', 5, 'value'],
  ['bitstring_copy_module_str', 6, 'void'],
  ['bitstring_copy_binary', 6, 'value'],
  ['apply', 6, 'last'],
  ['malloc', 3, 'value'],
  ['free', 1, 'void'],
  ['put_map_assoc', 6, 'value'],
  ['bitstring_extract_float', 5, 'value'],
  ['module_get_fun_arity', 2, 'value'],
  ['bitstring_match_module_str', 6, 'value'],
  ['bitstring_get_utf8', 1, 'value'],
  ['bitstring_get_utf16', 2, 'value'],
  ['bitstring_get_utf32', 2, 'value'],
  ['term_copy_map', 2, 'value'],
  ['stacktrace_build', 1, 'value'],
  ['term_reuse_binary', 3, 'value'],
  ['alloc_big_integer_fragment', 3, 'value'],
  ['bitstring_insert_float', 5, 'value'],
  ['raw_raise', 2, 'last'],
  ['raise_error_mfa', 5, 'last'],
];

/** AtomVM's 77 primitives, by index: order and names of `primitives.hrl`, signatures of `jit.h` with C's types as they are under wasm32. */
export const atomvmPrimitives: readonly Primitive[] = /* @__PURE__ */ TABLE.map(([name, parameters, kind], index) => ({
  index,
  name,
  parameters: parameters === 'wide' ? ['i32', 'i64'] : new Array<PrimitiveType>(parameters).fill('i32'),
  result: kind === 'void' ? 'void' : 'i32',
  tailOnly: kind === 'last',
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
