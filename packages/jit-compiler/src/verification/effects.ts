import { Opcode, OperandKind } from '@beamline/beam-file';
import { FunOffset } from '@beamline/machine-model';
import { isSmallOperand } from '../function/operand-types.js';
import { INTEGER_OPERATIONS, staysSmallByType } from '../instructions/integers/arithmetic.js';
import { heapBytesOf } from '../instructions/terms/heap-instructions.js';
import type { FunctionInfo, ModuleContext } from '../module/module-context.js';
import { flagged } from './flagged.js';
import { neededArity } from './guarded-operands.js';
import { Guard } from './guards.js';
import { createBinOperands } from './outcomes.js';
import type { RegisterState } from './register-state.js';
import { ANY_TERM, Fact, numberOf, ORIGIN, tupleOf } from './value-facts.js';

/** Guard BIFs that give one of their arguments, a part of it, or something that is not on the heap. */
const NO_HEAP: ReadonlySet<string> = new Set(
  (
    'self node hd tl element tuple_size map_get is_map_key get not and or xor =:= =/= == /= < =< > >= min max is_atom is_list is_tuple is_binary ' +
    'is_bitstring is_boolean is_float is_function is_integer is_map is_number is_pid is_port is_record is_reference'
  ).split(' '),
);

/** Instructions that change nothing, by opcode. */
const NOTHING = flagged(
  Opcode.label,
  Opcode.line,
  Opcode.executable_line,
  Opcode.debug_line,
  Opcode.nif_start,
  Opcode.on_load,
  Opcode.jump,
  Opcode.if_end,
  Opcode.int_code_end,
);

/** Instructions that only read, by opcode: comparisons, tests of types, selections, errors, floats, markers. */
const READS = flagged(
  Opcode.is_lt,
  Opcode.is_ge,
  Opcode.is_eq,
  Opcode.is_ne,
  Opcode.is_eq_exact,
  Opcode.is_ne_exact,
  Opcode.is_integer,
  Opcode.is_float,
  Opcode.is_number,
  Opcode.is_atom,
  Opcode.is_boolean,
  Opcode.is_nil,
  Opcode.is_list,
  Opcode.is_nonempty_list,
  Opcode.is_tuple,
  Opcode.is_tagged_tuple,
  Opcode.is_function,
  Opcode.is_function2,
  Opcode.is_map,
  Opcode.is_binary,
  Opcode.is_bitstr,
  Opcode.is_pid,
  Opcode.is_port,
  Opcode.is_reference,
  Opcode.select_val,
  Opcode.badmatch,
  Opcode.case_end,
  Opcode.try_case_end,
  Opcode.badrecord,
  Opcode.recv_mark,
  Opcode.recv_set,
  Opcode.fclearerror,
  Opcode.fcheckerror,
  Opcode.recv_marker_bind,
  Opcode.recv_marker_clear,
  Opcode.fadd,
  Opcode.fsub,
  Opcode.fmul,
  Opcode.fdiv,
  Opcode.fnegate,
  Opcode.is_any_native_record,
  Opcode.is_native_record,
  Opcode.is_record_accessible,
);

/** What instructions need and read, and what those do that neither fail nor jump. */
export class Effects {
  readonly #module: ModuleContext;
  readonly #state: RegisterState;
  /** Checks that the current instruction needs. */
  guards = 0;
  #info: FunctionInfo;

  constructor(module: ModuleContext, state: RegisterState, info: FunctionInfo) {
    this.#module = module;
    this.#state = state;
    this.#info = info;
  }

  begin(info: FunctionInfo): void {
    this.#info = info;
  }

