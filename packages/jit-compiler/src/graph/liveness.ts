import { OperandKind } from '@beamline/beam-file';
import { firstRegisters, registerBit } from '../function/x-registers.js';
import { instructionOf } from '../instructions/instruction-table.js';
import type { ModuleContext } from '../module/module-context.js';
import { type FunctionGraph, NodeKind } from './function-graph.js';

/**
 * Which X registers are read again: a backward analysis over the graph of a function, with the registers
 * as the bits of a word.
 */
export class Liveness {
  readonly #module: ModuleContext;
  /** Live registers after each instruction of the module, as far as its function has been analysed. */
  readonly #after: Int32Array;
  /** Live registers in front of each node. */
  #in: Int32Array = new Int32Array(64);
  /** Registers that each node reads. */
  #used: Int32Array = new Int32Array(64);
  /** Registers that stay live over each node: what it does to one does not depend on the others. */
  #passed: Int32Array = new Int32Array(64);
  /** The same two of each instruction of the module, as far as its function has been analysed. */
  readonly #read: Int32Array;
  readonly #kept: Int32Array;

  constructor(module: ModuleContext) {
    this.#module = module;
    this.#after = new Int32Array(module.code.length);
    this.#read = new Int32Array(module.code.length);
    this.#kept = new Int32Array(module.code.length);
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
    for (let node = 0; node < count; node++) {
      const first = graph.first[node] ?? -1;
      const last = graph.last[node] ?? -1;
      if (isPartOfSelection(graph, node)) {
        used[node] = this.#source(first);
        passed[node] = -1;
        continue;
      }
      this.#noteNode(node, first, last);
    }
    used[0] = firstRegisters(arity);
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
      this.#setAfter(graph.first[node] ?? -1, graph.last[node] ?? -1, this.#behind(graph, node));
    }
  }

  /** Bit of the register that a selection looks at. */
  #source(instruction: number): number {
    const { operandStart, kinds, values } = this.#module.code;
    const k = operandStart[instruction] ?? 0;
    return kinds[k] === OperandKind.x ? registerBit(values[k] ?? 0) : 0;
  }

  /** Registers that are live where one of a node's successors begins. */
  #behind(graph: FunctionGraph, node: number): number {
    const end = graph.successorStart[node + 1] ?? 0;
    let live = 0;
    for (let e = graph.successorStart[node] ?? 0; e < end; e++) live |= this.#in[graph.successors[e] ?? 0] ?? 0;
    return live;
  }

  /** Bits of the registers that are live in front of a node of the function that was analysed last. */
  before(node: number): number {
    return this.#in[node] ?? -1;
  }

  /** Bits of the registers that are live after an instruction. */
  after(instruction: number): number {
    return this.#after[instruction] ?? -1;
  }

  /** Notes which registers an instruction reads, and which stay live over it. */
  #note(i: number): void {
    const { opcodes, operandStart, kinds, values } = this.#module.code;
    const { destinationBits, endsWithDestination, liveBefore } = instructionOf(opcodes[i] ?? 0);
    const k = operandStart[i] ?? 0;
    const end = operandStart[i + 1] ?? 0;
    // What jumps when it fails leaves its destination as it was.
    const mayFail = kinds[k] === OperandKind.label && values[k] !== 0;
    const destinations = mayFail ? 0 : destinationBits;
    const lastDestination = endsWithDestination && !mayFail ? end - 1 : -1;
    let read = 0;
    let written = 0;
    for (let o = k; o < end; o++) {
      if (kinds[o] !== OperandKind.x) continue;
      const bit = registerBit(values[o] ?? 0);
      if (o === lastDestination || (o - k < 32 && (destinations >>> (o - k)) & 1)) written |= bit;
      else read |= bit;
    }
    const first = values[k] ?? 0;
    const second = values[k + 1] ?? 0;
    this.#read[i] = read | (liveBefore === undefined ? 0 : liveBefore(0, first, second));
    this.#kept[i] = liveBefore === undefined ? ~written : liveBefore(~written, first, second);
  }

  /** Notes for a node what `#note` does for its instructions. */
  #noteNode(node: number, first: number, last: number): void {
    let used = 0;
    let passed = -1;
    for (let i = last; i >= first && i >= 0; i--) {
      this.#note(i);
      const read = this.#read[i] ?? 0;
      const kept = this.#kept[i] ?? 0;
      used = read | (used & kept);
      passed &= kept;
    }
    this.#used[node] = used;
    this.#passed[node] = passed;
  }

  /** Sets the live registers after each of a run of instructions, from those after the last. */
  #setAfter(first: number, last: number, behind: number): void {
    let live = behind;
    for (let i = last; i >= first && i >= 0; i--) {
      this.#after[i] = live;
      live = (this.#read[i] ?? 0) | (live & (this.#kept[i] ?? 0));
    }
  }
}

/** True for a node that compares with one value of a selection, or switches: going through the list for each would be quadratic. */
function isPartOfSelection(graph: FunctionGraph, node: number): boolean {
  const kind = graph.kind[node];
  return kind === NodeKind.selectCompare || kind === NodeKind.selectBelow || kind === NodeKind.selectTable || kind === NodeKind.selectAtom;
}
