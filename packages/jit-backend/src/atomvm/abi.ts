/**
 * The numbers of AtomVM's interface for compiled modules, of AtomVM's main branch of April 2026
 * (`src/libAtomVM/jit.h`, `module.h`). A version of AtomVM that has others changes them here.
 */

/** The version of the format: `JIT_FORMAT_VERSION`. */
export const FORMAT_VERSION = 1;
/** The architecture wasm32: `JIT_ARCH_WASM32`. */
export const ARCHITECTURE = 7;
/** The variants of an architecture; they are added. */
export const Variant = {
  /** Position-independent code, which every WebAssembly module is. */
  pic: 1,
  /** Floats of 32 bits. */
  float32: 2,
} as const;
/** The chunk of a `.beam` file that has compiled code. */
export const NATIVE_CHUNK = 'avmN';

/** Bytes of an entry in the table of entries. Offsets of code are counted in them. */
export const ENTRY_BYTES = 4;
/** Added to the number of an entry where it is a continuation, so that 0 is none. */
export const CONTINUATION_BIAS = 1;
/** A continuation pointer is `module index << 24 | offset << 2`. */
export const CP_MODULE_SHIFT = 24;
/** Where the offset is in a continuation pointer. */
export const CP_OFFSET_SHIFT = 2;
/** Entries whose offset fits below the module index of a continuation pointer. */
export const MAX_ENTRIES: number = 2 ** (CP_MODULE_SHIFT - CP_OFFSET_SHIFT) / ENTRY_BYTES;

/** The memory that modules import: that of an Emscripten build with threads. */
export const IMPORTED_MEMORY = { min: 256, max: 65536, shared: true } as const;
/** Most parameters of a primitive: `MAX_PRIMITIVE_ARGS`. */
export const MAX_PARAMETERS = 6;

/** `call_ext` with no frame to give back. */
export const CALL_EXT_NO_DEALLOC = -1;
/** The same for a call that is not in last place, whose stack trace has the caller. */
export const CALL_EXT_NO_DEALLOC_MFA = -2;
