/** The scratch locals of the `atomvm` convention: which are in use, and what they are known to hold. */
import { ValueType } from '@beamline/wasm-asm';
import { NativeRegister, type VmRegister, xReg, yReg } from './operands.js';
import { type PrimitiveType, TYPES } from './primitives.js';

/** The parameters `ctx`, `jit_state` and `native_interface` come first. */
const PARAMETER_COUNT = 3;
const WORDS = 3;
const KIND = 1;
const VALUE = 2;
/** How many registers there are at first; there is no limit. */
const FIRST_REGISTERS = 6;
/** By number of locals: their declarations, all words as the first registers are. */
const WORD_LOCALS: readonly (readonly number[])[] = Array.from({ length: FIRST_REGISTERS + 1 }, (_, count) =>
  count === 0 ? [] : [count, ValueType.i32],
);

const TYPE_CODES: Readonly<Record<PrimitiveType, number>> = { i32: 0, i64: 1, f32: 2, f64: 3 };

/** What a register may hold that need not be loaded again. */
export const Content = {
  /** Something else. */
  unknown: 0,
  /** The X register with this number. */
  x: 1,
  /** The Y register with this number. */
  y: 2,
  /** A literal. */
  literal: 3,
} as const;

/** What a register holds. */
export interface RegisterContent {
  /** The register. */
  readonly register: NativeRegister;
  /** An X or Y register, by its number, or a literal. */
  readonly holds: VmRegister | number;
}

/** The registers of one function after the other; the locals keep their types. */
export class RegisterPool {
  readonly #registers: NativeRegister[] = [];
  readonly #types: number[] = [];
  // For each register three numbers: 1 if it is in use, the kind of its content, the number of that.
  #state: Int32Array = new Int32Array(WORDS * 16);
  // The registers that the function has used so far are below; the others are free, and hold nothing known.
  #high = 0;
  #usedCount = 0;
  // States that were saved, one after the other, each with its count of registers at its end.
  #saved: Int32Array = new Int32Array(256);
  #savedLength = 0;

  constructor() {
    for (let i = 0; i < FIRST_REGISTERS; i++) this.#grow('i32');
  }

  /** Starts a function: none is in use, and nothing is known. */
  reset(): void {
    for (let at = WORDS * this.#high - WORDS; at >= 0; at -= WORDS) {
      this.#state[at] = 0;
      this.#state[at + KIND] = Content.unknown;
    }
    this.#high = 0;
    this.#usedCount = 0;
    this.#savedLength = 0;
  }

