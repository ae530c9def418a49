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
  inHost('erlang', 'monotonic_time', 0),
  inHost('erlang', 'monotonic_time', 1),
  inHost('erlang', 'system_time', 0),
  inHost('erlang', 'system_time', 1),
  inHost('erlang', 'atom_to_list', 1),
  inHost('erlang', 'list_to_atom', 1),
  inHost('erlang', 'integer_to_list', 1),
  inHost('erlang', 'integer_to_list', 2),
  inHost('erlang', 'list_to_integer', 1),
  inHost('erlang', 'display', 1),
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
