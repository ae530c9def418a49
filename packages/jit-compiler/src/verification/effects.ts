import { type Code, type Opcode, OperandKind } from '@beamline/beam-file';
import { isSmallOperand } from '../function/operand-types.js';
import { INTEGER_OPERATIONS, staysSmallByType } from '../instructions/integers/arithmetic.js';
import { heapBytesOf, heapOperands } from '../instructions/terms/heap-instructions.js';
import type { FunctionInfo, ModuleContext } from '../module/module-context.js';
import { neededArity } from './guarded-operands.js';
import { Guard } from './guards.js';
import type { RegisterState } from './register-state.js';
import { ANY_TERM, Fact, numberOf, tupleOf } from './value-facts.js';

/** Guard BIFs that give one of their arguments, a part of it, or something that is not on the heap. */
const NO_HEAP: ReadonlySet<string> = new Set(
  (
    'self node hd tl element tuple_size map_get is_map_key get not and or xor =:= =/= == /= < =< > >= min max is_atom is_list is_tuple is_binary ' +
    'is_bitstring is_boolean is_float is_function is_integer is_map is_number is_pid is_port is_record is_reference'
  ).split(' '),
);

/** What the effects of instructions have in common: see the tables in `effects/`. */
export class Effects {
  readonly module: ModuleContext;
  readonly code: Code;
  readonly state: RegisterState;
  /** Checks that the current instruction needs. */
  guards = 0;
  /** The function that is verified. */
  info: FunctionInfo;

  constructor(module: ModuleContext, state: RegisterState, info: FunctionInfo) {
    this.module = module;
    this.code = module.code;
    this.state = state;
    this.info = info;
  }

  /** Begins a function. */
  begin(info: FunctionInfo): void {
    this.info = info;
  }

  /** Facts of an operand that must be a cons: if that is not seen it is to be checked. */
  cons(k: number): number {
    const facts = this.state.value(k);
    if ((facts & Fact.cons) === 0) {
      this.guards |= Guard.cons;
      this.state.learn(k, Fact.cons);
    }
    return facts;
  }

  /** Takes an element out of a tuple. */
  element(k: number, i: number): number {
    const facts = this.state.value(k);
    if ((facts & Fact.tuple) !== 0 && numberOf(facts) > (this.code.values[k + 1] ?? 0)) return facts;
    return this.tuple(k, neededArity(this.code, i));
  }

  /** Facts of an operand that must be a tuple of at least an arity. */
  tuple(k: number, arity: number): number {
    const facts = this.state.value(k);
    if ((facts & Fact.tuple) === 0 || numberOf(facts) < arity) {
      this.guards |= Guard.tuple;
      this.state.learn(k, tupleOf(arity) & ~ANY_TERM);
    }
    return facts;
  }

  /** Facts of an operand that must be a match context. */
  context(k: number): number {
    const facts = this.state.value(k);
    if ((facts & Fact.matchContext) === 0) {
      this.guards |= Guard.matchContext;
      this.state.learn(k, Fact.matchContext);
    }
    return facts;
  }

  /** A term that is made of some operands: of parts of a message it is lent as they are. */
  builtOf(from: number, count: number): number {
    let own: number = Fact.own;
    for (let n = 0; n < count; n++) own &= this.state.storable(from + n);
    return Fact.set | (own === 0 ? Fact.loan : own);
  }

  /** Checks every `step`th of some operands, which become parts of a term that others may see. */
  ownedList(from: number, count: number, step: number): void {
    for (let n = 0; n < count; n += step) this.state.owned(from + n);
  }

  /** Checks that all registers among the operands are set, but for the destination. */
  readAll(i: number, destination: number): void {
    const { operandStart, kinds } = this.code;
    const end = operandStart[i + 1] ?? 0;
    for (let k = operandStart[i] ?? 0; k < end; k++) {
      if (k !== destination && (kinds[k] === OperandKind.x || kinds[k] === OperandKind.y)) this.state.value(k);
    }
  }

  /** After a call that returns: x0 is its value. */
  returns(facts: number): void {
    const s = this.state;
    s.collects();
    s.forgetX(0);
    s.setX(0, facts);
  }

  /** What is known of the value of an imported function. */
  resultOf(index: number): number {
    const bif = this.module.bif(index);
    return bif?.module === 'erlang' && bif.name === 'setelement' && bif.arity === 3 ? ANY_TERM | Fact.fresh : ANY_TERM;
  }

  /** True for a BIF that allocates nothing, so that heap that was made sure of before it is still there. */
  takesNoHeap(index: number): boolean {
    const bif = this.module.guardBif(index);
    return bif !== undefined && NO_HEAP.has(bif.name);
  }

  /** `gc_bif2`: the checks that an operation on integers needs. */
  arithmetic(k: number): void {
    const s = this.state;
    const first = s.value(k + 3);
    const second = s.value(k + 4);
    s.loseHeap();
    const operation = this.#operation(k);
    if (operation === undefined) return;
    // The types in the file are believed only of what is seen to be small.
    if ((first & Fact.small) === 0 && isSmallOperand(this.module, k + 3)) {
      this.guards |= Guard.smallFirst;
      s.learn(k + 3, Fact.small);
    }
    if ((second & Fact.small) === 0 && isSmallOperand(this.module, k + 4) && (s.value(k + 4) & Fact.small) === 0) {
      this.guards |= Guard.smallSecond;
      s.learn(k + 4, Fact.small);
    }
    if (this.code.values[k] === 0 && staysSmallByType(this.module, operation, k + 3)) this.guards |= Guard.smallResult;
  }

  #operation(k: number): string | undefined {
    const name = this.module.guardBif(this.code.values[k + 2] ?? 0)?.kernelName;
    return name !== undefined && INTEGER_OPERATIONS.has(name) ? name : undefined;
  }

  /** Instructions that make a bitstring and reserve heap for what follows. */
  construction(k: number, i: number, creates: boolean): void {
    const s = this.state;
    const { code } = this;
    const end = code.operandStart[i + 1] ?? 0;
    const heap = creates ? k + 1 : k + 2;
    const live = heap + heapOperands(code, heap);
    this.readAll(i, creates ? live + 2 : end - 1);
    const need = heapBytesOf(code, heap);
    s.leaveBitstring();
    s.loseHeap();
    if (need === 0) return;
    const count = code.values[live] ?? 0;
    s.requireX(count, false);
    s.forgetX(count);
    s.collects();
    s.reserveHeap(need);
  }
}

/** What an instruction needs and does; `k` is its first operand, `i` the instruction. */
export type Effect = (e: Effects, k: number, i: number) => void;

/** Effects by the names of instructions. */
export type EffectsByName = Readonly<Partial<Record<keyof typeof Opcode, Effect>>>;
