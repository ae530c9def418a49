import { type Code, MAX_Y_REGISTERS, Opcode, OperandKind } from '@beamline/beam-file';
import { isSmallInteger } from '@beamline/machine-model';
import type { ControlFlowGraph } from '@beamline/wasm-asm';
import { isSmallOperand } from '../function/operand-types.js';
import { instructionOf } from '../instructions/instruction-table.js';
import type { FunctionInfo, ModuleContext } from '../module/module-context.js';

/** How a node of a function's graph begins and ends. */
export const NodeKind = {
  /** Entry of the resume function: a switch over the resume points. */
  dispatch: 1,
  /** Entry of the function, or where its tests lead: counts a reduction and checks the stack, no instructions of its own. */
  start: 2,
  /** Instructions, then a jump. */
  jump: 3,
  /** Instructions, then the condition of the last one. */
  condition: 4,
  /** Second condition of a test, no instructions of its own. */
  secondCondition: 5,
  /** As secondCondition, when the first condition did not hold. */
  otherCondition: 11,
  /** Instructions, then a call; goes on at a resume point. */
  call: 6,
  /** Instructions, the last of which leaves the function. */
  exit: 7,
  /** Begins a selection: takes the value, tests its type if the table needs it. */
  selectType: 8,
  /** Compares with one value of the list. */
  selectCompare: 9,
  /** Switches on the value. */
  selectTable: 10,
  /** Looks whether the value is below one of the list, an integer. */
  selectBelow: 12,
  /** Switches on the place that the value, an atom, has in the list. */
  selectAtom: 13,
} as const;

/**
 * True if the removal of the frame and `return` follow a call of a fun: there is no other instruction for a tail call of
 * a fun, so it has to be made one here, as OTP's loader does.
 */
function isFunTailCall({ opcodes }: Code, i: number): boolean {
  return opcodes[i + 1] === Opcode.deallocate && opcodes[i + 2] === Opcode.return;
}

/** True for an instruction that has a resume point: a call in a body, or what names a handler. */
export function hasResumePoint(code: Code, i: number): boolean {
  switch (instructionOf(code.opcodes[i] ?? 0).kind) {
    case 'call':
    case 'handler':
    case 'wait':
    case 'waitWithTimeout':
      return true;
    case 'funCall':
      return !isFunTailCall(code, i);
    default:
      return false;
  }
}

/** Most entries of a `br_table` for one that is used. */
const TABLE_SPARSENESS = 4;
const TABLE_MINIMUM = 4;

/** Most integers that a selection compares with one after the other. */
const CHAIN_MAXIMUM = 4;

/** Most atoms that a selection compares with one after the other. */
const ATOM_CHAIN_MAXIMUM = 8;

/** Most targets of a `br_table`, rounded (V8's `kV8MaxWasmFunctionBrTableSize` is 65,520). */
export const MAXIMUM_TARGETS = 65_000;

/**
 * The control-flow graph of a function. Nodes are runs of instructions; flat arrays, reused for every
 * function: behind `nodeCount` they have what earlier ones have left. Node 0 is the entry; `toResume` makes the graph that of the resume function.
 */
export class FunctionGraph implements ControlFlowGraph {
  nodeCount = 0;
  readonly successorStart: number[] = [];
  readonly successors: number[] = [];
  readonly switches: number[] = [];
  readonly kind: number[] = [];
  /** First instruction, and the last one (inclusive); −1 if it has none. */
  readonly first: number[] = [];
  readonly last: number[] = [];
  /** Resume point of a call, from 1. */
  readonly resumePoint: number[] = [];
  /** Operand of a selection: what it compares, or a value of its list. */
  readonly selectionOperand: number[] = [];
  /** Lowest value of a table. */
  readonly tableLow: number[] = [];
  /** Words of the frame at the start of each node, the return address included, 0 for none; −1 if the node is not reached. */
  readonly frames: number[] = [];
  /** Number of resume points. */
  resumePoints = 0;
  /** Largest frame in words, the return address included; 0 if there is none. */
  maximumFrame = 0;
  /** One more than the highest X register. */
  xRegisters = 0;
  /** First and second successor of each node, −1 if there is none; a switch has its successors in `#tables`. */
  readonly #whenTrue: number[] = [];
  readonly #whenFalse: number[] = [];
  readonly #tables = new Map<number, number[]>();
  /** By label: its node, −1 if it has none in this function. */
  readonly #labelNode: Int32Array;
  /** The labels of the function that have a node. */
  readonly #labels: number[] = [];
  /** The node after each call, by resume point from 1. */
  #continuations: number[] = [];
  /** By `try` or `catch` instruction: the resume point of its handler. */
  readonly handlers: Map<number, number> = new Map();
  /** Nodes that end in a tail call of the function itself, which is a loop. */
  readonly #loops: number[] = [];