  /** Checks what an instruction reads; for one that neither fails nor jumps also does what it does. */
  check(i: number, opcode: number): void {
    if (NOTHING[opcode] === 1) return;
    if (READS[opcode] === 1) {
      this.#readAll(i, -1);
      return;
    }
    const s = this.#state;
    const { operandStart, values, kinds } = this.#module.code;
    const k = operandStart[i] ?? 0;
    switch (opcode) {
      case Opcode.move: {
        const facts = s.value(k);
        s.set(k + 1, facts);
        return;
      }
      case Opcode.get_tuple_element:
        s.set(k + 2, Fact.set | (this.#element(k, i) & ORIGIN));
        return;
      case Opcode.call:
        s.requireX(values[k] ?? 0, true);
        this.#returns(ANY_TERM);
        return;
      case Opcode.call_only:
      case Opcode.call_last:
      case Opcode.call_ext_only:
      case Opcode.call_ext_last:
        s.requireX(values[k] ?? 0, true);
        return;
      case Opcode.call_ext:
        s.requireX(values[k] ?? 0, true);
        this.#returns(this.#resultOf(values[k + 1] ?? 0));
        return;
      case Opcode.allocate_heap_zero:
      case Opcode.allocate_heap:
      case Opcode.test_heap: {
        const heap = opcode === Opcode.test_heap ? k : k + 1;
        const live = values[(operandStart[i + 1] ?? 0) - 1] ?? 0;
        s.requireX(live, false);
        s.forgetX(live);
        s.collects();
        if (opcode !== Opcode.test_heap) s.allocate(values[k] ?? 0);
        if (opcode === Opcode.allocate_heap_zero) s.clearFrame();
        s.reserveHeap(heapBytesOf(this.#module.code, heap));
        return;
      }
      case Opcode.put_tuple2: {
        const count = values[k + 1] ?? 0;
        s.takeHeap(4 * (count + 1));
        s.set(k, (tupleOf(count) & ~ANY_TERM) | this.#builtOf(k + 2, count));
        return;
      }
      case Opcode.get_list: {
        const own = this.#cons(k) & ORIGIN;
        s.set(k + 1, Fact.set | own);
        s.set(k + 2, Fact.set | own);
        return;
      }
      case Opcode.put_list:
        s.takeHeap(8);
        s.set(k + 2, Fact.cons | this.#builtOf(k, 2));
        return;
      case Opcode.return:
        s.requireX(1, true);
        if ((s.x(0) & Fact.matchContext) !== 0) throw s.error('a match context is returned');
        return;
      case Opcode.deallocate:
        s.deallocate();
        return;
      case Opcode.allocate_zero:
      case Opcode.allocate:
        s.requireX(values[k + 1] ?? 0, false);
        s.forgetX(values[k + 1] ?? 0);
        s.allocate(values[k] ?? 0);
        if (opcode === Opcode.allocate_zero) s.clearFrame();
        return;
      case Opcode.test_arity:
        this.#tuple(k + 1, 0);
        return;
      case Opcode.init:
        s.set(k, ANY_TERM);
        return;
      case Opcode.make_fun2:
        s.requireX(this.#module.beam.lambdas[values[k] ?? 0]?.numFree ?? 0, true);
        s.loseHeap();
        s.setX(0, ANY_TERM);
        return;
      case Opcode.init_yregs:
        for (let n = 1; n <= (values[k] ?? 0); n++) s.set(k + n, ANY_TERM);
        return;
      case Opcode.trim:
        s.trim(values[k] ?? 0);
        return;
      case Opcode.gc_bif2:
        this.#arithmetic(k);
        return;
      case Opcode.bif1:
      case Opcode.bif2:
      case Opcode.bif3:
        this.#readAll(i, (operandStart[i + 1] ?? 0) - 1);
        if (!this.#takesNoHeap(values[k + 1] ?? 0)) s.loseHeap();
        return;
      case Opcode.func_info:
        s.requireX(this.#info.arity, true);
        return;
      case Opcode.loop_rec:
        return;
      case Opcode.get_map_elements:
      case Opcode.has_map_fields: {
        const step = opcode === Opcode.has_map_fields ? 1 : 2;
        for (let n = 0; n < (values[k + 2] ?? 0); n += step) s.value(k + 3 + n);
        if ((s.value(k + 1) & Fact.map) === 0) {
          this.guards |= Guard.map;
          s.learn(k + 1, Fact.map);
        }
        return;
      }
      case Opcode.make_fun3:
        this.#ownedList(k + 3, values[k + 2] ?? 0, 1);
        s.takeHeap(FunOffset.free + 4 * (values[k + 2] ?? 0));
        s.set(k + 1, ANY_TERM);
        return;
      case Opcode.swap: {
        const first = s.value(k);
        s.set(k, s.value(k + 1));
        s.set(k + 1, first);
        return;
      }
      case Opcode.get_hd:
      case Opcode.get_tl:
        s.set(k + 1, Fact.set | (this.#cons(k) & ORIGIN));
        return;
      case Opcode.set_tuple_element:
        s.owned(k);
        if ((s.value(k + 1) & Fact.fresh) === 0) throw s.error('a tuple that may be shared is updated in place');
        this.#tuple(k + 1, (values[k + 2] ?? 0) + 1);
        return;
      case Opcode.update_record:
        this.#ownedList(k + 6, Math.max(0, (values[k + 4] ?? 0) - 1), 2);
        s.owned(k + 2);
        this.#tuple(k + 2, values[k + 1] ?? 0);
        s.takeHeap(4 * ((values[k + 1] ?? 0) + 1));
        s.set(k + 3, tupleOf(values[k + 1] ?? 0));
        return;
      case Opcode.call_fun:
        // `prim_eval` has a fun look at a message: it gets a copy.
        s.requireX((values[k] ?? 0) + 1, false);
        for (let x = 0; x <= (values[k] ?? 0); x++) if ((s.x(x) & Fact.own) === 0) this.guards |= Guard.copies;
        this.#returns(ANY_TERM);
        return;
      case Opcode.call_fun2:
        s.requireX(values[k + 1] ?? 0, true);
        s.owned(k + 2);
        this.#returns(ANY_TERM);
        return;
      case Opcode.apply:
        s.requireX((values[k] ?? 0) + 2, true);
        this.#returns(ANY_TERM);
        return;
      case Opcode.apply_last:
        s.requireX((values[k] ?? 0) + 2, true);
        return;
      case Opcode.send:
        s.requireX(2, true);
        this.#returns(ANY_TERM);
        return;
      case Opcode.wait:
        s.collects();
        s.forgetX(0);
        return;
      case Opcode.wait_timeout:
        // When a message wakes the process it is executed again, with the time that it had: an X register is lost then.
        if (kinds[k + 1] === OperandKind.y) s.value(k + 1);
        s.collects();
        s.forgetX(0);
        return;
      case Opcode.loop_rec_end:
        s.leaveMessage();
        s.forgetX(0);
        return;
      case Opcode.remove_message:
        s.ownMessage();
        return;
      case Opcode.timeout:
        s.leaveMessage();
        return;
      case Opcode.recv_marker_use:
        s.value(k);
        s.leaveMessage();
        return;
      case Opcode.recv_marker_reserve:
        s.set(k, ANY_TERM);
        return;
      case Opcode.try:
      case Opcode.catch:
        // The verifier sets the tag: it knows the handler's number.
        return;
      case Opcode.try_end:
        s.requireTag(k);
        s.set(k, ANY_TERM);
        return;
      case Opcode.try_case:
        s.requireTag(k);
        if ((s.x(0) & (Fact.raised | Fact.caught | Fact.set)) === 0) throw s.error('no handler begins here');
        // Compilers let the code in front of a handler run into it when that never happens.
        if ((s.x(0) & Fact.raised) === 0) this.guards |= Guard.raised;
        s.set(k, ANY_TERM);
        s.forgetX(0);
        s.setX(0, ANY_TERM);
        s.setX(1, ANY_TERM);
        s.setX(2, ANY_TERM | Fact.trace);
        return;
      case Opcode.catch_end:
        s.requireTag(k);
        if ((s.x(0) & (Fact.raised | Fact.caught | Fact.set)) === 0) throw s.error('x0 is not set, and no handler begins here');
        s.set(k, ANY_TERM);
        s.forgetX(1);
        s.setX(0, ANY_TERM);
        return;
      case Opcode.raise:
        this.#trace(s.value(k));
        s.owned(k + 1);
        return;
      case Opcode.raw_raise:
        s.requireX(3, true);
        this.#trace(s.x(2));
        s.setX(0, ANY_TERM);
        return;
      case Opcode.build_stacktrace:
        this.#trace(s.x(0));
        s.setX(0, ANY_TERM);
        s.loseHeap();
        return;
      case Opcode.fmove:
        if (kinds[k + 1] !== OperandKind.floatRegister) {
          s.takeHeap(12);
          s.set(k + 1, ANY_TERM | Fact.float);
        } else if ((s.value(k) & Fact.float) === 0) {
          this.guards |= Guard.float;
          s.learn(k, Fact.float);
        }
        return;
      case Opcode.fconv:
        s.value(k);
        return;
      case Opcode.bs_init_writable:
        s.requireX(1, true);
        s.loseHeap();
        s.leaveBitstring();
        s.setX(0, ANY_TERM);
        return;
      case Opcode.bs_get_tail:
      case Opcode.bs_get_position: {
        const own = this.#context(k) & ORIGIN;
        s.loseHeap();
        s.set(k + 1, Fact.set | own);
        return;
      }
      case Opcode.bs_set_position:
        s.value(k + 1);
        this.#context(k);
        return;
      case Opcode.bs_put_integer:
      case Opcode.bs_put_float:
      case Opcode.bs_put_binary:
      case Opcode.bs_put_string:
      case Opcode.bs_put_utf8:
      case Opcode.bs_put_utf16:
      case Opcode.bs_put_utf32:
        s.requireBitstring();
        this.#readAll(i, -1);
        return;
      case Opcode.bs_create_bin:
      case Opcode.bs_init2:
      case Opcode.bs_init_bits:
      case Opcode.bs_append:
        this.#construction(i, opcode);
        return;
      case Opcode.bs_match:
        this.#context(k + 1);
        return;
      case Opcode.select_tuple_arity:
        this.#tuple(k, 0);
        return;
      case Opcode.gc_bif1:
      case Opcode.gc_bif3:
        this.#readAll(i, (operandStart[i + 1] ?? 0) - 1);
        s.loseHeap();
        return;
      case Opcode.bif0:
        if (!this.#takesNoHeap(values[k] ?? 0)) s.loseHeap();
        s.set(k + 1, ANY_TERM);
        return;
      case Opcode.put_map_assoc:
      case Opcode.put_map_exact:
        this.#ownedList(k + 5, values[k + 4] ?? 0, 1);
        s.owned(k + 1);
        s.loseHeap();
        return;
      case Opcode.put_record:
        s.owned(k + 2);
        this.#ownedList(k + 6, values[k + 5] ?? 0, 1);
        s.loseHeap();
        s.set(k + 3, ANY_TERM);
        return;
      case Opcode.get_record_elements:
        s.value(k + 1);
        return;
      case Opcode.get_record_field:
        s.value(k + 1);
        s.owned(k + 2);
        s.owned(k + 3);
        s.loseHeap();
        return;
      case Opcode.bs_get_integer2:
      case Opcode.bs_get_float2:
      case Opcode.bs_get_binary2:
      case Opcode.bs_get_utf8:
      case Opcode.bs_get_utf16:
      case Opcode.bs_get_utf32:
        this.#readAll(i, (operandStart[i + 1] ?? 0) - 1);
        this.#context(k + 1);
        s.loseHeap();
        return;
      case Opcode.bs_skip_bits2:
      case Opcode.bs_skip_utf8:
      case Opcode.bs_skip_utf16:
      case Opcode.bs_skip_utf32:
      case Opcode.bs_test_tail2:
      case Opcode.bs_test_unit:
      case Opcode.bs_match_string:
        this.#readAll(i, -1);
        this.#context(k + 1);
        return;
      case Opcode.bs_start_match3:
        s.value(k + 1);
        s.loseHeap();
        return;
      case Opcode.bs_start_match4:
        s.value(k + 2);
        s.loseHeap();
        return;
      case Opcode.bs_utf8_size:
      case Opcode.bs_utf16_size:
        s.value(k + 1);
        return;
      case Opcode.bs_add:
        s.value(k + 1);
        s.value(k + 2);
        s.loseHeap();
        return;
      case Opcode.bs_private_append:
        s.value(k + 1);
        s.owned(k + 3);
        s.loseHeap();
        s.leaveBitstring();
        return;
      default:
        throw this.#module.error('unsupported-instruction', 'this instruction is not supported', this.#info, i);
    }
  }

  #cons(k: number): number {
    const facts = this.#state.value(k);
    if ((facts & Fact.cons) === 0) {
      this.guards |= Guard.cons;
      this.#state.learn(k, Fact.cons);
    }
    return facts;
  }

  /** Takes an element out of a tuple. */
  #element(k: number, i: number): number {
    const facts = this.#state.value(k);
    if ((facts & Fact.tuple) !== 0 && numberOf(facts) > (this.#module.code.values[k + 1] ?? 0)) return facts;
    return this.#tuple(k, neededArity(this.#module.code, i));
  }

  #tuple(k: number, arity: number): number {
    const facts = this.#state.value(k);
    if ((facts & Fact.tuple) === 0 || numberOf(facts) < arity) {
      this.guards |= Guard.tuple;
      this.#state.learn(k, tupleOf(arity) & ~ANY_TERM);
    }
    return facts;
  }

  #context(k: number): number {
    const facts = this.#state.value(k);
    if ((facts & Fact.matchContext) === 0) {
      this.guards |= Guard.matchContext;
      this.#state.learn(k, Fact.matchContext);
    }
    return facts;
  }

  /** A term that is made of some operands: of parts of a message it is lent as they are. */
  #builtOf(from: number, count: number): number {
    let own: number = Fact.own;
    for (let n = 0; n < count; n++) own &= this.#state.storable(from + n);
    return Fact.set | (own === 0 ? Fact.loan : own);
  }

  #trace(facts: number): void {
    if ((facts & Fact.trace) === 0) throw this.#state.error('the operand is not the raw stack trace of a handler');
  }

  #ownedList(from: number, count: number, step: number): void {
    for (let n = 0; n < count; n += step) this.#state.owned(from + n);
  }

  /** Checks that all registers among the operands are set, but for the destination. */
  #readAll(i: number, destination: number): void {
    const { operandStart, kinds } = this.#module.code;
    const end = operandStart[i + 1] ?? 0;
    for (let k = operandStart[i] ?? 0; k < end; k++) {
      if (k !== destination && (kinds[k] === OperandKind.x || kinds[k] === OperandKind.y)) this.#state.value(k);
    }
  }

  /** After a call that returns: x0 is its value. */
  #returns(facts: number): void {
    const s = this.#state;
    s.collects();
    s.forgetX(0);
    s.setX(0, facts);
  }

  /** What is known of the value of an imported function. */
  #resultOf(index: number): number {
    const bif = this.#module.bif(index);
    return bif?.module === 'erlang' && bif.name === 'setelement' && bif.arity === 3 ? ANY_TERM | Fact.fresh : ANY_TERM;
  }

  /** True for a BIF that allocates nothing, so that heap that was made sure of before it is still there. */
  #takesNoHeap(index: number): boolean {
    const bif = this.#module.guardBif(index);
    return bif !== undefined && NO_HEAP.has(bif.name);
  }

  #arithmetic(k: number): void {
    const s = this.#state;
    const first = s.value(k + 3);
    const second = s.value(k + 4);
    s.loseHeap();
    const operation = this.#operation(k);
    if (operation === undefined) return;
    // The types in the file are believed only of what is seen to be small.
    if ((first & Fact.small) === 0 && isSmallOperand(this.#module, k + 3)) {
      this.guards |= Guard.smallFirst;
      s.learn(k + 3, Fact.small);
    }
    if ((second & Fact.small) === 0 && isSmallOperand(this.#module, k + 4) && (s.value(k + 4) & Fact.small) === 0) {
      this.guards |= Guard.smallSecond;
      s.learn(k + 4, Fact.small);
    }
    if (this.#module.code.values[k] === 0 && staysSmallByType(this.#module, operation, k + 3)) this.guards |= Guard.smallResult;
  }

  #operation(k: number): string | undefined {
    const name = this.#module.guardBif(this.#module.code.values[k + 2] ?? 0)?.kernelName;
    return name !== undefined && INTEGER_OPERATIONS.has(name) ? name : undefined;
  }

  /** Instructions that make a bitstring and reserve heap for what follows. */
  #construction(i: number, opcode: number): void {
    const s = this.#state;
    const { code } = this.#module;
    const k = code.operandStart[i] ?? 0;
    const end = code.operandStart[i + 1] ?? 0;
    const creates = opcode === Opcode.bs_create_bin;
    const { live, destination } = creates ? createBinOperands(this.#module.code, k) : { live: k + 3, destination: end - 1 };
    this.#readAll(i, destination);
    const need = creates ? heapBytesOf(code, k + 1) : 4 * (code.values[k + 2] ?? 0);
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
