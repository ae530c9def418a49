import { Opcode, OperandKind } from '@beamline/beam-file';
import { type FunctionGraph, NodeKind } from './function-graph.js';
import type { ModuleContext } from './module-context.js';

/** X registers from this number on are taken to be always live. */
export const TRACKED_REGISTERS = 32;

/** Positions of an instruction's destinations among its operands, by opcode. */
const destinations: readonly (readonly number[] | undefined)[] = (() => {
  const table: (readonly number[] | undefined)[] = new Array<undefined>(256).fill(undefined);
  for (const opcode of [Opcode.move, Opcode.get_hd, Opcode.get_tl, Opcode.make_fun3, Opcode.bif0, Opcode.fmove]) table[opcode] = [1];
  table[Opcode.put_tuple2] = [0];
  table[Opcode.get_list] = [1, 2];
  for (const opcode of [Opcode.get_tuple_element, Opcode.put_list, Opcode.put_map_assoc, Opcode.put_map_exact]) table[opcode] = [2];
  for (const opcode of [Opcode.bif1, Opcode.update_record, Opcode.put_record]) table[opcode] = [3];
  for (const opcode of [Opcode.bif2, Opcode.gc_bif1, Opcode.get_record_field]) table[opcode] = [4];
  table[Opcode.gc_bif2] = [5];
  table[Opcode.gc_bif3] = [6];
  for (const opcode of [Opcode.bif3, Opcode.bs_init2, Opcode.bs_init_bits, Opcode.bs_private_append]) table[opcode] = [5];
  table[Opcode.bs_append] = [7];
  table[Opcode.bs_add] = [4];
  for (const opcode of [Opcode.bs_utf8_size, Opcode.bs_utf16_size]) table[opcode] = [2];
  for (const opcode of [Opcode.bs_get_tail, Opcode.bs_get_position]) table[opcode] = [1];
  return table;
})();

/** Bits of the first `count` registers. */
function firstRegisters(count: number): number {
  return count >= 32 ? -1 : (1 << count) - 1;
}

/**
 * Which X registers are read again: a backward analysis over the graph of a function, with the registers
 * as the bits of a word.
 */
export class Liveness {
  readonly #module: ModuleContext;
  /** Live registers behind each instruction of the module, as far as its function has been analysed. */
  readonly #after: Int32Array;
  /** Live registers in front of each node. */
  #in: Int32Array = new Int32Array(64);
  /** Registers that each node reads. */
  #used: Int32Array = new Int32Array(64);
  /** Registers that are live in front of each node if all are behind it. */
  #passed: Int32Array = new Int32Array(64);

  constructor(module: ModuleContext) {
    this.#module = module;
    this.#after = new Int32Array(module.code.length);
  }

  /** Analyses a function by the graph that was built last, before `toResume`. */
  analyse(graph: FunctionGraph, arity: number): void {
    const count = graph.nodeCount;
    if (count > this.#in.length) {
      this.#in = new Int32Array(2 * count);
      this.#used = new Int32Array(2 * count);
      this.#passed = new Int32Array(2 * count);
    }
    const before = this.#in;
    const used = this.#used;
    const passed = this.#passed;
    // What a node does to a register does not depend on the others: two passes tell all of it.
    for (let node = 0; node < count; node++) {
      const first = graph.first[node] ?? -1;
      const last = graph.last[node] ?? -1;
      if (isPartOfSelection(graph, node)) {
        used[node] = this.#source(first);
        passed[node] = -1;
        continue;
      }
      used[node] = node === 0 ? firstRegisters(arity) : this.#through(first, last, 0);
      passed[node] = node === 0 ? -1 : this.#through(first, last, -1);
    }
    before.fill(0, 0, count);
    for (let changed = true; changed; ) {
      changed = false;
      for (let node = count - 1; node >= 0; node--) {
        const live = (used[node] ?? 0) | (this.#behind(graph, node) & (passed[node] ?? 0));
        if (before[node] !== live) {
          before[node] = live;
          changed = true;
        }
      }
    }
    for (let node = 1; node < count; node++) {
      if (isPartOfSelection(graph, node)) continue;
      this.#through(graph.first[node] ?? -1, graph.last[node] ?? -1, this.#behind(graph, node));
    }
  }

  /** Bit of the register that a selection looks at. */
  #source(instruction: number): number {
    const { operandStart, kinds, values } = this.#module.code;
    const k = operandStart[instruction] ?? 0;
    return kinds[k] === OperandKind.x ? bit(values[k] ?? 0) : 0;
  }

  /** Registers that are live where one of a node's successors begins. */
  #behind(graph: FunctionGraph, node: number): number {
    const end = graph.successorStart[node + 1] ?? 0;
    let live = 0;
    for (let e = graph.successorStart[node] ?? 0; e < end; e++) live |= this.#in[graph.successors[e] ?? 0] ?? 0;
    return live;
  }

  /** Bits of the registers that are live behind an instruction. */
  after(instruction: number): number {
    return this.#after[instruction] ?? -1;
  }

  /** Live registers in front of a run of instructions, from those behind it. */
  #through(first: number, last: number, behind: number): number {
    let live = behind;
    const { opcodes, operandStart, kinds, values } = this.#module.code;
    for (let i = last; i >= first && i >= 0; i--) {
      this.#after[i] = live;
      const opcode = opcodes[i] ?? 0;
      const k = operandStart[i] ?? 0;
      const end = operandStart[i + 1] ?? 0;
      const targets = destinations[opcode];
      // What jumps when it fails leaves its destination as it was.
      const conditional = kinds[k] === OperandKind.label && (values[k] ?? 0) !== 0;
      if (targets !== undefined && !conditional) {
        for (const target of targets) {
          if (kinds[k + target] === OperandKind.x) live &= ~bit(values[k + target] ?? 0);
        }
      }
      live = callUses(opcode, values[k] ?? 0, values[k + 1] ?? 0, live);
      for (let o = k; o < end; o++) {
        if (kinds[o] === OperandKind.x && !(targets?.includes(o - k) === true && !conditional)) live |= bit(values[o] ?? 0);
      }
    }
    return live;
  }
}

/** True for a node that compares with one value of a selection, or switches: going through the list for each would be quadratic. */
function isPartOfSelection(graph: FunctionGraph, node: number): boolean {
  const kind = graph.kind[node];
  return kind === NodeKind.selectCompare || kind === NodeKind.selectTable;
}

function bit(register: number): number {
  return register < TRACKED_REGISTERS ? 1 << register : 0;
}

/** Registers that a call or another instruction with implicit operands reads; a call leaves none but x0. */
function callUses(opcode: number, first: number, second: number, live: number): number {
  switch (opcode) {
    case Opcode.call:
    case Opcode.call_ext:
    case Opcode.call_only:
    case Opcode.call_last:
    case Opcode.call_ext_only:
    case Opcode.call_ext_last:
      return firstRegisters(first);
    case Opcode.call_fun:
      return firstRegisters(first + 1);
    case Opcode.call_fun2:
      return firstRegisters(second);
    case Opcode.apply:
    case Opcode.apply_last:
      return firstRegisters(first + 2);
    case Opcode.send:
      return (live & ~1) | 3;
    case Opcode.wait:
    case Opcode.wait_timeout:
      return 0;
    case Opcode.return:
      return live | 1;
    case Opcode.build_stacktrace:
    case Opcode.bs_init_writable:
    case Opcode.catch_end:
      return live | 1;
    case Opcode.raw_raise:
      return live | 7;
    case Opcode.try_case:
      return live & ~7;
    case Opcode.func_info:
      return -1;
    default:
      return live;
  }
}
