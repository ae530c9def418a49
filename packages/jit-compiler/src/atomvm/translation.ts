/** What the translators of instructions for AtomVM share: the operands of the instruction, and code that many of them write. */
import { type BeamFile, type Code, OperandKind, opcodeInfo, type Term } from '@beamline/beam-file';
import {
  type AtomvmBackend,
  type CodeLine,
  type Condition,
  type FreeRegister,
  free,
  int64,
  NativeRegister,
  type Operand,
  type Pointer,
  ptr,
  type VmRegister,
  xReg,
  yReg,
} from '@beamline/jit-backend';
import { HeaderTag, isSmallInteger, smallTerm, TermTag } from '@beamline/machine-model';
import { CompileError, type CompileErrorCode } from '../module/compile-error.js';
import { AtomTerm, defaultAtom } from './default-atoms.js';

/** A term, or a number, while an instruction is translated. Registers and pointers belong to the translator, which gives them away once. */
export type Value = number | NativeRegister | VmRegister | Pointer;

/** Where a result goes. */
export type Target = VmRegister | Pointer;

/** How many X registers are in the context; the others are reached by a pointer. */
export const CONTEXT_X_REGISTERS = 16;
/** The word behind them, which the collector looks at, too. */
const EXTRA_X_REGISTER = 16;
/** `memory_ensure_free_with_roots` may make the heap smaller. */
const MEMORY_CAN_SHRINK = 1;
/** Takes the primary tag away. */
const CLEAR_PRIMARY: number = ~TermTag.primaryMask;
/** The bits of a header that say what it is. */
export const BOXED_MASK = 0x3f;
/** The bits that say that a term is a small integer, a local pid or port. */
export const IMMEDIATE_MASK = 0xf;

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

/** One module while it is translated. */
export class Translation {
  readonly backend: AtomvmBackend;
  readonly beam: BeamFile;
  readonly code: Code;
  readonly lines: CodeLine[] = [];
  /** Index of the instruction's first operand. */
  first = 0;
  #instruction = 0;
  #function: string | undefined;
  #line = -1;
  readonly #literal: (index: number) => Term;

  constructor(backend: AtomvmBackend, beam: BeamFile, literal: (index: number) => Term) {
    this.backend = backend;
    this.beam = beam;
    this.code = beam.code;
    this.#literal = literal;
  }

  /** Goes to an instruction. */
  begin(instruction: number): void {
    this.#instruction = instruction;
    this.first = this.code.operandStart[instruction] ?? 0;
  }

  /** Notes which function the instructions belong to. */
  enterFunction(name: number, arity: number): void {
    this.#function = `${this.atomName(name)}/${arity}`;
  }

