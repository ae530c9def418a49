/**
 * AtomVM's primitives by their index in `ModuleNativeInterface` (`src/libAtomVM/jit.h`,
 * `libs/jit/src/primitives.hrl`): function pointers, four bytes each under wasm32. The `atomvm` convention
 * calls them through this array; the `native` convention does not use it. AtomVM has 77; these are the first
 * twenty, whose order we know.
 */
export const atomvmPrimitives = [
  'raise_error',
  'return',
  'schedule_next_cp',
  'module_get_atom_term_by_id',
  'call_ext',
  'allocate',
  'handle_error',
  'trim_live_regs',
  'get_imported_bif',
  'deallocate',
  'terminate_context',
  'test_heap',
  'put_list',
  'module_load_literal',
  'alloc_boxed_integer_fragment',
  'term_alloc_tuple',
  'send',
  'extended_register_ptr',
  'raise_error_tuple2',
  'term_compare',
] as const;

/** Name of an AtomVM primitive. */
export type AtomvmPrimitive = (typeof atomvmPrimitives)[number];

/** Byte offset in `ModuleNativeInterface` of a primitive's function pointer. */
export function moduleNativeInterfaceOffset(primitive: AtomvmPrimitive): number {
  return 4 * atomvmPrimitives.indexOf(primitive);
}
