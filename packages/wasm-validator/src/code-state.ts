import { BlockType, blockResult, type HeapType, type ValueType } from '@beamline/wasm-asm';
import { BOTTOM, BOTTOM_REF, heapTypeOf, isDefaultable, isReference, normalise, typeName } from './reference-types.js';
import type { FunctionShape, TypeSpace } from './type-space.js';
import type { Failing, ValidationContext } from './validation-context.js';
import type { ValidationProblem } from './validation-error.js';

/** An open block. */
export interface ControlFrame {
  /** What opened it: `block`, `loop`, `if`, `else`, `try_table`, `try`, `catch`, or `function`. */
  readonly kind: string;
  /** The types of its operands. */
  readonly params: readonly ValueType[];
  /** The types of its results. */
  readonly results: readonly ValueType[];
  /** How many operands were below it. */
  readonly height: number;
  /** How many locals had been initialised before it. */
  readonly initialised: number;
  /** Whether the rest of the block cannot be reached. */
  unreachable: boolean;
}

const NO_TYPES: readonly ValueType[] = [];

/** What the validation algorithm keeps of a function: operands, open blocks, locals. */
export class CodeState {
  readonly #operands: ValueType[] = [];
  readonly #frames: ControlFrame[] = [];
  // Locals of one type beside each other are one entry: its type and the index behind it.
  readonly #localTypes: ValueType[] = [];
  readonly #localEnds: number[] = [];
  // Locals without default value that have been set, in that order.
  readonly #initialised: number[] = [];
  #paramCount = 0;

  constructor(
    /** What the code can name. */
    readonly context: ValidationContext,
    /** The immediates of the instruction at hand, as `InstructionReader.values` has them. */
    readonly values: readonly number[],
    /** Where errors go. */
    readonly at: Failing,
  ) {}

  /** Starts a function. */
  reset(params: readonly ValueType[], results: readonly ValueType[]): void {
    this.#operands.length = 0;
    this.#frames.length = 0;
    this.#localTypes.length = 0;
    this.#localEnds.length = 0;
    this.#initialised.length = 0;
    this.#paramCount = params.length;
    for (const type of params) this.local(type, 1);
    const checked = results.map((type) => this.checkType(normalise(type)));
    this.#frames.push({ kind: 'function', params: NO_TYPES, results: checked, height: 0, initialised: 0, unreachable: false });
  }

  /** The types of the module. */
  get types(): TypeSpace {
    return this.context.types;
  }

  /** Throws an error about the instruction at hand. */
  fail(problem: ValidationProblem, expected = '', found = ''): never {
    return this.at.fail(problem, expected, found);
  }

  /** Whether the function has come to its end. */
  get ended(): boolean {
    return this.#frames.length === 0;
  }

