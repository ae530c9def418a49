import { ByteBuffer } from './byte-buffer.js';
import { CoreInstructions } from './generated/core.js';

/**
 * Writes instructions straight to bytes: one method per instruction, no objects, no checks.
 *
 * The methods are named by the rule in the README: `i32.add` is `c.i32.add()`, `br_if` is
 * `c.brIf(depth)`. The caller answers for valid code; {@link FunctionBuilder} checks more.
 */
export class CodeEmitter extends CoreInstructions {
  /** @param buffer - where the bytes go */
  constructor(buffer: ByteBuffer = new ByteBuffer()) {
    super({ buffer });
  }
}
