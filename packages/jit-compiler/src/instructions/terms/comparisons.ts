import { OperandKind, TypeBit } from '@beamline/beam-file';
import { HeaderTag, RefcBinaryOffset, TermTag } from '@beamline/machine-model';
import { BlockType } from '@beamline/wasm-asm';
import type { FunctionContext } from '../../function/function-context.js';
import type { ConditionTranslator, InstructionGroup, InstructionRow } from '../instruction.js';

/** `<<>>` in the external term format. */
const EMPTY_BINARY: readonly number[] = [131, 109, 0, 0, 0, 0];

/** Pushes whether two operands are `=:=`, or whether they are not if negated. */
export function exactEquality(f: FunctionContext, a: number, b: number, negated: boolean): void {
  const { asm } = f;
  if (f.isImmediate(a) || f.isImmediate(b) || onlyImmediates(f, a) || onlyImmediates(f, b)) {
    f.push(a);
    f.push(b);
    if (negated) asm.i32.ne();
    else asm.i32.eq();
    return;
  }
  const other = isEmptyBinary(f, b) ? a : isEmptyBinary(f, a) ? b : -1;
  if (other >= 0) {
    pushIsEmptyBitstring(f, other, negated);
    return;
  }
  // An immediate is equal to nothing else; a cons and a boxed term differ too.
  sameOrCall(f, a, b, negated, 'equalExact', () => asm.i32.or());
}

/** True for the literal `<<>>`. */
function isEmptyBinary(f: FunctionContext, k: number): boolean {
  if (f.kind(k) !== OperandKind.literalTerm) return false;
  const term = f.module.beam.literals[f.value(k)];
  return term?.length === EMPTY_BINARY.length && EMPTY_BINARY.every((byte, i) => byte === term[i]);
}

/** Pushes whether an operand is a bitstring of no bits, or whether it is none if negated: the end of what a loop takes apart. */
function pushIsEmptyBitstring(f: FunctionContext, k: number, negated: boolean): void {
  const { asm, backend } = f;
  const term = f.localOf(k);
  const tag = backend.allocateI32();
  asm.local.get(term);
  backend.hasPrimary(TermTag.boxed, false);
  asm.if(BlockType.i32);
  backend.openLabels++;
  asm.local.get(term);
  backend.loadHeader();
  asm.i32.const(TermTag.headerMask);
  asm.i32.and();
  asm.local.tee(tag);
  asm.i32.const(HeaderTag.refcBinary);
  asm.i32.sub();
  asm.i32.const(HeaderTag.subBinary - HeaderTag.refcBinary);
  asm.i32.leU();
  asm.if(BlockType.i32);
  backend.openLabels++;
  // The size of a sub binary is a word further on than that of the others.
  asm.local.get(term);
  asm.local.get(tag);
  asm.i32.const(HeaderTag.subBinary - HeaderTag.refcBinary);
  asm.i32.and();
  asm.i32.const(1);
  asm.i32.shrU();
  asm.i32.add();
  asm.i32.load(RefcBinaryOffset.size - TermTag.boxed);
  if (!negated) asm.i32.eqz();
  asm.else();
  asm.i32.const(negated ? 1 : 0);
  backend.close();
  asm.else();
  asm.i32.const(negated ? 1 : 0);
  backend.close();
  backend.freeI32(tag);
  f.release(k, term);
}

/**
 * Pushes whether two operands are equal, by the kernel unless they are the same word, or `combine`, applied to
 * both, leaves the primary tag of an immediate: then they are not.
 */
function sameOrCall(f: FunctionContext, a: number, b: number, negated: boolean, kernelName: string, combine: () => void): void {
  const { asm, backend } = f;
  const x = f.localOf(a);
  const y = f.localOf(b);
  asm.local.get(x);
  asm.local.get(y);
  asm.i32.eq();
  asm.if(-1);
  backend.openLabels++;
  asm.i32.const(negated ? 0 : 1);
  asm.else();
  asm.local.get(x);
  asm.local.get(y);
  combine();
  backend.hasPrimary(TermTag.primaryMask, false);
  asm.if(-1);
  backend.openLabels++;
  asm.i32.const(negated ? 1 : 0);
  asm.else();
  asm.local.get(x);
  asm.local.get(y);
  backend.callKernel(kernelName);
  if (negated) asm.i32.eqz();
  backend.close();
  backend.close();
  f.release(a, x);
  f.release(b, y);
}

