import {
  HeaderTag,
  LinkFixupKind,
  type LinkFixups,
  MachineRegister,
  OWN_FRAME_FLAG,
  RESUME_POINT_BITS,
  STACK_RESERVE,
  TermTag,
  X_REGISTERS,
} from '@beamline/machine-model';
import { type ByteBuffer, type CodeEmitter, ValueType } from '@beamline/wasm-asm';

/** Local of the stack pointer in every function of the native convention. */
export const SP_LOCAL = 0;

/**
 * Most results of a function. On x86-64 V8 returns the third and later ones on the stack, and up to 12.4 (Node 20
 * and 22) its baseline compiler writes four of the eight bytes that its optimizing compiler reads: the upper half of
 * an i32 is garbage, and becomes part of an address.
 */
export const MAXIMUM_RESULTS = 2;

/** Gives the function index of an imported kernel function and the index of a function type. */
export interface NativeModule {
  kernelFunction(name: string): number;
  /** Type `(i32 × (parameters)) → i32`, the stack pointer included. */
  functionType(parameters: number): number;
  /** Function index of the gate to the table for functions of so many parameters; undefined to call through the table itself. */
  gate?(parameters: number): number | undefined;
  /** Function index of the module's collection function for a number of live X registers: see `collectFunction`. */
  collectFunction(live: number): number;
}

/**
 * The backend operations of the `native` convention: one WebAssembly function `(sp, x0 …) → term or 0`
 * per Erlang function. X registers are locals; Y registers and return addresses are in the frame at `sp`;
 * an operation writes instructions, values travel on the operand stack or in locals.
 *
 * One object serves all functions of all modules, one after the other.
 */
export class NativeBackend {
  readonly code: CodeEmitter;
  readonly buffer: ByteBuffer;
  readonly #relocations: LinkFixups;
  #module: NativeModule | undefined;
  #arity = 0;
  /** Local of X register i + 1 past the arguments; 0: none yet. */
  readonly #xLocals: Int32Array = new Int32Array(1024);
  #xHigh = 0;
  readonly #localTypes: number[] = [];
  readonly #freeI32: number[] = [];
  readonly #freeI64: number[] = [];
  readonly #floatLocals: number[] = [];
  /** True while the function has a frame at sp. */
  hasFrame = false;
  /** Words of the frame at sp, the return address included. */
  frameWords = 0;
  /** Branch hints of the function: position in the buffer, 1 for likely and 0 for unlikely, in turn. */
  hints: number[] = [];
  /** Labels that operations of the current node have opened. */
  openLabels = 0;
  /** Depth of the function's exit label, seen from the start of the current node. */
  exitDepth = 0;

  constructor(code: CodeEmitter, relocations: LinkFixups) {
    this.code = code;
    this.buffer = code.buffer;
    this.#relocations = relocations;
  }

  /** Begins a module. */
  beginModule(module: NativeModule): void {
    this.#module = module;
  }

  get #indices(): NativeModule {
    if (this.#module === undefined) throw new RangeError('no module has begun');
    return this.#module;
  }

  /** Begins a function of `arity` arguments. */
  beginFunction(arity: number): void {
    this.#arity = arity;
    for (let i = 0; i <= this.#xHigh; i++) this.#xLocals[i] = 0;
    this.#xHigh = 0;
    this.#localTypes.length = 0;
    this.#freeI32.length = 0;
    this.#freeI64.length = 0;
    this.#floatLocals.length = 0;
    this.hasFrame = false;
    this.frameWords = 0;
    this.openLabels = 0;
    this.hints.length = 0;
  }

  /** Locals beyond the parameters, as runs: count, type, count, type and so on. */
  localGroups(): number[] {
    const groups: number[] = [];
    for (const type of this.#localTypes) {
      const at = groups.length - 2;
      if (groups[at + 1] === type) groups[at] = (groups[at] ?? 0) + 1;
      else groups.push(1, type);
    }
    return groups;
  }

  #newLocal(type: number): number {
    this.#localTypes.push(type);
    return this.#arity + this.#localTypes.length;
  }

  /** A scratch i32 local; `freeI32` gives it back. */
  allocateI32(): number {
    return this.#freeI32.pop() ?? this.#newLocal(ValueType.i32);
  }

