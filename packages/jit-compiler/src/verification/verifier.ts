import { Opcode } from '@beamline/beam-file';
import { type FunctionGraph, NodeKind } from '../graph/function-graph.js';
import { raises } from '../instructions/control/raising-bifs.js';
import { instructionOf } from '../instructions/instruction-table.js';
import type { FunctionInfo, ModuleContext } from '../module/module-context.js';
import { checkInstruction } from './effect-table.js';
import { Effects } from './effects.js';
import { Guard } from './guards.js';
import { checkLoops } from './loops.js';
import { Outcomes } from './outcomes.js';
import { RegisterState } from './register-state.js';
import { ANY_TERM, MAXIMUM_NUMBER, tupleOf } from './value-facts.js';

/** X registers that instructions use without naming them. */
const IMPLICIT_X = 4;

/**
 * Proves of each function that it cannot break the machine, whatever file it comes from: a forward analysis over its graph of
 * what registers hold, how much heap is made sure of and which handlers there are. What the code takes for granted about the
 * type of a value, and what cannot be seen in the function, becomes a check at run time; all else that is wrong is a CompileError.
 */
export class Verifier {
  readonly #module: ModuleContext;
  readonly #state: RegisterState;
  readonly #effects: Effects;
  readonly #outcomes: Outcomes;
  /** By instruction: the bits of Guard that its operands need. */
  readonly guards: Uint16Array;
  readonly #pending: number[] = [];
  /** The node to go on with, in front of which the state is as it is; −1: one that is pending. */
  #next = -1;

  constructor(module: ModuleContext, first: FunctionInfo) {
    this.#module = module;
    this.guards = new Uint16Array(module.code.length);
    this.#state = new RegisterState(module, first);
    this.#effects = new Effects(module, this.#state, first);
    this.#outcomes = new Outcomes(module, this.#state);
  }

  /** Verifies a function by the graph that was built last, before `toResume`. Throws CompileError. */
  verify(graph: FunctionGraph, info: FunctionInfo): void {
    checkLoops(this.#module, graph, info);
    const state = this.#state;
    if (graph.resumePoints > MAXIMUM_NUMBER)
      throw this.#module.error('malformed-code', 'the function has too many handlers and calls', info);
    state.begin(info, graph.nodeCount, Math.max(graph.xRegisters, IMPLICIT_X), Math.max(0, graph.maximumFrame - 1));
    this.#effects.begin(info);
    state.frame = -1;
    this.#next = -1;
    state.flowTo(0);
    const pending = this.#pending;
    pending.length = 0;
    pending.push(0);
    for (;;) {
      let node = this.#next;
      if (node < 0) {
        const other = pending.pop();
        if (other === undefined) break;
        node = other;
        state.enter(node);
      }
      this.#next = -1;
      state.frame = (graph.frames[node] ?? 0) - 1;
      this.#node(graph, node);
    }
  }

  #node(graph: FunctionGraph, node: number): void {
    const { opcodes } = this.#module.code;
    const effects = this.#effects;
    const first = graph.first[node] ?? -1;
    const last = graph.last[node] ?? -1;
    switch (graph.kind[node]) {
      case NodeKind.selectCompare:
        if (opcodes[last] === Opcode.select_tuple_arity) {
          this.#selectArity(graph, node, last);
          return;
        }
        this.#flow(graph, node);
        return;
      case NodeKind.start:
      case NodeKind.selectBelow:
      case NodeKind.selectTable:
      case NodeKind.selectAtom:
        this.#flow(graph, node);
        return;
      case NodeKind.secondCondition:
      case NodeKind.otherCondition:
        this.#branch(graph, node, last, opcodes[last] ?? 0);
        return;
      case NodeKind.condition: {
        this.#steps(graph, first, last - 1);
        const opcode = opcodes[last] ?? 0;
        this.#check(graph, last, opcode);
        // Of two conditions the second one tells what holds.
        if (instructionOf(opcode).kind === 'twoConditions' || instructionOf(opcode).kind === 'ordering') this.#flow(graph, node);
        else this.#branch(graph, node, last, opcode);
        effects.guards = 0;
        return;
      }
      case NodeKind.selectType:
      case NodeKind.call:
      case NodeKind.exit:
        this.#steps(graph, first, last - 1);
        this.#check(graph, last, opcodes[last] ?? 0);
        effects.guards = 0;
        if (graph.kind[node] !== NodeKind.exit && !this.#neverReturns(last)) this.#flow(graph, node);
        return;
      default:
        this.#steps(graph, first, last);
        this.#flow(graph, node);
    }
  }

  /** True for a call of a function that only raises: compilers write anything after it. */
  #neverReturns(i: number): boolean {
    const { opcodes, operandStart, values } = this.#module.code;
    if (opcodes[i] !== Opcode.call_ext) return false;
    const bif = this.#module.bif(values[(operandStart[i] ?? 0) + 1] ?? 0);
    return bif !== undefined && raises(bif);
  }

