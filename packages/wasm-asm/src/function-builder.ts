import { ByteBuffer } from './byte-buffer.js';
import { CodeEmitter } from './code-emitter.js';
import type {
  DataInstructions,
  ElemInstructions,
  F32Instructions,
  F64Instructions,
  GlobalInstructions,
  I32Instructions,
  I64Instructions,
  MemoryInstructions,
  RefInstructions,
  TableInstructions,
} from './generated/core.js';
import type { InstructionTarget } from './instruction-group.js';
import type { FunctionObserver } from './instruction-observer.js';
import { BlockType, type CatchKind, type ValueType } from './types.js';

/** What a {@link FunctionBuilder} was asked to do wrongly. */
export type FunctionBuilderProblem =
  /** The label or local belongs to another function, or to this one before `reset`. */
  | 'foreign-label'
  | 'foreign-local'
  /** The label's block has ended. */
  | 'closed-label'
  /** `end` or `else` for a block that is not the innermost one. */
  | 'not-innermost'
  /** `else` without an `if`, or a second one. */
  | 'not-an-if'
  /** The function was finished while blocks were open. */
  | 'open-blocks'
  /** There is no such parameter. */
  | 'no-such-parameter'
  /** The function has been finished. */
  | 'finished';

/** Wrong use of a {@link FunctionBuilder}. */
export class FunctionBuilderError extends Error {
  /** The name of the class. */
  override readonly name = 'FunctionBuilderError';

  constructor(
    /** What is wrong. */
    readonly problem: FunctionBuilderProblem,
    /** The function's name, as given to the builder. */
    readonly functionName: string,
    /** Where in the function: how many bytes of instructions had been written. */
    readonly offset: number,
  ) {
    super(`${problem.replaceAll('-', ' ')} in function ${functionName}, byte ${offset}`);
  }
}

/** A parameter or a local variable of one function. */
export class Local {
  /** Made by `FunctionBuilder.param` and `FunctionBuilder.local`. */
  constructor(
    /** The function under construction; compared by identity. */
    readonly owner: object,
    /** Its index among parameters and locals. */
    readonly index: number,
    /** Its type. */
    readonly type: ValueType,
  ) {}
}

/** The target of branches to one block. */
export class Label {
  /** False once the block has ended. */
  open = true;
  /** True from `if` to its `else` or `end`. */
  mayHaveElse: boolean;

  /** Made by `FunctionBuilder.block`, `loop` and `if`. */
  constructor(
    /** The function under construction; compared by identity. */
    readonly owner: object,
    /** The number of blocks around it. */
    readonly nesting: number,
    isIf: boolean,
  ) {
    this.mayHaveElse = isIf;
  }
}

/** A clause of `FunctionBuilder.tryTable`. */
export interface LabelledCatchClause {
  /** Which exceptions, and whether the reference is pushed. */
  readonly kind: CatchKind;
  /** The tag index; left out for `catchAll` and `catchAllRef`. */
  readonly tag?: number;
  /** The label to branch to: a block around the `try_table`. */
  readonly label: Label;
}

/** What {@link FunctionBuilder.finish} gives, in the form that a module writer takes. */
export interface FunctionBody {
  /** Local declarations: count, type, count, type and so on, without the parameters. */
  readonly locals: readonly number[];
  /** The instructions, the final `end` included. */
  readonly code: Uint8Array<ArrayBuffer>;
}

/** Where {@link FunctionBuilder.finishInPlace} left a function in the builder's buffer. */
export interface FunctionRange {
  /** Local declarations: count, type, count, type and so on, without the parameters. */
  readonly locals: readonly number[];
  /** The first byte of the instructions. */
  readonly start: number;
  /** The byte after the final `end`. */
  readonly end: number;
}

/**
 * Writes one function with handles for locals and labels.
 *
 * Labels and locals are checked ({@link FunctionBuilderError}); operand types are not, unless an
 * observer does it. Optional
 * instructions go through their own classes: `new SimdInstructions(f)`. Those that open or leave
 * blocks (`try`, `br_on_cast`) take depths that the builder does not know of: write such functions
 * with a `CodeEmitter`.
 */
