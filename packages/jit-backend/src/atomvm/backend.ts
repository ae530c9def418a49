/**
 * The backend operations of the `atomvm` convention, by the names of AtomVM's `jit_*` backends in camelCase.
 *
 * Each label is a WebAssembly function `(ctx, jit_state, native_interface) → ctx`. X registers are words of
 * the context, Y registers words behind `ctx->e`; scratch values are locals. Continuations are functions, too:
 * where code must be able to go on later, it is split in two functions.
 */

import { ContextOffset, JitStateOffset } from '@beamline/machine-model';
import { type MemoryType, ModuleWriter, type TableType } from '@beamline/module-writer';
import { BlockType, ByteBuffer, CodeEmitter, ValueType } from '@beamline/wasm-asm';
import { AtomvmBackendError, type AtomvmBackendProblem } from './error.js';
import {
  type Argument,
  type Comparand,
  type Comparison,
  type Condition,
  type FloatRegister,
  FreeRegister,
  NativeRegister,
  type Operand,
  type Pointer,
  type VmRegister,
} from './operands.js';
import { type Primitive, PrimitiveTable, type PrimitiveType } from './primitives.js';
import { Content, NONE, RegisterPool } from './registers.js';
import { type AtomvmModule, type Continuation, encodeAtomvmStream, type ModuleLine } from './stream.js';

const CTX = 0;
const JIT_STATE = 1;
const NATIVE_INTERFACE = 2;
/** The greatest X register: AtomVM's `extra`. */
const LAST_X = 16;
const GREATEST_INDEX = 0xffff;
/** Offset in AtomVM's Module of its index (`src/libAtomVM/module.h`; `MODULE_INDEX` in `libs/jit/src/jit_wasm32.erl`). */
const MODULE_INDEX_OFFSET = 0;
/** A continuation pointer is `module index << 24 | entry << 2`, as AtomVM's is `module index << 24 | offset << 2`. */
const MODULE_INDEX_SHIFT = 24;
const CP_ENTRY_SHIFT = 2;

const TYPES: Readonly<Record<PrimitiveType, ValueType>> = {
  i32: ValueType.i32,
  i64: ValueType.i64,
  f32: ValueType.f32,
  f64: ValueType.f64,
};
const PROCESS: readonly Argument[] = ['ctx', 'jit_state'];
const NO_LOCALS: readonly number[] = [];
const ENTRY_TYPE: readonly ValueType[] = [ValueType.i32, ValueType.i32, ValueType.i32];
const CTX_RESULT: readonly ValueType[] = [ValueType.i32];

/** How an {@link AtomvmBackend} writes modules. */
export interface AtomvmBackendOptions {
  /** Whether calls in last place are `return_call` and `return_call_indirect`; otherwise they are a call and `return`. */
  readonly tailCalls?: boolean;
  /** Primitives beyond the known ones; one with a known index takes its place. */
  readonly primitives?: readonly Primitive[];
  /**
   * What is added to the number of an entry when it is stored as a continuation: the table index of `f0`, if that
   * is known. With 0 the continuation is the entry's number, and who runs it adds the index.
   */
  readonly tableBase?: number;
  /** The memory that is imported: at least one page, not shared. */
  readonly memory?: MemoryType;
}

/** A line of the source, and where its code begins: see {@link AtomvmBackend.offset}. */
export interface CodeLine {
  /** The line's number, from 1. */
  readonly line: number;
  /** What `offset` gave. */
  readonly offset: number;
}

interface Entry {
  /** The label whose code it continues, or the label itself. */
  readonly label: number;
  start: number;
  end: number;
  locals: readonly number[];
  referred: boolean;
}

/**
 * Writes one module: `jumpTable`, then labels and their code, then `finish` or `stream`; `reset` starts another one.
 *
 * Every operation throws {@link AtomvmBackendError} when it is used wrongly; the module is then to be given up.
 */
export class AtomvmBackend {
  readonly #tailCalls: boolean;
  readonly #tableBase: number;
  readonly #memory: MemoryType;
  readonly #primitives: PrimitiveTable;

  readonly #buffer: ByteBuffer = new ByteBuffer();
  readonly #code: CodeEmitter = new CodeEmitter(this.#buffer);
  readonly #writer: ModuleWriter = new ModuleWriter();
  readonly #registers: RegisterPool = new RegisterPool();
  // The type index of each primitive, by its own index.
  readonly #types: number[] = [];

  // Names that every module has, made once.
  readonly #exportNames: string[] = [];
  readonly #labelNames: string[] = [];

  #entries: Entry[] = [];
  #labelCount = -1;
  #entry = -1;
  #depth = 0;
  #reachable = false;
  // Whether the last instruction was one that never goes on, so that the function may end there.
  #stopped = false;
  // Entry, offset from its first instruction, and 1 if likely, in turn.
  #hints: number[] = [];
  #lines: readonly CodeLine[] = [];
  #finished: AtomvmModule | undefined;

  /** @param options - how modules are written */
  constructor(options: AtomvmBackendOptions = {}) {
    this.#tailCalls = options.tailCalls ?? false;
    this.#tableBase = options.tableBase ?? 0;
    this.#memory = options.memory ?? { min: 1 };
    this.#primitives = new PrimitiveTable(options.primitives);
    this.reset();
  }

