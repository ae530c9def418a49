import { Opcode, OperandKind } from '@beamline/beam-file';
import { HeaderTag, INTEGER64_HEADER_NEGATIVE, SMALL_MAX, SMALL_MIN, TermTag } from '@beamline/machine-model';
import type { FunctionContext } from '../../function/function-context.js';
import { CHECKS_IN_FRONT, Guard, writeGuards } from '../../verification/guards.js';
import { INTEGER_OPERATIONS } from './arithmetic.js';
import { translateGuardBifCall } from './guard-bif-calls.js';

/**
 * Runs of integer operations, computed in i64 locals without a term for what is only used inside the run.
 *
 * Two ways. *Bounded*: all registers that come in are small integers, and interval arithmetic shows that
 * no intermediate value leaves 63 bits. *Modular*: sums, products and the like that end in `band` with a
 * mask of up to 64 bits need only the low 64 bits of what comes in, whatever its size. Where what comes in
 * does not fit, the operations are done one by one.
 */

/** Magnitude that a bounded value may have: room is left for the rounding of these bounds. */
const LIMIT = 2 ** 62;

interface Value {
  /** i64 local, assigned when the run is written; −1 for a constant. */
  local: number;
  readonly constant: bigint | undefined;
  readonly min: number;
  readonly max: number;
  /** exact: the local is the value. modular: its low 64 bits. unsigned: its value as an unsigned number. */
  readonly form: 'exact' | 'modular' | 'unsigned';
  /** Operand index for a value that comes in. */
  readonly input: number;
  /** True for a value that comes in and is small by the types in the file only: the run looks. */
  unproven?: boolean;
}

interface Step {
  readonly operation: string;
  readonly a: Value;
  readonly b: Value;
  readonly result: Value;
}

interface Run {
  readonly steps: readonly Step[];
  readonly inputs: readonly Value[];
  /** What registers hold at the end, by destination operand. */
  readonly outputs: ReadonlyMap<number, { readonly operand: number; readonly value: Value; readonly instruction: number }>;
  /** The last instruction of the run. */
  readonly end: number;
  readonly modular: boolean;
}

/** Key of a register operand. */
function registerKey(f: FunctionContext, k: number): number {
  return f.value(k) * 2 + (f.kind(k) === OperandKind.y ? 1 : 0);
}

function constantOf(f: FunctionContext, k: number): bigint | undefined {
  switch (f.kind(k)) {
    case OperandKind.integer:
    case OperandKind.character:
      return BigInt(f.value(k));
    case OperandKind.bigInteger:
      return f.code.bigs[f.value(k)];
    default:
      return undefined;
  }
}

const exact = (min: number, max: number): Value => ({ local: -1, constant: undefined, min, max, form: 'exact', input: -1 });
const MODULAR: Value = { local: -1, constant: undefined, min: -Infinity, max: Infinity, form: 'modular', input: -1 };

/** Bounds of an exact result, or the modular one if they are too wide and that will do; undefined if not. */
function bounded(modular: boolean, ...bounds: number[]): Value | undefined {
  const min = Math.min(...bounds);
  const max = Math.max(...bounds);
  if (min >= -LIMIT && max <= LIMIT) return exact(min, max);
  return modular ? { ...MODULAR } : undefined;
}

/** Least power of two above the magnitude of bounds. */
function powerAbove(...bounds: number[]): number {
  const magnitude = Math.max(...bounds.map(Math.abs));
  let power = 1;
  while (power <= magnitude) power *= 2;
  return power;
}

/** What an operation gives, or undefined if it cannot be part of a run. */
function resultOf(operation: string, a: Value, b: Value, modular: boolean): Value | undefined {
  const inexact = a.form !== 'exact' || b.form !== 'exact';
  const distance = b.constant !== undefined && b.constant >= 0n && b.constant < 63n ? Number(b.constant) : -1;
  switch (operation) {
    case 'add':
      return inexact ? { ...MODULAR } : bounded(modular, a.min + b.min, a.max + b.max);
    case 'subtract':
      return inexact ? { ...MODULAR } : bounded(modular, a.min - b.max, a.max - b.min);
    case 'multiply':
      return inexact ? { ...MODULAR } : bounded(modular, a.min * b.min, a.min * b.max, a.max * b.min, a.max * b.max);
    case 'shiftLeft':
      if (distance < 0) return undefined;
      return inexact ? { ...MODULAR } : bounded(modular, a.min * 2 ** distance, a.max * 2 ** distance);
    case 'bitAnd':
      for (const mask of [a, b]) {
        if (mask.constant === undefined || mask.constant < 0n) continue;
        if (mask.constant < 2n ** 63n) return exact(0, Number(mask.constant));
        if (mask.constant < 2n ** 64n) return { ...exact(0, 2 ** 64), form: 'unsigned' };
      }
      if (inexact) return { ...MODULAR };
      if (a.min >= 0 || b.min >= 0) return exact(0, Math.min(a.min >= 0 ? a.max : Infinity, b.min >= 0 ? b.max : Infinity));
      return bounded(modular, -powerAbove(a.min, b.min), powerAbove(a.max, b.max));
    case 'bitOr':
    case 'bitXor': {
      if (inexact) return { ...MODULAR };
      const power = powerAbove(a.min, a.max, b.min, b.max);
      return bounded(modular, a.min >= 0 && b.min >= 0 ? 0 : -power, power);
    }
    case 'shiftRight':
      if (distance < 0) return undefined;
      if (a.form === 'unsigned' && distance >= 2) return exact(0, 2 ** (64 - distance));
      return a.form === 'exact' ? exact(Math.floor(a.min / 2 ** distance), Math.floor(a.max / 2 ** distance)) : undefined;
    case 'divide':
    case 'remainder': {
      // Only by a positive constant: it can neither fail nor overflow.
      if (inexact || b.constant === undefined || b.constant <= 0n || b.max > LIMIT) return undefined;
      if (operation === 'divide') return exact(Math.floor(a.min / b.max), Math.ceil(a.max / b.max));
      return exact(a.min >= 0 ? 0 : 1 - b.max, a.max <= 0 ? 0 : b.max - 1);
    }
    default:
      return undefined;
  }
}

