/**
 * Native functions: what OTP implements in C (`erts/emulator/beam/bif.tab`, `erl_arith.c`, …). A *guard*
 * BIF takes terms and answers a term, or 0 when it fails, and never collects; a *native function* has
 * the signature of an Erlang function, `(sp, x0 …) → term or 0`.
 */

/**
 * A guard BIF: `kernelName` is the kernel's export, `error` what it fails with in a body; badmap stands for
 * `{badmap, Map}` and `{badkey, Key}`.
 */
export interface GuardBif {
  readonly name: string;
  readonly arity: number;
  readonly kernelName: string;
  readonly error: 'badarith' | 'badarg' | 'badmap';
}

const arithmetic = (name: string, arity: number, kernelName: string): GuardBif => ({ name, arity, kernelName, error: 'badarith' });
const guard = (name: string, arity: number, kernelName: string): GuardBif => ({ name, arity, kernelName, error: 'badarg' });
const onMap = (name: string, arity: number, kernelName: string): GuardBif => ({ name, arity, kernelName, error: 'badmap' });

/** Guard BIFs of module `erlang` that the kernel has. */
export const guardBifs: readonly GuardBif[] = [
  arithmetic('+', 2, 'add'),
  arithmetic('-', 2, 'subtract'),
  arithmetic('*', 2, 'multiply'),
  arithmetic('div', 2, 'divide'),
  arithmetic('rem', 2, 'remainder'),
  arithmetic('/', 2, 'divideFloat'),
  arithmetic('band', 2, 'bitAnd'),
  arithmetic('bor', 2, 'bitOr'),
  arithmetic('bxor', 2, 'bitXor'),
  arithmetic('bsl', 2, 'shiftLeft'),
  arithmetic('bsr', 2, 'shiftRight'),
  arithmetic('bnot', 1, 'bitNot'),
  arithmetic('-', 1, 'negate'),
  arithmetic('+', 1, 'number'),
  guard('abs', 1, 'absolute'),
  guard('float', 1, 'toFloatTerm'),
  guard('trunc', 1, 'truncate'),
  guard('round', 1, 'round'),
  guard('floor', 1, 'floor'),
  guard('ceil', 1, 'ceiling'),
  guard('length', 1, 'length'),
  guard('hd', 1, 'head'),
  guard('tl', 1, 'tail'),
  guard('element', 2, 'element'),
  guard('tuple_size', 1, 'tupleSize'),
  guard('size', 1, 'size'),
  guard('byte_size', 1, 'byteSize'),
  guard('bit_size', 1, 'bitSize'),
  guard('binary_part', 2, 'binaryPart2'),
  guard('binary_part', 3, 'binaryPart'),
  guard('self', 0, 'self'),
  guard('min', 2, 'minimum'),
  guard('max', 2, 'maximum'),
  guard('not', 1, 'not'),
  guard('and', 2, 'and'),
  guard('or', 2, 'or'),
  guard('xor', 2, 'xor'),
  guard('==', 2, 'isEqual'),
  guard('/=', 2, 'isNotEqual'),
  guard('=:=', 2, 'isExactlyEqual'),
  guard('=/=', 2, 'isNotExactlyEqual'),
  guard('<', 2, 'isLess'),
  guard('>=', 2, 'isGreaterOrEqual'),
  guard('>', 2, 'isGreater'),
  guard('=<', 2, 'isLessOrEqual'),
  guard('is_integer', 1, 'isIntegerTerm'),
  guard('is_float', 1, 'isFloatTerm'),
  guard('is_number', 1, 'isNumberTerm'),
  guard('is_atom', 1, 'isAtomTerm'),
  guard('is_boolean', 1, 'isBooleanTerm'),
  guard('is_list', 1, 'isListTerm'),
  guard('is_tuple', 1, 'isTupleTerm'),
  guard('is_binary', 1, 'isBinaryTerm'),
  guard('is_bitstring', 1, 'isBitstringTerm'),
  guard('is_function', 1, 'isFunctionTerm'),
  guard('is_function', 2, 'isFunctionOfArity'),
  guard('is_pid', 1, 'isPidTerm'),
  guard('is_port', 1, 'isPortTerm'),
  guard('is_reference', 1, 'isReferenceTerm'),
  guard('is_map', 1, 'isMapTerm'),
  guard('is_record', 2, 'isRecord'),
  guard('is_record', 3, 'isRecordOfSize'),
  guard('is_integer', 3, 'isIntegerBetween'),
  guard('get', 1, 'dictionaryValue'),
  guard('node', 0, 'localNode'),
  guard('node', 1, 'nodeOf'),
  onMap('map_size', 1, 'mapSize'),
  onMap('map_get', 2, 'mapGet'),
  onMap('is_map_key', 2, 'isMapKey'),
];

