import type { ByteBuffer } from './byte-buffer.js';
import type { ValueType } from './types.js';

/**
 * Is told of every instruction, by one of these methods, when its bytes stand at the end of the buffer; for example to
 * validate it. What it throws comes out of the method that wrote the instruction.
 */
export interface InstructionObserver {
  /** Any instruction but those below. */
  appended(buffer: ByteBuffer): void;
  /** `local.get` */
  localGet(buffer: ByteBuffer, index: number): void;
  /** `local.set` */
  localSet(buffer: ByteBuffer, index: number): void;
  /** `local.tee` */
  localTee(buffer: ByteBuffer, index: number): void;
  /** An instruction of one byte that makes a number of one type from a number of another, or of the same. */
  unary(buffer: ByteBuffer, operand: ValueType, result: ValueType): void;
  /** An instruction of one byte that makes a number from two of one type. */
  binary(buffer: ByteBuffer, operand: ValueType, result: ValueType): void;
  /** `i32.const` or `i64.const` */
  constant(buffer: ByteBuffer, type: ValueType): void;
  /** A load of a number; `alignment` is log2 of the natural one, in bytes. */
  load(buffer: ByteBuffer, type: ValueType, alignment: number): void;
  /** A store of a number; `alignment` is log2 of the natural one, in bytes. */
  store(buffer: ByteBuffer, type: ValueType, alignment: number): void;
  /** `drop` */
  drop(buffer: ByteBuffer): void;
}

/** Is told of whole functions, too. */
export interface FunctionObserver extends InstructionObserver {
  /** A function begins at the buffer's end. */
  begin(buffer: ByteBuffer, params: readonly ValueType[], results: readonly ValueType[], name: string): void;
  /** It has one more local. */
  local(type: ValueType): void;
}