/** True if a check that an instruction has in front is made within the run: of what comes in, or by the bounds of a result. */
function isCovered(f: FunctionContext, instruction: number, guard: number, value: Value): boolean {
  if ((f.guards(instruction) & guard) === 0 || value.constant !== undefined) return true;
  if (value.form !== 'exact') return false;
  if (value.input < 0) return value.min >= SMALL_MIN && value.max <= SMALL_MAX;
  value.unproven = true;
  return true;
}

/** The longest run from an instruction on, or undefined if it has fewer than two operations. */
function findRun(f: FunctionContext, first: number, last: number, modular: boolean): Run | undefined {
  const { opcodes, operandStart } = f.code;
  const registers = new Map<number, { operand: number; value: Value }>();
  const written = new Map<number, { operand: number; value: Value; instruction: number }>();
  const steps: Step[] = [];
  const inputs: Value[] = [];
  let best: Run | undefined;
  const take = (k: number): Value | undefined => {
    const constant = constantOf(f, k);
    if (constant !== undefined) {
      const value = Number(constant);
      const fits = value >= -LIMIT && value <= LIMIT;
      if (!fits && (!modular || constant < -(2n ** 63n) || constant >= 2n ** 64n)) return undefined;
      return { local: -1, constant, min: value, max: value, form: fits ? 'exact' : 'modular', input: -1 };
    }
    if (!f.isRegister(k)) return undefined;
    const known = registers.get(registerKey(f, k));
    if (known !== undefined) return known.value;
    const small = f.isSmall(k);
    const value: Value =
      modular && !small
        ? { ...MODULAR, input: k }
        : { ...exact(small ? f.minimum(k) : SMALL_MIN, small ? f.maximum(k) : SMALL_MAX), input: k };
    registers.set(registerKey(f, k), { operand: k, value });
    inputs.push(value);
    return value;
  };
  for (let i = first; i <= last; i++) {
    if (opcodes[i] === Opcode.line) continue;
    const k = operandStart[i] ?? 0;
    if (opcodes[i] !== Opcode.gc_bif2 || f.value(k) !== 0) break;
    const operation = f.module.guardBif(f.value(k + 2))?.kernelName ?? '';
    if (!INTEGER_OPERATIONS.has(operation)) break;
    const a = take(k + 3);
    const b = take(k + 4);
    if (a === undefined || b === undefined) break;
    // The first instruction has its checks in front of the run.
    if (i > first && !(isCovered(f, i, Guard.smallFirst, a) && isCovered(f, i, Guard.smallSecond, b))) break;
    const result = resultOf(operation, a, b, modular);
    if (result === undefined) break;
    steps.push({ operation, a, b, result });
    const output = { operand: k + 5, value: result, instruction: i };
    registers.set(registerKey(f, k + 5), output);
    written.set(registerKey(f, k + 5), output);
    if (steps.length >= 2 && [...written.values()].every(({ operand, value }) => value.form !== 'modular' || !f.isLiveAfter(operand, i))) {
      best = { steps: [...steps], inputs: [...inputs], outputs: new Map(written), end: i, modular };
    }
  }
  return best;
}

/**
 * Translates a run of integer operations that begins at instruction `first`; returns its last instruction,
 * or −1 if there is none.
 */
