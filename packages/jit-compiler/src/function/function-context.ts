import { type Code, OperandKind } from '@beamline/beam-file';
import { type NativeBackend, SP_LOCAL } from '@beamline/jit-backend';
import {
  isSmallInteger,
  LinkFixupKind,
  MachineRegister,
  smallTerm,
  TermTag,
  type WellKnownAtom,
  wellKnownAtoms,
} from '@beamline/machine-model';
import type { CodeEmitter } from '@beamline/wasm-asm';
import type { FunctionInfo, ModuleContext } from '../module/module-context.js';
import { isSmallConstant, isSmallOperand, smallMaximum, smallMinimum } from './operand-types.js';
import { registerBit, TRACKED_REGISTERS } from './x-registers.js';

/** Index of a well-known atom, for the kernel's raise functions. */
export function wellKnownAtom(name: WellKnownAtom): number {
  return wellKnownAtoms.indexOf(name);
}

/** Where the functions of a module are in its index spaces. */
export interface CallTargets {
  /** Function index in the module of function `i`. */
  functionIndex(i: number): number;
  /** False in an engine without tail calls. */
  readonly tailCalls: boolean;
}

/** What is known of the function as a whole. */
export interface FunctionFacts {
  /** Bits of the X registers that are live after an instruction. */
  liveAfter(instruction: number): number;
  /** Resume point of the handler of a `try` or `catch` instruction. */
  handlerPoint(instruction: number): number;
  /** Bits of Guard of an instruction. */
  guards(instruction: number): number;
}

/** What the translators of instructions share: operands, destinations, frames, errors. */
export class FunctionContext {
  readonly module: ModuleContext;
  readonly backend: NativeBackend;
  readonly asm: CodeEmitter;
  readonly code: Code;
  readonly targets: CallTargets;
  readonly #facts: FunctionFacts;
  info: FunctionInfo;
  /** Line of the instruction that is being translated: an index in the line table. */
  line = 0;
  /** The instruction that is being translated. */
  instruction = 0;
  /** Words that a frame is made larger by, so that native depth stays in proportion. */
  framePadding = 0;
  /** Local that holds heapTop since the last test_heap, or −1; and the bytes taken since. */
  heapLocal = -1;
  heapUsed = 0;
  /** True in a resume function, which runs rarely: what has an inline path is left to the kernel. */
  compact = false;
  /** Local of the value of a selection. */
  selectLocal = -1;

  constructor(module: ModuleContext, backend: NativeBackend, targets: CallTargets, facts: FunctionFacts, info: FunctionInfo) {
    this.module = module;
    this.backend = backend;
    this.asm = backend.code;
    this.code = module.code;
    this.targets = targets;
    this.#facts = facts;
    this.info = info;
  }

  kind(k: number): number {
    return this.code.kinds[k] ?? 0;
  }

  value(k: number): number {
    return this.code.values[k] ?? 0;
  }

  malformed(problem: string): Error {
    return this.module.error('malformed-code', problem, this.info, this.instruction);
  }

  /** Resume point of the handler of a `try` or `catch` instruction. */
  handlerPoint(instruction: number): number {
    return this.#facts.handlerPoint(instruction);
  }

  /** Bits of Guard of an instruction. */
  guards(instruction: number): number {
    return this.#facts.guards(instruction);
  }

  /** Byte offset of Y register `y`, which must be in the frame. */
  yOffset(y: number): number {
    if (!this.backend.hasFrame || y >= this.backend.frameWords - 1 - this.framePadding) {
      throw this.malformed(`there is no y${y} in the frame`);
    }
    return this.backend.yOffset(y);
  }

  /** Removes the frame, which must have `count` Y registers. */
  deallocate(count: number): void {
    const { backend } = this;
    if (!backend.hasFrame || count !== backend.frameWords - 1 - this.framePadding) {
      throw this.malformed(`the frame does not have ${count} Y registers`);
    }
    backend.incrementSp(backend.frameWords);
    backend.hasFrame = false;
    backend.frameWords = 0;
  }