export class FunctionBuilder implements InstructionTarget {
  /** Where the bytes go. */
  readonly buffer: ByteBuffer;
  /** Who is told of every instruction. */
  readonly observer: FunctionObserver | undefined;
  /** `i32.*` */
  readonly i32: I32Instructions;
  /** `i64.*` */
  readonly i64: I64Instructions;
  /** `f32.*` */
  readonly f32: F32Instructions;
  /** `f64.*` */
  readonly f64: F64Instructions;
  /** `global.*` */
  readonly global: GlobalInstructions;
  /** `memory.*` */
  readonly memory: MemoryInstructions;
  /** `table.*` */
  readonly table: TableInstructions;
  /** `ref.*` */
  readonly ref: RefInstructions;
  /** `elem.*` */
  readonly elem: ElemInstructions;
  /** `data.*` */
  readonly data: DataInstructions;

  readonly #code: CodeEmitter;
  readonly #labels: Label[] = [];
  #name: string;
  // Handles of an earlier function are told apart by this object.
  #owner: object = {};
  #params: Local[] = [];
  #groups: number[] = [];
  #localCount = 0;
  #finished = false;
  #start = 0;

  /**
   * @param params - the types of the parameters
   * @param name - for error messages
   * @param buffer - where the bytes go; emptied first
   * @param results - the types of the results; only an observer needs them
   * @param observer - is told of every instruction and local; a `FunctionValidator` checks operand types
   */
  constructor(
    params: readonly ValueType[] = [],
    name = '(unnamed)',
    buffer: ByteBuffer = new ByteBuffer(),
    results: readonly ValueType[] = [],
    observer?: FunctionObserver,
  ) {
    this.#code = new CodeEmitter(buffer, observer);
    this.observer = observer;
    this.buffer = buffer;
    this.i32 = this.#code.i32;
    this.i64 = this.#code.i64;
    this.f32 = this.#code.f32;
    this.f64 = this.#code.f64;
    this.global = this.#code.global;
    this.memory = this.#code.memory;
    this.table = this.#code.table;
    this.ref = this.#code.ref;
    this.elem = this.#code.elem;
    this.data = this.#code.data;
    this.#name = name;
    this.reset(params, name, results);
  }

  /** Starts another function in the same buffer; the handles of the last one are void. */
  reset(params: readonly ValueType[] = [], name = '(unnamed)', results: readonly ValueType[] = []): void {
    this.buffer.reset();
    this.next(params, name, results);
  }

