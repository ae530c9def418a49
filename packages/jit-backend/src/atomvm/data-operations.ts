import { ContextOffset } from '@beamline/machine-model';
import { ByteBuffer, CodeEmitter } from '@beamline/wasm-asm';
import { CTX, type Fail, xOffset } from './convention.js';
import { Entries } from './entries.js';
import { OperandWriter } from './operand-writer.js';
import {
  type Comparand,
  type FloatRegister,
  type FreeRegister,
  NativeRegister,
  type Operand,
  type Pointer,
  type VmRegister,
} from './operands.js';
import { GREATEST_INDEX } from './primitives.js';
import { Content, type RegisterContent, RegisterPool } from './registers.js';

/** The operations that move values and compute. */
export class DataOperations {
  protected readonly code: CodeEmitter = new CodeEmitter(new ByteBuffer());
  protected readonly registers: RegisterPool = new RegisterPool();
  protected readonly entries: Entries = new Entries(this.code, this.registers);
  protected readonly fail: Fail = this.entries.fail;
  protected readonly operands: OperandWriter = new OperandWriter(this.code, this.registers, this.fail);

  // --- Registers ------------------------------------------------------------------------------

  /** The registers that are allocated. */
  usedRegs(): NativeRegister[] {
    return this.registers.list(true);
  }

  /** The registers that there are besides; more are made when they run out. */
  availableRegs(): NativeRegister[] {
    return this.registers.list(false);
  }

  /** What registers, free ones too, are known to hold: these loads write no code. */
  getRegsTracking(): RegisterContent[] {
    return this.registers.contents();
  }

  /** Frees registers, those of pointers too; operands of other kinds are left alone. */
  freeNativeRegisters(operands: readonly (Operand | FloatRegister)[]): void {
    for (const operand of operands) {
      if (operand instanceof NativeRegister) this.operands.free(operand);
      else if (typeof operand === 'object' && (operand.kind === 'free' || operand.kind === 'ptr')) this.operands.free(operand.register);
    }
  }

  /** Throws `leaked-register` unless all registers are free. */
  assertAllNativeFree(): void {
    this.entries.assertAllFree();
  }

  // --- Moves ----------------------------------------------------------------------------------

  /**
   * Loads a word, the continuation pointer for `cp`, into a register, or a double into one of type `f64`. A register stays itself, unless another one is
   * named. What a free register is known to hold is not loaded again.
   */
  moveToNativeRegister(source: Operand | FloatRegister | 'cp', target?: NativeRegister): NativeRegister {
    this.entries.begin();
    if (source === 'cp') {
      this.operands.pushContextField(ContextOffset.cp);
      if (target === undefined) return this.operands.keep('i32');
      this.operands.check(target);
      this.operands.change(target);
      return target;
    }
    if (typeof source === 'object' && !(source instanceof NativeRegister) && source.kind === 'fp')
      return this.operands.loadFloat(source, target);
    if (target !== undefined) {
      this.operands.check(target);
      this.operands.pushWord(source);
      this.code.local.set(target.local);
      this.registers.forget(target);
      this.operands.rememberSource(target, source);
      this.operands.release(source);
      return target;
    }
    if (source instanceof NativeRegister) {
      this.operands.check(source);
      return source;
    }
    return this.operands.load(source);
  }

  /** Loads a word into a register that nothing else stands for, so that it may be changed. */
  copyToNativeRegister(source: Operand): NativeRegister {
    this.entries.begin();
    if (typeof source !== 'number' && !(source instanceof NativeRegister)) return this.operands.load(source);
    this.operands.pushWord(source);
    return this.operands.keep('i32');
  }

