// The programs that match specifications become (as in OTP's `erl_db_util.c`): words of a number of an instruction
// and its operands. Registers hold variables and parts of the object; a place is a register and an offset in bytes from what
// it holds. Guards and bodies use a stack.

// Byte offsets in a program.

/** Its size in bytes. */
export const PROGRAM_BYTES: usize = 0;

/** Bytes of registers and of the stack that it needs. */
export const PROGRAM_REGISTERS: usize = 4;
export const PROGRAM_STACK: usize = 8;

/** 1 if the constants of bodies are not on the heap of the process that runs it. */
export const PROGRAM_FOREIGN: usize = 12;

/** The clauses: each begins with the offset of the next one. */
export const PROGRAM_CLAUSES: u32 = 16;

/** The register with the address of the word that holds the object. */
export const ROOT_REGISTER: u32 = 0;

// Patterns: what does not match goes on with the next clause.
/** Register, header: a tuple of that header. */
export const OP_TUPLE: u32 = 0;

/** Register: a cons. */
export const OP_CONS: u32 = 1;

/** Register: a map. */
export const OP_MAP: u32 = 2;

/** Register of a map, key, register for the address of its value. */
export const OP_MAP_VALUE: u32 = 3;

/** Place, register: loads what is there. */
export const OP_LOAD: u32 = 4;

/** Place, register: what is there is `=:=` what the register holds. */
export const OP_SAME: u32 = 5;

/** Place, immediate term. */
export const OP_IMMEDIATE: u32 = 6;

/** Place, float: with the same bits. */
export const OP_FLOAT: u32 = 7;

/** Place, term: `=:=`. */
export const OP_EXACT: u32 = 8;

// Guards and bodies.
export const OP_PUSH_CONSTANT: u32 = 9;

/** Register. */
export const OP_PUSH_VARIABLE: u32 = 10;
export const OP_PUSH_OBJECT: u32 = 11;

/** Number, registers: a list of what they hold. */
export const OP_PUSH_VARIABLES: u32 = 12;

/** Number of elements, of which the first one is on top. */
export const OP_MAKE_TUPLE: u32 = 13;

/** A cons of the two on top, the tail above the head. */
export const OP_MAKE_CONS: u32 = 14;

/** Number of pairs: the keys, the first one on top, and below them the values. */
export const OP_MAKE_MAP: u32 = 15;

/** Number of a guard BIF, number of arguments, of which the first one is on top. */
export const OP_CALL: u32 = 16;

/** Offset: goes there, keeping what is on top, if that is false, or true. */
export const OP_AND_ALSO: u32 = 17;
export const OP_OR_ELSE: u32 = 18;

/** Number of an action of tracing, number of arguments, of which the first one is on top. */
export const OP_ACTION: u32 = 23;

/** What is on top must be true. */
export const OP_GUARD: u32 = 19;

/** From here on what fails gives the atom EXIT. */
export const OP_BODY: u32 = 20;
export const OP_POP: u32 = 21;

/** What is on top is the result. */
export const OP_RETURN: u32 = 22;
