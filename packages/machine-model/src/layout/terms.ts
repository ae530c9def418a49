/** How terms are tagged and laid out: as in AtomVM's wasm32 build (`src/libAtomVM/term.h`) where it has the same term. */

/** Term tags and masks (AtomVM `term.h`, wasm32). */
export const TermTag = {
  /** Low two bits that tell pointers and immediates apart. */
  primaryMask: 0x3,
  cons: 0x1,
  boxed: 0x2,
  immediateMask: 0xf,
  integer: 0xf,
  pid: 0x3,
  port: 0x7,
  atomMask: 0x3f,
  atom: 0x0b,
  atomShift: 6,
  nil: 0x3b,
  catchTag: 0x1b,
  catchMask: 0x3f,
  integerShift: 4,
  headerMask: 0x3f,
  arityShift: 6,
} as const;

/** Greatest number of a pid or port of this node. */
export const GREATEST_NUMBER = 0xfffffff;

/** Beside the number of a port in `processId` of its Context: so no pid leads to a port, nor a port to a process. */
export const PORT_NUMBER_FLAG = 0x10000000;

/** Bits of the number of a process that are the `id` of its pid; those above are its `serial`, as OTP prints them. */
export const PID_ID_BITS = 15;

/** Most keys of a flat map, as in OTP (`MAP_SMALL_MAP_LIMIT` in `erl_map.h`); a larger one is a hash trie. */
export const FLAT_LIMIT = 32;

/** Header tags of boxed terms, in the low six bits; arity in words above them. */
export const HeaderTag = {
  tuple: 0x00,
  matchContext: 0x04,
  positiveInteger: 0x08,
  negativeInteger: 0x0c,
  reference: 0x10,
  fun: 0x14,
  float: 0x18,
  refcBinary: 0x20,
  heapBinary: 0x24,
  subBinary: 0x28,
  map: 0x2c,
  externalPid: 0x30,
  externalPort: 0x34,
  externalReference: 0x38,
  record: 0x3c,
} as const;

/** Least and greatest small integer: 28 bits, signed. */
export const SMALL_MIN: number = -(2 ** 27);

export const SMALL_MAX: number = 2 ** 27 - 1;

/**
 * A boxed integer of arity 2 holds a signed 64-bit number in two's complement, little endian; one of
 * greater arity holds its magnitude in 32-bit limbs, least first, and is outside the 64-bit range.
 */
export const INTEGER64_HEADER_POSITIVE: number = (2 << 6) | HeaderTag.positiveInteger;

export const INTEGER64_HEADER_NEGATIVE: number = (2 << 6) | HeaderTag.negativeInteger;

/** Header of a float: 64 bits after it. */
export const FLOAT_HEADER: number = (2 << 6) | HeaderTag.float;

/** Byte offsets in a fun term, whose words are all terms: entry, arity, identity, then the free variables. */
export const FunOffset = {
  header: 0,
  /** Table index of the function `(sp, arguments…, fun)`, as a small integer. */
  entry: 4,
  /** Number of arguments, as a small integer. */
  arity: 8,
  /** Number of the fun's description in the runtime, as a small integer. */
  identity: 12,
  free: 16,
} as const;

/**
 * A native record, whose words are all terms: its definition, a tuple of module, name, whether it is exported, and the tuple
 * of its fields' names; then the values. Index of the first value.
 */
export const RECORD_VALUES = 1;

/** Indices in the definition of a native record. */
export const RecordDefinition = { module: 0, name: 1, exported: 2, fields: 3 } as const;

/**
 * Byte offsets in a magic reference, which holds a counted block as a `refc` binary does, under the same offsets; it is
 * equal to a plain reference of the same words.
 */
export const MagicReferenceOffset = {
  header: 0,
  /** Least significant word. */
  low: 4,
  block: 8,
  next: 12,
  middle: 16,
  high: 20,
  /** What the block is: a `MagicKind`. */
  kind: 24,
} as const;

/** Header of a magic reference: no other reference has as many words. */
export const MAGIC_REFERENCE_HEADER: number = (6 << 6) | HeaderTag.reference;

/** What the block of a magic reference is. */
export const MagicKind = { matchProgram: 1, atomics: 2, counters: 3, resource: 4, buffer: 5 } as const;

/** Words in the block of a magic reference to a resource of the host: those of the reference, the least significant one first. */
export const RESOURCE_WORDS = 3;

/** Byte offsets in a pid, port or reference of another node. */
export const ExternalIdentifierOffset = {
  header: 0,
  /** Name of the node, an atom. */
  node: 4,
  creation: 8,
  /** Of a pid its id and serial, of a port the two halves of its number, of a reference its words, least significant first. */
  data: 12,
} as const;

/** Tells the small integer `value` as a term. */
export function smallTerm(value: number): number {
  return (value << TermTag.integerShift) | TermTag.integer;
}

/** True if `value` is an integer that a small integer holds. */
export function isSmallInteger(value: number): boolean {
  return value >= SMALL_MIN && value <= SMALL_MAX && Number.isInteger(value);
}
