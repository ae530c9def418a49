import { Opcode, OperandKind } from '@beamline/beam-file';
import { heapOperands } from '../instructions/terms/heap-instructions.js';
import type { ModuleContext } from '../module/module-context.js';
import { commandsOf } from './bs-match-commands.js';
import { flagged } from './flagged.js';
import type { RegisterState } from './register-state.js';
import { ANY_TERM, Fact, ORIGIN, tupleOf } from './value-facts.js';

const MAP = ANY_TERM | Fact.map;
const SMALL = ANY_TERM | Fact.small;
/** Most bits of an integer that is small whatever they are. */
const SMALL_BITS = 27;

/** Instructions of which `succeed` knows something, by opcode. */
const SUCCEEDS = flagged(
  Opcode.bif1,
  Opcode.bif2,
  Opcode.bif3,
  Opcode.bs_add,
  Opcode.bs_append,
  Opcode.bs_create_bin,
  Opcode.bs_get_binary2,
  Opcode.bs_get_float2,
  Opcode.bs_get_integer2,
  Opcode.bs_get_utf16,
  Opcode.bs_get_utf32,
  Opcode.bs_get_utf8,
  Opcode.bs_init2,
  Opcode.bs_init_bits,
  Opcode.bs_match,
  Opcode.bs_private_append,
  Opcode.bs_start_match3,
  Opcode.bs_start_match4,
  Opcode.bs_utf16_size,
  Opcode.bs_utf8_size,
  Opcode.gc_bif1,
  Opcode.gc_bif2,
  Opcode.gc_bif3,
  Opcode.get_map_elements,
  Opcode.get_record_elements,
  Opcode.get_record_field,
  Opcode.is_float,
  Opcode.is_map,
  Opcode.is_nonempty_list,
  Opcode.is_tagged_tuple,
  Opcode.is_tuple,
  Opcode.loop_rec,
  Opcode.put_map_assoc,
  Opcode.put_map_exact,
  Opcode.test_arity,
);

/** What instructions that may fail or jump leave behind, on either way. */
export class Outcomes {
  readonly #module: ModuleContext;
  readonly #state: RegisterState;

  constructor(module: ModuleContext, state: RegisterState) {
    this.#module = module;
    this.#state = state;
  }

  /** What an instruction does when it succeeds, if it may also jump. `isSmallResult`: it gives a small integer. */
  succeed(i: number, opcode: number, isSmallResult: boolean): void {
    if (SUCCEEDS[opcode] !== 1) return;
    const s = this.#state;
    const { operandStart, values, kinds } = this.#module.code;
    const k = operandStart[i] ?? 0;
    const end = operandStart[i + 1] ?? 0;
    switch (opcode) {
      case Opcode.is_nonempty_list:
        s.learn(k + 1, Fact.cons);
        return;
      case Opcode.is_tuple:
        s.learn(k + 1, tupleOf(0) & ~ANY_TERM);
        return;
      case Opcode.test_arity:
      case Opcode.is_tagged_tuple:
        s.learn(k + 1, tupleOf(values[k + 2] ?? 0) & ~ANY_TERM);
        return;
      case Opcode.is_map:
        s.learn(k + 1, Fact.map);
        return;
      case Opcode.is_float:
        s.learn(k + 1, Fact.float);
        return;
      case Opcode.loop_rec:
        s.set(k + 1, Fact.set);
        return;
      case Opcode.bif1:
      case Opcode.bif2:
      case Opcode.bif3:
      case Opcode.gc_bif1:
      case Opcode.gc_bif3:
        s.set(end - 1, Fact.set | this.#ownOf(k + 1, end - 1));
        return;
      case Opcode.gc_bif2:
        s.set(end - 1, (isSmallResult ? Fact.set | Fact.small : Fact.set) | this.#ownOf(k + 1, end - 1));
        return;
      case Opcode.put_map_assoc:
      case Opcode.put_map_exact:
        s.set(k + 2, MAP);
        return;
      case Opcode.get_map_elements: {
        const own = s.value(k + 1) & ORIGIN;
        for (let n = 1; n < (values[k + 2] ?? 0); n += 2) s.set(k + 3 + n, Fact.set | own);
        return;
      }
      case Opcode.get_record_elements: {
        const own = s.value(k + 1) & ORIGIN;
        for (let n = 1; n < (values[k + 2] ?? 0); n += 2) s.set(k + 3 + n, Fact.set | own);
        return;
      }
      case Opcode.get_record_field:
        s.set(k + 4, Fact.set | (s.value(k + 1) & ORIGIN));
        return;
      case Opcode.bs_start_match3:
        s.set(k + 3, Fact.set | Fact.matchContext | (s.value(k + 1) & ORIGIN));
        return;
      case Opcode.bs_start_match4:
        s.set(k + 3, Fact.set | Fact.matchContext | (s.value(k + 2) & ORIGIN));
        return;
      case Opcode.bs_get_integer2: {
        const bits = kinds[k + 3] === OperandKind.integer ? (values[k + 3] ?? 0) * (values[k + 4] ?? 0) : Infinity;
        s.set(k + 6, bits <= SMALL_BITS ? SMALL : ANY_TERM);
        return;
      }
      case Opcode.bs_get_float2:
        s.set(k + 6, ANY_TERM | Fact.float);
        return;
      case Opcode.bs_get_binary2:
        s.set(k + 6, Fact.set | (s.value(k + 1) & ORIGIN));
        return;
      case Opcode.bs_get_utf8:
      case Opcode.bs_get_utf16:
      case Opcode.bs_get_utf32:
        s.set(k + 4, SMALL);
        return;
      case Opcode.bs_match:
        s.loseHeap();
        for (const { destination } of commandsOf(this.#module, k, s)) {
          if (destination >= 0) s.set(destination, Fact.set | (s.value(k + 1) & ORIGIN));
        }
        return;
      case Opcode.bs_create_bin:
        s.set(k + 1 + heapOperands(this.#module.code, k + 1) + 2, ANY_TERM);
        return;
      case Opcode.bs_init2:
      case Opcode.bs_init_bits:
        s.beginBitstring();
        s.set(end - 1, ANY_TERM);
        return;
      case Opcode.bs_append:
      case Opcode.bs_private_append:
        s.beginBitstring();
        s.set(end - 1, ANY_TERM);
        return;
      case Opcode.bs_add:
      case Opcode.bs_utf8_size:
      case Opcode.bs_utf16_size:
        s.set(end - 1, ANY_TERM);
        return;
      default:
    }
  }

  /** What an instruction may have done when it fails. */
  fail(i: number, opcode: number): void {
    const { operandStart, values } = this.#module.code;
    const k = operandStart[i] ?? 0;
    if (opcode === Opcode.get_map_elements) {
      for (let n = 1; n < (values[k + 2] ?? 0); n += 2) this.#state.weaken(k + 3 + n);
    } else if (opcode === Opcode.bs_match) {
      for (const { destination } of commandsOf(this.#module, k, this.#state)) if (destination >= 0) this.#state.weaken(destination);
      this.#state.loseHeap();
    }
  }

  /** What the operands between two have in common about where they are from. */
  #ownOf(from: number, to: number): number {
    const { kinds } = this.#module.code;
    let own: number = Fact.own;
    let loan = 0;
    for (let k = from; k < to; k++) {
      if (kinds[k] !== OperandKind.x && kinds[k] !== OperandKind.y) continue;
      own &= this.#state.facts(k);
      loan |= this.#state.facts(k) & Fact.loan;
    }
    return own | loan;
  }
}
