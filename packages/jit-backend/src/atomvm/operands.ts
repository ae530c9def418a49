/** The operands of the `atomvm` convention, by the names that AtomVM's backends give them. */
import type { PrimitiveType } from './primitives.js';

/** A scratch value of one function, in a local. Made by the operations; one that has no value came from a `void` primitive. */
export class NativeRegister {
  /** `{free, Reg}`: the operation that takes it frees it. */
  readonly freed: FreeRegister;

  constructor(
    /** The index of the local; -1 if there is no value. */
    readonly local: number,
    /** The type of the value. */
    readonly type: PrimitiveType | 'void',
  ) {
    this.freed = new FreeRegister(this);
  }
}

/** `{free, Reg}`; {@link free} gives it. */
export class FreeRegister {
  /** What it is. */
  readonly kind = 'free';

  constructor(
    /** The register. */
    readonly register: NativeRegister,
  ) {}
}

/** `{x_reg, N}` or `{y_reg, N}`: a word of the context, or of the stack at `e`. */
export interface VmRegister {
  /** Which of the two. */
  readonly kind: 'x' | 'y';
  /** X registers are 0 to 16, Y registers 0 to 65,535. */
  readonly index: number;
}

/** `{fp_reg, N}`: a double of the array at `fr`. */
export interface FloatRegister {
  /** What it is. */
  readonly kind: 'fp';
  /** 0 to 65,535. */
  readonly index: number;
}

/** `{ptr, Reg}` or `{ptr, Reg, Words}`: what a register points to. */
export interface Pointer {
  /** What it is. */
  readonly kind: 'ptr';
  /** Holds an address. */
  readonly register: NativeRegister;
  /** How many words after it, 0 to 65,535. */
  readonly words: number;
  /** Whether the register is freed. */
  readonly free: boolean;
}

/** A 64-bit literal, AtomVM's `{avm_int64_t, Value}`. */
export interface Int64 {
  /** What it is. */
  readonly kind: 'int64';
  /** From -2^63 to 2^63-1. */
  readonly value: bigint;
}

/** A word: a literal from -2^31 to 2^32-1, or what a register or a place in memory holds. */
export type Operand = number | NativeRegister | FreeRegister | VmRegister | Pointer;

/** `{primitive, Index}`: the function pointer of a primitive, by its name or index. */
export interface PrimitivePointer {
  /** Its name or index. */
  readonly primitive: string | number;
}

/**
 * A parameter of the function itself, or the offset of the entry. `jit_state_tail_call` is `jit_state` under wasm32, and
 * `stack`, which other architectures have for arguments that do not fit in registers, is 0.
 */
export type NamedArgument = 'ctx' | 'jit_state' | 'jit_state_tail_call' | 'native_interface' | 'offset' | 'stack';

/** An argument of a primitive. */
export type Argument = Operand | Int64 | NamedArgument;

/** A value that conditions compare. */
export type Comparand = number | NativeRegister | FreeRegister;

/** A comparison, in AtomVM's forms; `<` is signed. */
export type Comparison =
  | readonly [left: Comparand, comparison: '<' | '==' | '!=', right: Comparand]
  | readonly [type: '(int)', left: NativeRegister | FreeRegister, comparison: '==' | '!=', right: number]
  | readonly [type: '(bool)', left: NativeRegister | FreeRegister, comparison: '==' | '!=', right: false]
  | readonly [left: NativeRegister | FreeRegister, operation: '&', mask: number, comparison: '==' | '!=', right: number];

/** A comparison, or several that must all hold. */
export type Condition = Comparison | readonly ['and', readonly Comparison[]];

const cache = (kind: 'x' | 'y', length: number): readonly VmRegister[] => Array.from({ length }, (_, index) => ({ kind, index }));
// The usual ones are made once, so that naming a register allocates nothing.
const X: readonly VmRegister[] = /* @__PURE__ */ cache('x', 17);
const Y: readonly VmRegister[] = /* @__PURE__ */ cache('y', 64);

/** `{x_reg, N}`, 0 to 16; the last one is AtomVM's `extra`. Out of range is found by the operation that gets it. */
export function xReg(index: number): VmRegister {
  return X[index] ?? { kind: 'x', index };
}

/** `{y_reg, N}` */
export function yReg(index: number): VmRegister {
  return Y[index] ?? { kind: 'y', index };
}

/** `{fp_reg, N}` */
export function fpReg(index: number): FloatRegister {
  return { kind: 'fp', index };
}

/** `{ptr, Reg}`, or a number of words after it; `free` it to give the register back. */
export function ptr(register: NativeRegister, words = 0): Pointer {
  return { kind: 'ptr', register, words, free: false };
}

/** `{avm_int64_t, Value}` */
export function int64(value: bigint): Int64 {
  return { kind: 'int64', value };
}

/** `{free, Reg}` or `{free, {ptr, Reg}}`: the operation that takes it frees the register. */
export function free(value: NativeRegister): FreeRegister;
export function free(value: Pointer): Pointer;
export function free(value: NativeRegister | Pointer): FreeRegister | Pointer {
  if (value instanceof NativeRegister) return value.freed;
  return { kind: 'ptr', register: value.register, words: value.words, free: true };
}
