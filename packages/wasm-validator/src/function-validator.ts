/** The validation algorithm of WebAssembly 3.0, section 7.3 (appendix). */
import { Leb128Error } from '@beamline/leb128';
import type { Declarations } from '@beamline/module-writer';
import {
  type ByteBuffer,
  type FunctionObserver,
  type Instruction,
  InstructionReader,
  readInstructions,
  TruncatedInstructionError,
  UnknownInstructionError,
  type ValueType,
} from '@beamline/wasm-asm';
import { CodeState } from './code-state.js';
import { CONSTANT_INSTRUCTIONS } from './constant-instructions.js';
import { checkSpecial } from './instruction-rules.js';
import { Code } from './opcode-shapes.js';
import { ADDRESS, type FixedTypes, fixedTypes } from './operand-types.js';
import { BOTTOM } from './reference-types.js';
import type { FunctionShape } from './type-space.js';
import { type Failing, ValidationContext } from './validation-context.js';
import { ValidationError, type ValidationProblem } from './validation-error.js';

const NO_TYPES: readonly ValueType[] = [];

/**
 * Validates functions, instruction by instruction.
 *
 * Give one to a `CodeEmitter` or `FunctionBuilder`, and wrong code throws {@link ValidationError}
 * where it is written; or give it finished bodies with {@link validate}. An object serves one
 * function after the other.
 */
export class FunctionValidator implements FunctionObserver, Failing {
  /** What the code can name. */
  readonly context: ValidationContext;

  readonly #reader: InstructionReader = new InstructionReader();
  readonly #state: CodeState;
  #bytes: Uint8Array = new Uint8Array(0);
  #start = 0;
  #position = 0;
  #part = 'function';
  #name: number | string = 0;
  #instruction: Instruction | undefined;

  /** @param declarations - what the code can name; read again when it changes */
  constructor(declarations: Declarations | ValidationContext) {
    this.context = declarations instanceof ValidationContext ? declarations : new ValidationContext(declarations);
    this.#state = new CodeState(this.context, this.#reader.values, this);
  }

  /** Starts a function whose code is appended to a buffer from its end on. */
  begin(buffer: ByteBuffer, params: readonly ValueType[], results: readonly ValueType[], name: number | string): void {
    this.#begin(buffer.length, params, results, name, 'function');
  }

  /** Starts a function that the declarations know, with its locals: count, type, count, type and so on. */
  beginFunction(buffer: ByteBuffer, functionIndex: number, locals: ArrayLike<number> = []): void {
    const { params, results } = this.#shapeOfFunction(functionIndex);
    this.#begin(buffer.length, params, results, functionIndex, 'function');
    this.#addLocals(locals);
  }

  /** Declares more locals. */
  local(type: ValueType, count = 1): void {
    this.#state.local(type, count);
  }

  /** Validates what has been appended to the buffer since the last time. */
  appended(buffer: ByteBuffer): void {
    const end = buffer.length;
    const next = this.#state.accept(buffer.bytes, this.#position, end);
    if (next > 0) this.#position = next;
    if (next !== end) this.#continue(buffer.bytes, end);
  }