  /** Starts another module with the same options; registers of the last one are void. */
  reset(): void {
    this.#buffer.reset();
    this.#registers.reset();
    this.#entries = [];
    this.#labelCount = -1;
    this.#entry = -1;
    this.#depth = 0;
    this.#reachable = false;
    this.#stopped = false;
    this.#hints = [];
    this.#lines = [];
    this.#finished = undefined;
    const writer = this.#writer;
    writer.reset();
    // The type of entries is type 0, as in the seed of this backend; those of all primitives follow.
    writer.functionType(ENTRY_TYPE, CTX_RESULT);
    for (const primitive of this.#primitives.all())
      this.#types[primitive.index] = this.#functionType(primitive.parameters, primitive.result);
  }

  // --- Foundation -----------------------------------------------------------------------------

  /** Bytes of a word: 4. */
  wordSize(): number {
    return 4;
  }

  /** How many bytes of code there are. */
  offset(): number {
    return this.#buffer.length;
  }

  /** Writes what has been held back, which is nothing: the code is complete after each operation. */
  flush(): void {}

  /** Stops here when it is run, as a trap: a debugger that is attached shows the place. */
  debugger(): void {
    this.#begin();
    this.#code.unreachable();
    this.#stop();
  }

  /** Announces the labels 0 to `labelCount`; comes first. */
  jumpTable(labelCount: number): void {
    if (this.#labelCount >= 0) this.#fail('jump-table', 'called a second time');
    if (!Number.isInteger(labelCount) || labelCount < 0 || labelCount > GREATEST_INDEX) this.#fail('wrong-operand', `${labelCount} labels`);
    this.#labelCount = labelCount;
    for (let label = 0; label <= labelCount; label++) this.#newEntry(label);
  }

  // --- Registers ------------------------------------------------------------------------------

  /** The registers that are allocated. */
  usedRegs(): NativeRegister[] {
    return this.#registers.list(true);
  }

  /** The registers that there are besides; more are made when they run out. */
  availableRegs(): NativeRegister[] {
    return this.#registers.list(false);
  }

  /** Frees registers, those of pointers too; operands of other kinds are left alone. */
  freeNativeRegisters(operands: readonly (Operand | FloatRegister)[]): void {
    for (const operand of operands) {
      if (operand instanceof NativeRegister) this.#free(operand);
      else if (typeof operand === 'object' && (operand.kind === 'free' || operand.kind === 'ptr')) this.#free(operand.register);
    }
  }

  /** Throws `leaked-register` unless all registers are free. */
  assertAllNativeFree(): void {
    if (this.#registers.allFree) return;
    const locals = this.#registers.list(true).map(({ local }) => local);
    this.#fail('leaked-register', `${locals.length === 1 ? 'local' : 'locals'} ${locals.join(', ')}`);
  }

  // --- Moves ----------------------------------------------------------------------------------

  /**
   * Loads a word into a register, or a double into one of type `f64`. A register stays itself, unless another one is
   * named. What a free register is known to hold is not loaded again.
   */
  moveToNativeRegister(source: Operand | FloatRegister, target?: NativeRegister): NativeRegister {
    this.#begin();
    if (typeof source === 'object' && !(source instanceof NativeRegister) && source.kind === 'fp') return this.#loadFloat(source, target);
    if (target !== undefined) {
      this.#check(target);
      this.#pushWord(source);
      this.#code.local.set(target.local);
      this.#registers.forget(target);
      this.#rememberSource(target, source);
      this.#release(source);
      return target;
    }
    if (source instanceof NativeRegister) {
      this.#check(source);
      return source;
    }
    return this.#load(source);
  }

  /** Loads a word into a register that nothing else stands for, so that it may be changed. */
  copyToNativeRegister(source: Operand): NativeRegister {
    this.#begin();
    if (typeof source !== 'number' && !(source instanceof NativeRegister)) return this.#load(source);
    this.#pushWord(source);
    return this.#keep('i32');
  }

  /** Stores a word to an X or Y register or where a pointer points, or a double where `ptr` points to a floating-point register. */
  moveToVmRegister(source: Operand, target: VmRegister | Pointer | FloatRegister): void {
    this.#begin();
    const code = this.#code;
    switch (target.kind) {
      case 'x':
        this.#checkVmRegister(target);
        code.local.get(CTX);
        this.#pushWord(source);
        code.i32.store(xOffset(target.index));
        this.#stored(Content.x, target.index, source);
        break;
      case 'y':
        this.#checkVmRegister(target);
        this.#pushContextField(ContextOffset.e);
        this.#pushWord(source);
        code.i32.store(4 * target.index);
        this.#stored(Content.y, target.index, source);
        break;
      case 'ptr':
        this.#checkPointer(target);
        code.local.get(target.register.local);
        this.#pushWord(source);
        code.i32.store(4 * target.words);
        this.#registers.forgetMemory();
        break;
      case 'fp':
        this.#storeFloat(source, target);
        break;
    }
    this.#release(source);
    if (target.kind === 'ptr' && target.free) this.#free(target.register);
  }

  /** Stores a Y register to the continuation pointer of the context. */
  moveToCp(source: VmRegister): void {
    this.#begin();
    if (source.kind !== 'y') this.#fail('wrong-operand', `${source.kind}${source.index}, not a Y register`);
    this.#checkVmRegister(source);
    this.#code.local.get(CTX);
    this.#pushWord(source);
    this.#code.i32.store(ContextOffset.cp);
  }

  /** Makes a binary the one that is matched: stores it to the context, with offset 0. */
  setBs(source: NativeRegister | FreeRegister): void {
    this.#begin();
    this.#code.local.get(CTX);
    this.#pushWord(source);
    this.#code.i32.store(ContextOffset.bs);
    this.#code.local.get(CTX);
    this.#code.i32.const(0);
    this.#code.i32.store(ContextOffset.bsOffset);
    this.#release(source);
  }

  /** Moves the stack pointer by so many words, upwards if positive; Y registers are counted from the new place. */
  incrementSp(words: number): void {
    this.#begin();
    if (!Number.isInteger(words) || Math.abs(words) > GREATEST_INDEX) this.#fail('wrong-operand', `${words} words`);
    this.#code.local.get(CTX);
    this.#pushContextField(ContextOffset.e);
    this.#code.i32.const(4 * words);
    this.#code.i32.add();
    this.#code.i32.store(ContextOffset.e);
    this.#registers.forgetMemory(true);
  }

  /** Loads the word at an index, in words, of an array; into the register itself if it is freed. */
  getArrayElement(array: NativeRegister | FreeRegister, index: number | NativeRegister | FreeRegister): NativeRegister {
    this.#begin();
    const offset = this.#pushElementAddress(array, index);
    this.#code.i32.load(offset);
    this.#release(index);
    if (array instanceof NativeRegister) return this.#keep('i32');
    this.#code.local.set(array.register.local);
    this.#registers.forget(array.register);
    return array.register;
  }

  /** Copies the word at an index, in words, of an array. */
  moveArrayElement(
    array: NativeRegister | FreeRegister,
    index: number | NativeRegister | FreeRegister,
    target: VmRegister | Pointer | NativeRegister,
  ): void {
    this.#begin();
    const code = this.#code;
    if (target instanceof NativeRegister) {
      this.#check(target);
      code.i32.load(this.#pushElementAddress(array, index));
      code.local.set(target.local);
      this.#registers.forget(target);
    } else {
      const storeOffset = this.#pushTargetAddress(target);
      code.i32.load(this.#pushElementAddress(array, index));
      code.i32.store(storeOffset);
      if (target.kind === 'ptr') this.#registers.forgetMemory();
      else this.#registers.forgetContent(target.kind === 'x' ? Content.x : Content.y, target.index);
    }
    this.#release(index);
    this.#release(array);
    if (!(target instanceof NativeRegister) && target.kind === 'ptr' && target.free) this.#free(target.register);
  }

  /** Stores a word at an index, in words, of an array; `offset`, in words, is added to the index. */
  moveToArrayElement(
    value: Operand,
    array: NativeRegister | FreeRegister,
    index: number | NativeRegister | FreeRegister,
    offset = 0,
  ): void {
    this.#begin();
    this.#checkWords(offset);
    const base = this.#pushElementAddress(array, index);
    this.#pushWord(value);
    this.#code.i32.store(base + 4 * offset);
    // It might be an array of registers.
    this.#registers.forgetMemory();
    this.#release(value);
    this.#release(index);
    this.#release(array);
  }

  // --- Arithmetic -----------------------------------------------------------------------------

  /** Shifts a register to the left, in place, by 0 to 31 bits. */
  shiftLeft(register: NativeRegister, bits: number): void {
    this.#inPlace(register, this.#bits(bits));
    this.#code.i32.shl();
    this.#change(register);
  }

  /** Shifts to the right, zeros coming in; into another register unless it is freed. */
  shiftRight(source: NativeRegister | FreeRegister, bits: number): NativeRegister {
    this.#pushPair(source, this.#bits(bits));
    this.#code.i32.shrU();
    return this.#result(source);
  }

  /** Shifts to the right, the sign coming in; into another register unless it is freed. */
  shiftRightArith(source: NativeRegister | FreeRegister, bits: number): NativeRegister {
    this.#pushPair(source, this.#bits(bits));
    this.#code.i32.shrS();
    return this.#result(source);
  }

  /** Adds to a register, in place. */
  add(register: NativeRegister, value: Comparand): void {
    this.#inPlace(register, value);
    this.#code.i32.add();
    this.#change(register, value);
  }

  /** Subtracts from a register, in place. */
  sub(register: NativeRegister, value: Comparand): void {
    this.#inPlace(register, value);
    this.#code.i32.sub();
    this.#change(register, value);
  }

  /** Multiplies a register, in place. */
  mul(register: NativeRegister, value: Comparand): void {
    this.#inPlace(register, value);
    this.#code.i32.mul();
    this.#change(register, value);
  }

  /** Divides, signed, towards zero; traps for a divisor of 0. The quotient is in another register unless `dividend` is freed. */
  divReg(dividend: NativeRegister | FreeRegister, divisor: NativeRegister | FreeRegister): NativeRegister {
    this.#pushPair(dividend, divisor);
    this.#code.i32.divS();
    return this.#result(dividend, divisor);
  }

  /** The remainder of {@link divReg}; it has the sign of the dividend. */
  remReg(dividend: NativeRegister | FreeRegister, divisor: NativeRegister | FreeRegister): NativeRegister {
    this.#pushPair(dividend, divisor);
    this.#code.i32.remS();
    return this.#result(dividend, divisor);
  }

  /** Keeps the bits that both have; in another register unless it is freed. */
  and(source: NativeRegister | FreeRegister, value: Comparand): NativeRegister {
    this.#pushPair(source, value);
    this.#code.i32.and();
    return this.#result(source, value);
  }

  /** Sets the bits that the value has, in place. */
  or(register: NativeRegister, value: Comparand): void {
    this.#inPlace(register, value);
    this.#code.i32.or();
    this.#change(register, value);
  }

  /** Inverts the bits that the value has, in place. */
  xor(register: NativeRegister, value: Comparand): void {
    this.#inPlace(register, value);
    this.#code.i32.xor();
    this.#change(register, value);
  }

  // --- Calls ----------------------------------------------------------------------------------

  /**
   * Calls a primitive through `ModuleNativeInterface` and keeps its result in a register, which has no value if the
   * primitive is `void`. What was known of X and Y registers is forgotten.
   */
  callPrimitive(primitive: string | number, args: readonly Argument[]): NativeRegister {
    this.#begin();
    const called = this.#primitive(primitive);
    this.#pushCall(called, args);
    this.#code.callIndirect(this.#types[called.index] ?? 0);
    this.#called(args);
    return called.result === 'void' ? NONE : this.#keep(called.result);
  }

  /** Calls a primitive and returns the context that it gives. */
  callPrimitiveLast(primitive: string | number, args: readonly Argument[]): void {
    this.#begin();
    const called = this.#primitive(primitive);
    if (called.result !== 'i32') this.#fail('wrong-arguments', `${called.name} gives ${called.result}, not a context`);
    this.#pushCall(called, args);
    const type = this.#types[called.index] ?? 0;
    if (this.#tailCalls) this.#code.returnCallIndirect(type);
    else {
      this.#code.callIndirect(type);
      this.#code.return();
    }
    this.#called(args);
    this.#stop();
  }

  /** As {@link callPrimitiveLast}, for a call that returns: the continuation pointer names the code that follows, a function of its own. */
  callPrimitiveWithCp(primitive: string | number, args: readonly Argument[]): void {
    this.#beginSplit();
    // The arguments are freed by the call.
    const rest = this.#newContinuation();
    this.#setCp(rest);
    this.callPrimitiveLast(primitive, args);
    this.#splitAt(rest);
  }

  /** Calls a function pointer with words and gives its result, a word. */
  callFuncPtr(pointer: NativeRegister | FreeRegister, args: readonly Argument[]): NativeRegister {
    this.#begin();
    const parameters = args.map((argument) => this.#argumentType(argument));
    for (const [i, argument] of args.entries()) this.#pushArgument(argument, parameters[i] ?? 'i32');
    this.#pushWord(pointer);
    this.#code.callIndirect(this.#functionType(parameters, 'i32'));
    this.#called(args);
    this.#release(pointer);
    return this.#keep('i32');
  }

  /** Returns what a register holds unless it is the context; frees the register. */
  returnIfNotEqualToCtx({ register }: FreeRegister): void {
    this.#begin();
    this.#check(register);
    this.#code.local.get(register.local);
    this.#code.local.get(CTX);
    this.#code.i32.ne();
    this.#hint(false);
    this.#code.if();
    this.#code.local.get(register.local);
    this.#code.return();
    this.#code.end();
    this.#free(register);
  }

  // --- Control flow ---------------------------------------------------------------------------

  /** Begins the code of a label, or of what `setContinuationToOffset` gave. Code above goes on here. */
  addLabel(label: number): void {
    const entry = this.#known(label);
    if (this.#finished !== undefined) this.#fail('no-label', 'the module is finished');
    if (this.#depth > 0) this.#fail('inside-block', `label ${label}`);
    if (entry.start >= 0) this.#fail('label-twice', `${label}`);
    this.assertAllNativeFree();
    if (this.#entry >= 0) {
      if (this.#reachable) this.#jump(label);
      this.#endEntry();
    }
    this.#startEntry(label);
  }

  /** Goes on at a label, behind or ahead. */
  jumpToLabel(label: number): void {
    this.#begin();
    this.#known(label);
    this.#jump(label);
  }

  /** Goes on at a label if a condition holds. */
  condJumpToLabel(condition: Condition, label: number): void {
    this.#known(label);
    this.ifBlock(condition, () => this.jumpToLabel(label));
  }

  /** Goes on at the entry whose number a register holds: it becomes the continuation, and the caller runs that. Frees the register. */
  jumpToContinuation({ register }: FreeRegister): void {
    this.#begin();
    this.#check(register);
    this.#code.local.get(JIT_STATE);
    this.#code.local.get(register.local);
    if (this.#tableBase !== 0) {
      this.#code.i32.const(this.#tableBase);
      this.#code.i32.add();
    }
    this.#code.i32.store(JitStateOffset.continuation);
    this.#code.local.get(CTX);
    this.#code.return();
    this.#free(register);
    this.#stop();
  }

  /** Runs a block of code if a condition holds. Registers that either way has in use are in use afterwards. */
  ifBlock(condition: Condition, block: () => void): void {
    this.#begin();
    this.#openIf(condition);
    const before = this.#registers.save();
    block();
    if (this.#reachable) this.#registers.merge(before);
    else this.#goBack(before);
    this.#registers.drop(before);
    this.#close(true);
  }

  /** Runs one of two blocks of code. Registers that either has in use are in use afterwards. */
  ifElseBlock(condition: Condition, whenTrue: () => void, whenFalse: () => void): void {
    this.#begin();
    this.#openIf(condition);
    const before = this.#registers.save();
    whenTrue();
    const after = this.#registers.save();
    const trueReachable = this.#reachable;
    this.#code.else();
    this.#reachable = true;
    this.#registers.restore(before);
    whenFalse();
    const falseReachable = this.#reachable;
    if (trueReachable && falseReachable) this.#registers.merge(after);
    else if (trueReachable) this.#goBack(after);
    else this.#registers.use(after);
    this.#registers.drop(before);
    this.#close(trueReachable || falseReachable);
  }

  // --- Continuations and scheduling -----------------------------------------------------------

  /** Makes a label the continuation of the process. */
  setContinuationToLabel(label: number): void {
    this.#begin();
    this.#known(label).referred = true;
    this.#setContinuation(label);
  }

  /** Makes code that comes later the continuation: gives what `addLabel` takes where it begins. */
  setContinuationToOffset(): number {
    this.#begin();
    const entry = this.#newContinuation();
    this.#setContinuation(entry);
    return entry;
  }

  /** Is where a continuation enters, right behind `addLabel`. Needs no code: `ctx`, `jit_state` and `native_interface` are parameters. */
  continuationEntryPoint(): void {
    this.#begin();
    const entry = this.#entries[this.#entry];
    if (this.#entry <= this.#labelCount || entry === undefined) this.#fail('no-continuation', `label ${this.#entry}`);
    if (entry.start !== this.#buffer.length) this.#fail('no-continuation', 'there is code before it');
  }

  /** Loads the index of the module. */
  getModuleIndex(): NativeRegister {
    this.#begin();
    this.#pushModuleIndex();
    return this.#keep('i32');
  }

  /** Takes a reduction; at zero lets others run, and goes on here when it is this process's turn. The code that follows is a function of its own. */
  decrementReductionsAndMaybeScheduleNext(): void {
    this.#beginSplit();
    this.assertAllNativeFree();
    const rest = this.#newContinuation();
    this.#scheduleNextAtZero(rest);
    this.#jump(rest);
    this.#splitAt(rest);
  }

  /** Calls a label, after taking a reduction; at zero others run first. The code that follows is a function of its own. */
  callOrScheduleNext(label: number): void {
    this.#beginSplit();
    this.#known(label);
    this.assertAllNativeFree();
    const rest = this.#newContinuation();
    this.#setCp(rest);
    this.callOnlyOrScheduleNext(label);
    this.#splitAt(rest);
  }

  /** Goes on at a label, after taking a reduction; at zero others run first. */
  callOnlyOrScheduleNext(label: number): void {
    this.#begin();
    this.#known(label).referred = true;
    this.#scheduleNextAtZero(label);
    this.#jump(label);
  }

  // --- The end --------------------------------------------------------------------------------

  /** Checks that every label that code refers to has been added. */
  updateBranches(): void {
    for (const [number, entry] of this.#entries.entries()) {
      if (entry.referred && entry.start < 0) {
        this.#fail('undefined-label', number <= this.#labelCount ? `label ${number}` : `continuation ${number} of label ${entry.label}`);
      }
    }
  }

  /** Takes the lines, by offset, which `finish` and `stream` give with the labels. Ends the code of the last label. */
  returnLabelsAndLines(lines: readonly CodeLine[] = []): void {
    let last = -1;
    for (const { line, offset } of lines) {
      if (!Number.isInteger(line) || line < 1 || !Number.isInteger(offset) || offset < Math.max(last, 0) || offset > this.#buffer.length) {
        this.#fail('wrong-lines', `line ${line} at byte ${offset}`);
      }
      last = offset;
    }
    this.#end();
    this.#lines = lines;
  }

  /** The module, and what a loader needs to know of it. */
  finish(): AtomvmModule {
    if (this.#finished !== undefined) return this.#finished;
    this.#end();
    if (this.#labelCount < 0) this.#fail('jump-table', 'not called');
    this.updateBranches();
    const writer = this.#writer;
    const table: TableType = { element: ValueType.funcref, min: 0 };
    writer.importMemory('env', 'memory', this.#memory);
    writer.importTable('env', '__indirect_function_table', table);
    // A label that nobody added traps.
    const missing = this.#buffer.length;
    this.#code.unreachable();
    this.#code.end();
    for (const [number, { label, start, end, locals }] of this.#entries.entries()) {
      if (start < 0) writer.addFunction(0, [], this.#buffer, missing, this.#buffer.length);
      else writer.addFunction(0, locals, this.#buffer, start, end);
      writer.exportFunction(this.#exportName(number), number);
      writer.nameFunction(number, number <= this.#labelCount ? this.#labelName(number) : `label_${label}_continuation_${number}`);
    }
    for (let i = 0; i < this.#hints.length; i += 3) {
      writer.branchHint(this.#hints[i] ?? 0, this.#hints[i + 1] ?? 0, this.#hints[i + 2] === 1);
    }
    const bytes = writer.finish();
    const entries = this.#entries.map((_, number) => writer.codeOffset(number));
    const lines = this.#lines.map((line) => this.#moduleLine(line, entries));
    const continuations: Continuation[] = [];
    for (const [number, { label }] of this.#entries.entries()) if (number > this.#labelCount) continuations.push({ entry: number, label });
    this.#buffer.length = missing;
    this.#finished = { bytes, entries, lines: lines.filter(({ entry }) => entry >= 0), continuations };
    return this.#finished;
  }

  /** The module in the form that `encodeAtomvmStream` describes. */
  stream(): Uint8Array<ArrayBuffer> {
    return encodeAtomvmStream(this.finish());
  }

  // --- Entries --------------------------------------------------------------------------------

  #moduleLine({ line, offset }: CodeLine, entries: readonly number[]): ModuleLine {
    const entry = this.#entries.findIndex(({ start, end }) => start <= offset && offset < end);
    return { line, entry, offset: entry < 0 ? 0 : (entries[entry] ?? 0) + offset - (this.#entries[entry]?.start ?? 0) };
  }

  #exportName(number: number): string {
    this.#exportNames[number] ??= `f${number}`;
    return this.#exportNames[number];
  }

  #labelName(number: number): string {
    this.#labelNames[number] ??= `label_${number}`;
    return this.#labelNames[number];
  }

  #newEntry(label: number): number {
    this.#entries.push({ label, start: -1, end: -1, locals: NO_LOCALS, referred: false });
    return this.#entries.length - 1;
  }

  #newContinuation(): number {
    const number = this.#newEntry(this.#entries[this.#entry]?.label ?? 0);
    this.#known(number).referred = true;
    return number;
  }

  #known(number: number): Entry {
    if (this.#labelCount < 0) this.#fail('jump-table', 'not called');
    return this.#entries[number] ?? this.#fail('unknown-label', `${number} of ${this.#entries.length}`);
  }

  #startEntry(number: number): void {
    this.#known(number).start = this.#buffer.length;
    this.#entry = number;
    this.#reachable = true;
    this.#stopped = false;
    this.#registers.reset();
  }

  #endEntry(): void {
    const entry = this.#known(this.#entry);
    // Behind blocks that both return nothing can be reached, which the validator does not know.
    if (!this.#stopped) this.#code.unreachable();
    this.#code.end();
    entry.end = this.#buffer.length;
    entry.locals = this.#registers.locals();
    this.#entry = -1;
    this.#reachable = false;
  }

  #end(): void {
    if (this.#entry < 0) return;
    if (this.#depth > 0) this.#fail('inside-block', 'the end');
    if (this.#reachable) this.#fail('no-end', `label ${this.#entries[this.#entry]?.label}`);
    this.#endEntry();
  }

  // What every operation begins with.
  #begin(): void {
    if (this.#entry < 0) this.#fail('no-label', 'code before the first label, or behind the end');
    this.#stopped = false;
  }

  #beginSplit(): void {
    this.#begin();
    if (this.#depth > 0) this.#fail('inside-block', 'an operation that splits the function');
  }

  #splitAt(entry: number): void {
    this.assertAllNativeFree();
    this.#endEntry();
    this.#startEntry(entry);
  }

  #stop(): void {
    this.#reachable = false;
    this.#stopped = true;
  }

  #jump(entry: number): void {
    this.#known(entry).referred = true;
    const code = this.#code;
    code.local.get(CTX);
    code.local.get(JIT_STATE);
    code.local.get(NATIVE_INTERFACE);
    if (this.#tailCalls) code.returnCall(entry);
    else {
      code.call(entry);
      code.return();
    }
    this.#stop();
  }

  #setContinuation(entry: number): void {
    this.#code.local.get(JIT_STATE);
    this.#code.i32.const(this.#tableBase + entry);
    this.#code.i32.store(JitStateOffset.continuation);
  }

  #setCp(entry: number): void {
    const code = this.#code;
    code.local.get(CTX);
    this.#pushModuleIndex();
    code.i32.const(MODULE_INDEX_SHIFT);
    code.i32.shl();
    code.i32.const(entry << CP_ENTRY_SHIFT);
    code.i32.or();
    code.i32.store(ContextOffset.cp);
  }

  #scheduleNextAtZero(continuation: number): void {
    const code = this.#code;
    const register = this.#registers.allocate('i32');
    code.local.get(JIT_STATE);
    code.local.get(JIT_STATE);
    code.i32.load(JitStateOffset.remainingReductions);
    code.i32.const(1);
    code.i32.sub();
    code.local.tee(register.local);
    code.i32.store(JitStateOffset.remainingReductions);
    code.local.get(register.local);
    code.i32.eqz();
    this.#registers.release(register);
    this.#hint(false);
    code.if();
    this.#depth++;
    this.#setContinuation(continuation);
    this.callPrimitiveLast('schedule_next_cp', PROCESS);
    this.#close(true);
  }

  // --- Blocks ---------------------------------------------------------------------------------

  #openIf(condition: Condition): void {
    this.#pushCondition(condition);
    this.#code.if(BlockType.empty);
    this.#depth++;
  }

  #close(reachable: boolean): void {
    this.#code.end();
    this.#depth--;
    this.#reachable = reachable;
    this.#stopped = false;
  }

  // A block that never goes on leaves behind what was known elsewhere; registers that it has leaked are still in use.
  #goBack(saved: number): void {
    const here = this.#registers.save();
    this.#registers.restore(saved);
    this.#registers.use(here);
    this.#registers.drop(here);
  }

  #hint(likely: boolean): void {
    this.#hints.push(this.#entry, this.#buffer.length - this.#known(this.#entry).start, likely ? 1 : 0);
  }

  #pushCondition(condition: Condition): void {
    if (condition[0] !== 'and') {
      this.#pushComparison(condition as Comparison);
      this.#releaseComparison(condition as Comparison);
      return;
    }
    const comparisons = condition[1] as readonly Comparison[];
    if (comparisons.length === 0) this.#fail('wrong-operand', 'a condition of nothing');
    for (const [i, comparison] of comparisons.entries()) {
      this.#pushComparison(comparison);
      if (i > 0) this.#code.i32.and();
    }
    for (const comparison of comparisons) this.#releaseComparison(comparison);
  }

  #pushComparison(comparison: Comparison): void {
    const code = this.#code;
    // By index: an iterator costs more than all the rest.
    const parts: readonly unknown[] = comparison;
    const first = parts[0];
    const second = parts[1];
    const third = parts[2];
    const fourth = parts[3];
    const fifth = parts[4];
    if (first === '(bool)' || first === '(int)') {
      this.#pushRegister(second);
      this.#pushEquality(third, first === '(bool)' ? 0 : fourth);
      if (first === '(bool)' && fourth !== false) this.#fail('wrong-operand', 'a comparison of a bool with something else than false');
      return;
    }
    if (second === '&') {
      this.#pushRegister(first);
      this.#pushLiteral(third);
      code.i32.and();
      this.#pushEquality(fourth, fifth);
      return;
    }
    this.#pushComparand(first);
    if (second === '<') {
      this.#pushComparand(third);
      code.i32.ltS();
    } else if (typeof third === 'number') this.#pushEquality(second, third);
    else {
      this.#pushComparand(third);
      if (second === '==') code.i32.eq();
      else if (second === '!=') code.i32.ne();
      else this.#fail('wrong-operand', `comparison ${String(second)}`);
    }
  }

  // The shortest form: a comparison with 0 that is not equal needs none.
  #pushEquality(comparison: unknown, value: unknown): void {
    if (comparison !== '==' && comparison !== '!=') this.#fail('wrong-operand', `comparison ${String(comparison)}`);
    if (value === 0) {
      if (comparison === '==') this.#code.i32.eqz();
      return;
    }
    this.#pushLiteral(value);
    if (comparison === '==') this.#code.i32.eq();
    else this.#code.i32.ne();
  }

  #pushComparand(value: unknown): void {
    if (typeof value === 'number') this.#pushLiteral(value);
    else this.#pushRegister(value);
  }

  #pushRegister(value: unknown): void {
    const register = registerOf(value);
    if (register === undefined) this.#fail('wrong-operand', `${String(value)} in a condition`);
    this.#check(register);
    this.#code.local.get(register.local);
  }

  #releaseComparison(comparison: Comparison): void {
    for (let i = 0; i < comparison.length; i++) {
      const part = comparison[i];
      if (part instanceof FreeRegister && this.#registers.isUsed(part.register)) this.#free(part.register);
    }
  }

  // --- Operands -------------------------------------------------------------------------------

  #pushLiteral(value: unknown): void {
    if (typeof value !== 'number' || ((value | 0) !== value && !isWord(value))) this.#fail('wrong-operand', `${String(value)} is no word`);
    this.#code.i32.const(value | 0);
  }

  #pushContextField(offset: number): void {
    this.#code.local.get(CTX);
    this.#code.i32.load(offset);
  }

  #pushModuleIndex(): void {
    this.#code.local.get(JIT_STATE);
    this.#code.i32.load(JitStateOffset.module);
    this.#code.i32.load(MODULE_INDEX_OFFSET);
  }

  #pushWord(operand: Operand): void {
    if (typeof operand === 'number') this.#pushLiteral(operand);
    else if (operand instanceof NativeRegister) {
      this.#check(operand);
      this.#code.local.get(operand.local);
    } else {
      switch (operand.kind) {
        case 'free':
          this.#pushRegister(operand);
          return;
        case 'x':
        case 'y': {
          const known = this.#registers.known(contentOf(operand), operand.index);
          if (known !== undefined) this.#code.local.get(known.local);
          else this.#pushVmRegister(operand);
          return;
        }
        case 'ptr':
          this.#checkPointer(operand);
          this.#code.local.get(operand.register.local);
          this.#code.i32.load(4 * operand.words);
          return;
        default:
          this.#fail('wrong-operand', `${String((operand as { readonly kind: unknown }).kind)} is no word`);
      }
    }
  }

  #load(source: Exclude<Operand, NativeRegister>): NativeRegister {
    if (typeof source === 'object' && source.kind === 'free') {
      this.#check(source.register);
      return source.register;
    }
    if (typeof source === 'object' && source.kind === 'ptr') {
      this.#pushWord(source);
      if (!source.free) return this.#keep('i32');
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
    else if (typeof source === 'number') this.#pushLiteral(source);
    else this.#pushVmRegister(source);
    const register = this.#keep('i32');
    this.#registers.remember(register, kind, value);
    return register;
  }

  #pushVmRegister(source: VmRegister): void {
    this.#checkVmRegister(source);
    if (source.kind === 'x') this.#pushContextField(xOffset(source.index));
    else {
      this.#pushContextField(ContextOffset.e);
      this.#code.i32.load(4 * source.index);
    }
  }

  #loadFloat(source: FloatRegister, target: NativeRegister | undefined): NativeRegister {
    this.#checkWords(source.index);
    if (target !== undefined) this.#check(target, 'f64');
    this.#pushContextField(ContextOffset.fr);
    this.#code.f64.load(8 * source.index);
    if (target === undefined) return this.#keep('f64');
    this.#code.local.set(target.local);
    return target;
  }

