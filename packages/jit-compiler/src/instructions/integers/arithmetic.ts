import { type GuardBif, SMALL_MAX, SMALL_MIN, TermTag } from '@beamline/machine-model';
import type { FunctionContext } from '../../function/function-context.js';
import { isSmallConstant, smallMaximum, smallMinimum } from '../../function/operand-types.js';
import type { ModuleContext } from '../../module/module-context.js';
import { callGuardBif, finishBif } from './guard-bif-calls.js';

/** Bits of a small integer's tag. */
const TAG = TermTag.integer;

/** Kernel names of the operations with an inline path for integers. */
export const INTEGER_OPERATIONS: ReadonlySet<string> = new Set([
  'add',
  'subtract',
  'multiply',
  'divide',
  'remainder',
  'bitAnd',
  'bitOr',
  'bitXor',
  'shiftLeft',
  'shiftRight',
]);

interface Bounds {
  /** Constant value, or NaN. */
  readonly constant: number;
  readonly min: number;
  readonly max: number;
}

interface Operand extends Bounds {
  /** Local, or −1 for a constant. */
  readonly local: number;
  readonly small: boolean;
}

function operand(f: FunctionContext, k: number): Operand {
  if (f.isSmallConstant(k)) {
    const value = f.value(k);
    return { constant: value, local: -1, small: true, min: value, max: value };
  }
  const small = f.isSmall(k);
  return { constant: NaN, local: f.localOf(k), small, min: small ? f.minimum(k) : SMALL_MIN, max: small ? f.maximum(k) : SMALL_MAX };
}

/** True if an operation on small integers in these ranges stays small. */
function staysSmall(operation: string, a: Bounds, b: Bounds): boolean {
  const inRange = (...values: number[]): boolean => values.every((value) => value >= SMALL_MIN && value <= SMALL_MAX);
  switch (operation) {
    case 'add':
      return inRange(a.min + b.min, a.max + b.max);
    case 'subtract':
      return inRange(a.min - b.max, a.max - b.min);
    case 'multiply':
      return inRange(a.min * b.min, a.min * b.max, a.max * b.min, a.max * b.max);
    // A bound that the file states does not keep a divisor from being 0, for which the engine would stop.
    case 'divide':
    case 'remainder':
      return b.constant > 0 || b.constant < -1;
    case 'shiftRight':
      return b.min >= 0;
    case 'shiftLeft':
      return b.min >= 0 && b.max < 28 && inRange(a.min * 2 ** b.max, a.max * 2 ** b.max);
    default:
      return true;
  }
}

/** True if an operation on two operands stays small by the types that the file gives them; the first is at `k`. */
export function staysSmallByType(module: ModuleContext, operation: string, k: number): boolean {
  const a = bounds(module, k);
  const b = bounds(module, k + 1);
  return a !== undefined && b !== undefined && staysSmall(operation, a, b);
}

function bounds(module: ModuleContext, k: number): Bounds | undefined {
  const min = smallMinimum(module, k);
  return Number.isNaN(min) ? undefined : { constant: isSmallConstant(module, k) ? min : NaN, min, max: smallMaximum(module, k) };
}

/** An operation on integers: inline where operands and result are small, by the kernel where they are not. */
export function translateArithmetic(f: FunctionContext, bif: GuardBif, k: number, destination: number, guard: boolean): void {
  const { backend, asm } = f;
  const operation = bif.kernelName;
  const a = operand(f, k);
  const b = operand(f, k + 1);
  const result = backend.allocateI32();
  const always = a.small && b.small && staysSmall(operation, a, b);
  if (always) {
    pushResult(f, operation, a, b, result, true);
    asm.local.set(result);
    finishBif(f, destination, guard, result);
  } else {
    backend.openBlock();
    if (possible(operation, b)) {
      backend.openBlock();
      pushNotSmall(f, a, b);
      pushResult(f, operation, a, b, result, false);
      backend.close();
    }
    callGuardBif(f, bif, k, guard, result);
    backend.close();
    finishBif(f, destination, guard, result);
  }
  backend.freeI32(result);
  if (a.local >= 0) f.release(k, a.local);
  if (b.local >= 0) f.release(k + 1, b.local);
}

/** False if a constant operand makes the inline path useless. */
function possible(operation: string, b: Operand): boolean {
  if (operation === 'divide' || operation === 'remainder') return b.constant !== 0 && b.constant !== -1;
  if (operation === 'shiftLeft' || operation === 'shiftRight') return Number.isNaN(b.constant) || (b.constant >= 0 && b.constant < 28);
  return true;
}

/** Leaves the innermost block if an operand is not a small integer. */
function pushNotSmall(f: FunctionContext, a: Operand, b: Operand): void {
  const { asm, backend } = f;
  if (a.small && b.small) return;
  if (!a.small) asm.local.get(a.local);
  if (!b.small) asm.local.get(b.local);
  if (!a.small && !b.small && a.local !== b.local) asm.i32.and();
  else if (!a.small && !b.small) asm.drop();
  backend.isSmall(true);
  backend.hint(false);
  asm.brIf(0);
}

/** Pushes the term of an operand. */
function pushTerm(f: FunctionContext, o: Operand): void {
  if (o.local >= 0) f.asm.local.get(o.local);
  else f.asm.i32.const((o.constant << TermTag.integerShift) | TAG);
}

/** Pushes an operand without its tag, shifted left by 4. */
function pushUntagged(f: FunctionContext, o: Operand): void {
  const { asm } = f;
  if (o.local < 0) {
    asm.i32.const(o.constant << TermTag.integerShift);
    return;
  }
  asm.local.get(o.local);
  asm.i32.const(TAG);
  asm.i32.sub();
}

