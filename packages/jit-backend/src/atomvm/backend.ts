/**
 * The backend operations of the `atomvm` convention, by the names of AtomVM's `jit_*` backends in camelCase.
 *
 * Each label is a WebAssembly function `(ctx, jit_state, native_interface) → ctx`. X registers are words of
 * the context, Y registers words after `ctx->e`; scratch values are locals. Continuations are functions, too:
 * where code must be able to go on later, it is split in two functions.
 */

import { ContextOffset, JitStateOffset } from '@beamline/machine-model';
import type { MemoryType } from '@beamline/module-writer';
import { BlockType } from '@beamline/wasm-asm';
import { CONTINUATION_BIAS, CP_MODULE_SHIFT, CP_OFFSET_SHIFT, ENTRY_BYTES, IMPORTED_MEMORY, MAX_ENTRIES } from './abi.js';
import { CallWriter } from './call-writer.js';
import { ConditionWriter } from './condition-writer.js';
import { CTX, JIT_STATE, NATIVE_INTERFACE } from './convention.js';
import { DataOperations } from './data-operations.js';
import { ModuleOutput } from './module-output.js';
import type { Argument, Condition, FreeRegister, NativeRegister, PrimitivePointer } from './operands.js';
import { GREATEST_INDEX, type Primitive, PrimitiveTable } from './primitives.js';
import { NONE } from './registers.js';
import { type AtomvmModule, type CodeLine, encodeAtomvmStream, isLineReference } from './stream.js';

const PROCESS: readonly Argument[] = ['ctx', 'jit_state'];

/** How an {@link AtomvmBackend} writes modules. */
export interface AtomvmBackendOptions {
  /**
   * Whether jumps are `return_call` and calls in last place `return_call_indirect`. Otherwise, as in AtomVM's own
   * modules, a jump stores the continuation and returns, and a call in last place is a call and `return`.
   */
  readonly tailCalls?: boolean;
  /** Primitives beyond the known ones; one with a known index takes its place. */
  readonly primitives?: readonly Primitive[];
  /** The memory that is imported; that of AtomVM's builds is shared and has 256 to 65,536 pages. */
  readonly memory?: MemoryType;
}

/**
 * Writes one module: `jumpTable`, then labels and their code, then `finish` or `stream`; `reset` starts another one.
 *
 * Every operation throws {@link AtomvmBackendError} when it is used wrongly; the module is then to be given up.
 */
export class AtomvmBackend extends DataOperations {
  readonly #tailCalls: boolean;
  readonly #memory: MemoryType;
  readonly #output: ModuleOutput;
  readonly #conditions: ConditionWriter;
  readonly #calls: CallWriter;
  #lines: readonly CodeLine[] = [];
  #finished: AtomvmModule | undefined;

  /** @param options - how modules are written */
  constructor(options: AtomvmBackendOptions = {}) {
    super();
    this.#tailCalls = options.tailCalls ?? false;
    this.#memory = options.memory ?? IMPORTED_MEMORY;
    const primitives = new PrimitiveTable(options.primitives);
    this.#output = new ModuleOutput(this.code, primitives);
    this.#conditions = new ConditionWriter(this.code, this.registers, this.operands, this.fail);
    this.#calls = new CallWriter(this.code, this.registers, this.operands, primitives, this.entries);
    this.reset();
  }

  /** Starts another module with the same options; registers of the last one are void. */
  reset(): void {
    this.code.buffer.reset();
    this.registers.reset();
    this.entries.reset();
    this.#output.reset();
    this.#lines = [];
    this.#finished = undefined;
  }

  // --- Foundation -----------------------------------------------------------------------------

  /** Bytes of a word: 4. */
  wordSize(): number {
    return 4;
  }

  /** That jumps to code that is there already save nothing, since every label is a function: false. */
  supportsTailCache(): boolean {
    return false;
  }

  /** The offset of the entry whose code is being written: its number times 4. 0 before the first one. */
  offset(): number {
    return ENTRY_BYTES * Math.max(this.entries.current, 0);
  }

  /** How many bytes of code there are. */
  codeSize(): number {
    return this.code.buffer.length;
  }

  /** Writes what has been held back, which is nothing: the code is complete after each operation. */
  flush(): void {}

  /** Stops here when it is run, as a trap: a debugger that is attached shows the place. */
  debugger(): void {
    this.entries.begin();
    this.code.unreachable();
    this.entries.stop();
  }