  /** Validates `local.get`, which has been appended. */
  localGet(buffer: ByteBuffer, index: number): void {
    if (buffer.length - this.#position === 2 && this.#state.acceptLocalGet(index)) this.#position += 2;
    else this.appended(buffer);
  }

  /** Validates `local.set`, which has been appended. */
  localSet(buffer: ByteBuffer, index: number): void {
    if (buffer.length - this.#position === 2 && this.#state.acceptLocalSet(index)) this.#position += 2;
    else this.appended(buffer);
  }

  /** Validates `local.tee`, which has been appended. */
  localTee(buffer: ByteBuffer, index: number): void {
    if (buffer.length - this.#position === 2 && this.#state.acceptLocalTee(index)) this.#position += 2;
    else this.appended(buffer);
  }

  /** Validates an instruction of one byte, which has been appended, with one operand. */
  unary(buffer: ByteBuffer, operand: ValueType, result: ValueType): void {
    if (buffer.length - this.#position === 1 && this.#state.acceptUnary(operand, result)) this.#position++;
    else this.appended(buffer);
  }

  /** Validates an instruction of one byte, which has been appended, with two operands of one type. */
  binary(buffer: ByteBuffer, operand: ValueType, result: ValueType): void {
    if (buffer.length - this.#position === 1 && this.#state.acceptBinary(operand, result)) this.#position++;
    else this.appended(buffer);
  }

  /** Validates `i32.const` or `i64.const`, which has been appended. */
  constant(buffer: ByteBuffer, type: ValueType): void {
    const { bytes, length } = buffer;
    let last = this.#position + 1;
    while ((bytes[last] ?? 0) > 0x7f) last++;
    // The longest form has bits to check in its last byte.
    if (last + 1 === length && last - this.#position < 5 && this.#state.acceptConstant(type)) this.#position = length;
    else this.appended(buffer);
  }

  /** Validates a load, which has been appended; `alignment` is log2 of the natural one, in bytes. */
  load(buffer: ByteBuffer, type: ValueType, alignment: number): void {
    const { bytes, length } = buffer;
    const end = this.#state.acceptMemoryArgument(bytes, this.#position + 1, length, alignment);
    if (end === length && this.#state.acceptUnary(Code.i32, type)) this.#position = length;
    else this.appended(buffer);
  }

  /** Validates a store, which has been appended; `alignment` is log2 of the natural one, in bytes. */
  store(buffer: ByteBuffer, type: ValueType, alignment: number): void {
    const { bytes, length } = buffer;
    const end = this.#state.acceptMemoryArgument(bytes, this.#position + 1, length, alignment);
    if (end === length && this.#state.acceptStore(type)) this.#position = length;
    else this.appended(buffer);
  }

  /** Validates `drop`, which has been appended. */
  drop(buffer: ByteBuffer): void {
    if (buffer.length - this.#position === 1 && this.#state.acceptDrop()) this.#position++;
    else this.appended(buffer);
  }

  /** Throws unless the function has come to its end. */
  finish(): void {
    this.#instruction = undefined;
    if (!this.#state.ended) this.#fail('missing-end', '', '', false);
  }

  /**
   * Validates a whole body.
   *
   * @param locals - declarations: count, type, count, type and so on, without the parameters
   * @param body - the instructions, the final `end` included
   */
  validate(functionIndex: number, locals: ArrayLike<number>, body: Uint8Array): void {
    const { params, results } = this.#shapeOfFunction(functionIndex);
    this.#begin(0, params, results, functionIndex, 'function');
    this.#addLocals(locals);
    this.#continue(body, body.length);
    this.finish();
  }

  /** Validates code that gives one value and names no locals. */
  validateExpression(part: string, index: number, result: ValueType, body: Uint8Array): void {
    this.#begin(0, NO_TYPES, [result], index, part);
    this.#continue(body, body.length);
    this.finish();
  }

  /** Throws an error about the instruction at hand. */
  fail(problem: ValidationProblem, expected = '', found = ''): never {
    return this.#fail(problem, expected, found, true);
  }

  #shapeOfFunction(functionIndex: number): FunctionShape {
    this.context.update();
    const typeIndex = this.context.declarations.functions[functionIndex];
    const shape = typeIndex === undefined ? undefined : this.context.types.shape(typeIndex);
    if (shape === undefined) {
      throw new ValidationError(typeIndex === undefined ? 'unknown-function' : 'wrong-kind-of-type', {
        part: 'function',
        index: functionIndex,
      });
    }
    return shape;
  }

  #begin(start: number, params: readonly ValueType[], results: readonly ValueType[], name: number | string, part: string): void {
    this.context.update();
    this.#start = start;
    this.#position = start;
    this.#name = name;
    this.#part = part;
    this.#instruction = undefined;
    this.#state.reset(params, results);
  }

  #addLocals(locals: ArrayLike<number>): void {
    for (let i = 0; i + 1 < locals.length; i += 2) this.local(locals[i + 1] ?? BOTTOM, locals[i] ?? 0);
  }

  #continue(bytes: Uint8Array, end: number): void {
    this.context.update();
    this.#bytes = bytes;
    const reader = this.#reader;
    while (this.#position < end) {
      const next = this.#state.accept(bytes, this.#position, end);
      if (next > 0) {
        this.#position = next;
        continue;
      }
      reader.reset(bytes, this.#position, end);
      this.#instruction = undefined;
      const instruction = this.#read();
      this.#instruction = instruction;
      if (this.#state.ended) this.fail('misplaced-instruction', 'nothing may follow the end');
      if (this.context.constant && !CONSTANT_INSTRUCTIONS.has(instruction.name)) this.fail('not-constant');
      const fixed = fixedTypes(instruction);
      if (fixed === null) checkSpecial(this.#state, instruction);
      else this.#checkFixed(fixed, instruction);
      // Moved on only now: an error counts the instructions before it.
      this.#position = reader.offset;
    }
  }

  #read(): Instruction {
    try {
      return this.#reader.read();
    } catch (error) {
      if (error instanceof UnknownInstructionError || error instanceof TruncatedInstructionError || error instanceof Leb128Error) {
        throw new ValidationError('malformed-instruction', this.#place(), '', '', { cause: error });
      }
      throw error;
    }
  }

  #checkFixed(types: FixedTypes, { immediates }: Instruction): void {
    let address: ValueType = BOTTOM;
    if (types.alignment >= 0) {
      const [align = 0, memory = 0, offset = 0] = this.#reader.values;
      address = this.#checkMemoryArgument(types, align, memory, offset);
    } else if (types.memoryAt >= 0) address = this.context.memoryAddress(this, this.#reader.values[types.memoryAt] ?? 0);
    if (immediates.length > 0) this.#checkLanes(types, immediates);
    const { params, results } = types;
    for (let i = params.length - 1; i >= 0; i--) {
      const type = params[i] ?? BOTTOM;
      this.#state.pop(type === ADDRESS ? address : type);
    }
    for (let i = 0; i < results.length; i++) {
      const type = results[i] ?? BOTTOM;
      this.#state.push(type === ADDRESS ? address : type);
    }
  }

  #checkMemoryArgument(types: FixedTypes, align: number, memory: number, offset: number): ValueType {
    const address = this.context.memoryAddress(this, memory);
    if (align > types.alignment || (types.exactAlignment && align !== types.alignment)) {
      this.fail('wrong-alignment', `${types.exactAlignment ? '' : 'at most '}2^${types.alignment}`, `2^${align}`);
    }
    if (offset > 0xffff_ffff && !this.context.isMemory64(memory)) this.fail('offset-out-of-range', 'less than 2^32', `${offset}`);
    return address;
  }

  #checkLanes(types: FixedTypes, immediates: Instruction['immediates']): void {
    switch (immediates[immediates.length - 1]) {
      case 'lane': {
        const lane = this.#reader.values[this.#reader.valueCount - 1] ?? 0;
        if (lane >= types.lanes) this.fail('lane-out-of-range', `less than ${types.lanes}`, `${lane}`);
        return;
      }
      case 'lanes16': {
        const at = this.#reader.values[0] ?? 0;
        for (let i = 0; i < 16; i++) {
          const lane = this.#bytes[at + i] ?? 0;
          if (lane >= types.lanes) this.fail('lane-out-of-range', `less than ${types.lanes}`, `${lane}`);
        }
        return;
      }
      case 'zero':
        if (this.#reader.values[0] !== 0) this.fail('malformed-instruction');
    }
  }

  #fail(problem: ValidationProblem, expected: string, found: string, atInstruction: boolean): never {
    throw new ValidationError(problem, atInstruction ? this.#place() : { part: this.#part, index: this.#name }, expected, found);
  }

  #place(): { part: string; index: number | string; instruction: number; name: string | undefined } {
    // Counted only now, so that an instruction costs nothing for it.
    let count = 0;
    readInstructions(this.#bytes, this.#start, this.#position, () => {
      count++;
    });
    return { part: this.#part, index: this.#name, instruction: count, name: this.#instruction?.name };
  }
}