/** True if a register can only hold terms that are equal when their words are. */
function onlyImmediates(f: FunctionContext, k: number): boolean {
  return f.isSmall(k) || (f.isRegister(k) && (f.types(k) & ~(TypeBit.atom | TypeBit.nil)) === 0);
}

/** Pushes whether two operands are `==`, or whether they are not if negated. */
export function equality(f: FunctionContext, a: number, b: number, negated: boolean): void {
  if (bothSmall(f, a, b) || isOther(f, a) || isOther(f, b)) exactEquality(f, a, b, negated);
  // Small integers are equal to floats, but not to each other.
  else sameOrCall(f, a, b, negated, 'equal', () => f.asm.i32.and());
}

function bothSmall(f: FunctionContext, a: number, b: number): boolean {
  return f.isSmall(a) && f.isSmall(b);
}

/** True for a constant that is equal to no number. */
function isOther(f: FunctionContext, k: number): boolean {
  return f.kind(k) === OperandKind.atom || f.kind(k) === OperandKind.nil;
}

/**
 * `<`, or `>=` if negated. Both operands are known to be small, or the condition is only whether they are: the
 * comparison follows in a node of its own.
 */
function less(f: FunctionContext, a: number, b: number, negated: boolean, holds: boolean): void {
  const { asm, backend } = f;
  if (bothSmall(f, a, b)) {
    smallLess(f, a, b, negated === holds);
    return;
  }
  if (f.isSmall(a)) {
    f.push(b);
  } else if (f.isSmall(b)) {
    f.push(a);
  } else {
    f.push(a);
    f.push(b);
    asm.i32.and();
  }
  backend.isSmall(negated);
  backend.hint(!negated);
}

/** Pushes whether one operand is `<` another, or whether it is not if negated. */
export function lessThan(f: FunctionContext, a: number, b: number, negated: boolean): void {
  const { asm, backend } = f;
  if (bothSmall(f, a, b)) {
    smallLess(f, a, b, negated);
    return;
  }
  less(f, a, b, false, true);
  asm.if(-1);
  backend.openLabels++;
  smallLess(f, a, b, negated);
  asm.else();
  f.push(a);
  f.push(b);
  backend.callKernel('less');
  if (negated) asm.i32.eqz();
  backend.close();
}

/** Pushes `<` of two small integers, or `>=` if negated. */
function smallLess(f: FunctionContext, a: number, b: number, negated: boolean): void {
  f.push(a);
  f.push(b);
  if (negated) f.asm.i32.geS();
  else f.asm.i32.ltS();
}

/** `is_lt`, or `is_ge` if reversed. */
function ordering(reversed: boolean): InstructionRow {
  return {
    kind: 'ordering',
    condition: (f, k, negated) => less(f, k + 1, k + 2, negated, !reversed),
    second: (f, k, negated) => smallLess(f, k + 1, k + 2, negated !== reversed),
    otherwise: (f, k, negated) => {
      f.push(k + 1);
      f.push(k + 2);
      f.backend.callKernel('less');
      if (negated !== reversed) f.asm.i32.eqz();
    },
    kernel: ['less'],
  };
}

/** A test for equality, or for the opposite if reversed. */
function equalityTest(
  test: (f: FunctionContext, a: number, b: number, negated: boolean) => void,
  reversed: boolean,
  kernelName: string,
): InstructionRow {
  const condition: ConditionTranslator = (f, k, negated) => test(f, k + 1, k + 2, negated !== reversed);
  return { kind: 'condition', condition, kernel: [kernelName] };
}

/** Comparisons of two terms. */
export const comparisonInstructions: InstructionGroup = {
  title: 'comparisons',
  instructions: {
    is_lt: ordering(false),
    is_ge: ordering(true),
    is_eq: equalityTest(equality, false, 'equal'),
    is_ne: equalityTest(equality, true, 'equal'),
    is_eq_exact: equalityTest(exactEquality, false, 'equalExact'),
    is_ne_exact: equalityTest(exactEquality, true, 'equalExact'),
  },
};