  /** Stores a word to an X or Y register or where a pointer points, or a double where `ptr` points to a floating-point register. */
  moveToVmRegister(source: Operand, target: VmRegister | Pointer | FloatRegister): void {
    this.entries.begin();
    const code = this.code;
    switch (target.kind) {
      case 'x':
        this.operands.checkVmRegister(target);
        code.local.get(CTX);
        this.operands.pushWord(source);
        code.i32.store(xOffset(target.index));
        this.operands.stored(Content.x, target.index, source);
        break;
      case 'y':
        this.operands.checkVmRegister(target);
        this.operands.pushContextField(ContextOffset.e);
        this.operands.pushWord(source);
        code.i32.store(4 * target.index);
        this.operands.stored(Content.y, target.index, source);
        break;
      case 'ptr':
        this.operands.checkPointer(target);
        code.local.get(target.register.local);
        this.operands.pushWord(source);
        code.i32.store(4 * target.words);
        this.registers.forgetMemory();
        break;
      case 'fp':
        this.operands.storeFloat(source, target);
        break;
    }
    this.operands.release(source);
    if (target.kind === 'ptr' && target.free) this.operands.free(target.register);
  }

  /** Stores a Y register to the continuation pointer of the context. */
  moveToCp(source: VmRegister): void {
    this.entries.begin();
    if (source.kind !== 'y') this.fail('wrong-operand', `${source.kind}${source.index}, not a Y register`);
    this.operands.checkVmRegister(source);
    this.code.local.get(CTX);
    this.operands.pushWord(source);
    this.code.i32.store(ContextOffset.cp);
  }

  /** Makes a binary the one that is matched: stores it to the context, with offset 0. */
  setBs(source: NativeRegister | FreeRegister): void {
    this.entries.begin();
    this.code.local.get(CTX);
    this.operands.pushWord(source);
    this.code.i32.store(ContextOffset.bs);
    this.code.local.get(CTX);
    this.code.i32.const(0);
    this.code.i32.store(ContextOffset.bsOffset);
    this.operands.release(source);
  }

  /** Moves the stack pointer by a number of words, upwards if positive; Y registers are counted from the new place. */
  incrementSp(words: number): void {
    this.entries.begin();
    if (!Number.isInteger(words) || Math.abs(words) > GREATEST_INDEX) this.fail('wrong-operand', `${words} words`);
    this.code.local.get(CTX);
    this.operands.pushContextField(ContextOffset.e);
    this.code.i32.const(4 * words);
    this.code.i32.add();
    this.code.i32.store(ContextOffset.e);
    this.registers.forgetMemory(true);
  }

  /** Loads the word at an index, in words, of an array; into the register itself if it is freed. */
  getArrayElement(array: NativeRegister | FreeRegister, index: number | NativeRegister | FreeRegister): NativeRegister {
    this.entries.begin();
    const offset = this.operands.pushElementAddress(array, index);
    this.code.i32.load(offset);
    this.operands.release(index);
    if (array instanceof NativeRegister) return this.operands.keep('i32');
    this.code.local.set(array.register.local);
    this.registers.forget(array.register);
    return array.register;
  }

  /** Copies the word at an index, in words, of an array. */
  moveArrayElement(
    array: NativeRegister | FreeRegister,
    index: number | NativeRegister | FreeRegister,
    target: VmRegister | Pointer | NativeRegister,
  ): void {
    this.entries.begin();
    const code = this.code;
    if (target instanceof NativeRegister) {
      this.operands.check(target);
      code.i32.load(this.operands.pushElementAddress(array, index));
      code.local.set(target.local);
      this.registers.forget(target);
    } else {
      const storeOffset = this.operands.pushTargetAddress(target);
      code.i32.load(this.operands.pushElementAddress(array, index));
      code.i32.store(storeOffset);
      if (target.kind === 'ptr') this.registers.forgetMemory();
      else this.registers.forgetContent(target.kind === 'x' ? Content.x : Content.y, target.index);
    }
    this.operands.release(index);
    this.operands.release(array);
    if (!(target instanceof NativeRegister) && target.kind === 'ptr' && target.free) this.operands.free(target.register);
  }