  /** A CompileError at the instruction. */
  fail(code: CompileErrorCode, problem: string): never {
    const opcode = opcodeInfo(this.code.opcodes[this.#instruction] ?? 0);
    throw new CompileError(code, problem, this.beam.module, this.#function, opcode?.name, this.code.offsets[this.#instruction]);
  }

  // --- Lines ----------------------------------------------------------------------------------

  /** Code from here on belongs to a line of the `Line` chunk. */
  setLine(line: number): void {
    this.#line = line;
    this.repeatLine();
  }

  /** Says the line again where a function was split, since lines are looked up by entry. */
  repeatLine(): void {
    if (this.#line >= 0) this.lines.push({ line: this.#line, offset: this.backend.offset() });
  }

  // --- Operands -------------------------------------------------------------------------------

  /** The kind of an operand, counted from the instruction's first. */
  kind(operand: number): number {
    return this.code.kinds[this.first + operand] ?? OperandKind.untagged;
  }

  /** The value of an operand: a bare number, a label, the length of a list, an index. */
  number(operand: number): number {
    return this.code.values[this.first + operand] ?? 0;
  }

  /** The name of an atom. */
  atomName(atom: number): string {
    return this.beam.atoms[atom] ?? '';
  }

  /** The atom of an operand, by name; undefined for another kind. */
  atom(operand: number): string | undefined {
    return this.kind(operand) === OperandKind.atom ? this.atomName(this.number(operand)) : undefined;
  }

  /** The literal or empty list of an operand; undefined for another kind. */
  literalTerm(operand: number): Term | undefined {
    const kind = this.kind(operand);
    if (kind === OperandKind.nil) return { kind: 'nil' };
    return kind === OperandKind.literalTerm ? this.#literal(this.number(operand)) : undefined;
  }

  /** A term that an operand stands for. */
  source(operand: number): Value {
    const value = this.number(operand);
    switch (this.kind(operand)) {
      case OperandKind.x:
      case OperandKind.y:
        return this.target(operand);
      case OperandKind.nil:
        return TermTag.nil;
      case OperandKind.atom:
        return this.atomTerm(value);
      case OperandKind.literalTerm:
        return this.backend.callPrimitive('module_load_literal', ['ctx', 'jit_state', value]);
      case OperandKind.bigInteger:
        return this.integer(this.code.bigs[value] ?? 0n);
      default:
        return this.integer(BigInt(value));
    }
  }

  /** A register of the machine that an operand names. */
  target(operand: number): Target {
    const index = this.number(operand);
    return this.kind(operand) === OperandKind.y ? yReg(index) : this.xRegister(index);
  }

  /** An X register, whether it is in the context or not. */
  xRegister(index: number): Target {
    if (index < CONTEXT_X_REGISTERS) return xReg(index);
    return ptr(this.backend.callPrimitive('extended_register_ptr', ['ctx', index]));
  }

  /** The words that a heap need stands for: those of a list of allocations are added up. */
  heapNeed(operand: number): number {
    const value = this.number(operand);
    if (this.kind(operand) !== OperandKind.allocList) return value;
    let words = 0;
    for (let i = 0; i < value; i++) {
      const [what, count] = [this.number(operand + 1 + 2 * i), this.number(operand + 2 + 2 * i)];
      words += count * (what === 0 ? 1 : HEAP_WORDS);
    }
    return words;
  }

  /** How many operands a heap need takes. */
  heapNeedOperands(operand: number): number {
    return this.kind(operand) === OperandKind.allocList ? 1 + 2 * this.number(operand) : 1;
  }

  /** The term of an atom of the module. */
  atomTerm(atom: number): Value {
    return defaultAtom(this.atomName(atom)) ?? this.backend.callPrimitive('module_get_atom_term_by_id', ['jit_state', atom]);
  }

  /** The term of an integer; one that is not small is made when the code runs. */
  integer(value: bigint): Value {
    const b = this.backend;
    if (isSmallInteger(Number(value))) return smallTerm(Number(value));
    if (value >= INT64_MIN && value <= INT64_MAX) return b.callPrimitive('alloc_boxed_integer_fragment', ['ctx', int64(value)]);
    const digits: number[] = [];
    for (let rest = value < 0n ? -value : value; rest > 0n; rest >>= 32n) digits.push(Number(BigInt.asIntN(32, rest)));
    const sign = value < 0n ? NEGATIVE_SIGN : 0;
    const term = this.address(b.callPrimitive('alloc_big_integer_fragment', ['ctx', digits.length, sign]));
    for (const [i, digit] of digits.entries()) b.moveToArrayElement(digit, term, i + 1);
    b.or(term, TermTag.boxed);
    return term;
  }

  // --- Values ---------------------------------------------------------------------------------

  /** The value as an argument that is given away. */
  give(value: Value): Operand {
    if (value instanceof NativeRegister) return free(value);
    return typeof value === 'object' && value.kind === 'ptr' ? free(value) : value;
  }

  /** Gives a value back that is not needed any more. */
  release(...values: readonly (Value | undefined)[]): void {
    for (const value of values) {
      if (value instanceof NativeRegister || (typeof value === 'object' && value.kind === 'ptr')) this.backend.freeNativeRegisters([value]);
    }
  }

  /** The value in a scratch register, which may be changed. */
  register(value: Value): NativeRegister {
    if (value instanceof NativeRegister) return value;
    if (typeof value === 'object' && value.kind === 'ptr') return this.backend.moveToNativeRegister(free(value));
    return this.backend.copyToNativeRegister(value);
  }

  /** The same, while the value stays. */
  copy(value: Value): NativeRegister {
    return this.backend.copyToNativeRegister(value);
  }

  /** Stores a value, which is given away. */
  store(value: Value, target: Target): void {
    this.backend.moveToVmRegister(this.give(value), target.kind === 'ptr' ? free(target) : target);
  }

  /** The address in a term, in the same register. */
  address(term: NativeRegister): NativeRegister {
    return this.backend.and(free(term), CLEAR_PRIMARY);
  }

  /** The value of a small integer, in the same register. */
  untag(term: NativeRegister): NativeRegister {
    return this.backend.shiftRightArith(free(term), TermTag.integerShift);
  }

  // --- Failure --------------------------------------------------------------------------------

  /** Goes on at a label if a condition holds; without a label raises `badarg`. */
  failIf(condition: Condition, label: number): void {
    if (label === 0) this.raiseIf(condition, AtomTerm.badarg);
    else this.backend.condJumpToLabel(condition, label);
  }

  /** Raises an error if a condition holds. */
  raiseIf(condition: Condition, reason: number): void {
    this.backend.ifBlock(condition, () => this.raise(reason));
  }

  /** Raises an error. */
  raise(reason: number): void {
    this.backend.callPrimitiveLast('raise_error', ['ctx', 'jit_state', 'offset', reason]);
  }

  /** Raises `{Reason, Value}`. */
  raiseTuple(reason: number, value: Value): void {
    this.backend.callPrimitiveLast('raise_error_tuple', ['ctx', 'jit_state', 'offset', reason, this.give(value)]);
  }

  /** Handles the error that a primitive has set if a condition holds. */
  handleErrorIf(condition: Condition): void {
    this.backend.ifBlock(condition, () => this.backend.callPrimitiveLast('handle_error', ['ctx', 'jit_state', 'offset']));
  }

  /** Handles the error that a primitive has set if its result is false. */
  handleErrorUnless(done: NativeRegister): void {
    this.handleErrorIf(['(bool)', free(done), '==', false]);
  }

  /** Goes on at the label unless a small integer is in the register, which stays. */
  smallOrFail(register: NativeRegister, label: number): void {
    this.failIf([register, '&', IMMEDIATE_MASK, '!=', TermTag.integer], label);
  }

  /** The number that a term is, which must be a small integer. */
  toInteger(term: Value, label: number): number | NativeRegister {
    if (typeof term === 'number') {
      if ((term & IMMEDIATE_MASK) === TermTag.integer) return term >> TermTag.integerShift;
    }
    const register = this.register(term);
    this.smallOrFail(register, label);
    return this.untag(register);
  }

  // --- Memory ---------------------------------------------------------------------------------

  /** How many X registers the collector is told of: those that are not in the context it knows. */
  live(live: number): number {
    return Math.min(live, CONTEXT_X_REGISTERS);
  }

  /** Gives X registers outside the context back that are not live. */
  trim(live: number): void {
    this.release(this.backend.callPrimitive('trim_live_regs', ['ctx', live]));
  }

  /** Makes sure of heap. */
  ensure(words: number | FreeRegister, live: number): void {
    const b = this.backend;
    this.handleErrorUnless(
      b.callPrimitive('memory_ensure_free_with_roots', ['ctx', 'jit_state', words, this.live(live), MEMORY_CAN_SHRINK]),
    );
  }

  /** Makes sure of heap while a value must stay, too; gives it back, since the collector may have moved it. */
  ensureWith(root: Value, words: number | FreeRegister, live: number): Value {
    const b = this.backend;
    if (typeof root === 'number' || (!(root instanceof NativeRegister) && root.kind === 'x' && root.index < live)) {
      this.ensure(words, live);
      return root;
    }
    // Y registers and X registers outside the context are roots anyway.
    if (!(root instanceof NativeRegister) && (root.kind === 'y' || root.kind === 'ptr')) {
      this.ensure(words, live);
      return root;
    }
    const index = live < CONTEXT_X_REGISTERS ? live : EXTRA_X_REGISTER;
    const place = xReg(index);
    const given = root instanceof NativeRegister ? free(root) : root;
    b.moveToVmRegister(given, place);
    this.handleErrorUnless(b.callPrimitive('memory_ensure_free_with_roots', ['ctx', 'jit_state', words, index + 1, MEMORY_CAN_SHRINK]));
    if (root instanceof NativeRegister) return b.copyToNativeRegister(place);
    b.moveToVmRegister(place, root);
    return root;
  }
}

/** Words of a float, and those of a fun that its free variables come behind. */
const HEAP_WORDS = 3;
/** What `alloc_big_integer_fragment` takes for a negative number. */
const NEGATIVE_SIGN: number = HeaderTag.negativeInteger - HeaderTag.positiveInteger;
