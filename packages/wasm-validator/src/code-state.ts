import { BlockType, blockResult, type HeapType, ValueType } from '@beamline/wasm-asm';
import { Code, OPCODES, Shape } from './opcode-shapes.js';
import { BOTTOM, BOTTOM_REF, heapTypeOf, isDefaultable, isNumberOrVector, isReference, normalise, typeName } from './reference-types.js';
import type { FunctionShape, TypeSpace } from './type-space.js';
import type { Failing, ValidationContext } from './validation-context.js';
import type { ValidationProblem } from './validation-error.js';

/** An open block. The object is used again for the block that is opened next at this depth. */
export interface ControlFrame {
  /** What opened it: `block`, `loop`, `if`, `else`, `try_table`, `try`, `catch`, or `function`. */
  kind: string;
  /** The types of its operands. */
  params: readonly ValueType[];
  /** The types of its results. */
  results: readonly ValueType[];
  /** How many operands were below it. */
  height: number;
  /** How many locals had been initialised before it. */
  initialised: number;
  /** Whether the rest of the block cannot be reached. */
  unreachable: boolean;
}

const NO_TYPES: readonly ValueType[] = [];
const EMPTY_SHAPE: FunctionShape = { params: NO_TYPES, results: NO_TYPES };
/** The locals whose types {@link CodeState.accept} has at hand: those whose index takes one byte. */
const PLAIN_LOCALS = 0x80;

/** What the validation algorithm keeps of a function: operands, open blocks, locals. */
export class CodeState {
  // The stacks keep what lies above their heights, so that pushing allocates only when they grow.
  #operands: Float64Array = new Float64Array(64);
  #height = 0;
  readonly #frames: ControlFrame[] = [];
  #depth = 0;
  // The height of the innermost block: operands below it are not its own.
  #base = 0;
  // Whether a block is open and accept() may be used: it knows nothing of constant expressions.
  #quick = false;
  // Locals of one type beside each other are one entry: its type and the index after it.
  readonly #localTypes: ValueType[] = [];
  readonly #localEnds: number[] = [];
  #localGroups = 0;
  // The types of the first locals; BOTTOM if there is none, if it needs more than one byte, or if the local has no first value.
  readonly #plainLocals: Uint8Array = new Uint8Array(PLAIN_LOCALS);
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
    this.#height = 0;
    this.#depth = 0;
    const locals = Math.min(this.#localCount, PLAIN_LOCALS);
    for (let i = 0; i < locals; i++) this.#plainLocals[i] = BOTTOM;
    this.#localGroups = 0;
    if (this.#initialised.length > 0) this.#initialised.length = 0;
    this.#paramCount = params.length;
    for (let i = 0; i < params.length; i++) this.local(params[i] ?? BOTTOM, 1);
    let checked: ValueType[] | undefined;
    for (let i = 0; i < results.length; i++) {
      const type = results[i] ?? BOTTOM;
      const normal = isNumberOrVector(type) ? type : this.checkType(normalise(type));
      // A copy only where a type has another form.
      if (normal !== type) {
        checked ??= [...results];
        checked[i] = normal;
      }
    }
    this.#push('function', NO_TYPES, checked ?? results);
  }

  get #localCount(): number {
    return this.#localGroups === 0 ? 0 : (this.#localEnds[this.#localGroups - 1] ?? 0);
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
    return this.#depth === 0;
  }