  /** Instructions that go on after themselves. */
  #steps(graph: FunctionGraph, first: number, last: number): void {
    const { opcodes } = this.#module.code;
    for (let i = Math.max(first, 0); i <= last; i++) {
      const opcode = opcodes[i] ?? 0;
      this.#check(graph, i, opcode);
      this.#outcomes.succeed(i, opcode, (this.#effects.guards & Guard.smallResult) !== 0);
      this.#effects.guards = 0;
      if (opcode === Opcode.try || opcode === Opcode.catch) this.#enterHandler(graph, i);
      else if (this.#state.touchedFrame) this.#tellHandler(graph);
    }
  }

  #check(graph: FunctionGraph, i: number, opcode: number): void {
    this.#state.instruction = i;
    checkInstruction(this.#effects, i, opcode);
    this.guards[i] = (this.guards[i] ?? 0) | this.#effects.guards;
    if (this.#state.touchedFrame) this.#tellHandler(graph);
  }

  /** The two ways after an instruction that may jump. */
  #branch(graph: FunctionGraph, node: number, i: number, opcode: number): void {
    const at = graph.successorStart[node] ?? 0;
    const count = (graph.successorStart[node + 1] ?? 0) - at;
    const whenTrue = graph.successors[at] ?? 0;
    this.#state.instruction = i;
    if (count > 1) {
      const whenFalse = graph.successors[at + 1] ?? 0;
      // The state is taken back for the other way; `fail` only forgets.
      this.#outcomes.fail(i, opcode);
      this.#reach(whenFalse);
    }
    this.#outcomes.succeed(i, opcode, (this.#effects.guards & Guard.smallResult) !== 0);
    if (this.#state.touchedFrame) this.#tellHandler(graph);
    this.#goOn(whenTrue);
  }

  /** One arity of `select_tuple_arity`. */
  #selectArity(graph: FunctionGraph, node: number, i: number): void {
    const { operandStart, values } = this.#module.code;
    const at = graph.successorStart[node] ?? 0;
    if ((graph.successorStart[node + 1] ?? 0) - at > 1) this.#reach(graph.successors[at + 1] ?? 0);
    this.#state.learn(operandStart[i] ?? 0, tupleOf(values[graph.selectionOperand[node] ?? 0] ?? 0) & ~ANY_TERM);
    this.#goOn(graph.successors[at] ?? 0);
  }

  #flow(graph: FunctionGraph, node: number): void {
    const end = graph.successorStart[node + 1] ?? 0;
    for (let e = graph.successorStart[node] ?? 0; e < end; e++) {
      if (e === end - 1) this.#goOn(graph.successors[e] ?? 0);
      else this.#reach(graph.successors[e] ?? 0);
    }
  }

  /** As `#reach`, for the last way out of a node: if nothing else has come there the state can stay as it is. */
  #goOn(node: number): void {
    if (!this.#state.isReached(node)) this.#next = node;
    this.#reach(node);
    if (this.#next >= 0) this.#pending.pop();
  }

  #reach(node: number): void {
    if (this.#state.flowTo(node)) this.#pending.push(node);
  }

  #enterHandler(graph: FunctionGraph, i: number): void {
    const point = graph.handlers.get(i) ?? 0;
    this.#checkHandler(graph, graph.continuation(point), i);
    this.#state.setTag(this.#module.code.operandStart[i] ?? 0, point);
    this.#tellHandler(graph);
  }

  /** A handler begins by taking what was raised out of memory. */
  #checkHandler(graph: FunctionGraph, node: number, instruction: number): void {
    const { opcodes } = this.#module.code;
    const expected = opcodes[instruction] === Opcode.try ? Opcode.try_case : Opcode.catch_end;
    let i = graph.first[node] ?? -1;
    while (opcodes[i] === Opcode.line || opcodes[i] === Opcode.label) i++;
    if (opcodes[i] !== expected) throw this.#state.error('its handler does not begin with try_case or catch_end');
  }

  /** The frame may be as it is now when the handler is entered. */
  #tellHandler(graph: FunctionGraph): void {
    this.#state.touchedFrame = false;
    const point = this.#state.handler();
    if (point === 0) return;
    const node = graph.continuation(point);
    if (this.#state.flowToHandler(node)) this.#pending.push(node);
  }
}
