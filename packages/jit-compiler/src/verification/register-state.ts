import { type Code, OperandKind } from '@beamline/beam-file';
import { isSmallConstant } from '../function/operand-types.js';
import type { FunctionInfo, ModuleContext } from '../module/module-context.js';
import { ANY_TERM, Fact, joinFacts, meetFacts, numberOf, tagOf } from './value-facts.js';

/** Words of a state before the registers: bytes of heap that are made sure of, and what is under way. */
const HEAP = 0;
const MODE = 1;
const X = 2;

/** What is under way at an instruction. */
const Mode = {
  /** A bitstring is being built by an instruction for each segment: on every way. */
  building: 2,
  /** The frame has had a catch tag: on some way. */
  tags: 4,
} as const;

/** Most words of the states of one function. */
const MAXIMUM_STATE_WORDS = 1 << 26;

/** What is known of registers and heap at one instruction of a function, and in front of each of its nodes. */
export class RegisterState {
  readonly #module: ModuleContext;
  readonly #code: Code;
  /** The state at the instruction that is looked at. */
  #now: Int32Array = new Int32Array(64);
  /** The states in front of the nodes, one after the other. */
  #states: Int32Array = new Int32Array(4096);
  #reached: Uint8Array = new Uint8Array(256);
  #width = X;
  #y = X;
  #info: FunctionInfo;
  /** The instruction that is looked at. */
  instruction = 0;
  /** Y registers of the frame; −1 without one. */
  frame = -1;
  /** Set when a Y register has been set in a frame with catch tags, whose handler has to be told. */
  touchedFrame = false;

  constructor(module: ModuleContext, info: FunctionInfo) {
    this.#module = module;
    this.#code = module.code;
    this.#info = info;
  }

