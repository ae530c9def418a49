import { ByteBuffer } from './byte-buffer.js';
import { CoreInstructions } from './generated/core.js';
import type { InstructionObserver } from './instruction-observer.js';

/**
 * Writes instructions straight to bytes: one method per instruction, no objects, no checks.
 *
 * The methods are named by the rule in the README: `i32.add` is `c.i32.add()`, `br_if` is
 * `c.brIf(depth)`. The caller answers for valid code, unless an observer
 * checks it.
 */
export class CodeEmitter extends CoreInstructions {
  /**
   * @param buffer - where the bytes go
   * @param observer - is told of every instruction; a `FunctionValidator` checks them
   */
  constructor(buffer: ByteBuffer = new ByteBuffer(), observer?: InstructionObserver) {
    super({ buffer, observer });
  }
}