  /** Removes the frame, if there is one. */
  deallocateAll(): void {
    if (this.backend.hasFrame) this.deallocate(this.backend.frameWords - 1 - this.framePadding);
  }

  /** Pushes the term of an operand. */
  push(k: number): void {
    const { asm } = this;
    const value = this.value(k);
    switch (this.kind(k)) {
      case OperandKind.x:
        asm.local.get(this.backend.xLocal(value));
        return;
      case OperandKind.y:
        asm.local.get(SP_LOCAL);
        asm.i32.load(this.yOffset(value));
        return;
      case OperandKind.integer:
        if (isSmallInteger(value)) asm.i32.const(smallTerm(value));
        else this.backend.pushRelocated(LinkFixupKind.literal, this.module.integerLiteral(BigInt(value)));
        return;
      case OperandKind.atom:
        this.pushAtom(value);
        return;
      case OperandKind.nil:
        asm.i32.const(TermTag.nil);
        return;
      case OperandKind.character:
        asm.i32.const(smallTerm(value));
        return;
      case OperandKind.literalTerm:
        this.backend.pushRelocated(LinkFixupKind.literal, value);
        return;
      case OperandKind.bigInteger:
        this.backend.pushRelocated(LinkFixupKind.literal, this.module.integerLiteral(this.code.bigs[value] ?? 0n));
        return;
      default:
        throw this.malformed(`operand ${k - (this.code.operandStart[this.instruction] ?? 0)} is not a term`);
    }
  }

  /** Pushes an atom of the file. */
  pushAtom(atom: number): void {
    const known = this.module.wellKnown[atom] ?? -1;
    if (known >= 0) this.asm.i32.const((known << TermTag.atomShift) | TermTag.atom);
    else this.backend.pushRelocated(LinkFixupKind.atom, atom);
  }

  /** True if the operand is a register (its value is not known here). */
  isRegister(k: number): boolean {
    return this.kind(k) === OperandKind.x || this.kind(k) === OperandKind.y;
  }

  /** True if the operand is a term that fits in a word and has no other representation. */
  isImmediate(k: number): boolean {
    const kind = this.kind(k);
    return kind === OperandKind.atom || kind === OperandKind.nil || this.isSmallConstant(k);
  }

  isSmallConstant(k: number): boolean {
    return isSmallConstant(this.module, k);
  }

  /** Types that a register may have, as TypeBit bits; all if nothing is known. */
  types(k: number): number {
    const type = this.code.types[k] ?? 0;
    return type === 0 ? -1 : (this.module.beam.types[type - 1]?.types ?? -1);
  }

  /** Least value of an operand that is known to be a small integer; NaN if that is not known. */
  minimum(k: number): number {
    return smallMinimum(this.module, k);
  }

  /** Greatest value of an operand for which `minimum` is known. */
  maximum(k: number): number {
    return smallMaximum(this.module, k);
  }

  /** True if the operand is known to be a small integer. */
  isSmall(k: number): boolean {
    return isSmallOperand(this.module, k);
  }

  /**
   * A local that holds a register operand: its own for an X register, a scratch one for a Y register,
   * which `release` gives back.
   */
  localOf(k: number): number {
    if (this.kind(k) === OperandKind.x) return this.backend.xLocal(this.value(k));
    const local = this.backend.allocateI32();
    this.push(k);
    this.asm.local.set(local);
    return local;
  }

  release(k: number, local: number): void {
    if (this.kind(k) !== OperandKind.x) this.backend.freeI32(local);
  }

  /** Begins a store to a destination; the value is pushed next. */
  beginStore(k: number): void {
    if (this.kind(k) === OperandKind.y) this.asm.local.get(SP_LOCAL);
  }

  endStore(k: number): void {
    if (this.kind(k) === OperandKind.x) this.asm.local.set(this.backend.xLocal(this.value(k)));
    else this.asm.i32.store(this.yOffset(this.value(k)));
  }

