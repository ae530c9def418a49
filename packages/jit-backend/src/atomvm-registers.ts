/** The scratch locals of the `atomvm` convention: which are in use, and what they are known to hold. */
import { ValueType } from '@beamline/wasm-asm';
import { NativeRegister } from './atomvm-operands.js';
import type { PrimitiveType } from './atomvm-primitives.js';

/** The parameters `ctx`, `jit_state` and `native_interface` come first. */
const PARAMETER_COUNT = 3;
/** How many registers there are at first; there is no limit. */
const FIRST_REGISTERS = 6;

const TYPES: Readonly<Record<PrimitiveType, ValueType>> = {
  i32: ValueType.i32,
  i64: ValueType.i64,
  f32: ValueType.f32,
  f64: ValueType.f64,
};

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

/** What registers hold and which are in use, at one place of the code. */
export interface RegisterState {
  /** Whether each register is in use. */
  readonly used: readonly boolean[];
  /** Kinds and numbers of {@link Content}, in turn. */
  readonly contents: readonly number[];
}

/** The registers of one function after the other; the locals keep their types. */
export class RegisterPool {
  readonly #registers: NativeRegister[] = [];
  readonly #used: boolean[] = [];
  // Kinds and numbers in turn.
  readonly #contents: number[] = [];
  // The registers that the function has used so far are below.
  #high = 0;

  constructor() {
    for (let i = 0; i < FIRST_REGISTERS; i++) this.#grow('i32');
  }

  /** Starts a function: none is in use, and nothing is known. */
  reset(): void {
    this.#used.fill(false);
    this.forgetAll();
    this.#high = 0;
  }

  /** Takes a register of a type; one without known content if there is one, so that others can be used again. */
  allocate(type: PrimitiveType): NativeRegister {
    let found = -1;
    for (let i = 0; i < this.#registers.length; i++) {
      if (this.#used[i] === true || this.#registers[i]?.type !== type) continue;
      if (this.#contents[2 * i] === Content.unknown) {
        found = i;
        break;
      }
      if (found < 0) found = i;
    }
    if (found < 0) found = this.#grow(type);
    this.#contents[2 * found] = Content.unknown;
    return this.#take(found);
  }

  /** Takes a free register that is known to hold this; undefined if there is none. */
  reuse(kind: number, value: number): NativeRegister | undefined {
    for (let i = 0; i < this.#high; i++) {
      if (this.#used[i] !== true && this.#contents[2 * i] === kind && this.#contents[2 * i + 1] === value) return this.#take(i);
    }
    return undefined;
  }

  /** A register in use that is known to hold this; undefined if there is none. */
  holding(kind: number, value: number): NativeRegister | undefined {
    for (let i = 0; i < this.#high; i++) {
      if (this.#used[i] === true && this.#contents[2 * i] === kind && this.#contents[2 * i + 1] === value) return this.#registers[i];
    }
    return undefined;
  }

  /** Whether a register is one of the pool and in use. */
  isUsed(register: NativeRegister): boolean {
    const i = register.local - PARAMETER_COUNT;
    return this.#registers[i] === register && this.#used[i] === true;
  }

  /** Gives a register back; what it holds may be used again. */
  release(register: NativeRegister): void {
    this.#used[register.local - PARAMETER_COUNT] = false;
  }

  /** Notes what a register holds. */
  remember(register: NativeRegister, kind: number, value: number): void {
    const i = register.local - PARAMETER_COUNT;
    this.#contents[2 * i] = kind;
    this.#contents[2 * i + 1] = value;
  }

  /** Notes that a register holds something else now. */
  forget(register: NativeRegister): void {
    this.#contents[2 * (register.local - PARAMETER_COUNT)] = Content.unknown;
  }

  /** Notes that a place in memory has changed. */
  forgetContent(kind: number, value: number): void {
    for (let i = 0; i < this.#high; i++) {
      if (this.#contents[2 * i] === kind && this.#contents[2 * i + 1] === value) this.#contents[2 * i] = Content.unknown;
    }
  }

  /** Notes that all places of one kind have changed. */
  forgetKind(kind: number): void {
    for (let i = 0; i < this.#high; i++) if (this.#contents[2 * i] === kind) this.#contents[2 * i] = Content.unknown;
  }

  /** Notes that nothing is known. */
  forgetAll(): void {
    this.#contents.fill(Content.unknown);
  }

  /** The registers of type `i32` that are in use, or those that are not. */
  list(used: boolean): NativeRegister[] {
    return this.#registers.filter((register, i) => this.#used[i] === used && (used || register.type === 'i32'));
  }

  /** Whether none is in use. */
  get allFree(): boolean {
    return !this.#used.includes(true);
  }

  /** A copy of what is known and in use. */
  save(): RegisterState {
    return { used: this.#used.slice(), contents: this.#contents.slice() };
  }

  /** Goes back to a copy. */
  restore(state: RegisterState): void {
    for (let i = 0; i < this.#registers.length; i++) {
      this.#used[i] = state.used[i] ?? false;
      this.#contents[2 * i] = state.contents[2 * i] ?? Content.unknown;
      this.#contents[2 * i + 1] = state.contents[2 * i + 1] ?? 0;
    }
  }

  /** Joins another way to the same place: in use is what either has in use, known is what both know. */
  merge(state: RegisterState): void {
    for (let i = 0; i < this.#registers.length; i++) {
      if (state.used[i] === true) this.#used[i] = true;
      if (state.contents[2 * i] !== this.#contents[2 * i] || state.contents[2 * i + 1] !== this.#contents[2 * i + 1]) {
        this.#contents[2 * i] = Content.unknown;
      }
    }
  }

  /** The function's locals: count, type, count, type and so on. */
  locals(): number[] {
    const groups: number[] = [];
    for (let i = 0; i < this.#high; i++) {
      const type = TYPES[typeOf(this.#registers[i])];
      const last = groups.length - 1;
      if (groups[last] === type) groups[last - 1] = (groups[last - 1] ?? 0) + 1;
      else groups.push(1, type);
    }
    return groups;
  }

  #take(i: number): NativeRegister {
    this.#used[i] = true;
    if (i >= this.#high) this.#high = i + 1;
    return this.#registers[i] ?? NONE;
  }

  #grow(type: PrimitiveType): number {
    const i = this.#registers.length;
    this.#registers.push(new NativeRegister(PARAMETER_COUNT + i, type));
    this.#used.push(false);
    this.#contents.push(Content.unknown, 0);
    return i;
  }
}

/** What a primitive without a result gives. */
export const NONE: NativeRegister = /* @__PURE__ */ new NativeRegister(-1, 'void');

function typeOf(register: NativeRegister | undefined): PrimitiveType {
  return register === undefined || register.type === 'void' ? 'i32' : register.type;
}
