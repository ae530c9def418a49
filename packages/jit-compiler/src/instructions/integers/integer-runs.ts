import { Opcode, OperandKind } from '@beamline/beam-file';
import {
  HeaderTag,
  INTEGER64_HEADER_NEGATIVE,
  INTEGER64_HEADER_POSITIVE,
  MachineRegister,
  SMALL_MAX,
  SMALL_MIN,
  TermTag,
} from '@beamline/machine-model';
import type { FunctionContext } from '../../function/function-context.js';
import { integerBounds } from '../../function/operand-types.js';
import { CHECKS_IN_FRONT, Guard, writeGuards } from '../../verification/guards.js';
import { INTEGER_OPERATIONS } from './arithmetic.js';
import { translateGuardBifCall } from './guard-bif-calls.js';

/**
 * Runs of integer operations, computed in i64 locals without a term for what is only used inside the run.
 *
 * Two ways. *Bounded*: all registers that come in are integers of 60 bits, which are the small ones of OTP, or within the
 * bounds that the types in the file state, and interval arithmetic shows that no intermediate value leaves 63 bits; where it
 * cannot, products and distances of shifts are looked at. *Modular*: sums, products and the like that end in `band` with a
 * mask of up to 64 bits need only the low 64 bits of what comes in, whatever its size; what is shifted right must be an
 * unsigned number of 64 bits. Where what comes in does not fit, the operations are done one by one.
 */

/** Magnitude that a bounded value may have: room is left for the rounding of these bounds. */
const LIMIT = 2 ** 62;
/** Magnitude of a bounded value that comes in and of which nothing is known. */
const INPUT_LIMIT = 2 ** 59;
/** Magnitude of a result that is looked at, and bits that this leaves unused in 64. */
const CHECKED_LIMIT = 2 ** 60;
const CHECKED_SPARE = 4;
/** Magnitude of two factors whose product certainly does. */
const FACTOR_LIMIT = 2 ** 30;

/** Bit of the header of a negative integer. */
const SIGN = INTEGER64_HEADER_POSITIVE ^ INTEGER64_HEADER_NEGATIVE;
const SIGN_SHIFT = 31 - Math.clz32(SIGN);
/** Size of a 64-bit integer on the heap. */
const BOX_BYTES = 12;
/** Header of a positive integer from 2^63 on, below 2^96. */
const THREE_LIMBS_HEADER = (3 << TermTag.arityShift) | HeaderTag.positiveInteger;

/** Kernel names of the operations of one argument. */
const UNARY_OPERATIONS: ReadonlySet<string> = new Set(['negate', 'bitNot']);

interface Value {
  /** i64 local, assigned when the run is written; −1 for a constant. */
  local: number;
  readonly constant: bigint | undefined;
  min: number;
  max: number;
  /** exact: the local is the value. modular: its low 64 bits. unsigned: its value as an unsigned number. */
  form: 'exact' | 'modular' | 'unsigned';
  /** Operand index for a value that comes in. */
  readonly input: number;
  /** Local of the term of a value that comes in. */
  term?: number;
  /** True for a value that comes in and is small by the types in the file only: the run looks. */
  unproven?: boolean;
}