  freeI32(local: number): void {
    this.#freeI32.push(local);
  }

  /** A scratch i64 local. */
  allocateI64(): number {
    return this.#freeI64.pop() ?? this.#newLocal(ValueType.i64);
  }

  freeI64(local: number): void {
    this.#freeI64.push(local);
  }

  /** Local of X register `i`. */
  xLocal(i: number): number {
    if (i < this.#arity) return i + 1;
    const local = this.#xLocals[i] ?? 0;
    if (local !== 0) return local;
    const added = this.#newLocal(ValueType.i32);
    this.#xLocals[i] = added;
    if (i > this.#xHigh) this.#xHigh = i;
    return added;
  }

  /** The f64 local of float register `i`. */
  floatLocal(i: number): number {
    const local = this.#floatLocals[i] ?? 0;
    if (local !== 0) return local;
    const added = this.#newLocal(ValueType.f64);
    this.#floatLocals[i] = added;
    return added;
  }

  /** Byte offset of Y register `i` from sp. */
  yOffset(i: number): number {
    return 4 + 4 * i;
  }

  /** Pushes a constant that the linker fills in. */
  pushRelocated(kind: LinkFixupKind, value: number): void {
    const { buffer } = this;
    buffer.u8(0x41); // i32.const
    this.#relocations.add(buffer.length, kind, value);
    buffer.s32Padded(0);
  }

  /** Pushes a machine register. */
  loadMachineRegister(address: number): void {
    this.code.i32.const(0);
    this.code.i32.load(address);
  }

  /** Calls a function of the kernel; its arguments are on the operand stack. */
  callKernel(name: string): void {
    this.code.call(this.#indices.kernelFunction(name));
  }

  /** Pushes sp as the kernel wants it, with the flag that this function has a frame there. */
  pushFlaggedSp(): void {
    this.code.local.get(SP_LOCAL);
    if (this.hasFrame) {
      this.code.i32.const(OWN_FRAME_FLAG);
      this.code.i32.or();
    }
  }

  /** Writes the first `live` X registers to memory, for the kernel. */
  saveX(live: number): void {
    const { code } = this;
    for (let i = 0; i < live; i++) {
      code.i32.const(0);
      code.local.get(this.xLocal(i));
      code.i32.store(X_REGISTERS + 4 * i);
    }
  }

  /** Reads the first `live` X registers back. */
  restoreX(live: number): void {
    const { code } = this;
    for (let i = 0; i < live; i++) {
      code.i32.const(0);
      code.i32.load(X_REGISTERS + 4 * i);
      code.local.set(this.xLocal(i));
    }
  }

  /**
   * Notes that the next instruction, a `br_if` or an `if`, rarely or mostly takes its branch: an engine that
   * reads hints keeps the rare path out of the way of the register allocator.
   */
  hint(likely: boolean): void {
    this.hints.push(this.buffer.length, likely ? 1 : 0);
  }

  /** Leaves the function with 0 if the value on the operand stack is nonzero, which is rare. */
  exitIf(): void {
    this.hint(false);
    this.code.brIf(this.exitDepth + this.openLabels);
  }

  openBlock(): void {
    this.code.block(-64);
    this.openLabels++;
  }

  /** Opens an `if` that is rarely taken. */
  openRareIf(): void {
    this.hint(false);
    this.code.if(-64);
    this.openLabels++;
  }

  close(): void {
    this.code.end();
    this.openLabels--;
  }

  /**
   * decrementReductionsAndMaybeScheduleNext: counts a reduction and checks that a frame of `frameBytes`
   * bytes fits; asks the kernel if either fails.
   *
   * @param tableOffset - the function's offset in the module's part of the table
   * @param again - index of the function, to begin again by a tail call after the kernel was asked; undefined in an engine without tail
   *   calls: it goes on. Begun again, the slow path does not come back, which leaves the arguments in their registers.
   */
  functionEntry(tableOffset: number, frameBytes: number, again?: number): void {
    const { code } = this;
    const left = this.allocateI32();
    code.i32.const(0);
    this.loadMachineRegister(MachineRegister.reductions);
    code.i32.const(1);
    code.i32.sub();
    code.local.tee(left);
    code.i32.store(MachineRegister.reductions);
    code.local.get(left);
    code.i32.const(0);
    code.i32.ltS();
    if (frameBytes > 0) {
      code.local.get(SP_LOCAL);
      if (frameBytes > STACK_RESERVE) {
        code.i32.const(frameBytes);
        code.i32.sub();
      }
      this.loadMachineRegister(MachineRegister.stackLimit);
      code.i32.ltU();
      code.i32.or();
    }
    this.freeI32(left);
    this.openRareIf();
    this.saveX(this.#arity);
    code.local.get(SP_LOCAL);
    this.pushRelocated(LinkFixupKind.tableIndex, tableOffset);
    code.i32.const(frameBytes > STACK_RESERVE ? frameBytes : 0);
    this.callKernel('functionEntry');
    code.i32.eqz();
    this.exitIf();
    if (again === undefined) {
      this.restoreX(this.#arity);
    } else {
      code.local.get(SP_LOCAL);
      for (let i = 0; i < this.#arity; i++) {
        code.i32.const(0);
        code.i32.load(X_REGISTERS + 4 * i);
      }
      code.returnCall(again);
    }
    this.close();
  }

  /** continuationEntryPoint: takes the value in x0 and pushes the resume point, from 0. */
  resume(tableOffset: number, points: number): void {
    const { code } = this;
    code.i32.const(0);
    code.i32.load(X_REGISTERS);
    code.local.set(this.xLocal(0));
    code.local.get(SP_LOCAL);
    code.i32.load(0);
    code.i32.const(2);
    code.i32.shrU();
    if (points < 1 << RESUME_POINT_BITS) {
      code.i32.const((1 << RESUME_POINT_BITS) - 1);
      code.i32.and();
      code.i32.const(1);
    } else {
      this.pushRelocated(LinkFixupKind.resumeBase, tableOffset);
      code.i32.sub();
      code.i32.const(1);
    }
    code.i32.sub();
  }

  /** Makes a frame of `words` words, the return address included. */
  allocateFrame(words: number): void {
    this.code.local.get(SP_LOCAL);
    this.code.i32.const(4 * words);
    this.code.i32.sub();
    this.code.local.set(SP_LOCAL);
    this.hasFrame = true;
    this.frameWords = words;
  }

  /** Removes the lowest `words` words of the frame. */
  incrementSp(words: number): void {
    this.code.local.get(SP_LOCAL);
    this.code.i32.const(4 * words);
    this.code.i32.add();
    this.code.local.set(SP_LOCAL);
  }

  /** setContinuationToOffset: writes the return address of resume point `point` (from 1) of a resume function to the frame. */
  setContinuation(tableOffset: number, point: number): void {
    this.code.local.get(SP_LOCAL);
    this.pushRelocated(LinkFixupKind.returnAddress, (tableOffset << RESUME_POINT_BITS) + point);
    this.code.i32.store(0);
  }

  /** Takes the result of a call from the operand stack to x0 and leaves the function if it is 0. */
  takeResult(): void {
    const x0 = this.xLocal(0);
    this.code.local.tee(x0);
    this.code.i32.eqz();
    this.exitIf();
  }

  /**
   * Makes sure of `bytes` bytes of heap, collecting if need be with the X registers in `live` kept, and leaves
   * heapTop in local `top`.
   */
  testHeap(bytes: number, live: readonly number[], top: number): void {
    const { code } = this;
    this.loadMachineRegister(MachineRegister.heapTop);
    code.local.tee(top);
    code.i32.const(bytes);
    code.i32.add();
    this.loadMachineRegister(MachineRegister.heapLimit);
    code.i32.gtU();
    this.openRareIf();
    this.pushFlaggedSp();
    code.i32.const(bytes);
    for (const x of live) code.local.get(this.xLocal(x));
    code.call(this.#indices.collectFunction(live.length));
    for (let i = Math.min(live.length, MAXIMUM_RESULTS) - 1; i >= 0; i--) code.local.set(this.xLocal(live[i] ?? 0));
    for (let i = MAXIMUM_RESULTS; i < live.length; i++) {
      code.i32.const(0);
      code.i32.load(X_REGISTERS + 4 * i);
      code.local.set(this.xLocal(live[i] ?? 0));
    }
    this.loadMachineRegister(MachineRegister.heapTop);
    code.local.set(top);
    this.close();
  }

  /**
   * Writes the body of a collection function, `(sp, bytes, x0 …) → (x0, x1)`: the code that each test of the heap
   * would need is once in the module. The caller reads the other registers back from memory.
   */
  collectFunction(live: number): void {
    const { code } = this;
    for (let i = 0; i < live; i++) {
      code.i32.const(0);
      code.local.get(i + 2);
      code.i32.store(X_REGISTERS + 4 * i);
    }
    code.local.get(0);
    code.local.get(1);
    code.i32.const(live);
    this.callKernel('collect');
    for (let i = 0; i < Math.min(live, MAXIMUM_RESULTS); i++) {
      code.i32.const(0);
      code.i32.load(X_REGISTERS + 4 * i);
    }
    code.end();
  }

  /** Stores `top + bytes` as heapTop. */
  setHeapTop(top: number, bytes: number): void {
    this.code.i32.const(0);
    this.code.local.get(top);
    this.code.i32.const(bytes);
    this.code.i32.add();
    this.code.i32.store(MachineRegister.heapTop);
  }

  /** Replaces the term on the operand stack by whether it has the primary tag, or not if `negated`. */
  hasPrimary(tag: number, negated: boolean): void {
    const { code } = this;
    code.i32.const(TermTag.primaryMask);
    code.i32.and();
    code.i32.const(tag);
    if (negated) code.i32.ne();
    else code.i32.eq();
  }

  /** Pushes the number in an i32 local with its four bytes in reverse. */
  pushSwapped(local: number): void {
    const { code } = this;
    code.local.get(local);
    code.i32.const(8);
    code.i32.rotl();
    code.i32.const(0x00ff00ff);
    code.i32.and();
    code.local.get(local);
    code.i32.const(8);
    code.i32.rotr();
    code.i32.const(0xff00ff00 | 0);
    code.i32.and();
    code.i32.or();
  }

  /** Replaces the term on the operand stack by whether it is a small integer. */
  isSmall(negated: boolean): void {
    const { code } = this;
    code.i32.const(TermTag.immediateMask);
    code.i32.and();
    code.i32.const(TermTag.integer);
    if (negated) code.i32.ne();
    else code.i32.eq();
  }

  /** Replaces the term on the operand stack by whether it is an atom. */
  isAtom(negated: boolean): void {
    const { code } = this;
    code.i32.const(TermTag.atomMask);
    code.i32.and();
    code.i32.const(TermTag.atom);
    if (negated) code.i32.ne();
    else code.i32.eq();
  }

  /** Replaces a boxed term on the operand stack by its header word. */
  loadHeader(): void {
    this.code.i32.const(TermTag.boxed);
    this.code.i32.sub();
    this.code.i32.load(0);
  }

  /** Replaces a boxed term on the operand stack by whether its header has the tag. */
  hasHeaderTag(tag: number, negated: boolean): void {
    const { code } = this;
    this.loadHeader();
    code.i32.const(TermTag.headerMask);
    code.i32.and();
    if (tag === HeaderTag.tuple) {
      if (negated) {
        code.i32.const(0);
        code.i32.ne();
      } else {
        code.i32.eqz();
      }
      return;
    }
    code.i32.const(tag);
    if (negated) code.i32.ne();
    else code.i32.eq();
  }

  /** getArrayElement: replaces a tuple on the operand stack by its element `index`, from 0. */
  getElement(index: number): void {
    this.code.i32.load(2 + 4 * index);
  }

  /** Replaces a cons on the operand stack by its head. */
  getHead(): void {
    this.code.i32.load(3);
  }

  /** Replaces a cons on the operand stack by its tail. */
  getTail(): void {
    this.code.i32.const(1);
    this.code.i32.sub();
    this.code.i32.load(0);
  }

  /** Calls through the table, or the gate to it; sp, arguments and table index are on the operand stack. */
  callTable(parameters: number): void {
    const gate = this.#indices.gate?.(parameters);
    if (gate === undefined) this.code.callIndirect(this.#indices.functionType(parameters));
    else this.code.call(gate);
  }

  /** Tail calls through the table. */
  returnCallTable(parameters: number): void {
    const gate = this.#indices.gate?.(parameters);
    if (gate === undefined) this.code.returnCallIndirect(this.#indices.functionType(parameters));
    else this.code.returnCall(gate);
  }
}