  /** Declares more locals. */
  local(type: ValueType, count: number): void {
    const normal = isNumberOrVector(type) ? type : this.checkType(normalise(type));
    const groups = this.#localGroups;
    const start = this.#localCount;
    const end = start + count;
    if (normal <= 0xff) {
      for (let i = start; i < end && i < PLAIN_LOCALS; i++) this.#plainLocals[i] = normal;
    }
    if (count > 0 && groups > 0 && this.#localTypes[groups - 1] === normal) this.#localEnds[groups - 1] = end;
    else if (count > 0) {
      this.#localTypes[groups] = normal;
      this.#localEnds[groups] = end;
      this.#localGroups++;
    }
  }

  /** Pushes an operand. */
  push(type: ValueType): void {
    this.#reserve(1);
    this.#operands[this.#height++] = type;
  }

  #reserve(count: number): void {
    const needed = this.#height + count;
    if (needed <= this.#operands.length) return;
    const larger = new Float64Array(2 * needed);
    larger.set(this.#operands);
    this.#operands = larger;
  }

  /** Pushes operands, the topmost one last. */
  pushAll(types: readonly ValueType[]): void {
    this.#reserve(types.length);
    for (let i = 0; i < types.length; i++) this.#operands[this.#height++] = types[i] ?? BOTTOM;
  }

  /** Pops an operand of any type; `BOTTOM` if the code cannot be reached. */
  popAny(): ValueType {
    const frame = this.frame;
    if (this.#height === frame.height) {
      if (frame.unreachable) return BOTTOM;
      return this.at.fail('stack-underflow');
    }
    return this.#operands[--this.#height] ?? BOTTOM;
  }

  /** Pops an operand that must match a type. */
  pop(expected: ValueType): ValueType {
    if (this.#height === this.frame.height && !this.frame.unreachable) this.at.fail('stack-underflow', typeName(expected));
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
    const frame = this.#depth === 0 ? undefined : this.#frames[this.#depth - 1];
    return frame ?? this.at.fail('misplaced-instruction', 'nothing may follow the end');
  }

  /** The block that a label names. */
  label(depth: number): ControlFrame {
    return this.#frames[this.#depth - 1 - depth] ?? this.at.fail('unknown-label', `less than ${this.#depth}`, `${depth}`);
  }

  /** The types that a branch to a block takes. */
  labelTypes(depth: number): readonly ValueType[] {
    const frame = this.label(depth);
    return frame.kind === 'loop' ? frame.params : frame.results;
  }

  /** The operands on the stack at the moment, for rules that look at some and put them back. */
  get height(): number {
    return this.#height;
  }

  /** Opens a block whose operands are on the stack. */
  open(kind: string, params: readonly ValueType[], results: readonly ValueType[]): void {
    this.#push(kind, params, results);
    this.pushAll(params);
  }

  /** Ends the innermost block; its results are taken from the stack. What is given holds until the next block. */
  close(): ControlFrame {
    const frame = this.frame;
    this.popAll(frame.results);
    if (this.#height !== frame.height) {
      this.at.fail('operands-left', `${frame.results.length} results`, `${this.#height - frame.height} more`);
    }
    if (this.#initialised.length !== frame.initialised) this.#initialised.length = frame.initialised;
    this.#pop();
    return frame;
  }

  /** The rest of the innermost block cannot be reached. */
  unreachable(): void {
    const frame = this.frame;
    this.#height = frame.height;
    frame.unreachable = true;
  }

  /** The results of the function. */
  get functionResults(): readonly ValueType[] {
    return this.#depth === 0 ? NO_TYPES : (this.#frames[0]?.results ?? NO_TYPES);
  }

  /** Operands and results of a block type. */
  blockShape(type: BlockType): FunctionShape {
    if (type >= 0) return this.functionShape(type);
    if (type === BlockType.empty) return EMPTY_SHAPE;
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
    let high = this.#localGroups;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#localEnds[middle] ?? 0) <= index) low = middle + 1;
      else high = middle;
    }
    const type = low < this.#localGroups ? this.#localTypes[low] : undefined;
    return type ?? this.at.fail('unknown-local', `less than ${this.#localCount}`, `${index}`);
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

  /**
   * Takes in the instruction at `at` if it can tell quickly that it is valid, and gives the offset
   * after it. Otherwise gives 0 and has changed nothing: the instruction is left to the rules.
   */
  accept(bytes: Uint8Array, at: number, end: number): number {
    if (!this.#quick || at >= end) return 0;
    // No instruction of those below pushes more than one operand.
    if (this.#height === this.#operands.length) this.#reserve(1);
    const operands = this.#operands;
    const opcode = bytes[at] ?? 0;
    const word = OPCODES[opcode] ?? 0;
    const result = word >>> 24;
    const height = this.#height;
    const top = height - 1;
    const room = height - this.#base;
    let next = at + 1;
    switch (word & 0xff) {
      case Shape.unary:
        if (room < 1 || operands[top] !== ((word >> 8) & 0xff)) return 0;
        operands[top] = result;
        break;
      case Shape.binary:
        if (room < 2 || operands[top] !== ((word >> 16) & 0xff) || operands[top - 1] !== ((word >> 8) & 0xff)) return 0;
        operands[top - 1] = result;
        this.#height = top;
        break;
      case Shape.integer: {
        // Of the longest form the last byte has bits to check.
        const longest = next + (result === Code.i32 ? 4 : 9);
        while ((bytes[next] ?? 0) > 0x7f) next++;
        if (next >= longest || next >= end) return 0;
        next++;
        operands[height] = result;
        this.#height = height + 1;
        break;
      }
      case Shape.float:
        next += result === Code.f32 ? 4 : 8;
        if (next > end) return 0;
        operands[height] = result;
        this.#height = height + 1;
        break;
      case Shape.load:
        next = this.acceptMemoryArgument(bytes, next, end, (word >> 8) & 0xff);
        if (next === 0 || room < 1 || operands[top] !== Code.i32) return 0;
        operands[top] = result;
        break;
      case Shape.store:
        next = this.acceptMemoryArgument(bytes, next, end, (word >> 8) & 0xff);
        if (next === 0 || room < 2 || operands[top] !== ((word >> 16) & 0xff) || operands[top - 1] !== Code.i32) return 0;
        this.#height = top - 1;
        break;
      case Shape.localGet: {
        const type = this.#plainLocals[bytes[next] ?? 0] ?? Code.none;
        if (++next > end || type === Code.none) return 0;
        operands[height] = type;
        this.#height = height + 1;
        break;
      }
      case Shape.localSet: {
        const type = this.#plainLocals[bytes[next] ?? 0] ?? Code.none;
        if (++next > end || type === Code.none || room < 1 || operands[top] !== type) return 0;
        this.#height = top;
        break;
      }
      case Shape.localTee: {
        const type = this.#plainLocals[bytes[next] ?? 0] ?? Code.none;
        if (++next > end || type === Code.none || room < 1 || operands[top] !== type) return 0;
        break;
      }
      case Shape.drop:
        if (room < 1) return 0;
        this.#height = top;
        break;
      case Shape.nop:
        break;
      default:
        return this.#acceptControl(bytes, word & 0xff, next, end, room);
    }
    return next;
  }

  /** As {@link accept}, for `local.get`: whether it is valid and has been taken in. */
  acceptLocalGet(index: number): boolean {
    const type = this.#plainLocals[index] ?? 0;
    if (type === 0 || this.#depth === 0 || this.#height === this.#operands.length) return false;
    this.#operands[this.#height++] = type;
    return true;
  }

  /** As {@link accept}, for `local.set`. */
  acceptLocalSet(index: number): boolean {
    if (!this.acceptLocalTee(index)) return false;
    this.#height--;
    return true;
  }

  /** As {@link accept}, for `local.tee`. */
  acceptLocalTee(index: number): boolean {
    const type = this.#plainLocals[index] ?? 0;
    return type !== 0 && this.#height > this.#base && this.#operands[this.#height - 1] === type;
  }

  /** As {@link accept}, for an instruction with one operand and one result. */
  acceptUnary(operand: ValueType, result: ValueType): boolean {
    const top = this.#height - 1;
    if (top < this.#base || this.#operands[top] !== operand) return false;
    this.#operands[top] = result;
    return true;
  }

  /** As {@link accept}, for an instruction with two operands of one type and one result. */
  acceptBinary(operand: ValueType, result: ValueType): boolean {
    const second = this.#height - 2;
    if (second < this.#base || this.#operands[second] !== operand || this.#operands[second + 1] !== operand) return false;
    this.#operands[second] = result;
    this.#height--;
    return true;
  }

  /** As {@link accept}, for `i32.const` and `i64.const`. */
  acceptConstant(type: ValueType): boolean {
    if (this.#depth === 0 || this.#height === this.#operands.length) return false;
    this.#operands[this.#height++] = type;
    return true;
  }

  /** As {@link accept}, for a store with a right memory argument. */
  acceptStore(type: ValueType): boolean {
    const address = this.#height - 2;
    if (address < this.#base || this.#operands[address] !== Code.i32 || this.#operands[address + 1] !== type) return false;
    this.#height = address;
    return true;
  }

  /** As {@link accept}, for `drop`. */
  acceptDrop(): boolean {
    if (this.#height <= this.#base) return false;
    this.#height--;
    return true;
  }

  /** The offset after a memory argument that is right for memory 0; otherwise 0. */
  acceptMemoryArgument(bytes: Uint8Array, start: number, end: number, alignment: number): number {
    const memory = this.context.declarations.memories[0];
    if ((bytes[start] ?? 0) > alignment || memory === undefined || memory.address === 'i64') return 0;
    let next = start + 1;
    while ((bytes[next] ?? 0) > 0x7f) next++;
    return next < end && next < start + 5 ? next + 1 : 0;
  }

  /** As {@link accept}, for one instruction of control or with an index; 0 if it cannot tell. */
  #acceptControl(bytes: Uint8Array, shape: Shape, start: number, end: number, room: number): number {
    if (shape === Shape.none) return 0;
    const operands = this.#operands;
    const frame = this.#frames[this.#depth - 1];
    if (frame === undefined) return 0;
    const first = bytes[start] ?? 0;
    const second = bytes[start + 1] ?? 0;
    const { declarations } = this.context;
    switch (shape) {
      case Shape.select: {
        const type = operands[this.#height - 2] ?? BOTTOM;
        if (room < 3 || operands[this.#height - 1] !== Code.i32 || operands[this.#height - 3] !== type) return 0;
        if (!isNumberOrVector(type)) return 0;
        this.#height -= 2;
        return start;
      }
      case Shape.block:
      case Shape.loop:
      case Shape.if: {
        if (start >= end || (first !== EMPTY_BLOCK && !isNumberOrVector(first))) return 0;
        if (shape === Shape.if) {
          if (room < 1 || operands[this.#height - 1] !== Code.i32) return 0;
          this.#height--;
        }
        const results = first === EMPTY_BLOCK ? NO_TYPES : (SINGLE_RESULTS[first - ValueType.v128] ?? NO_TYPES);
        this.#push(shape === Shape.block ? 'block' : shape === Shape.loop ? 'loop' : 'if', NO_TYPES, results);
        return start + 1;
      }
      case Shape.end: {
        const { kind, results, height } = frame;
        if (room !== results.length || !this.#topAre(results, room)) return 0;
        if (kind === 'if' && (frame.params.length > 0 || results.length > 0)) return 0;
        if (this.#initialised.length !== frame.initialised) this.#initialised.length = frame.initialised;
        this.#pop();
        // The results stay where they are, for the block around this one.
        if (kind === 'function') this.#height = height;
        return start;
      }
      case Shape.br: {
        if (start >= end || first >= this.#depth || first > 0x7f || !this.#topAre(this.labelTypes(first), room)) return 0;
        this.#height = frame.height;
        frame.unreachable = true;
        return start + 1;
      }
      case Shape.brIf: {
        if (start >= end || first >= this.#depth || first > 0x7f || room < 1 || operands[this.#height - 1] !== Code.i32) return 0;
        this.#height--;
        if (this.#topAre(this.labelTypes(first), room - 1)) return start + 1;
        this.#height++;
        return 0;
      }
      case Shape.return:
        if (!this.#topAre(this.functionResults, room)) return 0;
        this.#height = frame.height;
        frame.unreachable = true;
        return start;
      case Shape.call: {
        const size = first < 0x80 ? 1 : 2;
        if (start + size > end || (size === 2 && second > 0x7f)) return 0;
        const typeIndex = declarations.functions[size === 1 ? first : (first & 0x7f) | (second << 7)];
        if (typeIndex === undefined) return 0;
        this.context.update();
        const called = this.context.types.shape(typeIndex);
        if (called === undefined || !this.#topAre(called.params, room)) return 0;
        this.#height -= called.params.length;
        this.pushAll(called.results);
        return start + size;
      }
      case Shape.globalGet: {
        const global = first < 0x80 && first < this.context.visibleGlobals ? declarations.globals[first] : undefined;
        if (start >= end || global === undefined || !isNumberOrVector(global.type)) return 0;
        operands[this.#height++] = global.type;
        return start + 1;
      }
      case Shape.globalSet: {
        const global = first < 0x80 ? declarations.globals[first] : undefined;
        if (start >= end || global?.mutable !== true || room < 1 || operands[this.#height - 1] !== global.type) return 0;
        if (!isNumberOrVector(global.type)) return 0;
        this.#height--;
        return start + 1;
      }
    }
    return 0;
  }

  /** Whether the topmost operands, of which `room` may be taken, have exactly these types. */
  #topAre(types: readonly ValueType[], room: number): boolean {
    const count = types.length;
    if (count > room) return false;
    const first = this.#height - count;
    for (let i = 0; i < count; i++) if (this.#operands[first + i] !== types[i]) return false;
    return true;
  }

  #push(kind: string, params: readonly ValueType[], results: readonly ValueType[]): void {
    const frame = this.#frames[this.#depth];
    if (frame === undefined) {
      this.#frames.push({ kind, params, results, height: this.#height, initialised: this.#initialised.length, unreachable: false });
    } else {
      frame.kind = kind;
      frame.params = params;
      frame.results = results;
      frame.height = this.#height;
      frame.initialised = this.#initialised.length;
      frame.unreachable = false;
    }
    this.#depth++;
    this.#base = this.#height;
    this.#quick = !this.context.constant;
  }

  #pop(): void {
    this.#depth--;
    if (this.#depth === 0) this.#quick = false;
    else this.#base = this.#frames[this.#depth - 1]?.height ?? 0;
  }
}

const EMPTY_BLOCK = 0x40;
/** The results of block types of one number or vector, from `v128` up. */
const SINGLE_RESULTS: readonly (readonly ValueType[])[] = [
  [ValueType.v128],
  [ValueType.f64],
  [ValueType.f32],
  [ValueType.i64],
  [ValueType.i32],
];