/** A native function. Those of the kernel have its export's name, the others are the host's. */
export interface NativeFunction {
  readonly module: string;
  readonly name: string;
  readonly arity: number;
  readonly kernelName?: string;
}

const inKernel = (module: string, name: string, arity: number, kernelName: string): NativeFunction => ({ module, name, arity, kernelName });
const inHost = (module: string, name: string, arity: number): NativeFunction => ({ module, name, arity });

/** Native functions; an index in this list identifies one in stack traces. The first entry is none. */
export const nativeFunctions: readonly NativeFunction[] = [
  inHost('', '', 0),
  inKernel('erlang', 'error', 1, 'nativeError1'),
  inKernel('erlang', 'error', 2, 'nativeError2'),
  inKernel('erlang', 'exit', 1, 'nativeExit1'),
  inKernel('erlang', 'throw', 1, 'nativeThrow1'),
  inKernel('erlang', 'apply', 2, 'nativeApply2'),
  inKernel('erlang', 'apply', 3, 'nativeApply3'),
  inKernel('erlang', '++', 2, 'nativeAppend'),
  inKernel('erlang', '--', 2, 'nativeSubtractList'),
  inKernel('erlang', 'setelement', 3, 'nativeSetElement'),
  inKernel('erlang', 'make_tuple', 2, 'nativeMakeTuple'),
  inKernel('erlang', 'list_to_tuple', 1, 'nativeListToTuple'),
  inKernel('erlang', 'tuple_to_list', 1, 'nativeTupleToList'),
  inKernel('lists', 'reverse', 1, 'nativeReverse1'),
  inKernel('lists', 'reverse', 2, 'nativeReverse2'),
  inKernel('lists', 'member', 2, 'nativeMember'),
  inKernel('lists', 'keyfind', 3, 'nativeKeyFind'),
  inKernel('lists', 'keymember', 3, 'nativeKeyMember'),
  inKernel('lists', 'keysearch', 3, 'nativeKeySearch'),
  inKernel('erlang', 'garbage_collect', 0, 'nativeGarbageCollect'),
  inKernel('erlang', 'raise', 3, 'nativeRaise3'),
  inKernel('erlang', '!', 2, 'nativeSend'),
  inKernel('erlang', 'send', 2, 'nativeSend2'),
  inKernel('maps', 'get', 2, 'nativeMapsGet'),
  inKernel('maps', 'find', 2, 'nativeMapsFind'),
  inKernel('maps', 'is_key', 2, 'nativeMapsIsKey'),
  inKernel('maps', 'put', 3, 'nativeMapsPut'),
  inKernel('maps', 'update', 3, 'nativeMapsUpdate'),
  inKernel('maps', 'remove', 2, 'nativeMapsRemove'),
  inKernel('maps', 'take', 2, 'nativeMapsTake'),
  inKernel('maps', 'merge', 2, 'nativeMapsMerge'),
  inKernel('maps', 'keys', 1, 'nativeMapsKeys'),
  inKernel('maps', 'values', 1, 'nativeMapsValues'),
  inKernel('maps', 'from_list', 1, 'nativeMapsFromList'),
  inKernel('maps', 'from_keys', 2, 'nativeMapsFromKeys'),
  inKernel('erts_internal', 'map_next', 3, 'nativeMapNext'),
  inKernel('erlang', 'put', 2, 'nativePut'),
  inKernel('erlang', 'get', 0, 'nativeGet0'),
  inKernel('erlang', 'get_keys', 0, 'nativeGetKeys0'),
  inKernel('erlang', 'get_keys', 1, 'nativeGetKeys1'),
  inKernel('erlang', 'erase', 0, 'nativeErase0'),
  inKernel('erlang', 'erase', 1, 'nativeErase1'),
  inKernel('erlang', 'append_element', 2, 'nativeAppendElement'),
  inKernel('erlang', 'insert_element', 3, 'nativeInsertElement'),
  inKernel('erlang', 'delete_element', 2, 'nativeDeleteElement'),
  inKernel('erlang', 'make_tuple', 3, 'nativeMakeTuple3'),
  inKernel('erlang', 'make_ref', 0, 'nativeMakeRef'),
  inKernel('erlang', 'unique_integer', 0, 'nativeUniqueInteger0'),
  inKernel('erlang', 'unique_integer', 1, 'nativeUniqueInteger1'),
  inKernel('erlang', 'phash2', 1, 'nativePhash1'),
  inKernel('erlang', 'phash2', 2, 'nativePhash2'),
  inKernel('erts_internal', 'cmp_term', 2, 'nativeCompareTerm'),
  inKernel('erlang', 'append', 2, 'nativeAppend2'),
  inKernel('erlang', 'subtract', 2, 'nativeSubtract2'),
  inKernel('erlang', 'nif_error', 1, 'nativeNifError1'),
  inKernel('erlang', 'nif_error', 2, 'nativeNifError2'),
  inKernel('erlang', 'error', 3, 'nativeError3'),
  inKernel('erlang', 'split_binary', 2, 'nativeSplitBinary'),
  inKernel('binary', 'part', 3, 'nativeBinaryPart3'),
  inKernel('binary', 'part', 2, 'nativeBinaryPart2'),
  inHost('erlang', 'monotonic_time', 0),
  inHost('erlang', 'monotonic_time', 1),
  inHost('erlang', 'system_time', 0),
  inHost('erlang', 'system_time', 1),
  inHost('erts_internal', 'time_unit', 0),
  inHost('erlang', 'integer_to_list', 1),
  inHost('erlang', 'integer_to_list', 2),
  inHost('erlang', 'integer_to_binary', 1),
  inHost('erlang', 'integer_to_binary', 2),
  inHost('erlang', 'list_to_integer', 1),
  inHost('erlang', 'list_to_integer', 2),
  inHost('erlang', 'binary_to_integer', 1),
  inHost('erlang', 'binary_to_integer', 2),
  inHost('erts_internal', 'list_to_integer', 2),
  inHost('erts_internal', 'binary_to_integer', 2),
  inHost('erlang', 'float_to_list', 1),
  inHost('erlang', 'float_to_list', 2),
  inHost('erlang', 'float_to_binary', 1),
  inHost('erlang', 'float_to_binary', 2),
  inHost('erlang', 'list_to_float', 1),
  inHost('erlang', 'binary_to_float', 1),
  inHost('string', 'list_to_integer', 1),
  inHost('string', 'list_to_float', 1),
  inHost('binary', 'encode_unsigned', 1),
  inHost('binary', 'encode_unsigned', 2),
  inHost('binary', 'decode_unsigned', 1),
  inHost('binary', 'decode_unsigned', 2),
  inHost('math', 'atan2', 2),
  inHost('math', 'pow', 2),
  inHost('math', 'fmod', 2),
  inHost('math', 'erf', 1),
  inHost('math', 'erfc', 1),
  inHost('erlang', 'atom_to_list', 1),
  inHost('erlang', 'atom_to_binary', 2),
  inHost('erlang', 'list_to_atom', 1),
  inHost('erlang', 'list_to_existing_atom', 1),
  inHost('erlang', 'binary_to_atom', 2),
  inHost('erlang', 'binary_to_existing_atom', 2),
  inHost('erlang', 'list_to_binary', 1),
  inHost('erlang', 'iolist_to_binary', 1),
  inHost('erlang', 'iolist_size', 1),
  inHost('erlang', 'iolist_to_iovec', 1),
  inHost('erlang', 'list_to_bitstring', 1),
  inHost('erlang', 'binary_to_list', 1),
  inHost('erlang', 'binary_to_list', 3),
  inHost('erlang', 'bitstring_to_list', 1),
  inHost('binary', 'at', 2),
  inHost('binary', 'first', 1),
  inHost('binary', 'last', 1),
  inHost('binary', 'copy', 1),
  inHost('binary', 'copy', 2),
  inHost('binary', 'list_to_bin', 1),
  inHost('binary', 'longest_common_prefix', 1),
  inHost('binary', 'longest_common_suffix', 1),
  inHost('binary', 'compile_pattern', 1),
  inHost('binary', 'match', 2),
  inHost('binary', 'match', 3),
  inHost('binary', 'matches', 2),
  inHost('binary', 'matches', 3),
  inHost('binary', 'split', 2),
  inHost('binary', 'split', 3),
  inHost('erlang', 'crc32', 1),
  inHost('erlang', 'crc32', 2),
  inHost('erlang', 'crc32_combine', 3),
  inHost('erlang', 'adler32', 1),
  inHost('erlang', 'adler32', 2),
  inHost('erlang', 'adler32_combine', 3),
  inHost('erlang', 'md5', 1),
  inHost('erlang', 'md5_init', 0),
  inHost('erlang', 'md5_update', 2),
  inHost('erlang', 'md5_final', 1),
  inHost('unicode', 'characters_to_binary', 2),
  inHost('unicode', 'characters_to_list', 2),
  inHost('unicode', 'bin_is_7bit', 1),
  inHost('erlang', 'function_exported', 3),
  inHost('erlang', 'is_builtin', 3),
  inHost('erlang', 'make_fun', 3),
  inHost('erlang', 'nodes', 0),
  inHost('erlang', 'display', 1),
  inHost('erlang', 'fun_to_list', 1),
  inHost('erlang', 'ref_to_list', 1),
  inHost('erlang', 'pid_to_list', 1),
  inHost('math', 'sin', 1),
  inHost('math', 'cos', 1),
  inHost('math', 'tan', 1),
  inHost('math', 'asin', 1),
  inHost('math', 'acos', 1),
  inHost('math', 'atan', 1),
  inHost('math', 'sinh', 1),
  inHost('math', 'cosh', 1),
  inHost('math', 'tanh', 1),
  inHost('math', 'asinh', 1),
  inHost('math', 'acosh', 1),
  inHost('math', 'atanh', 1),
  inHost('math', 'exp', 1),
  inHost('math', 'log', 1),
  inHost('math', 'log2', 1),
  inHost('math', 'log10', 1),
  inHost('math', 'sqrt', 1),
  inHost('math', 'ceil', 1),
  inHost('math', 'floor', 1),
];

const guardBifByName: ReadonlyMap<string, number> = new Map(guardBifs.map((bif, i) => [`${bif.name}/${bif.arity}`, i]));
const nativeByName: ReadonlyMap<string, number> = new Map(
  nativeFunctions.map((native, i) => [`${native.module}:${native.name}/${native.arity}`, i]),
);

/** Index in `guardBifs` of a function, −1 if it is none. */
export function guardBifIndex(module: string, name: string, arity: number): number {
  return module === 'erlang' ? (guardBifByName.get(`${name}/${arity}`) ?? -1) : -1;
}

/** Index in `nativeFunctions` of a function, −1 if it is none. */
export function nativeFunctionIndex(module: string, name: string, arity: number): number {
  return nativeByName.get(`${module}:${name}/${arity}`) ?? -1;
}

/** Identity of guard BIF `i` of `guardBifs` in a stack trace: `GUARD_BIF_IDENTITY + i`. */
export const GUARD_BIF_IDENTITY = 0x10000;
/** Identity of a function that is not loaded: its table index with this bit. */
export const UNDEFINED_IDENTITY = 0x20000000;