  #storeFloat(source: Operand, target: FloatRegister): void {
    this.#checkWords(target.index);
    this.#pushContextField(ContextOffset.fr);
    if (typeof source === 'object' && !(source instanceof NativeRegister) && source.kind === 'ptr') {
      this.#checkPointer(source);
      this.#code.local.get(source.register.local);
      // Boxed terms are aligned to words.
      this.#code.f64.load(4 * source.words, 2);
    } else {
      const register = registerOf(source);
      if (register === undefined) this.#fail('wrong-operand', 'a double comes from a pointer or a register of type f64');
      this.#check(register, 'f64');
      this.#code.local.get(register.local);
    }
    this.#code.f64.store(8 * target.index);
  }

  #pushTargetAddress(target: VmRegister | Pointer): number {
    if (target.kind === 'ptr') {
      this.#checkPointer(target);
      this.#code.local.get(target.register.local);
      return 4 * target.words;
    }
    this.#checkVmRegister(target);
    if (target.kind === 'x') {
      this.#code.local.get(CTX);
      return xOffset(target.index);
    }
    this.#pushContextField(ContextOffset.e);
    return 4 * target.index;
  }

  // Pushes the address and gives what is to be added to it, in bytes.
  #pushElementAddress(array: NativeRegister | FreeRegister, index: number | NativeRegister | FreeRegister): number {
    this.#pushRegister(array);
    if (typeof index === 'number') {
      this.#checkWords(index);
      return 4 * index;
    }
    this.#pushRegister(index);
    this.#code.i32.const(2);
    this.#code.i32.shl();
    this.#code.i32.add();
    return 0;
  }

  #bits(bits: number): number {
    if (!Number.isInteger(bits) || bits < 0 || bits > 31) this.#fail('wrong-operand', `a shift by ${bits}`);
    return bits;
  }

  #pushPair(left: NativeRegister | FreeRegister, right: Comparand): void {
    this.#begin();
    this.#pushRegister(left);
    this.#pushComparand(right);
  }

  #inPlace(register: NativeRegister, value: Comparand): void {
    if (!(register instanceof NativeRegister)) this.#fail('wrong-operand', 'changed in place, so not freed');
    this.#pushPair(register, value);
  }

  #change(register: NativeRegister, value: Comparand = 0): void {
    this.#code.local.set(register.local);
    this.#registers.forget(register);
    this.#release(value);
  }

  #result(source: NativeRegister | FreeRegister, other: Comparand = 0): NativeRegister {
    this.#release(other);
    if (source instanceof NativeRegister) return this.#keep('i32');
    this.#code.local.set(source.register.local);
    this.#registers.forget(source.register);
    return source.register;
  }

  // Puts the value on the operand stack into a register.
  #keep(type: PrimitiveType): NativeRegister {
    const register = this.#registers.allocate(type);
    this.#code.local.set(register.local);
    return register;
  }

  #stored(kind: number, index: number, source: Operand): void {
    this.#registers.forgetContent(kind, index);
    const register = registerOf(source);
    if (register !== undefined) this.#registers.remember(register, kind, index);
  }

  #rememberSource(target: NativeRegister, source: Operand): void {
    if (typeof source === 'number') this.#registers.remember(target, Content.literal, source | 0);
    else if (!(source instanceof NativeRegister) && (source.kind === 'x' || source.kind === 'y')) {
      this.#registers.remember(target, contentOf(source), source.index);
    }
  }

  // --- Calls ----------------------------------------------------------------------------------

  #primitive(primitive: string | number): Primitive {
    return this.#primitives.find(primitive) ?? this.#fail('unknown-primitive', `${primitive}`);
  }

  #pushCall(primitive: Primitive, args: readonly Argument[]): void {
    const { parameters } = primitive;
    if (args.length !== parameters.length) {
      this.#fail('wrong-arguments', `${primitive.name} takes ${parameters.length} arguments, not ${args.length}`);
    }
    for (let i = 0; i < args.length; i++) this.#pushArgument(args[i] ?? 0, parameters[i] ?? 'i32', primitive, i);
    this.#code.local.get(NATIVE_INTERFACE);
    this.#code.i32.load(4 * primitive.index);
  }

  #argumentType(argument: Argument): PrimitiveType {
    const register = registerOf(argument);
    if (register !== undefined) {
      if (register.type === 'void') this.#fail('wrong-operand', 'a register without a value');
      return register.type;
    }
    return typeof argument === 'object' && !(argument instanceof NativeRegister) && argument.kind === 'int64' ? 'i64' : 'i32';
  }

  #pushArgument(argument: Argument, type: PrimitiveType, primitive?: Primitive, i = 0): void {
    const code = this.#code;
    const found = typeof argument === 'object' ? this.#argumentType(argument) : 'i32';
    if (found !== type) this.#fail('wrong-arguments', `argument ${i + 1} of ${primitive?.name ?? 'a function'} is ${type}, not ${found}`);
    if (argument === 'ctx') code.local.get(CTX);
    else if (argument === 'jit_state') code.local.get(JIT_STATE);
    else if (argument === 'native_interface') code.local.get(NATIVE_INTERFACE);
    else if (argument === 'offset') code.i32.const(this.#buffer.length);
    else if (typeof argument === 'number') this.#pushLiteral(argument);
    else {
      const register = registerOf(argument);
      if (register !== undefined) {
        this.#check(register, type);
        code.local.get(register.local);
      } else if ('value' in argument) {
        if (BigInt.asIntN(64, argument.value) !== argument.value) this.#fail('wrong-operand', `${argument.value} is no i64`);
        code.i64.const(argument.value);
      } else this.#pushWord(argument);
    }
  }

  // What is known of memory no longer holds; arguments that are freed are.
  #called(args: readonly Argument[]): void {
    this.#registers.forgetMemory();
    for (let i = 0; i < args.length; i++) {
      const argument = args[i];
      if (typeof argument !== 'object') continue;
      const freed = argument instanceof FreeRegister || ('free' in argument && argument.free) ? argument.register : undefined;
      if (freed !== undefined && this.#registers.isUsed(freed)) this.#free(freed);
    }
  }

  #functionType(parameters: readonly PrimitiveType[], result: PrimitiveType | 'void'): number {
    return this.#writer.functionType(
      parameters.map((type) => TYPES[type]),
      result === 'void' ? [] : [TYPES[result]],
    );
  }

  // --- Checks ---------------------------------------------------------------------------------

  #check(register: NativeRegister, type: PrimitiveType = 'i32'): void {
    if (register.type === type && this.#registers.isUsed(register)) return;
    if (register.type === 'void') this.#fail('wrong-operand', 'a register without a value');
    if (!this.#registers.isUsed(register)) this.#fail('register-not-in-use', `local ${register.local}`);
    this.#fail('wrong-operand', `local ${register.local} is ${register.type}, not ${type}`);
  }

  #checkPointer({ register, words }: Pointer): void {
    this.#check(register);
    this.#checkWords(words);
  }

  #checkWords(index: number): void {
    if (!Number.isInteger(index) || index < 0 || index > GREATEST_INDEX) this.#fail('wrong-operand', `index ${index}`);
  }

  #checkVmRegister({ kind, index }: VmRegister): void {
    if ((kind !== 'x' && kind !== 'y') || !Number.isInteger(index) || index < 0 || index > (kind === 'x' ? LAST_X : GREATEST_INDEX)) {
      this.#fail('wrong-operand', `${kind}${index}`);
    }
  }

  #release(operand: Operand): void {
    if (operand instanceof FreeRegister) this.#free(operand.register);
    else if (typeof operand === 'object' && !(operand instanceof NativeRegister) && operand.kind === 'ptr' && operand.free) {
      this.#free(operand.register);
    }
  }

  #free(register: NativeRegister): void {
    if (register.type === 'void') return;
    if (!this.#registers.isUsed(register)) this.#fail('register-not-in-use', `local ${register.local}`);
    this.#registers.release(register);
  }

  #fail(problem: AtomvmBackendProblem, detail: string): never {
    throw new AtomvmBackendError(problem, detail, this.#entry, this.#buffer.length);
  }
}

function xOffset(index: number): number {
  return ContextOffset.x + 4 * index;
}

function isWord(value: number): boolean {
  return Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 32;
}

/** The register of an operand that is one, freed or not. */
function registerOf(operand: unknown): NativeRegister | undefined {
  if (operand instanceof NativeRegister) return operand;
  return operand instanceof FreeRegister ? operand.register : undefined;
}

function contentOf(source: number | VmRegister): number {
  return typeof source === 'number' ? Content.literal : source.kind === 'x' ? Content.x : Content.y;
}
