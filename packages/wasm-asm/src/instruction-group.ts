import type { ByteBuffer } from './byte-buffer.js';

/** Anything that instructions can be written to: a `CodeEmitter`, a `FunctionBuilder`. */
export interface InstructionTarget {
  /** Where the bytes go. */
  readonly buffer: ByteBuffer;
}

/** A class whose methods each append one instruction. */
export abstract class InstructionGroup implements InstructionTarget {
  /** Where the bytes go. */
  readonly buffer: ByteBuffer;

  constructor(target: InstructionTarget) {
    this.buffer = target.buffer;
  }
}