function pushValue(f: FunctionContext, o: Operand): void {
  const { asm } = f;
  if (o.local < 0) {
    asm.i32.const(o.constant);
    return;
  }
  asm.local.get(o.local);
  asm.i32.const(TermTag.integerShift);
  asm.i32.shrS();
}

/**
 * The inline path. With `always` it pushes the result; otherwise it sets `result` and leaves two blocks
 * when the result is small, or falls through (or leaves one block) when it is not.
 */
function pushResult(f: FunctionContext, operation: string, a: Operand, b: Operand, result: number, always: boolean): void {
  const { asm } = f;
  const done = (): void => {
    if (always) return;
    asm.local.set(result);
    asm.br(1);
  };
  /** An i64 that fits in 28 bits once shifted is tagged; otherwise the slow path goes on. */
  const narrow = (): void => {
    const wide = f.backend.allocateI64();
    asm.local.tee(wide);
    asm.i32.wrapI64();
    asm.i32.const(TAG);
    asm.i32.or();
    if (always) {
      f.backend.freeI64(wide);
      return;
    }
    asm.local.set(result);
    asm.local.get(wide);
    asm.i64.extend32S();
    asm.local.get(wide);
    asm.i64.eq();
    f.backend.hint(true);
    asm.brIf(1);
    f.backend.freeI64(wide);
  };
  switch (operation) {
    case 'add': {
      if (a.local < 0 && b.local >= 0) {
        pushResult(f, operation, b, a, result, always);
        return;
      }
      pushTerm(f, a);
      pushUntagged(f, b);
      asm.i32.add();
      if (always) return;
      asm.local.set(result);
      if (b.local < 0) {
        asm.local.get(result);
        pushTerm(f, a);
        if (b.constant >= 0) asm.i32.geS();
        else asm.i32.ltS();
        f.backend.hint(true);
        asm.brIf(1);
        return;
      }
      pushTerm(f, a);
      asm.local.get(result);
      asm.i32.xor();
      pushTerm(f, b);
      asm.local.get(result);
      asm.i32.xor();
      asm.i32.and();
      asm.i32.const(0);
      asm.i32.geS();
      f.backend.hint(true);
      asm.brIf(1);
      return;
    }
    case 'subtract': {
      pushTerm(f, a);
      pushUntagged(f, b);
      asm.i32.sub();
      if (always) return;
      asm.local.set(result);
      if (b.local < 0) {
        asm.local.get(result);
        pushTerm(f, a);
        if (b.constant >= 0) asm.i32.leS();
        else asm.i32.gtS();
        f.backend.hint(true);
        asm.brIf(1);
        return;
      }
      pushTerm(f, a);
      pushTerm(f, b);
      asm.i32.xor();
      pushTerm(f, a);
      asm.local.get(result);
      asm.i32.xor();
      asm.i32.and();
      asm.i32.const(0);
      asm.i32.geS();
      f.backend.hint(true);
      asm.brIf(1);
      return;
    }
    case 'multiply':
      if (always) {
        pushValue(f, a);
        pushUntagged(f, b);
        asm.i32.mul();
        asm.i32.const(TAG);
        asm.i32.or();
        return;
      }
      pushValue(f, a);
      asm.i64.extendI32S();
      pushUntagged(f, b);
      asm.i64.extendI32S();
      asm.i64.mul();
      narrow();
      return;
    case 'divide':
    case 'remainder':
      if (b.local >= 0 && !(b.small && staysSmall(operation, a, b))) {
        // 0 has no quotient, and −1 may give one that is not small.
        pushValue(f, b);
        asm.i32.const(1);
        asm.i32.add();
        asm.i32.const(2);
        asm.i32.ltU();
        f.backend.hint(false);
        asm.brIf(0);
      }
      pushValue(f, a);
      pushValue(f, b);
      if (operation === 'divide') asm.i32.divS();
      else asm.i32.remS();
      asm.i32.const(TermTag.integerShift);
      asm.i32.shl();
      asm.i32.const(TAG);
      asm.i32.or();
      done();
      return;
    case 'bitAnd':
    case 'bitOr':
    case 'bitXor':
      pushTerm(f, a);
      if (operation === 'bitXor') pushUntagged(f, b);
      else pushTerm(f, b);
      if (operation === 'bitAnd') asm.i32.and();
      else if (operation === 'bitOr') asm.i32.or();
      else asm.i32.xor();
      done();
      return;
    case 'shiftRight':
      pushTerm(f, a);
      if (b.local >= 0) {
        if (!always) {
          // Only distances of 0 to 27 are done here.
          pushValue(f, b);
          asm.i32.const(28);
          asm.i32.geU();
          f.backend.hint(false);
          asm.brIf(0);
        }
        pushValue(f, b);
        if (always) {
          asm.i32.const(31);
          pushValue(f, b);
          asm.i32.const(31);
          asm.i32.ltU();
          asm.select();
        }
      } else {
        asm.i32.const(Math.min(b.constant, 31));
      }
      asm.i32.shrS();
      asm.i32.const(TAG);
      asm.i32.or();
      done();
      return;
    case 'shiftLeft':
      if (b.local >= 0 && !always) {
        pushValue(f, b);
        asm.i32.const(28);
        asm.i32.geU();
        f.backend.hint(false);
        asm.brIf(0);
      }
      if (always) {
        pushUntagged(f, a);
        pushValue(f, b);
        asm.i32.shl();
        asm.i32.const(TAG);
        asm.i32.or();
        return;
      }
      pushUntagged(f, a);
      asm.i64.extendI32S();
      pushValue(f, b);
      asm.i64.extendI32U();
      asm.i64.shl();
      narrow();
      return;
    default:
      throw new RangeError(`no inline path for ${operation}`);
  }
}