  /** Declares more locals. */
  local(type: ValueType, count: number): void {
    const normal = this.checkType(normalise(type));
    const end = (this.#localEnds.at(-1) ?? 0) + count;
    if (count > 0 && this.#localTypes.at(-1) === normal && this.#localEnds.length > 0) this.#localEnds[this.#localEnds.length - 1] = end;
    else if (count > 0) {
      this.#localTypes.push(normal);
      this.#localEnds.push(end);
    }
  }

  /** Pushes an operand. */
  push(type: ValueType): void {
    this.#operands.push(type);
  }

  /** Pushes operands, the topmost one last. */
  pushAll(types: readonly ValueType[]): void {
    for (const type of types) this.#operands.push(type);
  }

  /** Pops an operand of any type; `BOTTOM` if the code cannot be reached. */
  popAny(): ValueType {
    const frame = this.frame;
    if (this.#operands.length === frame.height) {
      if (frame.unreachable) return BOTTOM;
      return this.at.fail('stack-underflow');
    }
    return this.#operands.pop() ?? BOTTOM;
  }

  /** Pops an operand that must match a type. */
  pop(expected: ValueType): ValueType {
    if (this.#operands.length === this.frame.height && !this.frame.unreachable) this.at.fail('stack-underflow', typeName(expected));
    const found = this.popAny();
    if (!this.context.types.matches(found, expected)) this.at.fail('type-mismatch', typeName(expected), typeName(found));
    return found;
  }

  /** Pops operands, the topmost one being the last type. */
  popAll(expected: readonly ValueType[]): void {
    for (let i = expected.length - 1; i >= 0; i--) this.pop(expected[i] ?? BOTTOM);
  }

  /** Pops a reference. */
  popReference(): ValueType {
    const found = this.popAny();
    if (found === BOTTOM) return BOTTOM_REF;
    if (!isReference(found)) this.at.fail('type-mismatch', 'a reference', typeName(found));
    return found;
  }

  /** The innermost open block. */
  get frame(): ControlFrame {
    return this.#frames[this.#frames.length - 1] ?? this.at.fail('misplaced-instruction', 'nothing behind the end');
  }

  /** The block that a label names. */
  label(depth: number): ControlFrame {
    return this.#frames[this.#frames.length - 1 - depth] ?? this.at.fail('unknown-label', `less than ${this.#frames.length}`, `${depth}`);
  }

  /** The types that a branch to a block takes. */
  labelTypes(depth: number): readonly ValueType[] {
    const frame = this.label(depth);
    return frame.kind === 'loop' ? frame.params : frame.results;
  }

  /** The operands on the stack at the moment, for rules that look at some and put them back. */
  get height(): number {
    return this.#operands.length;
  }

  /** Opens a block whose operands are on the stack. */
  open(kind: string, params: readonly ValueType[], results: readonly ValueType[]): void {
    this.#frames.push({ kind, params, results, height: this.#operands.length, initialised: this.#initialised.length, unreachable: false });
    this.pushAll(params);
  }

  /** Ends the innermost block; its results are taken from the stack. */
  close(): ControlFrame {
    const frame = this.frame;
    this.popAll(frame.results);
    if (this.#operands.length !== frame.height) {
      this.at.fail('operands-left', `${frame.results.length} results`, `${this.#operands.length - frame.height} more`);
    }
    this.#initialised.length = frame.initialised;
    this.#frames.pop();
    return frame;
  }

  /** The rest of the innermost block cannot be reached. */
  unreachable(): void {
    const frame = this.frame;
    this.#operands.length = frame.height;
    frame.unreachable = true;
  }

  /** The results of the function. */
  get functionResults(): readonly ValueType[] {
    return this.#frames[0]?.results ?? NO_TYPES;
  }

  /** Operands and results of a block type. */
  blockShape(type: BlockType): FunctionShape {
    if (type >= 0) return this.functionShape(type);
    if (type === BlockType.empty) return { params: NO_TYPES, results: NO_TYPES };
    return { params: NO_TYPES, results: [this.checkType(normalise(blockResult(type)))] };
  }

  /** Parameters and results of a type index. */
  functionShape(typeIndex: number): FunctionShape {
    this.checkTypeIndex(typeIndex);
    return this.context.types.shape(typeIndex) ?? this.at.fail('wrong-kind-of-type', 'a function type', `type ${typeIndex}`);
  }

  /** Throws unless there is such a type. */
  checkTypeIndex(typeIndex: number): void {
    if (typeIndex >= this.context.types.size) this.at.fail('unknown-type', `less than ${this.context.types.size}`, `${typeIndex}`);
  }

  /** Gives a value type back if it is valid. */
  checkType(type: ValueType): ValueType {
    if (!this.context.isValueType(type)) this.at.fail('malformed-type');
    if (!this.context.types.isKnown(type)) this.at.fail('unknown-type', `less than ${this.context.types.size}`, `${heapTypeOf(type)}`);
    return type;
  }

  /** Gives a heap type back if it is valid. */
  checkHeapType(type: HeapType): HeapType {
    if (!this.context.isHeapType(type)) this.at.fail('malformed-type');
    if (type >= 0) this.checkTypeIndex(type);
    return type;
  }

  /** The type of a local. */
  localType(index: number): ValueType {
    let low = 0;
    let high = this.#localEnds.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#localEnds[middle] ?? 0) <= index) low = middle + 1;
      else high = middle;
    }
    return this.#localTypes[low] ?? this.at.fail('unknown-local', `less than ${this.#localEnds.at(-1) ?? 0}`, `${index}`);
  }

  /** Throws if a local has no value yet. */
  checkInitialised(index: number, type: ValueType): void {
    if (index >= this.#paramCount && !isDefaultable(type) && !this.#initialised.includes(index)) {
      this.at.fail('uninitialised-local', '', `local ${index}`);
    }
  }

  /** Notes that a local has a value, until the end of the block. */
  initialise(index: number, type: ValueType): void {
    if (index >= this.#paramCount && !isDefaultable(type) && !this.#initialised.includes(index)) this.#initialised.push(index);
  }
}