export function translateIntegerRun(f: FunctionContext, first: number, last: number): number {
  const run = findRun(f, first, last, true) ?? findRun(f, first, last, false);
  if (run === undefined) return -1;
  const { asm, backend } = f;
  const locals: number[] = [];
  const allocate = (): number => {
    const local = backend.allocateI64();
    locals.push(local);
    return local;
  };
  backend.openBlock();
  backend.openBlock();
  for (const input of run.inputs) {
    input.local = allocate();
    takeInput(f, input);
  }
  for (const step of run.steps) {
    step.result.local = allocate();
    writeStep(f, step);
    asm.local.set(step.result.local);
  }
  for (const { operand, value, instruction } of run.outputs.values()) {
    if (f.isLiveAfter(operand, run.end)) writeOutput(f, operand, value, (f.guards(instruction) & Guard.smallResult) !== 0);
  }
  asm.br(1);
  backend.close();
  for (const local of locals) backend.freeI64(local);
  const { opcodes, operandStart } = f.code;
  for (let i = first; i <= run.end; i++) {
    const k = operandStart[i] ?? 0;
    f.instruction = i;
    if (opcodes[i] === Opcode.line) {
      f.line = f.value(k);
      continue;
    }
    const bif = f.module.guardBif(f.value(k + 2));
    if (bif === undefined) throw new RangeError(`no guard BIF at instruction ${i}`);
    if (i > first) writeGuards(f, f.guards(i) & CHECKS_IN_FRONT, k, 3, 0);
    translateGuardBifCall(f, bif, k + 3, k + 5, false);
  }
  backend.close();
  return run.end;
}

/** Sets the local of a value that comes in, or leaves the innermost block. */
function takeInput(f: FunctionContext, input: Value): void {
  const { asm, backend } = f;
  const k = input.input;
  const small = f.isSmall(k) && input.unproven !== true;
  const term = f.localOf(k);
  const fromSmall = (): void => {
    asm.local.get(term);
    asm.i32.const(TermTag.integerShift);
    asm.i32.shrS();
    asm.i64.extendI32S();
    asm.local.set(input.local);
  };
  if (input.form === 'exact') {
    if (!small) {
      asm.local.get(term);
      backend.isSmall(true);
      backend.hint(false);
      asm.brIf(0);
    }
    fromSmall();
  } else {
    asm.local.get(term);
    backend.isSmall(false);
    asm.if(-64);
    fromSmall();
    asm.else();
    asm.local.get(term);
    backend.hasPrimary(TermTag.boxed, true);
    backend.hint(false);
    asm.brIf(1);
    // The low 64 bits of a positive integer of any size are its first two words.
    const header = backend.allocateI32();
    asm.local.get(term);
    backend.loadHeader();
    asm.local.tee(header);
    asm.i32.const(TermTag.headerMask);
    asm.i32.and();
    asm.i32.const(HeaderTag.positiveInteger);
    asm.i32.ne();
    asm.local.get(header);
    asm.i32.const(INTEGER64_HEADER_NEGATIVE);
    asm.i32.ne();
    asm.i32.and();
    backend.hint(false);
    asm.brIf(1);
    backend.freeI32(header);
    asm.local.get(term);
    asm.i64.load(2, 2);
    asm.local.set(input.local);
    asm.end();
  }
  f.release(k, term);
}

function pushValue(f: FunctionContext, value: Value): void {
  if (value.constant !== undefined) f.asm.i64.const(BigInt.asIntN(64, value.constant));
  else f.asm.local.get(value.local);
}

/** Pushes the result of a step. */
function writeStep(f: FunctionContext, { operation, a, b }: Step): void {
  const { i64 } = f.asm;
  pushValue(f, a);
  pushValue(f, b);
  switch (operation) {
    case 'add':
      i64.add();
      return;
    case 'subtract':
      i64.sub();
      return;
    case 'multiply':
      i64.mul();
      return;
    case 'bitAnd':
      i64.and();
      return;
    case 'bitOr':
      i64.or();
      return;
    case 'bitXor':
      i64.xor();
      return;
    case 'shiftLeft':
      i64.shl();
      return;
    case 'shiftRight':
      if (a.form === 'unsigned') i64.shrU();
      else i64.shrS();
      return;
    case 'divide':
      i64.divS();
      return;
    case 'remainder':
      i64.remS();
      return;
  }
}

/** Stores the term of a value to a destination. `small`: the types in the file say that it is a small integer. */
function writeOutput(f: FunctionContext, operand: number, value: Value, small: boolean): void {
  const { asm, backend } = f;
  const tag = (): void => {
    asm.local.get(value.local);
    asm.i32.wrapI64();
    asm.i32.const(TermTag.integerShift);
    asm.i32.shl();
    asm.i32.const(TermTag.integer);
    asm.i32.or();
  };
  f.beginStore(operand);
  if (small || (value.form === 'exact' && value.min >= SMALL_MIN && value.max <= SMALL_MAX)) {
    tag();
  } else {
    asm.local.get(value.local);
    if (value.form === 'exact') {
      asm.i64.const(SMALL_MAX + 1);
      asm.i64.add();
      asm.i64.const(2 * (SMALL_MAX + 1));
    } else {
      asm.i64.const(SMALL_MAX + 1);
    }
    asm.i64.ltU();
    asm.if(-1);
    tag();
    asm.else();
    asm.local.get(value.local);
    backend.callKernel(value.form === 'unsigned' ? 'makeUnsigned' : 'makeInteger');
    asm.end();
  }
  f.endStore(operand);
}
