// Tags of the external term format (`erts/emulator/beam/external.h` and the chapter "External Term Format" of OTP's
// documentation).

/** The first byte of an external term. */
export const VERSION: u32 = 131;

export const RECORD: u32 = 67;
export const NEW_FLOAT: u32 = 70;
export const BIT_BINARY: u32 = 77;
export const COMPRESSED: u32 = 80;

/** An atom by its number among those of a signal between nodes. */
export const ATOM_REFERENCE: u32 = 82;

export const NEW_PID: u32 = 88;
export const NEW_PORT: u32 = 89;
export const NEWER_REFERENCE: u32 = 90;
export const SMALL_INTEGER: u32 = 97;
export const INTEGER: u32 = 98;
export const FLOAT: u32 = 99;
export const ATOM: u32 = 100;
export const REFERENCE: u32 = 101;
export const PORT: u32 = 102;
export const PID: u32 = 103;
export const SMALL_TUPLE: u32 = 104;
export const LARGE_TUPLE: u32 = 105;
export const NIL: u32 = 106;
export const STRING: u32 = 107;
export const LIST: u32 = 108;
export const BINARY: u32 = 109;
export const SMALL_BIG: u32 = 110;
export const LARGE_BIG: u32 = 111;
export const NEW_FUN: u32 = 112;
export const EXPORT: u32 = 113;
export const NEW_REFERENCE: u32 = 114;
export const SMALL_ATOM: u32 = 115;
export const MAP: u32 = 116;
export const ATOM_UTF8: u32 = 118;
export const SMALL_ATOM_UTF8: u32 = 119;
export const V4_PORT: u32 = 120;

/** What only the machine that made it reads (OTP 26): four bytes of a hash, then a term in which `NIL` stands for this node. */
export const LOCAL: u32 = 121;

/** Bytes of a float as text. */
export const FLOAT_TEXT_BYTES: u32 = 31;
/** Its digits after the point. */
export const FLOAT_TEXT_DIGITS: i32 = 20;