  /** Takes a register of a type; one without known content if there is one, so that others can be used again. */
  allocate(type: PrimitiveType): NativeRegister {
    const state = this.#state;
    const code = TYPE_CODES[type];
    let found = -1;
    for (let i = 0, at = 0; i < this.#registers.length; i++, at += WORDS) {
      if (state[at] !== 0 || this.#types[i] !== code) continue;
      found = i;
      if (state[at + KIND] === Content.unknown) break;
    }
    if (found < 0) found = this.#grow(type);
    this.#state[WORDS * found + KIND] = Content.unknown;
    return this.#take(found);
  }

  /** A register that is known to hold this, one that is free if there is one; undefined if there is none. */
  known(kind: number, value: number): NativeRegister | undefined {
    const state = this.#state;
    let found = -1;
    for (let i = 0, at = 0; i < this.#high; i++, at += WORDS) {
      if (state[at + KIND] !== kind || state[at + VALUE] !== value) continue;
      found = i;
      if (state[at] === 0) break;
    }
    return found < 0 ? undefined : this.#registers[found];
  }

  /** Takes a register that is free. */
  take(register: NativeRegister): void {
    this.#state[WORDS * (register.local - PARAMETER_COUNT)] = 1;
    this.#usedCount++;
  }

  /** Whether a register is one of the pool and in use. */
  isUsed(register: NativeRegister): boolean {
    const i = register.local - PARAMETER_COUNT;
    return this.#registers[i] === register && this.#state[WORDS * i] === 1;
  }

  /** Gives a register in use back; what it holds may be used again. */
  release(register: NativeRegister): void {
    this.#state[WORDS * (register.local - PARAMETER_COUNT)] = 0;
    this.#usedCount--;
  }

  /** Notes what a register holds. */
  remember(register: NativeRegister, kind: number, value: number): void {
    const at = WORDS * (register.local - PARAMETER_COUNT);
    this.#state[at + KIND] = kind;
    this.#state[at + VALUE] = value;
  }

  /** Notes that a register holds something else now. */
  forget(register: NativeRegister): void {
    this.#state[WORDS * (register.local - PARAMETER_COUNT) + KIND] = Content.unknown;
  }

  /** Notes that a place in memory has changed. */
  forgetContent(kind: number, value: number): void {
    const state = this.#state;
    for (let at = WORDS * this.#high - WORDS; at >= 0; at -= WORDS) {
      if (state[at + KIND] === kind && state[at + VALUE] === value) state[at + KIND] = Content.unknown;
    }
  }

  /** Notes that all X registers, unless only Y registers are meant, and all Y registers have changed. */
  forgetMemory(onlyY = false): void {
    const state = this.#state;
    for (let at = WORDS * this.#high - WORDS; at >= 0; at -= WORDS) {
      const kind = state[at + KIND];
      if (kind === Content.y || (kind === Content.x && !onlyY)) state[at + KIND] = Content.unknown;
    }
  }

  /** The registers that are in use, or those of type `i32` that are not. */
  list(used: boolean): NativeRegister[] {
    return this.#registers.filter((register, i) => (this.#state[WORDS * i] === 1) === used && (used || register.type === 'i32'));
  }

  /** What is known. */
  contents(): RegisterContent[] {
    const found: RegisterContent[] = [];
    for (let i = 0; i < this.#high; i++) {
      const register = this.#registers[i] ?? NONE;
      const kind = this.#state[WORDS * i + KIND];
      const value = this.#state[WORDS * i + VALUE] ?? 0;
      if (kind === Content.literal) found.push({ register, holds: value });
      else if (kind === Content.x) found.push({ register, holds: xReg(value) });
      else if (kind === Content.y) found.push({ register, holds: yReg(value) });
    }
    return found;
  }

  /** Whether none is in use. */
  get allFree(): boolean {
    return this.#usedCount === 0;
  }

  /** Saves what is known and in use, above what has been saved before; gives what the other methods take. */
  save(): number {
    const size = WORDS * this.#high;
    const start = this.#savedLength;
    const end = start + size + 1;
    if (end > this.#saved.length) {
      const larger = new Int32Array(2 * end);
      larger.set(this.#saved);
      this.#saved = larger;
    }
    for (let i = 0; i < size; i++) this.#saved[start + i] = this.#state[i] ?? 0;
    this.#saved[end - 1] = size;
    this.#savedLength = end;
    return end;
  }

  /** Goes back to what was saved. */
  restore(saved: number): void {
    const size = this.#saved[saved - 1] ?? 0;
    const start = saved - 1 - size;
    for (let i = 0; i < size; i++) this.#state[i] = this.#saved[start + i] ?? 0;
    for (let i = size; i < WORDS * this.#high; i += WORDS) {
      this.#state[i] = 0;
      this.#state[i + KIND] = Content.unknown;
    }
    this.#count();
  }

  /** Joins another way to the same place: in use is what either has in use, known is what both know. */
  merge(saved: number): void {
    const size = this.#saved[saved - 1] ?? 0;
    const start = saved - 1 - size;
    const state = this.#state;
    for (let i = 0; i < WORDS * this.#high; i += WORDS) {
      const kind = i < size ? this.#saved[start + i + KIND] : Content.unknown;
      if (state[i + KIND] !== kind || state[i + VALUE] !== this.#saved[start + i + VALUE]) state[i + KIND] = Content.unknown;
    }
    this.use(saved);
  }

  /** Takes those registers that were in use when it was saved. */
  use(saved: number): void {
    const size = this.#saved[saved - 1] ?? 0;
    const start = saved - 1 - size;
    for (let i = 0; i < size; i += WORDS) if (this.#saved[start + i] === 1) this.#state[i] = 1;
    this.#count();
  }

  /** Forgets what was saved there and later. */
  drop(saved: number): void {
    this.#savedLength = saved - 1 - (this.#saved[saved - 1] ?? 0);
  }

  /** The function's locals: count, type, count, type and so on. */
  locals(): readonly number[] {
    if (this.#high <= FIRST_REGISTERS) return WORD_LOCALS[this.#high] ?? [];
    const groups: number[] = [];
    for (let i = 0; i < this.#high; i++) {
      const type = TYPES[typeOf(this.#registers[i])];
      const last = groups.length - 1;
      if (groups[last] === type) groups[last - 1] = (groups[last - 1] ?? 0) + 1;
      else groups.push(1, type);
    }
    return groups;
  }

  #count(): void {
    this.#usedCount = 0;
    for (let i = 0; i < this.#high; i++) this.#usedCount += this.#state[WORDS * i] ?? 0;
  }

  #take(i: number): NativeRegister {
    this.#state[WORDS * i] = 1;
    this.#usedCount++;
    if (i >= this.#high) this.#high = i + 1;
    return this.#registers[i] ?? NONE;
  }

  #grow(type: PrimitiveType): number {
    const i = this.#registers.length;
    this.#registers.push(new NativeRegister(PARAMETER_COUNT + i, type));
    if (WORDS * (i + 1) > this.#state.length) {
      const larger = new Int32Array(2 * this.#state.length);
      larger.set(this.#state);
      this.#state = larger;
    }
    this.#types.push(TYPE_CODES[type]);
    return i;
  }
}

/** What a primitive without a result gives. */
export const NONE: NativeRegister = /* @__PURE__ */ new NativeRegister(-1, 'void');

function typeOf(register: NativeRegister | undefined): PrimitiveType {
  return register === undefined || register.type === 'void' ? 'i32' : register.type;
}