  /** Stores a word at an index, in words, of an array; `offset`, in words, is added to the index. */
  moveToArrayElement(
    value: Operand,
    array: NativeRegister | FreeRegister,
    index: number | NativeRegister | FreeRegister,
    offset = 0,
  ): void {
    this.entries.begin();
    this.operands.checkWords(offset);
    const base = this.operands.pushElementAddress(array, index);
    this.operands.pushWord(value);
    this.code.i32.store(base + 4 * offset);
    // It might be an array of registers.
    this.registers.forgetMemory();
    this.operands.release(value);
    this.operands.release(index);
    this.operands.release(array);
  }

  // --- Arithmetic -----------------------------------------------------------------------------

  /** Shifts a register to the left, in place, by 0 to 31 bits. */
  shiftLeft(register: NativeRegister, bits: number): void {
    this.#inPlace(register, this.operands.bits(bits));
    this.code.i32.shl();
    this.operands.change(register);
  }

  /** Shifts to the right, zeros coming in; into another register unless it is freed. */
  shiftRight(source: NativeRegister | FreeRegister, bits: number): NativeRegister {
    this.#pushPair(source, this.operands.bits(bits));
    this.code.i32.shrU();
    return this.operands.result(source);
  }

  /** Shifts to the right, the sign coming in; into another register unless it is freed. */
  shiftRightArith(source: NativeRegister | FreeRegister, bits: number): NativeRegister {
    this.#pushPair(source, this.operands.bits(bits));
    this.code.i32.shrS();
    return this.operands.result(source);
  }

  /** Adds to a register, in place. */
  add(register: NativeRegister, value: Comparand): void {
    this.#inPlace(register, value);
    this.code.i32.add();
    this.operands.change(register, value);
  }

  /** Subtracts from a register, in place. */
  sub(register: NativeRegister, value: Comparand): void {
    this.#inPlace(register, value);
    this.code.i32.sub();
    this.operands.change(register, value);
  }

  /** Multiplies a register, in place. */
  mul(register: NativeRegister, value: Comparand): void {
    this.#inPlace(register, value);
    this.code.i32.mul();
    this.operands.change(register, value);
  }

  /** Divides, signed, towards zero; traps for a divisor of 0. The quotient is in another register unless `dividend` is freed. */
  divReg(dividend: NativeRegister | FreeRegister, divisor: NativeRegister | FreeRegister): NativeRegister {
    this.#pushPair(dividend, divisor);
    this.code.i32.divS();
    return this.operands.result(dividend, divisor);
  }

  /** The remainder of {@link divReg}; it has the sign of the dividend. */
  remReg(dividend: NativeRegister | FreeRegister, divisor: NativeRegister | FreeRegister): NativeRegister {
    this.#pushPair(dividend, divisor);
    this.code.i32.remS();
    return this.operands.result(dividend, divisor);
  }

  /** Keeps the bits that both have; in another register unless it is freed. */
  and(source: NativeRegister | FreeRegister, value: Comparand): NativeRegister {
    this.#pushPair(source, value);
    this.code.i32.and();
    return this.operands.result(source, value);
  }

  /** Sets the bits that the value has, in place. */
  or(register: NativeRegister, value: Comparand): void {
    this.#inPlace(register, value);
    this.code.i32.or();
    this.operands.change(register, value);
  }

  /** Inverts the bits that the value has, in place. */
  xor(register: NativeRegister, value: Comparand): void {
    this.#inPlace(register, value);
    this.code.i32.xor();
    this.operands.change(register, value);
  }

  #pushPair(left: NativeRegister | FreeRegister, right: Comparand): void {
    this.entries.begin();
    this.operands.pushRegister(left);
    this.operands.pushComparand(right);
  }

  #inPlace(register: NativeRegister, value: Comparand): void {
    if (!(register instanceof NativeRegister)) this.fail('wrong-operand', 'changed in place, so not freed');
    this.#pushPair(register, value);
  }
}
