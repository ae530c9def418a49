import { ContextOffset, JitStateOffset } from '@beamline/machine-model';
import type { CodeEmitter } from '@beamline/wasm-asm';
import { CTX, contentOf, type Fail, isWord, JIT_STATE, LAST_X, registerOf, xOffset } from './convention.js';
import {
  type Comparand,
  type FloatRegister,
  FreeRegister,
  NativeRegister,
  type Operand,
  type Pointer,
  type VmRegister,
} from './operands.js';
import { GREATEST_INDEX, type PrimitiveType } from './primitives.js';
import { Content, type RegisterPool } from './registers.js';

/** Offset in AtomVM's Module of its index (`src/libAtomVM/module.h`; `MODULE_INDEX` in `libs/jit/src/jit_wasm32.erl`). */
const MODULE_INDEX_OFFSET = 0;

/** Writes the loads and stores of operands, checks them, and keeps the books of what registers hold. */
export class OperandWriter {
  readonly #code: CodeEmitter;
  readonly #registers: RegisterPool;
  readonly #fail: Fail;

  constructor(code: CodeEmitter, registers: RegisterPool, fail: Fail) {
    this.#code = code;
    this.#registers = registers;
    this.#fail = fail;
  }

  pushLiteral(value: unknown): void {
    if (typeof value !== 'number' || ((value | 0) !== value && !isWord(value)))
      this.#fail('wrong-operand', `${String(value)} is not a word`);
    this.#code.i32.const(value | 0);
  }

  pushContextField(offset: number): void {
    this.#code.local.get(CTX);
    this.#code.i32.load(offset);
  }

  pushModuleIndex(): void {
    this.#code.local.get(JIT_STATE);
    this.#code.i32.load(JitStateOffset.module);
    this.#code.i32.load(MODULE_INDEX_OFFSET);
  }

  pushWord(operand: Operand): void {
    if (typeof operand === 'number') this.pushLiteral(operand);
    else if (operand instanceof NativeRegister) {
      this.check(operand);
      this.#code.local.get(operand.local);
    } else {
      switch (operand.kind) {
        case 'free':
          this.pushRegister(operand);
          return;
        case 'x':
        case 'y': {
          const known = this.#registers.known(contentOf(operand), operand.index);
          if (known !== undefined) this.#code.local.get(known.local);
          else this.pushVmRegister(operand);
          return;
        }
        case 'ptr':
          this.checkPointer(operand);
          this.#code.local.get(operand.register.local);
          this.#code.i32.load(4 * operand.words);
          return;
        default:
          this.#fail('wrong-operand', `${String((operand as { readonly kind: unknown }).kind)} is not a word`);
      }
    }
  }

  load(source: Exclude<Operand, NativeRegister>): NativeRegister {
    if (typeof source === 'object' && source.kind === 'free') {
      this.check(source.register);
      return source.register;
    }
    if (typeof source === 'object' && source.kind === 'ptr') {
      this.pushWord(source);
      if (!source.free) return this.keep('i32');
      this.#code.local.set(source.register.local);
      this.#registers.forget(source.register);
      return source.register;
    }
    const kind = contentOf(source);
    const value = typeof source === 'number' ? source | 0 : source.index;
    const known = typeof source === 'number' && !isWord(source) ? undefined : this.#registers.known(kind, value);
    if (known !== undefined && !this.#registers.isUsed(known)) {
      this.#registers.take(known);
      return known;
    }
    if (known !== undefined) this.#code.local.get(known.local);
    else if (typeof source === 'number') this.pushLiteral(source);
    else this.pushVmRegister(source);
    const register = this.keep('i32');
    this.#registers.remember(register, kind, value);
    return register;
  }

  pushVmRegister(source: VmRegister): void {
    this.checkVmRegister(source);
    if (source.kind === 'x') this.pushContextField(xOffset(source.index));
    else {
      this.pushContextField(ContextOffset.e);
      this.#code.i32.load(4 * source.index);
    }
  }

  loadFloat(source: FloatRegister, target: NativeRegister | undefined): NativeRegister {
    this.checkWords(source.index);
    if (target !== undefined) this.check(target, 'f64');
    this.pushContextField(ContextOffset.fr);
    this.#code.f64.load(8 * source.index);
    if (target === undefined) return this.keep('f64');
    this.#code.local.set(target.local);
    return target;
  }