  /** Begins a function: no node is reached, its arguments are set. */
  begin(info: FunctionInfo, nodes: number, xRegisters: number, yRegisters: number): void {
    this.#info = info;
    this.#y = X + xRegisters;
    this.#width = this.#y + yRegisters;
    const words = nodes * this.#width;
    if (words > MAXIMUM_STATE_WORDS) throw this.#module.error('malformed-code', 'the function has too many registers for its size', info);
    if (this.#states.length < words) this.#states = new Int32Array(2 * words);
    if (this.#now.length < this.#width) this.#now = new Int32Array(2 * this.#width);
    if (this.#reached.length < nodes) this.#reached = new Uint8Array(2 * nodes);
    this.#reached.fill(0, 0, nodes);
    this.#now.fill(0, 0, this.#width);
    for (let i = 0; i < info.arity; i++) this.#now[X + i] = ANY_TERM;
  }

  isReached(node: number): boolean {
    return this.#reached[node] === 1;
  }

  /** Takes the state in front of a node. */
  enter(node: number): void {
    const from = node * this.#width;
    for (let w = 0; w < this.#width; w++) this.#now[w] = this.#states[from + w] ?? 0;
  }

  /** Joins the state into that in front of a node; true if that has changed. */
  flowTo(node: number): boolean {
    const now = this.#now;
    const states = this.#states;
    const width = this.#width;
    const to = node * width;
    if (this.#reached[node] === 0) {
      this.#reached[node] = 1;
      for (let w = 0; w < width; w++) states[to + w] = now[w] ?? 0;
      return true;
    }
    let changed = false;
    for (let w = 0; w < width; w++) {
      const before = states[to + w] ?? 0;
      const other = now[w] ?? 0;
      if (before === other) continue;
      const joined = w >= X ? joinFacts(before, other) : w === HEAP ? Math.min(before, other) : joinModes(before, other);
      if (joined === before) continue;
      states[to + w] = joined;
      changed = true;
    }
    return changed;
  }

  /** As `flowTo` for the handler of an exception that may be raised from here on. */
  flowToHandler(node: number): boolean {
    const { frame } = this;
    const saved = this.#now.slice(0, this.#width);
    const now = this.#now;
    now[HEAP] = 0;
    now[MODE] = Mode.tags;
    for (let w = X; w < this.#y; w++) now[w] = 0;
    if (this.#y > X) now[X] = Fact.raised;
    this.loseFresh();
    const changed = this.flowTo(node);
    now.set(saved);
    this.frame = frame;
    return changed;
  }

  error(problem: string): Error {
    return this.#module.error('malformed-code', problem, this.#info, this.instruction);
  }

  /** Facts of an operand that must be a term. */
  value(k: number): number {
    const facts = this.facts(k);
    if ((facts & Fact.set) === 0) throw this.error(`${this.#name(k)} is read before it is set`);
    return facts;
  }

  /** Facts of an operand, whatever it is. */
  facts(k: number): number {
    const number = this.#code.values[k] ?? 0;
    switch (this.#code.kinds[k]) {
      case OperandKind.x:
        return this.#now[X + number] ?? 0;
      case OperandKind.y:
        return this.#now[this.#place(number)] ?? 0;
      default:
        return isSmallConstant(this.#module, k) ? ANY_TERM | Fact.small : ANY_TERM;
    }
  }

  /** Facts of an operand that becomes part of a term. */
  storable(k: number): number {
    const facts = this.value(k);
    if ((facts & Fact.matchContext) !== 0) throw this.error(`${this.#name(k)} is a match context, which programs cannot use as a term`);
    return facts;
  }

  /** Facts of an operand that goes where the collector or another process may find it. */
  owned(k: number): number {
    const facts = this.storable(k);
    if ((facts & Fact.own) === 0) throw this.error(`${this.#name(k)} is part of a message that is still in the mailbox`);
    return facts;
  }

  /** Facts of X register `x`. */
  x(x: number): number {
    return this.#now[X + x] ?? 0;
  }

  setX(x: number, facts: number): void {
    this.#now[X + x] = facts;
  }

  /** Adds facts to the register of an operand. */
  learn(k: number, facts: number): void {
    const number = this.#code.values[k] ?? 0;
    const kind = this.#code.kinds[k];
    const at = kind === OperandKind.x ? X + number : kind === OperandKind.y ? this.#place(number) : -1;
    if (at < 0) return;
    this.#now[at] = meetFacts(this.#now[at] ?? 0, facts);
  }

  /** Sets a destination. */
  set(k: number, facts: number): void {
    const number = this.#code.values[k] ?? 0;
    const kind = this.#code.kinds[k];
    if (kind === OperandKind.x) {
      this.#now[X + number] = facts;
    } else if (kind === OperandKind.y) {
      this.#now[this.#place(number)] = facts;
      if (this.#is(Mode.tags)) this.touchedFrame = true;
    }
  }

  /** What the destinations of an instruction that failed may hold: a term if they did before. */
  weaken(k: number): void {
    const facts = this.facts(k);
    if ((facts & Fact.set) !== 0) this.set(k, facts & ANY_TERM);
  }

  /** Checks that the first X registers are set. `passed`: and are whole terms of the process, which others may keep. */
  requireX(count: number, passed: boolean): void {
    for (let x = 0; x < count; x++) {
      const facts = this.#now[X + x] ?? 0;
      if (x >= this.#y - X || (facts & Fact.set) === 0) throw this.error(`x${x} is not set`);
      if (passed && (facts & Fact.own) === 0) throw this.error(`x${x} is part of a message that is still in the mailbox`);
    }
  }

  /** Forgets the X registers from `from` on. */
  forgetX(from: number): void {
    for (let w = X + from; w < this.#y; w++) this.#now[w] = 0;
  }

  /** A collection of garbage, or other code that may make one. */
  collects(): void {
    this.#now[HEAP] = 0;
    this.#leave(Mode.building);
    this.loseFresh();
  }

  loseFresh(): void {
    for (let w = X; w < this.#width; w++) {
      const facts = this.#now[w] ?? 0;
      if ((facts & (Fact.fresh | Fact.loan)) !== 0) this.#now[w] = (facts & Fact.loan) !== 0 ? 0 : facts & ~Fact.fresh;
    }
  }

  /** Something else may be allocated: what heap is left is not known. */
  loseHeap(): void {
    this.#now[HEAP] = 0;
  }

  reserveHeap(bytes: number): void {
    this.#now[HEAP] = bytes;
  }

  takeHeap(bytes: number): void {
    const left = (this.#now[HEAP] ?? 0) - bytes;
    if (left < 0) throw this.error(`${bytes} bytes of heap are used without a preceding heap test`);
    this.#now[HEAP] = left;
  }

  /** The message is the process's own now. */
  ownMessage(): void {
    for (let w = X; w < this.#width; w++)
      if (((this.#now[w] ?? 0) & Fact.set) !== 0) this.#now[w] = ((this.#now[w] ?? 0) | Fact.own) & ~Fact.loan;
  }

  /** The message is left in the mailbox: what is known of it is no longer there. */
  leaveMessage(): void {
    for (let w = X; w < this.#width; w++) if (((this.#now[w] ?? 0) & (Fact.set | Fact.own)) === Fact.set) this.#now[w] = 0;
  }

  beginBitstring(): void {
    this.#now[MODE] = (this.#now[MODE] ?? 0) | Mode.building;
  }

  requireBitstring(): void {
    if (!this.#is(Mode.building)) throw this.error('no bitstring is being built');
  }

  leaveBitstring(): void {
    this.#leave(Mode.building);
  }

  /** Y registers of a new frame are not set. */
  allocate(count: number): void {
    this.frame = count;
    this.#now.fill(0, this.#y, this.#width);
    this.#leave(Mode.tags);
  }

  /** All Y registers of the frame are set. */
  clearFrame(): void {
    this.#now.fill(ANY_TERM, this.#y, this.#y + this.frame);
  }

  deallocate(): void {
    this.frame = -1;
    this.#now.fill(0, this.#y, this.#width);
    this.#leave(Mode.tags);
  }

  trim(count: number): void {
    if (this.#is(Mode.tags)) {
      for (let y = 0; y < this.frame; y++) {
        if (((this.#now[this.#y + y] ?? 0) & (Fact.catchTag | Fact.unclear)) !== 0) throw this.error('the frame of a handler is trimmed');
      }
    }
    const left = Math.max(0, this.frame - count);
    this.#now.copyWithin(this.#y, this.#y + count, this.#y + this.frame);
    this.#now.fill(0, this.#y + left, this.#width);
    this.frame = left;
  }

  /** The tag of a handler goes to a Y register. */
  setTag(k: number, handler: number): void {
    this.#now[this.#place(this.#code.values[k] ?? 0)] = tagOf(handler);
    this.#now[MODE] = (this.#now[MODE] ?? 0) | Mode.tags;
  }

  /** The handler that the next exception goes to: of the lowest tag. 0: it has none. */
  handler(): number {
    for (let y = 0; y < this.frame; y++) {
      const facts = this.#now[this.#y + y] ?? 0;
      if ((facts & Fact.unclear) !== 0) throw this.error('it is not clear which handler an exception would have');
      if ((facts & Fact.catchTag) !== 0) return numberOf(facts);
    }
    return 0;
  }

  requireTag(k: number): void {
    if ((this.facts(k) & Fact.catchTag) === 0) throw this.error(`${this.#name(k)} has no catch tag`);
  }

  #is(mode: number): boolean {
    return ((this.#now[MODE] ?? 0) & mode) !== 0;
  }

  #leave(mode: number): void {
    this.#now[MODE] = (this.#now[MODE] ?? 0) & ~mode;
  }

  #place(y: number): number {
    if (y >= this.frame) throw this.error(`there is no y${y} in the frame`);
    return this.#y + y;
  }

  #name(k: number): string {
    const number = this.#code.values[k] ?? 0;
    const kind = this.#code.kinds[k];
    return kind === OperandKind.x ? `x${number}` : kind === OperandKind.y ? `y${number}` : 'an operand';
  }
}

function joinModes(a: number, b: number): number {
  return (a & b) | ((a | b) & Mode.tags);
}
