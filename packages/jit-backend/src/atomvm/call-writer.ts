import type { CodeEmitter } from '@beamline/wasm-asm';
import { ENTRY_BYTES } from './abi.js';
import { CTX, type Fail, JIT_STATE, NATIVE_INTERFACE, registerOf } from './convention.js';
import type { Entries } from './entries.js';
import type { OperandWriter } from './operand-writer.js';
import { type Argument, FreeRegister, NativeRegister } from './operands.js';
import type { Primitive, PrimitiveTable, PrimitiveType } from './primitives.js';
import type { RegisterPool } from './registers.js';

/** Writes calls of primitives and their arguments. */
export class CallWriter {
  readonly #code: CodeEmitter;
  readonly #registers: RegisterPool;
  readonly #operands: OperandWriter;
  readonly #primitives: PrimitiveTable;
  readonly #entries: Entries;
  readonly #fail: Fail;

  constructor(code: CodeEmitter, registers: RegisterPool, operands: OperandWriter, primitives: PrimitiveTable, entries: Entries) {
    this.#code = code;
    this.#registers = registers;
    this.#operands = operands;
    this.#primitives = primitives;
    this.#entries = entries;
    this.#fail = entries.fail;
  }

  primitive(primitive: string | number): Primitive {
    return this.#primitives.find(primitive) ?? this.#fail('unknown-primitive', `${primitive}`);
  }

  pushCall(primitive: Primitive, args: readonly Argument[]): void {
    const { parameters } = primitive;
    if (args.length !== parameters.length) {
      this.#fail('wrong-arguments', `${primitive.name} takes ${parameters.length} arguments, not ${args.length}`);
    }
    for (let i = 0; i < args.length; i++) this.pushArgument(args[i] ?? 0, parameters[i] ?? 'i32', primitive, i);
    this.pushPointer(primitive);
  }

  /** Pushes the function pointer of a primitive. */
  pushPointer(primitive: Primitive): void {
    this.#code.local.get(NATIVE_INTERFACE);
    this.#code.i32.load(4 * primitive.index);
  }

  argumentType(argument: Argument): PrimitiveType {
    const register = registerOf(argument);
    if (register !== undefined) {
      if (register.type === 'void') this.#fail('wrong-operand', 'a register without a value');
      return register.type;
    }
    return typeof argument === 'object' && !(argument instanceof NativeRegister) && argument.kind === 'int64' ? 'i64' : 'i32';
  }

  pushArgument(argument: Argument, type: PrimitiveType, primitive?: Primitive, i = 0): void {
    const code = this.#code;
    const found = typeof argument === 'object' ? this.argumentType(argument) : 'i32';
    if (found !== type) this.#fail('wrong-arguments', `argument ${i + 1} of ${primitive?.name ?? 'a function'} is ${type}, not ${found}`);
    if (argument === 'ctx') code.local.get(CTX);
    else if (argument === 'jit_state' || argument === 'jit_state_tail_call') code.local.get(JIT_STATE);
    else if (argument === 'native_interface') code.local.get(NATIVE_INTERFACE);
    else if (argument === 'offset') code.i32.const(ENTRY_BYTES * this.#entries.current);
    else if (argument === 'stack') code.i32.const(0);
    else if (typeof argument === 'number') this.#operands.pushLiteral(argument);
    else {
      const register = registerOf(argument);
      if (register !== undefined) {
        this.#operands.check(register, type);
        code.local.get(register.local);
      } else if ('value' in argument) {
        if (BigInt.asIntN(64, argument.value) !== argument.value) this.#fail('wrong-operand', `${argument.value} is not an i64`);
        code.i64.const(argument.value);
      } else this.#operands.pushWord(argument);
    }
  }

  /** What is known of memory no longer holds; arguments that are freed are. */
  called(args: readonly Argument[]): void {
    this.#registers.forgetMemory();
    for (let i = 0; i < args.length; i++) {
      const argument = args[i];
      if (typeof argument !== 'object') continue;
      const freed = argument instanceof FreeRegister || ('free' in argument && argument.free) ? argument.register : undefined;
      if (freed !== undefined && this.#registers.isUsed(freed)) this.#operands.free(freed);
    }
  }
}