  /**
   * Starts another function after what the buffer holds, so that many need no copies; the handles
   * of the last one are void.
   */
  next(params: readonly ValueType[] = [], name = '(unnamed)', results: readonly ValueType[] = []): void {
    this.#start = this.buffer.length;
    if (this.#labels.length > 0) this.#labels.length = 0;
    this.#name = name;
    const owner = {};
    this.#owner = owner;
    this.#params = params.map((type, index) => new Local(owner, index, type));
    this.#groups = [];
    this.#localCount = params.length;
    this.#finished = false;
    this.observer?.begin(this.buffer, params, results, name);
  }

  /** The parameter with this index, from 0. */
  param(index: number): Local {
    return this.#params[index] ?? this.#fail('no-such-parameter');
  }

  /** Declares a local; it is zero or null at first. Neighbours of one type share a declaration. */
  local(type: ValueType): Local {
    const groups = this.#groups;
    if (groups.length > 0 && groups[groups.length - 1] === type) {
      groups[groups.length - 2] = (groups[groups.length - 2] ?? 0) + 1;
    } else groups.push(1, type);
    this.observer?.local(type);
    return new Local(this.#owner, this.#localCount++, type);
  }

  /** `local.get` */
  get(local: Local): void {
    this.#code.local.get(this.#index(local));
  }

  /** `local.set` */
  set(local: Local): void {
    this.#code.local.set(this.#index(local));
  }

  /** `local.tee` */
  tee(local: Local): void {
    this.#code.local.tee(this.#index(local));
  }

  /** Opens a block; a branch to its label goes after its end. */
  block(type: BlockType = BlockType.empty): Label {
    this.#code.block(type);
    return this.#open(false);
  }

  /** Opens a loop; a branch to its label goes to its start. */
  loop(type: BlockType = BlockType.empty): Label {
    this.#code.loop(type);
    return this.#open(false);
  }

  /** Opens an `if`; a branch to its label goes after its end. */
  if(type: BlockType = BlockType.empty): Label {
    this.#code.if(type);
    return this.#open(true);
  }

  /** Opens a `try_table`; the labels of its clauses are those of blocks around it. */
  tryTable(catches: readonly LabelledCatchClause[], type: BlockType = BlockType.empty): Label {
    const clauses = catches.map(({ kind, tag, label }) => {
      const depth = this.#depth(label);
      return tag === undefined ? { kind, label: depth } : { kind, tag, label: depth };
    });
    this.#code.tryTable(clauses, type);
    return this.#open(false);
  }

  /** Starts the other arm of `label`, which must be the innermost block and an `if`. */
  else(label: Label): void {
    this.#checkInnermost(label);
    if (!label.mayHaveElse) this.#fail('not-an-if');
    label.mayHaveElse = false;
    this.#code.else();
  }

  /** Ends `label`, which must be the innermost block. */
  end(label: Label): void {
    this.#checkInnermost(label);
    label.open = false;
    this.#labels.pop();
    this.#code.end();
  }

  /** `br` */
  br(label: Label): void {
    this.#code.br(this.#depth(label));
  }

  /** `br_if` */
  brIf(label: Label): void {
    this.#code.brIf(this.#depth(label));
  }

  /** `br_table` */
  brTable(labels: readonly Label[], defaultLabel: Label): void {
    this.#code.brTable(
      labels.map((label) => this.#depth(label)),
      this.#depth(defaultLabel),
    );
  }

  /** `br_on_null` */
  brOnNull(label: Label): void {
    this.#code.brOnNull(this.#depth(label));
  }

  /** `br_on_non_null` */
  brOnNonNull(label: Label): void {
    this.#code.brOnNonNull(this.#depth(label));
  }

  /** `return` */
  return(): void {
    this.#code.return();
  }

  /** `call` */
  call(functionIndex: number): void {
    this.#code.call(functionIndex);
  }

  /** `call_indirect` */
  callIndirect(typeIndex: number, tableIndex = 0): void {
    this.#code.callIndirect(typeIndex, tableIndex);
  }

  /** `call_ref` */
  callRef(typeIndex: number): void {
    this.#code.callRef(typeIndex);
  }

  /** `return_call` */
  returnCall(functionIndex: number): void {
    this.#code.returnCall(functionIndex);
  }

  /** `return_call_indirect` */
  returnCallIndirect(typeIndex: number, tableIndex = 0): void {
    this.#code.returnCallIndirect(typeIndex, tableIndex);
  }

  /** `return_call_ref` */
  returnCallRef(typeIndex: number): void {
    this.#code.returnCallRef(typeIndex);
  }

  /** `throw` */
  throw(tagIndex: number): void {
    this.#code.throw(tagIndex);
  }

  /** `throw_ref` */
  throwRef(): void {
    this.#code.throwRef();
  }

  /** `drop` */
  drop(): void {
    this.#code.drop();
  }

  /** `select`, for operands of a number or vector type */
  select(): void {
    this.#code.select();
  }

  /** `select` with its type, for any operands */
  selectTyped(type: ValueType): void {
    this.#code.selectTyped([type]);
  }

  /** `nop` */
  nop(): void {
    this.#code.nop();
  }

  /** `unreachable` */
  unreachable(): void {
    this.#code.unreachable();
  }

  /** Writes the final `end` and gives a copy of the function. */
  finish(): FunctionBody {
    const { locals, start, end } = this.finishInPlace();
    return { locals, code: this.buffer.slice(start, end) };
  }

  /** Writes the final `end` and tells where the function is in the buffer. */
  finishInPlace(): FunctionRange {
    if (this.#finished) this.#fail('finished');
    if (this.#labels.length > 0) this.#fail('open-blocks');
    this.#code.end();
    this.#finished = true;
    return { locals: this.#groups, start: this.#start, end: this.buffer.length };
  }

  #open(isIf: boolean): Label {
    const label = new Label(this.#owner, this.#labels.length, isIf);
    this.#labels.push(label);
    return label;
  }

  #index(local: Local): number {
    if (local.owner !== this.#owner) this.#fail('foreign-local');
    return local.index;
  }

  #depth(label: Label): number {
    this.#checkLabel(label);
    return this.#labels.length - 1 - label.nesting;
  }

  #checkInnermost(label: Label): void {
    this.#checkLabel(label);
    if (label.nesting !== this.#labels.length - 1) this.#fail('not-innermost');
  }

  #checkLabel(label: Label): void {
    if (label.owner !== this.#owner) this.#fail('foreign-label');
    if (!label.open) this.#fail('closed-label');
  }

  #fail(problem: FunctionBuilderProblem): never {
    throw new FunctionBuilderError(problem, this.#name, this.buffer.length - this.#start);
  }
}