interface Step {
  readonly operation: string;
  readonly a: Value;
  /** The operand of an operation that has only one, again. */
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
  /** True if a constant has more than 60 bits: then what comes in probably has, too. */
  readonly wide: boolean;
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
const UNSIGNED: Value = { local: -1, constant: undefined, min: 0, max: 2 ** 64, form: 'unsigned', input: -1 };

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

/** True for a value that is its local as an unsigned number. */
function isWord(value: Value): boolean {
  return value.form === 'unsigned' || (value.form === 'exact' && value.min >= 0);
}

/** True for a value that is its local as an unsigned number, or that comes in and is now to be one. */
function becomesWord(value: Value): boolean {
  if (value.form === 'modular' && value.input >= 0) {
    value.form = 'unsigned';
    value.min = 0;
    value.max = 2 ** 64;
  }
  return isWord(value);
}

/** Exact bounds that are not negative, or an unsigned result. */
function word(max: number): Value {
  return max <= LIMIT ? exact(0, max) : { ...UNSIGNED };
}

/** A result that is looked at. */
function checked(isPositive: boolean): Value {
  return exact(isPositive ? 0 : -CHECKED_LIMIT, CHECKED_LIMIT);
}

/** True for a distance of which it is not known that the engine's shifts can do it: the run looks. */
function isDistanceChecked({ min, max }: Value): boolean {
  return min < 0 || max > 63;
}

/** True for a product or a shift to the left of which it is not known that 63 bits suffice: the run looks. */
function isChecked({ operation, a, b, result }: Step): boolean {
  if (result.form !== 'exact') return false;
  if (operation === 'multiply') return !(Math.max(Math.abs(a.min), Math.abs(a.max)) * Math.max(Math.abs(b.min), Math.abs(b.max)) <= LIMIT);
  return operation === 'shiftLeft' && !(Math.max(Math.abs(a.min), Math.abs(a.max)) * 2 ** b.max <= LIMIT);
}

/** What an operation gives, or undefined if it cannot be part of a run. */
function resultOf(operation: string, a: Value, b: Value, modular: boolean): Value | undefined {
  const inexact = a.form !== 'exact' || b.form !== 'exact';
  switch (operation) {
    case 'add':
      return inexact ? { ...MODULAR } : bounded(modular, a.min + b.min, a.max + b.max);
    case 'subtract':
      return inexact ? { ...MODULAR } : bounded(modular, a.min - b.max, a.max - b.min);
    case 'negate':
      return inexact ? { ...MODULAR } : bounded(modular, -a.max, -a.min);
    case 'bitNot':
      return inexact ? { ...MODULAR } : bounded(modular, -a.max - 1, -a.min - 1);
    case 'multiply':
      if (inexact) return { ...MODULAR };
      return bounded(modular, a.min * b.min, a.min * b.max, a.max * b.min, a.max * b.max) ?? checked(a.min >= 0 && b.min >= 0);
    case 'shiftLeft':
      if (b.form !== 'exact' || b.max < 0 || b.min > 63) return undefined;
      if (inexact) return { ...MODULAR };
      return bounded(modular, a.min, a.max, a.min * 2 ** b.max, a.max * 2 ** b.max) ?? checked(a.min >= 0);
    case 'bitAnd': {
      // Of the other operand only the low bits count.
      const masks = [a, b].filter(isWord).map(({ max }) => max);
      if (masks.length > 0) return word(Math.min(...masks));
      return inexact ? { ...MODULAR } : bounded(modular, -powerAbove(a.min, b.min), powerAbove(a.max, b.max));
    }
    case 'bitOr':
    case 'bitXor': {
      if (isWord(a) && isWord(b)) return word(powerAbove(a.max, b.max));
      if (inexact) return { ...MODULAR };
      const power = powerAbove(a.min, a.max, b.min, b.max);
      return bounded(modular, -power, power);
    }
    case 'shiftRight': {
      if (b.form !== 'exact' || b.max < 0 || b.min > 63) return undefined;
      const least = 2 ** Math.max(b.min, 0);
      if (a.form === 'exact') return exact(a.min >= 0 ? 0 : Math.floor(a.min / least), a.max < 0 ? -1 : Math.floor(a.max / least));
      return becomesWord(a) ? word(Math.ceil(2 ** 64 / least)) : undefined;
    }
    case 'divide':
    case 'remainder':
      // 0 has no quotient. By -1 one might leave 64 bits, if the file states false bounds: for both the engine would stop.
      if (b.form !== 'exact' || b.constant === 0n || b.constant === -1n) return undefined;
      if (!inexact) {
        if (operation === 'remainder') {
          const most = Math.max(Math.abs(b.min), Math.abs(b.max)) - 1;
          return exact(a.min >= 0 ? 0 : -most, a.max <= 0 ? 0 : most);
        }
        const least = b.min > 0 ? b.min : b.max < 0 ? -b.max : 1;
        const most = Math.ceil(Math.max(Math.abs(a.min), Math.abs(a.max)) / least);
        return exact(a.min >= 0 && b.min > 0 ? 0 : -most, most);
      }
      if (b.constant === undefined || b.constant < 2n || !becomesWord(a)) return undefined;
      return operation === 'divide' ? word(Math.ceil(2 ** 64 / b.max)) : exact(0, b.max - 1);
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

/** Kernel name of the operation on integers that an instruction is, or undefined. */
function operationOf(f: FunctionContext, instruction: number): string | undefined {
  const opcode = f.code.opcodes[instruction];
  const k = f.code.operandStart[instruction] ?? 0;
  if ((opcode !== Opcode.gc_bif1 && opcode !== Opcode.gc_bif2) || f.value(k) !== 0) return undefined;
  const operation = f.module.guardBif(f.value(k + 2))?.kernelName ?? '';
  return (opcode === Opcode.gc_bif1 ? UNARY_OPERATIONS : INTEGER_OPERATIONS).has(operation) ? operation : undefined;
}

/** True if a run of one operation is worth it: by a constant, or by bounds that the file states, numbers of more than 28 bits are to be expected. */
function isWorthOne(f: FunctionContext, instruction: number, a: Value, b: Value, result: Value): boolean {
  if ((a.constant !== undefined && isWide(a)) || (b.constant !== undefined && isWide(b))) return true;
  const k = f.code.operandStart[instruction] ?? 0;
  const isStated = (operand: Value, at: number): boolean => operand.constant !== undefined || integerBounds(f.module, at) !== undefined;
  return isStated(a, k + 3) && (a === b || isStated(b, k + 4)) && [a, b, result].some(isWide);
}

/** True for an operand or a result that is not known to be a small integer. */
function isWide({ min, max }: Value): boolean {
  return min < SMALL_MIN || max > SMALL_MAX;
}

/** The longest run from an instruction on, or undefined if it is not worth it. */
function findRun(f: FunctionContext, first: number, last: number, modular: boolean): Run | undefined {
  const { opcodes, operandStart } = f.code;
  const registers = new Map<number, { operand: number; value: Value }>();
  const written = new Map<number, { operand: number; value: Value; instruction: number }>();
  const steps: Step[] = [];
  const inputs: Value[] = [];
  let wide = false;
  let best: Run | undefined;
  const take = (k: number): Value | undefined => {
    const constant = constantOf(f, k);
    if (constant !== undefined) {
      const value = Number(constant);
      if (Math.abs(value) >= INPUT_LIMIT) wide = true;
      if (value >= -LIMIT && value <= LIMIT) return { ...exact(value, value), constant };
      if (!modular || constant < -(2n ** 63n) || constant >= 2n ** 64n) return undefined;
      return { ...(constant < 0n ? MODULAR : UNSIGNED), constant };
    }
    if (!f.isRegister(k)) return undefined;
    const known = registers.get(registerKey(f, k));
    if (known !== undefined) return known.value;
    const stated = integerBounds(f.module, k);
    const value: Value =
      stated !== undefined
        ? { ...exact(stated.min, stated.max), input: k }
        : { ...(modular ? MODULAR : exact(-INPUT_LIMIT, INPUT_LIMIT)), input: k };
    registers.set(registerKey(f, k), { operand: k, value });
    inputs.push(value);
    return value;
  };
  for (let i = first; i <= last; i++) {
    if (opcodes[i] === Opcode.line) continue;
    const operation = operationOf(f, i);
    if (operation === undefined) break;
    const k = operandStart[i] ?? 0;
    const isUnary = opcodes[i] === Opcode.gc_bif1;
    const destination = k + (isUnary ? 4 : 5);
    const a = take(k + 3);
    const b = isUnary ? a : take(k + 4);
    if (a === undefined || b === undefined) break;
    // The first instruction has its checks in front of the run.
    if (i > first && !(isCovered(f, i, Guard.smallFirst, a) && isCovered(f, i, Guard.smallSecond, b))) break;
    const result = resultOf(operation, a, b, modular);
    if (result === undefined) break;
    steps.push({ operation, a, b, result });
    const output = { operand: destination, value: result, instruction: i };
    registers.set(registerKey(f, destination), output);
    written.set(registerKey(f, destination), output);
    const isWorthIt = steps.length >= 2 || isWorthOne(f, i, a, b, result);
    if (isWorthIt && [...written.values()].every(({ operand, value }) => value.form !== 'modular' || !f.isLiveAfter(operand, i))) {
      best = { steps: [...steps], inputs: [...inputs], outputs: new Map(written), end: i, wide };
    }
  }
  return best;
}

/** The longer one of the two ways; of the same length the one that takes more of what may come. */
function chooseRun(f: FunctionContext, first: number, last: number): Run | undefined {
  const modular = findRun(f, first, last, true);
  const exactly = findRun(f, first, last, false);
  if (modular === undefined || exactly === undefined) return modular ?? exactly;
  if (modular.end !== exactly.end) return modular.end > exactly.end ? modular : exactly;
  const takesAll = modular.inputs.every(({ form }) => form !== 'unsigned');
  return takesAll || modular.wide || exactly.steps.some(isChecked) ? modular : exactly;
}

/**
 * Translates a run of integer operations that begins at instruction `first`; returns its last instruction,
 * or −1 if there is none.
 */
export function translateIntegerRun(f: FunctionContext, first: number, last: number): number {
  const run = chooseRun(f, first, last);
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
  }
  takeInputs(f, run.inputs);
  for (const step of run.steps) {
    step.result.local = allocate();
    checkStep(f, step);
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
    translateGuardBifCall(f, bif, k + 3, k + 3 + bif.arity, false);
  }
  backend.close();
  return run.end;
}

/** Sets the locals of what comes in, or leaves the innermost block. */
function takeInputs(f: FunctionContext, inputs: readonly Value[]): void {
  const { asm, backend } = f;
  for (const input of inputs) input.term = f.localOf(input.input);
  const open: Value[] = [];
  for (const input of inputs) {
    if (!f.isSmall(input.input) && input.unproven !== true) {
      open.push(input);
      continue;
    }
    if (input.unproven === true) {
      asm.local.get(input.term ?? 0);
      backend.isSmall(true);
      backend.hint(false);
      asm.brIf(0);
    }
    takeSmall(f, input, 0);
  }
  if (open.length > 1) {
    // Mostly all are small: one test for all of them.
    open.forEach(({ term }, i) => {
      asm.local.get(term ?? 0);
      if (i > 0) asm.i32.and();
    });
    backend.isSmall(false);
    backend.hint(true);
    asm.if(-64);
    for (const input of open) takeSmall(f, input, 1);
    asm.else();
    for (const input of open) takeAny(f, input, 1);
    asm.end();
  } else {
    for (const input of open) takeAny(f, input, 0);
  }
  for (const { input, term } of inputs) f.release(input, term ?? 0);
}

/** Sets the local of what comes in, a small integer, or leaves a block. */
function takeSmall(f: FunctionContext, input: Value, depth: number): void {
  const { asm, backend } = f;
  asm.local.get(input.term ?? 0);
  asm.i32.const(TermTag.integerShift);
  asm.i32.shrS();
  asm.i64.extendI32S();
  asm.local.set(input.local);
  if (input.form !== 'unsigned') return;
  asm.local.get(input.local);
  asm.i64.const(0);
  asm.i64.ltS();
  backend.hint(false);
  asm.brIf(depth);
}

/** Sets the local of what comes in, or leaves a block. */
function takeAny(f: FunctionContext, input: Value, depth: number): void {
  const { asm, backend } = f;
  const term = input.term ?? 0;
  asm.local.get(term);
  backend.isSmall(false);
  asm.if(-64);
  takeSmall(f, input, depth + 1);
  asm.else();
  asm.local.get(term);
  backend.hasPrimary(TermTag.boxed, true);
  backend.hint(false);
  asm.brIf(depth + 1);
  checkHeader(f, term, input.form, depth + 1);
  asm.local.get(term);
  asm.i64.load(2, 2);
  asm.local.set(input.local);
  if (input.form === 'exact' && integerBounds(f.module, input.input) === undefined) leaveOutside(f, input, depth + 1, BigInt(INPUT_LIMIT));
  asm.end();
}

/** Leaves a block unless the header of a boxed term is one of a form of integers that will do. */
function checkHeader(f: FunctionContext, term: number, form: Value['form'], depth: number): void {
  const { asm, backend } = f;
  asm.local.get(term);
  backend.loadHeader();
  if (form === 'exact') {
    asm.i32.const(~SIGN);
    asm.i32.and();
    asm.i32.const(INTEGER64_HEADER_POSITIVE);
    asm.i32.ne();
  } else {
    const header = backend.allocateI32();
    asm.local.tee(header);
    if (form === 'modular') {
      // The low 64 bits of a positive integer of any size are its first two words.
      asm.i32.const(TermTag.headerMask);
      asm.i32.and();
      asm.i32.const(HeaderTag.positiveInteger);
      asm.i32.ne();
      asm.local.get(header);
      asm.i32.const(INTEGER64_HEADER_NEGATIVE);
      asm.i32.ne();
      asm.i32.and();
    } else {
      asm.i32.const(INTEGER64_HEADER_POSITIVE);
      asm.i32.ne();
      asm.if(-64);
      // From 2^63 on there is a third word, which is 0 below 2^64.
      asm.local.get(header);
      asm.i32.const(THREE_LIMBS_HEADER);
      asm.i32.ne();
      backend.hint(false);
      asm.brIf(depth + 1);
      asm.local.get(term);
      asm.i32.load(10);
      backend.hint(false);
      asm.brIf(depth + 1);
      asm.end();
    }
    backend.freeI32(header);
    if (form === 'unsigned') return;
  }
  backend.hint(false);
  asm.brIf(depth);
}

/** Leaves a block if a value is not between -limit and limit. */
function leaveOutside(f: FunctionContext, value: Value, depth: number, limit: bigint): void {
  const { asm, backend } = f;
  pushValue(f, value);
  asm.i64.const(limit);
  asm.i64.add();
  asm.i64.const(2n * limit);
  asm.i64.gtU();
  backend.hint(false);
  asm.brIf(depth);
}

/** Pushes how many of the highest bits of a value are unused but for the sign. */
function pushSpareBits(f: FunctionContext, value: Value): void {
  const { asm } = f;
  pushValue(f, value);
  pushValue(f, value);
  asm.i64.const(63);
  asm.i64.shrS();
  asm.i64.xor();
  asm.i64.clz();
}

function pushValue(f: FunctionContext, value: Value): void {
  if (value.constant !== undefined) f.asm.i64.const(BigInt.asIntN(64, value.constant));
  else f.asm.local.get(value.local);
}

/** Leaves the innermost block if an operand does not do for a step. */
function checkStep(f: FunctionContext, step: Step): void {
  const { operation, a, b } = step;
  const { asm, backend } = f;
  const leave = (): void => {
    backend.hint(false);
    asm.brIf(0);
  };
  switch (operation) {
    case 'multiply':
      if (!isChecked(step)) return;
      for (const [constant, other] of [
        [a.constant, b],
        [b.constant, a],
      ] as const) {
        if (constant === undefined) continue;
        leaveOutside(f, other, 0, BigInt(CHECKED_LIMIT) / (constant < 0n ? -constant : constant));
        return;
      }
      // Most factors have half of the bits at most, which is told at once.
      for (const factor of a === b ? [a] : [a, b]) {
        pushValue(f, factor);
        asm.i64.const(FACTOR_LIMIT);
        asm.i64.add();
      }
      if (a !== b) asm.i64.or();
      asm.i64.const(2 * FACTOR_LIMIT);
      asm.i64.geU();
      backend.hint(false);
      asm.if(-64);
      pushSpareBits(f, a);
      pushSpareBits(f, b);
      asm.i64.add();
      asm.i64.const(64 + CHECKED_SPARE);
      asm.i64.ltU();
      backend.hint(false);
      asm.brIf(1);
      asm.end();
      return;
    case 'shiftLeft':
    case 'shiftRight':
      if (isDistanceChecked(b)) {
        pushValue(f, b);
        asm.i64.const(63);
        asm.i64.gtU();
        leave();
      }
      if (!isChecked(step)) return;
      pushSpareBits(f, a);
      pushValue(f, b);
      asm.i64.const(CHECKED_SPARE);
      asm.i64.add();
      asm.i64.ltU();
      leave();
      return;
    case 'divide':
    case 'remainder':
      if (b.constant !== undefined) return;
      pushValue(f, b);
      asm.i64.const(1);
      asm.i64.add();
      asm.i64.const(2);
      asm.i64.ltU();
      leave();
  }
}

/** Pushes the result of a step. */
function writeStep(f: FunctionContext, { operation, a, b }: Step): void {
  const { i64 } = f.asm;
  switch (operation) {
    case 'negate':
      i64.const(0);
      pushValue(f, a);
      i64.sub();
      return;
    case 'bitNot':
      pushValue(f, a);
      i64.const(-1);
      i64.xor();
      return;
  }
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
      if (a.form === 'unsigned') i64.divU();
      else i64.divS();
      return;
    case 'remainder':
      if (a.form === 'unsigned') i64.remU();
      else i64.remS();
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
    if (value.form === 'exact') {
      pushBox(f, value);
    } else {
      asm.local.get(value.local);
      backend.callKernel('makeUnsigned');
    }
    asm.end();
  }
  f.endStore(operand);
}

/** Pushes the term of an exact value that is not small. */
function pushBox(f: FunctionContext, value: Value): void {
  const { asm, backend } = f;
  const top = backend.allocateI32();
  backend.loadMachineRegister(MachineRegister.heapTop);
  asm.local.tee(top);
  asm.i32.const(BOX_BYTES);
  asm.i32.add();
  backend.loadMachineRegister(MachineRegister.heapLimit);
  asm.i32.gtU();
  backend.hint(false);
  asm.if(-1);
  asm.local.get(value.local);
  backend.callKernel('makeInteger');
  asm.else();
  asm.local.get(top);
  // By the value itself: its bounds may be what a file falsely states.
  asm.local.get(value.local);
  asm.i64.const(63);
  asm.i64.shrU();
  asm.i32.wrapI64();
  asm.i32.const(SIGN_SHIFT);
  asm.i32.shl();
  asm.i32.const(INTEGER64_HEADER_POSITIVE);
  asm.i32.or();
  asm.i32.store(0);
  asm.local.get(top);
  asm.local.get(value.local);
  asm.i64.store(4, 2);
  backend.setHeapTop(top, BOX_BYTES);
  asm.local.get(top);
  asm.i32.const(TermTag.boxed);
  asm.i32.or();
  asm.end();
  backend.freeI32(top);
}