  /** Stores a pointer to `offset` bytes past the heap local, tagged, to a destination. */
  storePointer(k: number, offset: number, tag: number): void {
    this.beginStore(k);
    this.asm.local.get(this.heapLocal);
    this.asm.i32.const(offset + tag);
    this.asm.i32.add();
    this.endStore(k);
  }

  isFloatRegister(k: number): boolean {
    return this.kind(k) === OperandKind.floatRegister;
  }

  /** Stores a local to a destination. */
  storeLocal(k: number, local: number): void {
    if (this.kind(k) === OperandKind.x && this.backend.xLocal(this.value(k)) === local) return;
    this.beginStore(k);
    this.asm.local.get(local);
    this.endStore(k);
  }

  /** Stores a local to a destination unless it is 0: what fails leaves its destination as it was. */
  storeUnlessZero(k: number, local: number): void {
    const { asm, backend } = this;
    if (this.kind(k) === OperandKind.x) {
      const x = backend.xLocal(this.value(k));
      asm.local.get(local);
      asm.local.get(x);
      asm.local.get(local);
      asm.select();
      asm.local.set(x);
    } else {
      asm.local.get(local);
      asm.if(-64);
      backend.openLabels++;
      this.storeLocal(k, local);
      backend.close();
    }
  }

  /** Pushes the site number of the current function and line. */
  pushSite(): void {
    this.backend.pushRelocated(LinkFixupKind.site, this.module.site(this.info.index, this.line));
  }

  /** Raises an error whose reason is an atom, and leaves the function. */
  raiseAtom(atom: number): void {
    this.backend.pushFlaggedSp();
    this.pushSite();
    this.asm.i32.const(atom);
    this.backend.callKernel('raiseAtom');
    this.asm.return();
  }

  /** Raises the error `{Atom, Value}`. */
  raiseWithValue(atom: number, k: number): void {
    this.backend.pushFlaggedSp();
    this.pushSite();
    this.asm.i32.const(atom);
    this.push(k);
    this.backend.callKernel('raiseWithValue');
    this.asm.return();
  }

  /** Raises what the construction of a binary failed with, and leaves the function, if the local is 0. */
  raiseBinaryIfZero(local: number): void {
    const { asm, backend } = this;
    asm.local.get(local);
    asm.i32.eqz();
    backend.openRareIf();
    backend.pushFlaggedSp();
    this.pushSite();
    backend.callKernel('raiseBinary');
    asm.return();
    backend.close();
  }

  /** Of the first `count` X registers those that are live after the current instruction. */
  liveRegisters(count: number): number[] {
    const live = this.#facts.liveAfter(this.instruction);
    const registers: number[] = [];
    for (let i = 0; i < count; i++) {
      if (i >= TRACKED_REGISTERS || ((live >>> i) & 1) !== 0) registers.push(i);
    }
    return registers;
  }

  /** True if a destination is read again after an instruction. */
  isLiveAfter(k: number, instruction: number): boolean {
    const register = this.value(k);
    if (this.kind(k) !== OperandKind.x || register >= TRACKED_REGISTERS) return true;
    return (this.#facts.liveAfter(instruction) & registerBit(register)) !== 0;
  }

  /** Takes `bytes` bytes of heap that test_heap has made sure of; returns their offset from `heapLocal`. */
  takeHeap(bytes: number): number {
    if (this.heapLocal < 0) {
      this.heapLocal = this.backend.allocateI32();
      this.heapUsed = 0;
      this.backend.loadMachineRegister(MachineRegister.heapTop);
      this.asm.local.set(this.heapLocal);
    }
    const offset = this.heapUsed;
    this.heapUsed += bytes;
    return offset;
  }

  /** Writes heapTop back, before anything else may allocate or look at it. */
  flushHeap(): void {
    if (this.heapLocal < 0) return;
    if (this.heapUsed > 0) this.backend.setHeapTop(this.heapLocal, this.heapUsed);
    this.backend.freeI32(this.heapLocal);
    this.heapLocal = -1;
    this.heapUsed = 0;
  }
}