  constructor(private readonly module: ModuleContext) {
    this.#labelNode = new Int32Array(module.code.labelCount).fill(-1);
  }

  /**
   * Builds the graph of a function. Throws CompileError.
   * @param longest - instructions of a node, about; a longer run becomes several
   */
  build(info: FunctionInfo, longest: number = Number.POSITIVE_INFINITY): void {
    this.nodeCount = 0;
    this.#tables.clear();
    for (const label of this.#labels) this.#labelNode[label] = -1;
    this.#labels.length = 0;
    this.resumePoints = 0;
    this.maximumFrame = 0;
    this.xRegisters = info.arity;
    this.#continuations = [0];
    this.#loops.length = 0;
    this.handlers.clear();
    const { code } = this.module;
    const { opcodes, operandStart, kinds, values } = code;

    for (let i = info.from; i < info.to; i++) {
      const operand = operandStart[i] ?? 0;
      const end = operandStart[i + 1] ?? 0;
      for (let k = operand; k < end; k++) {
        if (kinds[k] === OperandKind.x && (values[k] ?? 0) >= this.xRegisters) this.xRegisters = (values[k] ?? 0) + 1;
      }
      if (instructionOf(opcodes[i] ?? 0).frame !== 'allocates') continue;
      const frame = values[operand] ?? 0;
      if (frame > MAX_Y_REGISTERS) throw this.module.error('malformed-code', 'the frame is too large', info, i);
      this.maximumFrame = Math.max(this.maximumFrame, frame + 1);
    }

    this.#node(NodeKind.start, -1, -1);
    this.#whenTrue[0] = this.#nodeOfLabel(info.entryLabel);

    let open = -1;
    for (let i = info.from; i < info.to; i++) {
      const opcode = opcodes[i] ?? 0;
      if (opcode === Opcode.label) {
        const node = this.#nodeOfLabel(values[operandStart[i] ?? 0] ?? 0);
        if (open >= 0) this.#whenTrue[open] = node;
        this.kind[node] = NodeKind.jump;
        this.first[node] = i + 1;
        this.last[node] = i;
        open = node;
        continue;
      }
      // Code after a jump and before a label is never reached.
      if (open < 0) continue;
      this.last[open] = i;
      open = this.#end(info, open, i, opcode);
      if (open >= 0 && i - (this.first[open] ?? 0) >= longest) {
        const next = this.#next(i + 1);
        this.#whenTrue[open] = next;
        open = next;
      }
    }
    if (open >= 0) throw this.module.error('malformed-code', 'the code runs over the end of the function', info, info.to - 1);
    this.#checkJumps(info);
    this.#findFrames(info);
    this.#flatten();
  }

  #node(kind: number, first: number, last: number): number {
    const node = this.nodeCount++;
    this.kind[node] = kind;
    this.first[node] = first;
    this.last[node] = last;
    this.resumePoint[node] = 0;
    this.selectionOperand[node] = 0;
    this.tableLow[node] = 0;
    this.switches[node] = 0;
    this.#whenTrue[node] = -1;
    this.#whenFalse[node] = -1;
    return node;
  }

