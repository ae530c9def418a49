import { Opcode, OperandKind } from '@beamline/beam-file';
import { SMALL_MAX, SMALL_MIN } from '@beamline/machine-model';
import type { FunctionContext } from '../../function/function-context.js';
import { integerBounds } from '../../function/operand-types.js';
import { Guard } from '../../verification/guards.js';
import { INTEGER_OPERATIONS } from './arithmetic.js';

/**
 * Finds the runs of integer operations that are computed in i64 locals, without a term for what is only used inside the run.
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
export const INPUT_LIMIT: number = 2 ** 59;
/** Magnitude of a result that is looked at. */
export const CHECKED_LIMIT: number = 2 ** 60;
/** Bits that this leaves unused in 64. */
export const CHECKED_SPARE: number = 4;
/** Magnitude of two factors whose product certainly does. */
export const FACTOR_LIMIT: number = 2 ** 30;

/** Kernel names of the operations of one argument. */
const UNARY_OPERATIONS: ReadonlySet<string> = new Set(['negate', 'bitNot']);

/** A value inside a run, or one that comes in. */
export interface Value {
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

/** An operation of a run. */
export interface Step {
  readonly operation: string;
  readonly a: Value;
  /** The operand of an operation that has only one, again. */
  readonly b: Value;
  readonly result: Value;
}

/** A run as it is to be written. */
export interface Run {
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
export function isDistanceChecked({ min, max }: Value): boolean {
  return min < 0 || max > 63;
}

/** True for a product or a shift to the left of which it is not known that 63 bits suffice: the run looks. */
export function isChecked({ operation, a, b, result }: Step): boolean {
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
export function chooseRun(f: FunctionContext, first: number, last: number): Run | undefined {
  const modular = findRun(f, first, last, true);
  const exactly = findRun(f, first, last, false);
  if (modular === undefined || exactly === undefined) return modular ?? exactly;
  if (modular.end !== exactly.end) return modular.end > exactly.end ? modular : exactly;
  const takesAll = modular.inputs.every(({ form }) => form !== 'unsigned');
  return takesAll || modular.wide || exactly.steps.some(isChecked) ? modular : exactly;
}