  storeFloat(source: Operand, target: FloatRegister): void {
    this.checkWords(target.index);
    this.pushContextField(ContextOffset.fr);
    if (typeof source === 'object' && !(source instanceof NativeRegister) && source.kind === 'ptr') {
      this.checkPointer(source);
      this.#code.local.get(source.register.local);
      // Boxed terms are aligned to words.
      this.#code.f64.load(4 * source.words, 2);
    } else {
      const register = registerOf(source);
      if (register === undefined) this.#fail('wrong-operand', 'a double comes from a pointer or a register of type f64');
      this.check(register, 'f64');
      this.#code.local.get(register.local);
    }
    this.#code.f64.store(8 * target.index);
  }

  pushTargetAddress(target: VmRegister | Pointer): number {
    if (target.kind === 'ptr') {
      this.checkPointer(target);
      this.#code.local.get(target.register.local);
      return 4 * target.words;
    }
    this.checkVmRegister(target);
    if (target.kind === 'x') {
      this.#code.local.get(CTX);
      return xOffset(target.index);
    }
    this.pushContextField(ContextOffset.e);
    return 4 * target.index;
  }

  /** Pushes the address and gives what is to be added to it, in bytes. */
  pushElementAddress(array: NativeRegister | FreeRegister, index: number | NativeRegister | FreeRegister): number {
    this.pushRegister(array);
    if (typeof index === 'number') {
      this.checkWords(index);
      return 4 * index;
    }
    this.pushRegister(index);
    this.#code.i32.const(2);
    this.#code.i32.shl();
    this.#code.i32.add();
    return 0;
  }

  bits(bits: number): number {
    if (!Number.isInteger(bits) || bits < 0 || bits > 31) this.#fail('wrong-operand', `a shift by ${bits}`);
    return bits;
  }

  change(register: NativeRegister, value: Comparand = 0): void {
    this.#code.local.set(register.local);
    this.#registers.forget(register);
    this.release(value);
  }

  result(source: NativeRegister | FreeRegister, other: Comparand = 0): NativeRegister {
    this.release(other);
    if (source instanceof NativeRegister) return this.keep('i32');
    this.#code.local.set(source.register.local);
    this.#registers.forget(source.register);
    return source.register;
  }

  /** Puts the value on the operand stack into a register. */
  keep(type: PrimitiveType): NativeRegister {
    const register = this.#registers.allocate(type);
    this.#code.local.set(register.local);
    return register;
  }

  stored(kind: number, index: number, source: Operand): void {
    this.#registers.forgetContent(kind, index);
    const register = registerOf(source);
    if (register !== undefined) this.#registers.remember(register, kind, index);
  }

  rememberSource(target: NativeRegister, source: Operand): void {
    if (typeof source === 'number') this.#registers.remember(target, Content.literal, source | 0);
    else if (!(source instanceof NativeRegister) && (source.kind === 'x' || source.kind === 'y')) {
      this.#registers.remember(target, contentOf(source), source.index);
    }
  }

  check(register: NativeRegister, type: PrimitiveType = 'i32'): void {
    if (register.type === type && this.#registers.isUsed(register)) return;
    if (register.type === 'void') this.#fail('wrong-operand', 'a register without a value');
    if (!this.#registers.isUsed(register)) this.#fail('register-not-in-use', `local ${register.local}`);
    this.#fail('wrong-operand', `local ${register.local} is ${register.type}, not ${type}`);
  }

  checkPointer({ register, words }: Pointer): void {
    this.check(register);
    this.checkWords(words);
  }

  checkWords(index: number): void {
    if (!Number.isInteger(index) || index < 0 || index > GREATEST_INDEX) this.#fail('wrong-operand', `index ${index}`);
  }

  checkVmRegister({ kind, index }: VmRegister): void {
    if ((kind !== 'x' && kind !== 'y') || !Number.isInteger(index) || index < 0 || index > (kind === 'x' ? LAST_X : GREATEST_INDEX)) {
      this.#fail('wrong-operand', `${kind}${index}`);
    }
  }

  release(operand: Operand): void {
    if (operand instanceof FreeRegister) this.free(operand.register);
    else if (typeof operand === 'object' && !(operand instanceof NativeRegister) && operand.kind === 'ptr' && operand.free) {
      this.free(operand.register);
    }
  }

  free(register: NativeRegister): void {
    if (register.type === 'void') return;
    if (!this.#registers.isUsed(register)) this.#fail('register-not-in-use', `local ${register.local}`);
    this.#registers.release(register);
  }

  pushRegister(value: unknown): void {
    const register = registerOf(value);
    if (register === undefined) this.#fail('wrong-operand', `${String(value)} in a condition`);
    this.check(register);
    this.#code.local.get(register.local);
  }

  pushComparand(value: unknown): void {
    if (typeof value === 'number') this.pushLiteral(value);
    else this.pushRegister(value);
  }
}