  #nodeOfLabel(label: number): number {
    const known = this.#labelNode[label] ?? -1;
    if (known >= 0) return known;
    const node = this.#node(-1, -1, -1);
    this.#labelNode[label] = node;
    this.#labels.push(label);
    return node;
  }

  /** Adds a node that begins at instruction `i`. */
  #next(i: number): number {
    return this.#node(NodeKind.jump, i, i - 1);
  }

  /** Ends the open node at instruction `i` if that is more than a step; returns the node that is open then, or −1. */
  #end(info: FunctionInfo, node: number, i: number, opcode: number): number {
    const { operandStart, values, kinds } = this.module.code;
    const k = operandStart[i] ?? 0;
    const { kind, tabular } = instructionOf(opcode);
    switch (kind) {
      case 'step':
        return node;
      case 'guard':
        return values[k] === 0 ? node : this.#condition(node, i, values[k] ?? 0);
      case 'optionalLabel':
        return kinds[k] === OperandKind.label ? this.#condition(node, i, values[k] ?? 0) : node;
      case 'condition':
        return this.#condition(node, i, values[k] ?? 0);
      case 'twoConditions':
        return this.#twoConditions(node, i, values[k] ?? 0);
      case 'ordering':
        if (isSmallOperand(this.module, k + 1) && isSmallOperand(this.module, k + 2)) return this.#condition(node, i, values[k] ?? 0);
        return this.#smallOrNot(node, i, values[k] ?? 0);
      case 'selection':
        this.#select(node, i, k, tabular);
        return -1;
      case 'jump':
        this.#whenTrue[node] = this.#nodeOfLabel(values[k] ?? 0);
        return -1;
      case 'localTailCall':
        if (values[k + 1] !== info.entryLabel || this.module.isOpen) return this.#exit(node);
        this.#whenTrue[node] = 0;
        this.#loops.push(node);
        return -1;
      case 'call':
        return this.#call(node, this.#next(i + 1));
      case 'funCall':
        return isFunTailCall(this.module.code, i) ? this.#exit(node) : this.#call(node, this.#next(i + 1));
      case 'handler':
        // The handler is entered as a resume point.
        this.handlers.set(i, ++this.resumePoints);
        this.#continuations.push(this.#nodeOfLabel(values[k + 1] ?? 0));
        return node;
      case 'wait':
        // When a message has come it goes on at the label.
        this.#call(node, this.#nodeOfLabel(values[k] ?? 0));
        return -1;
      case 'waitWithTimeout':
        return this.#waitWithTimeout(node, i, values[k] ?? 0);
      case 'exit':
        return this.#exit(node);
    }
  }

  #exit(node: number): number {
    this.kind[node] = NodeKind.exit;
    return -1;
  }

  /** Ends a node with a call that is resumed at another one, which it returns. */
  #call(node: number, next: number): number {
    this.kind[node] = NodeKind.call;
    this.resumePoint[node] = ++this.resumePoints;
    this.#whenTrue[node] = next;
    this.#continuations.push(next);
    return next;
  }

  #waitWithTimeout(node: number, i: number, label: number): number {
    // Was it a message, or is the time over?
    const over = this.#node(NodeKind.secondCondition, i, i);
    this.#call(node, over);
    const next = this.#next(i + 1);
    this.#whenTrue[over] = next;
    this.#whenFalse[over] = this.#nodeOfLabel(label);
    return next;
  }

  #condition(node: number, i: number, label: number): number {
    const next = this.#next(i + 1);
    this.kind[node] = NodeKind.condition;
    this.#whenTrue[node] = next;
    this.#whenFalse[node] = this.#nodeOfLabel(label);
    return next;
  }

  #twoConditions(node: number, i: number, label: number): number {
    const second = this.#node(NodeKind.secondCondition, i, i);
    const fail = this.#nodeOfLabel(label);
    this.kind[node] = NodeKind.condition;
    this.#whenTrue[node] = second;
    this.#whenFalse[node] = fail;
    const next = this.#next(i + 1);
    this.#whenTrue[second] = next;
    this.#whenFalse[second] = fail;
    return next;
  }

  /** An ordering: are both small integers? Then a comparison, otherwise a call of the kernel, each with its own branch. */
  #smallOrNot(node: number, i: number, label: number): number {
    const small = this.#node(NodeKind.secondCondition, i, i);
    const other = this.#node(NodeKind.otherCondition, i, i);
    this.kind[node] = NodeKind.condition;
    this.#whenTrue[node] = small;
    this.#whenFalse[node] = other;
    const fail = this.#nodeOfLabel(label);
    const next = this.#next(i + 1);
    this.#whenTrue[small] = next;
    this.#whenFalse[small] = fail;
    this.#whenTrue[other] = next;
    this.#whenFalse[other] = fail;
    return next;
  }

  /** A selection: source, fail label, list of value and label. */
  #select(node: number, i: number, k: number, tabular: boolean): void {
    const { values } = this.module.code;
    const fail = this.#nodeOfLabel(values[k + 1] ?? 0);
    const list = k + 3;
    const end = list + (values[k + 2] ?? 0);
    this.kind[node] = NodeKind.selectType;
    this.selectionOperand[node] = k;
    if (tabular && this.#selectTable(node, i, list, end, fail)) return;
    const entries: number[] = [];
    for (let v = list; v < end; v += 2) entries.push(v);
    if (tabular && this.#selectAtom(node, i, entries, fail)) return;
    this.#whenTrue[node] =
      tabular && this.#hasOnlySmall(entries) ? this.#searchTree(i, this.#sorted(entries), fail) : this.#compareChain(i, entries, fail);
  }

  /** Makes a selection a table. False if the values are not integers that lie close together. */
  #selectTable(node: number, i: number, list: number, end: number, fail: number): boolean {
    const { kinds, values } = this.module.code;
    let low = Infinity;
    let high = -Infinity;
    for (let v = list; v < end; v += 2) {
      const value = values[v] ?? 0;
      if (kinds[v] !== OperandKind.integer || !isSmallInteger(value)) return false;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    const count = (end - list) / 2;
    if (count < TABLE_MINIMUM || high - low >= Math.min(TABLE_SPARSENESS * count, MAXIMUM_TARGETS)) return false;
    const table = this.#node(NodeKind.selectTable, i, i);
    this.tableLow[table] = low;
    this.#whenTrue[node] = table;
    this.#whenFalse[node] = fail;
    const edges = new Array<number>(high - low + 1).fill(fail);
    for (let v = list; v < end; v += 2) edges[(values[v] ?? 0) - low] = this.#nodeOfLabel(values[v + 1] ?? 0);
    edges.push(fail);
    this.switches[table] = 1;
    this.#tables.set(table, edges);
    return true;
  }

  /** Makes a selection a search among atoms. False if the values are not many atoms. */
  #selectAtom(node: number, i: number, entries: readonly number[], fail: number): boolean {
    const { kinds, values } = this.module.code;
    if (entries.length <= ATOM_CHAIN_MAXIMUM || entries.length > MAXIMUM_TARGETS) return false;
    if (!entries.every((v) => kinds[v] === OperandKind.atom)) return false;
    const search = this.#node(NodeKind.selectAtom, i, i);
    this.selectionOperand[search] = this.module.atomSelection(entries);
    this.#whenTrue[node] = search;
    this.switches[search] = 1;
    this.#tables.set(search, [...entries.map((v) => this.#nodeOfLabel(values[v + 1] ?? 0)), fail]);
    return true;
  }

  /** True if the values of a selection are small integers. */
  #hasOnlySmall(entries: readonly number[]): boolean {
    const { kinds, values } = this.module.code;
    return entries.every((v) => kinds[v] === OperandKind.integer && isSmallInteger(values[v] ?? 0));
  }

  /** Entries of a selection of integers in their order. */
  #sorted(entries: readonly number[]): number[] {
    const { values } = this.module.code;
    return [...entries].sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  }

  /** The first node of a binary search among integers in their order. */
  #searchTree(i: number, entries: readonly number[], fail: number): number {
    if (entries.length <= CHAIN_MAXIMUM) return this.#compareChain(i, entries, fail);
    const middle = entries.length >> 1;
    const below = this.#node(NodeKind.selectBelow, i, i);
    this.selectionOperand[below] = entries[middle] ?? 0;
    this.#whenTrue[below] = this.#searchTree(i, entries.slice(0, middle), fail);
    this.#whenFalse[below] = this.#searchTree(i, entries.slice(middle), fail);
    return below;
  }

  /** The first of nodes that compare with one value after the other. */
  #compareChain(i: number, entries: readonly number[], fail: number): number {
    const { values } = this.module.code;
    let next = fail;
    for (const v of entries.toReversed()) {
      const compare = this.#node(NodeKind.selectCompare, i, i);
      this.selectionOperand[compare] = v;
      this.#whenTrue[compare] = this.#nodeOfLabel(values[v + 1] ?? 0);
      this.#whenFalse[compare] = next;
      next = compare;
    }
    return next;
  }

  /** The node at a resume point. */
  continuation(point: number): number {
    return this.#continuations[point] ?? 0;
  }

  /**
   * Makes the graph that of the resume function: its entry switches over the resume points. A tail call of
   * the function itself leaves it. A resume point that is never reached stands for another one.
   */
  toResume(): void {
    this.kind[0] = NodeKind.dispatch;
    this.switches[0] = 1;
    const isKnown = (node: number): boolean => (this.frames[node] ?? -1) >= 0;
    const some = this.#continuations.findIndex((node, point) => point > 0 && isKnown(node));
    const spare = this.#continuations[some] ?? 0;
    this.#whenTrue[0] = -1;
    this.#tables.set(
      0,
      this.#continuations.slice(1).map((node) => (isKnown(node) ? node : spare)),
    );
    this.leaveAtLoops();
  }

  /** Puts a node in front of another one, on the edges that come from some nodes. */
  insert(kind: number, target: number, isSource: (node: number) => boolean): void {
    const added = this.#node(kind, -1, -1);
    this.frames[added] = this.frames[target] ?? 0;
    this.#whenTrue[added] = target;
    const go = (node: number): number => (node === target ? added : node);
    for (let node = 0; node < added; node++) {
      if (!isSource(node)) continue;
      const table = this.#tables.get(node);
      if (table !== undefined) this.#tables.set(node, table.map(go));
      this.#whenTrue[node] = go(this.#whenTrue[node] ?? -1);
      this.#whenFalse[node] = go(this.#whenFalse[node] ?? -1);
    }
    this.#flatten();
  }

  /** Makes tail calls of the function itself leave it. */
  leaveAtLoops(): void {
    for (const node of this.#loops) {
      this.kind[node] = NodeKind.exit;
      this.#whenTrue[node] = -1;
    }
    this.#flatten();
  }

  /** Follows the frame through all paths, handlers included. Throws CompileError when two paths disagree. */
  #findFrames(info: FunctionInfo): void {
    const { opcodes } = this.module.code;
    const { frames } = this;
    for (let node = 0; node < this.nodeCount; node++) frames[node] = -1;
    const pending = [0];
    frames[0] = 0;
    /** By node and words: its copy for another frame. */
    const copies = new Map<string, number>();
    /** Comes to a node; returns it, or its copy. */
    const reach = (node: number, words: number, instruction: number): number => {
      const known = frames[node] ?? -1;
      if (known === words) return node;
      if (known >= 0 && this.kind[node] === NodeKind.exit) {
        // Compilers let code that raises be shared by places with different frames.
        const key = `${node} ${words}`;
        let copy = copies.get(key);
        if (copy === undefined) {
          copy = this.#node(NodeKind.exit, this.first[node] ?? -1, this.last[node] ?? -1);
          copies.set(key, copy);
          frames[copy] = words;
        }
        return copy;
      }
      if (known >= 0) {
        throw this.module.error('malformed-code', `a label is reached with frames of ${known} and ${words} words`, info, instruction);
      }
      frames[node] = words;
      pending.push(node);
      return node;
    };
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      let words = frames[node] ?? 0;
      const first = this.first[node] ?? -1;
      const last = this.last[node] ?? -1;
      for (let i = Math.max(first, 0); first >= 0 && i <= last; i++) {
        words = this.#frameBehind(node, i, words);
        if (instructionOf(opcodes[i] ?? 0).kind !== 'handler') continue;
        const point = this.handlers.get(i) ?? 0;
        this.#continuations[point] = reach(this.#continuations[point] ?? 0, words, i);
      }
      const instruction = Math.max(last, info.from);
      const go = (successor: number): number => (successor < 0 ? successor : reach(successor, words, instruction));
      if (this.switches[node] === 1) {
        this.#tables.set(node, (this.#tables.get(node) ?? []).map(go));
      } else {
        this.#whenTrue[node] = go(this.#whenTrue[node] ?? -1);
        this.#whenFalse[node] = go(this.#whenFalse[node] ?? -1);
        if (this.kind[node] === NodeKind.call) this.#continuations[this.resumePoint[node] ?? 0] = this.#whenTrue[node] ?? 0;
      }
    }
  }

  /** Words of the frame after an instruction of a node. */
  #frameBehind(node: number, i: number, words: number): number {
    const { opcodes, operandStart, values } = this.module.code;
    const { frame, kind } = instructionOf(opcodes[i] ?? 0);
    const operand = values[operandStart[i] ?? 0] ?? 0;
    switch (frame) {
      case 'allocates':
        return operand + 1;
      case 'removes':
        return 0;
      case 'trims':
        return Math.max(1, words - operand);
      case 'none':
        // The function begins again, without a frame.
        return kind === 'localTailCall' && this.#whenTrue[node] === 0 ? 0 : words;
    }
  }

  #checkJumps(info: FunctionInfo): void {
    for (let node = 0; node < this.nodeCount; node++) {
      if (this.kind[node] === -1) throw this.module.error('malformed-code', 'a jump leads out of the function', info);
    }
  }

  #flatten(): void {
    const { successorStart, successors } = this;
    let count = 0;
    for (let node = 0; node < this.nodeCount; node++) {
      successorStart[node] = count;
      if (this.switches[node]) {
        for (const successor of this.#tables.get(node) ?? []) successors[count++] = successor;
        continue;
      }
      const whenTrue = this.#whenTrue[node] ?? -1;
      const whenFalse = this.#whenFalse[node] ?? -1;
      if (whenTrue >= 0) successors[count++] = whenTrue;
      if (whenFalse >= 0) successors[count++] = whenFalse;
    }
    successorStart[this.nodeCount] = count;
  }
}