  /** Announces the labels 0 to `labelCount`; comes first. */
  jumpTable(labelCount: number): void {
    if (this.entries.labelCount >= 0) this.fail('jump-table', 'called a second time');
    if (!Number.isInteger(labelCount) || labelCount < 0 || labelCount > GREATEST_INDEX) this.fail('wrong-operand', `${labelCount} labels`);
    this.entries.labelCount = labelCount;
    for (let label = 0; label <= labelCount; label++) this.entries.newEntry(label);
  }

  // --- Calls ----------------------------------------------------------------------------------

  /**
   * Calls a primitive through `ModuleNativeInterface` and keeps its result in a register, which has no value if the
   * primitive is `void`. What was known of X and Y registers is forgotten.
   */
  callPrimitive(primitive: string | number, args: readonly Argument[]): NativeRegister {
    this.entries.begin();
    const called = this.#calls.primitive(primitive);
    if (called.tailOnly === true) this.fail('wrong-arguments', `${called.name} is only called in last place`);
    this.#calls.pushCall(called, args);
    this.code.callIndirect(this.#output.primitiveType(called));
    this.#calls.called(args);
    return called.result === 'void' ? NONE : this.operands.keep(called.result);
  }

  /** Calls a primitive and returns the context that it gives; `ctx` after one that is `void`. */
  callPrimitiveLast(primitive: string | number, args: readonly Argument[]): void {
    this.entries.begin();
    const called = this.#calls.primitive(primitive);
    const { result } = called;
    if (result !== 'i32' && result !== 'void') this.fail('wrong-arguments', `${called.name} gives ${result}, not a context`);
    this.#calls.pushCall(called, args);
    const type = this.#output.primitiveType(called);
    if (this.#tailCalls && result === 'i32') this.code.returnCallIndirect(type);
    else {
      this.code.callIndirect(type);
      if (result === 'void') this.code.local.get(CTX);
      this.code.return();
    }
    this.#calls.called(args);
    this.entries.stop();
  }

  /** As {@link callPrimitiveLast}, for a call that returns: the continuation pointer names the code that follows, a function of its own. */
  callPrimitiveWithCp(primitive: string | number, args: readonly Argument[]): void {
    this.entries.beginSplit();
    // The arguments are freed by the call.
    const rest = this.entries.newContinuation();
    this.#setCp(rest);
    this.callPrimitiveLast(primitive, args);
    this.entries.splitAt(rest);
  }

  /** Calls a function pointer, in a register or that of a primitive, and gives its result, a word. */
  callFuncPtr(pointer: NativeRegister | FreeRegister | PrimitivePointer, args: readonly Argument[]): NativeRegister {
    this.entries.begin();
    const parameters = args.map((argument) => this.#calls.argumentType(argument));
    for (const [i, argument] of args.entries()) this.#calls.pushArgument(argument, parameters[i] ?? 'i32');
    if ('primitive' in pointer) this.#calls.pushPointer(this.#calls.primitive(pointer.primitive));
    else this.operands.pushWord(pointer);
    this.code.callIndirect(this.#output.functionType(parameters, 'i32'));
    this.#calls.called(args);
    if (!('primitive' in pointer)) this.operands.release(pointer);
    return this.operands.keep('i32');
  }

  /** Returns what a register holds unless it is the context; frees the register. */
  returnIfNotEqualToCtx({ register }: FreeRegister): void {
    this.entries.begin();
    this.operands.check(register);
    this.code.local.get(register.local);
    this.code.local.get(CTX);
    this.code.i32.ne();
    this.entries.hint(false);
    this.code.if();
    this.code.local.get(register.local);
    this.code.return();
    this.code.end();
    this.operands.free(register);
  }

  // --- Control flow ---------------------------------------------------------------------------

  /**
   * Begins the code of a label, or of what `setContinuationToOffset` gave. Code above goes on here. An offset, if it is
   * given, is the label's.
   */
  addLabel(label: number, offset?: number): void {
    const entry = this.entries.known(label);
    if (offset !== undefined && offset !== ENTRY_BYTES * label) this.fail('wrong-operand', `offset ${offset} of label ${label}`);
    if (this.#finished !== undefined) this.fail('no-label', 'the module is finished');
    if (this.entries.depth > 0) this.fail('inside-block', `label ${label}`);
    if (entry.start >= 0) this.fail('label-twice', `${label}`);
    this.assertAllNativeFree();
    if (this.entries.current >= 0) {
      if (this.entries.reachable) this.#jump(label);
      this.entries.endEntry();
    }
    this.entries.startEntry(label);
  }

  /** Goes on at a label, after or ahead. */
  jumpToLabel(label: number): void {
    this.entries.begin();
    this.entries.known(label);
    this.#jump(label);
  }

  /** Goes on at a label if a condition holds. */
  condJumpToLabel(condition: Condition, label: number): void {
    this.entries.known(label);
    this.ifBlock(condition, () => this.jumpToLabel(label));
  }

  /** Goes on at the entry whose offset a register holds: it becomes the continuation, and the caller runs that. Frees the register. */
  jumpToContinuation({ register }: FreeRegister): void {
    this.entries.begin();
    this.operands.check(register);
    const code = this.code;
    code.local.get(JIT_STATE);
    code.local.get(register.local);
    code.i32.const(Math.log2(ENTRY_BYTES));
    code.i32.shrU();
    code.i32.const(CONTINUATION_BIAS);
    code.i32.add();
    code.i32.store(JitStateOffset.continuation);
    code.local.get(CTX);
    code.return();
    this.operands.free(register);
    this.entries.stop();
  }

  /** Goes on at the entry with an offset: see `offset`. */
  jumpToOffset(offset: number): void {
    if (!Number.isInteger(offset / ENTRY_BYTES)) this.fail('wrong-operand', `offset ${offset}`);
    this.jumpToLabel(offset / ENTRY_BYTES);
  }

  /** Runs a block of code if a condition holds. Registers that either way has in use are in use afterwards. */
  ifBlock(condition: Condition, block: () => void): void {
    this.entries.begin();
    this.#openIf(condition);
    const before = this.registers.save();
    block();
    if (this.entries.reachable) this.registers.merge(before);
    else this.#goBack(before);
    this.registers.drop(before);
    this.entries.close(true);
  }

  /** Runs one of two blocks of code. Registers that either has in use are in use afterwards. */
  ifElseBlock(condition: Condition, whenTrue: () => void, whenFalse: () => void): void {
    this.entries.begin();
    this.#openIf(condition);
    const before = this.registers.save();
    whenTrue();
    const after = this.registers.save();
    const trueReachable = this.entries.reachable;
    this.code.else();
    this.entries.reachable = true;
    this.registers.restore(before);
    whenFalse();
    const falseReachable = this.entries.reachable;
    if (trueReachable && falseReachable) this.registers.merge(after);
    else if (trueReachable) this.#goBack(after);
    else this.registers.use(after);
    this.registers.drop(before);
    this.entries.close(trueReachable || falseReachable);
  }

  // --- Continuations and scheduling -----------------------------------------------------------

  /** Makes a label the continuation of the process. */
  setContinuationToLabel(label: number): void {
    this.entries.begin();
    this.entries.known(label).referred = true;
    this.#setContinuation(label);
  }

  /** Makes code that comes later the continuation: gives what `addLabel` takes where it begins. */
  setContinuationToOffset(): number {
    this.entries.begin();
    const entry = this.entries.newContinuation();
    this.#setContinuation(entry);
    return entry;
  }

  /** Is where a continuation enters, right after `addLabel`. Needs no code: `ctx`, `jit_state` and `native_interface` are parameters. */
  continuationEntryPoint(): void {
    this.entries.begin();
    const entry = this.entries.all[this.entries.current];
    if (this.entries.current <= this.entries.labelCount || entry === undefined)
      this.fail('no-continuation', `label ${this.entries.current}`);
    if (entry.start !== this.code.buffer.length) this.fail('no-continuation', 'there is code before it');
  }

  /** Loads the index of the module. */
  getModuleIndex(): NativeRegister {
    this.entries.begin();
    this.operands.pushModuleIndex();
    return this.operands.keep('i32');
  }

  /** Takes a reduction; at zero lets others run, and goes on here when it is this process's turn. The code that follows is a function of its own. */
  decrementReductionsAndMaybeScheduleNext(): void {
    this.entries.beginSplit();
    this.assertAllNativeFree();
    const rest = this.entries.newContinuation();
    this.#scheduleNextAtZero(rest);
    this.#jump(rest);
    this.entries.splitAt(rest);
  }

  /** Calls a label, after taking a reduction; at zero others run first. The code that follows is a function of its own. */
  callOrScheduleNext(label: number): void {
    this.entries.beginSplit();
    this.entries.known(label);
    this.assertAllNativeFree();
    const rest = this.entries.newContinuation();
    this.#setCp(rest);
    this.callOnlyOrScheduleNext(label);
    this.entries.splitAt(rest);
  }

  /** Goes on at a label, after taking a reduction; at zero others run first. */
  callOnlyOrScheduleNext(label: number): void {
    this.entries.begin();
    this.entries.known(label).referred = true;
    this.#scheduleNextAtZero(label);
    this.#jump(label);
  }

  // --- The end --------------------------------------------------------------------------------

  /** Checks that every label that code refers to has been added. */
  updateBranches(): void {
    this.entries.checkReferences();
  }

  /** Takes the lines, by offset, which `finish` and `stream` give with the labels. Ends the code of the last label. */
  returnLabelsAndLines(lines: readonly CodeLine[] = []): void {
    let last = 0;
    for (const { line, offset } of lines) {
      const entry = offset / ENTRY_BYTES;
      if (!isLineReference(line) || !Number.isInteger(entry) || offset < last || entry >= this.entries.all.length) {
        this.fail('wrong-lines', `line ${line} at offset ${offset}`);
      }
      last = offset;
    }
    this.entries.end();
    this.#lines = lines;
  }

  /** The module, and what a loader needs to know of it. */
  finish(): AtomvmModule {
    if (this.#finished !== undefined) return this.#finished;
    this.entries.end();
    if (this.entries.labelCount < 0) this.fail('jump-table', 'not called');
    if (this.entries.all.length > MAX_ENTRIES) this.fail('wrong-operand', `${this.entries.all.length} entries`);
    this.updateBranches();
    this.#finished = this.#output.write(this.entries, this.#lines, this.#memory);
    return this.#finished;
  }

  /** The module in the form that `encodeAtomvmStream` describes. */
  stream(): Uint8Array<ArrayBuffer> {
    return encodeAtomvmStream(this.finish());
  }

  #jump(entry: number): void {
    this.entries.known(entry).referred = true;
    const code = this.code;
    if (this.#tailCalls) {
      code.local.get(CTX);
      code.local.get(JIT_STATE);
      code.local.get(NATIVE_INTERFACE);
      code.returnCall(entry);
    } else {
      this.#setContinuation(entry);
      code.local.get(CTX);
      code.return();
    }
    this.entries.stop();
  }

  #setContinuation(entry: number): void {
    this.code.local.get(JIT_STATE);
    this.code.i32.const(entry + CONTINUATION_BIAS);
    this.code.i32.store(JitStateOffset.continuation);
  }

  #setCp(entry: number): void {
    const code = this.code;
    code.local.get(CTX);
    this.operands.pushModuleIndex();
    code.i32.const(CP_MODULE_SHIFT);
    code.i32.shl();
    code.i32.const((ENTRY_BYTES * entry) << CP_OFFSET_SHIFT);
    code.i32.or();
    code.i32.store(ContextOffset.cp);
  }

  #scheduleNextAtZero(continuation: number): void {
    const code = this.code;
    const register = this.registers.allocate('i32');
    code.local.get(JIT_STATE);
    code.local.get(JIT_STATE);
    code.i32.load(JitStateOffset.remainingReductions);
    code.i32.const(1);
    code.i32.sub();
    code.local.tee(register.local);
    code.i32.store(JitStateOffset.remainingReductions);
    code.local.get(register.local);
    code.i32.eqz();
    this.registers.release(register);
    this.entries.hint(false);
    code.if();
    this.entries.depth++;
    this.#setContinuation(continuation);
    this.callPrimitiveLast('schedule_next_cp', PROCESS);
    this.entries.close(true);
  }

  // --- Blocks ---------------------------------------------------------------------------------

  #openIf(condition: Condition): void {
    this.#conditions.pushCondition(condition);
    this.code.if(BlockType.empty);
    this.entries.depth++;
  }

  // A block that never goes on leaves behind what was known elsewhere; registers that it has leaked are still in use.
  #goBack(saved: number): void {
    const here = this.registers.save();
    this.registers.restore(saved);
    this.registers.use(here);
    this.registers.drop(here);
  }
}
