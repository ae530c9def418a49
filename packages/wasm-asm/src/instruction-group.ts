import type { ByteBuffer } from './byte-buffer.js';
import type { InstructionObserver } from './instruction-observer.js';

/** Anything that instructions can be written to: a `CodeEmitter`, a `FunctionBuilder`. */
export interface InstructionTarget {
  /** Where the bytes go. */
  readonly buffer: ByteBuffer;
  /** Who is told of every instruction. */
  readonly observer?: InstructionObserver | undefined;
}

/** A class whose methods each append one instruction and then tell the observer. */
export abstract class InstructionGroup implements InstructionTarget {
  /** Where the bytes go. */
  readonly buffer: ByteBuffer;
  /** Who is told of every instruction. */
  readonly observer: InstructionObserver | undefined;

  constructor(target: InstructionTarget) {
    this.buffer = target.buffer;
    this.observer = target.observer;
  }
}
