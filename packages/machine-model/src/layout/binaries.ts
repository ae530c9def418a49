import { HeaderTag } from './terms.js';

/** How bitstrings and match contexts are laid out. */

/** Bytes of a heap binary before its data: header, size in bytes (a plain number). */
export const BINARY_DATA_OFFSET = 8;

/** Largest heap binary that a program makes, in bytes (OTP's ERL_ONHEAP_BIN_LIMIT); what is larger has a block outside the heap. */
export const HEAP_BINARY_LIMIT = 64;

/** Most bytes of a binary: positions in bits are words. */
export const MAXIMUM_BINARY_BYTES: number = 2 ** 29 - 1;

/** Byte offsets in a `refc` binary: the data is in a block, which several of them may refer to. */
export const RefcBinaryOffset = {
  header: 0,
  /** Size in bytes, a plain number. */
  size: 4,
  /** Address of the block. */
  block: 8,
  /** Address of the next `refc` binary of the process, or 0. */
  next: 12,
} as const;

/** Byte offsets in the block of `refc` binaries. */
export const BinaryBlockOffset = {
  /** Number of `refc` binaries that refer to it. */
  references: 0,
  /** Bytes that it has room for. */
  capacity: 4,
  /** Bits in use: who appends to just these may write after them. */
  used: 8,
  /**
   * Of a block that is the data of a magic reference: first `refc` binary in it, or 0; of a resource of the host its number, shifted, and
   * RESOURCE_FLAG.
   */
  binaries: 12,
  data: 16,
} as const;

/** In the word `binaries` of a block: it stands for a resource of the host. */
export const RESOURCE_FLAG = 1;

/** Byte offsets in a sub binary: part of a heap or `refc` binary, of any number of bits. */
export const SubBinaryOffset = {
  header: 0,
  /** First bit in the parent, a plain number. */
  start: 4,
  /** Size in bits, a plain number. */
  size: 8,
  /** The heap or `refc` binary, a term. */
  parent: 12,
} as const;

/** Byte offsets in a match context. */
export const MatchContextOffset = {
  header: 0,
  /** Position in bits from the first one of the parent's data. */
  position: 4,
  /** Position of the first bit after what is matched. */
  end: 8,
  /** The heap or `refc` binary, a term. */
  parent: 12,
  /** Address of the parent's data: the collector keeps it true. */
  base: 16,
} as const;

/** Header of a match context. */
export const MATCH_CONTEXT_HEADER: number = (4 << 6) | HeaderTag.matchContext;

/** Bytes of a match context. */
export const MATCH_CONTEXT_BYTES = 20;

/** Flags of a segment, as the code has them (`lib/compiler/src/beam_asm.erl`). */
export const SegmentFlag = { little: 2, signed: 4, native: 16 } as const;
