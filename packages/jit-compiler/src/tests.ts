import { Opcode, OperandKind, TypeBit } from '@beamline/beam-file';
import { HeaderTag, TermTag } from '@beamline/machine-model';
import type { FunctionContext } from './function-context.js';

/** Pushes the condition of a test instruction, its sense reversed if `negated`. Operands begin at `k`. */
export function translateTest(f: FunctionContext, opcode: number, k: number, negated: boolean): void {
  const { asm, backend } = f;
  const a = k + 1;
  switch (opcode) {
    case Opcode.is_eq_exact:
    case Opcode.is_ne_exact:
      exactEquality(f, a, a + 1, negated !== (opcode === Opcode.is_ne_exact));
      return;
    case Opcode.is_eq:
    case Opcode.is_ne:
      equality(f, a, a + 1, negated !== (opcode === Opcode.is_ne));
      return;
    case Opcode.is_lt:
      less(f, a, a + 1, negated, true);
      return;
    case Opcode.is_ge:
      less(f, a, a + 1, negated, false);
      return;
    case Opcode.is_nil:
      f.push(a);
      asm.i32.const(TermTag.nil);
      if (negated) asm.i32.ne();
      else asm.i32.eq();
      return;
    case Opcode.is_nonempty_list:
      f.push(a);
      if ((f.types(a) & ~(TypeBit.cons | TypeBit.nil)) === 0) {
        // Of a cons and nil only nil has this bit.
        asm.i32.const(TermTag.boxed);
        asm.i32.and();
        if (!negated) asm.i32.eqz();
        return;
      }
      backend.hasPrimary(TermTag.cons, negated);
      return;
    case Opcode.is_list:
      f.push(a);
      backend.hasPrimary(TermTag.cons, negated);
      f.push(a);
      asm.i32.const(TermTag.nil);
      if (negated) {
        asm.i32.ne();
        asm.i32.and();
      } else {
        asm.i32.eq();
        asm.i32.or();
      }
      return;
    case Opcode.is_atom:
      f.push(a);
      backend.isAtom(negated);
      return;
    case Opcode.is_boolean:
      // false and true are the atoms 1 and 2.
      f.push(a);
      asm.i32.const((1 << TermTag.atomShift) | TermTag.atom);
      asm.i32.sub();
      asm.i32.const(TermTag.atomShift);
      asm.i32.rotr();
      asm.i32.const(2);
      if (negated) asm.i32.geU();
      else asm.i32.ltU();
      return;
    case Opcode.is_tuple:
      f.push(a);
      backend.hasPrimary(TermTag.boxed, negated);
      return;
    case Opcode.test_arity:
      f.push(a);
      backend.loadHeader();
      asm.i32.const(f.value(a + 1) << TermTag.arityShift);
      if (negated) asm.i32.ne();
      else asm.i32.eq();
      return;
    case Opcode.is_tagged_tuple:
      f.push(a);
      backend.hasPrimary(TermTag.boxed, negated);
      return;
    case Opcode.is_integer:
      boxedOrNot(
        f,
        a,
        negated,
        () => backend.isSmall(false),
        () => {
          backend.loadHeader();
          asm.i32.const(0x3b);
          asm.i32.and();
          asm.i32.const(HeaderTag.positiveInteger);
          asm.i32.eq();
        },
      );
      return;
    case Opcode.is_number:
      f.push(a);
      backend.callKernel('isNumberTerm');
      isTrue(f, negated);
      return;
    case Opcode.is_float:
      boxedTag(f, a, HeaderTag.float, negated);
      return;
    case Opcode.is_function:
      boxedTag(f, a, HeaderTag.fun, negated);
      return;
    case Opcode.is_function2:
      f.push(a);
      f.push(a + 1);
      backend.callKernel('isFunctionOfArity');
      isTrue(f, negated);
      return;
    case Opcode.is_map:
      boxedTag(f, a, HeaderTag.map, negated);
      return;
    case Opcode.is_pid:
    case Opcode.is_port:
    case Opcode.is_reference:
    case Opcode.is_binary:
    case Opcode.is_bitstr:
      f.push(a);
      backend.callKernel(KERNEL_TESTS.get(opcode) ?? '');
      isTrue(f, negated);
      return;
    default:
      throw f.malformed('this is no test');
  }
}

const KERNEL_TESTS: ReadonlyMap<number, string> = new Map([
  [Opcode.is_pid, 'isPidTerm'],
  [Opcode.is_port, 'isPortTerm'],
  [Opcode.is_reference, 'isReferenceTerm'],
  [Opcode.is_binary, 'isBinaryTerm'],
  [Opcode.is_bitstr, 'isBitstringTerm'],
]);

/** Names of the kernel's functions that a test may call. */
export const kernelTests: ReadonlyMap<number, readonly string[]> = new Map([
  ...[...KERNEL_TESTS].map(([opcode, name]): [number, string[]] => [opcode, [name]]),
  [Opcode.is_number, ['isNumberTerm']],
  [Opcode.is_function2, ['isFunctionOfArity']],
  [Opcode.is_eq_exact, ['equalExact']],
  [Opcode.is_ne_exact, ['equalExact']],
  [Opcode.select_val, ['equalExact']],
  [Opcode.is_tagged_tuple, []],
  [Opcode.is_eq, ['equal']],
  [Opcode.is_ne, ['equal']],
  [Opcode.is_lt, ['less']],
  [Opcode.is_ge, ['less']],
]);

/** The second condition of a test that has two; the first one held. */
export function translateSecondTest(f: FunctionContext, opcode: number, k: number, negated: boolean): void {
  const { asm, backend } = f;
  if (opcode === Opcode.is_lt || opcode === Opcode.is_ge) {
    smallLess(f, k + 1, k + 2, negated === (opcode === Opcode.is_lt));
    return;
  }
  f.push(k + 1);
  if (opcode === Opcode.is_tuple) {
    backend.hasHeaderTag(HeaderTag.tuple, negated);
    return;
  }
  // is_tagged_tuple: arity and first element at once; a wrong arity has no element that may be read.
  const tuple = backend.allocateI32();
  asm.local.tee(tuple);
  backend.loadHeader();
  asm.i32.const(f.value(k + 2) << TermTag.arityShift);
  asm.i32.eq();
  asm.if(-1);
  backend.openLabels++;
  asm.local.get(tuple);
  backend.getElement(0);
  f.push(k + 3);
  if (negated) asm.i32.ne();
  else asm.i32.eq();
  asm.else();
  asm.i32.const(negated ? 1 : 0);
  backend.close();
  backend.freeI32(tuple);
}

/** Replaces a boolean atom by whether it is true. */
function isTrue(f: FunctionContext, negated: boolean): void {
  f.asm.i32.const((2 << TermTag.atomShift) | TermTag.atom);
  if (negated) f.asm.i32.ne();
  else f.asm.i32.eq();
}

/** Pushes whether an operand is boxed with the header tag. */
function boxedTag(f: FunctionContext, k: number, tag: number, negated: boolean): void {
  boxedOrNot(
    f,
    k,
    negated,
    () => {
      f.asm.drop();
      f.asm.i32.const(0);
    },
    () => f.backend.hasHeaderTag(tag, false),
  );
}

/** Pushes a condition: `boxed` on a boxed term, `other` on any other one; each replaces the term. */
function boxedOrNot(f: FunctionContext, k: number, negated: boolean, other: () => void, boxed: () => void): void {
  const { asm, backend } = f;
  f.push(k);
  backend.hasPrimary(TermTag.boxed, false);
  asm.if(-1);
  backend.openLabels++;
  f.push(k);
  boxed();
  asm.else();
  f.push(k);
  other();
  backend.close();
  if (negated) asm.i32.eqz();
}

/** `=:=`, or `=/=` if negated. */
function exactEquality(f: FunctionContext, a: number, b: number, negated: boolean): void {
  const { asm } = f;
  if (f.isImmediate(a) || f.isImmediate(b) || onlyImmediates(f, a) || onlyImmediates(f, b)) {
    f.push(a);
    f.push(b);
    if (negated) asm.i32.ne();
    else asm.i32.eq();
    return;
  }
  // An immediate is equal to nothing else; a cons and a boxed term differ too.
  sameOrCall(f, a, b, negated, 'equalExact', () => asm.i32.or());
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

/** `==`, or `/=` if negated. */
function equality(f: FunctionContext, a: number, b: number, negated: boolean): void {
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

/** Pushes `<` of two small integers, or `>=` if negated. */
function smallLess(f: FunctionContext, a: number, b: number, negated: boolean): void {
  f.push(a);
  f.push(b);
  if (negated) f.asm.i32.geS();
  else f.asm.i32.ltS();
}

/** The condition of an ordering whose operands are not both small integers. */
export function translateOtherTest(f: FunctionContext, opcode: number, k: number, negated: boolean): void {
  f.push(k + 1);
  f.push(k + 2);
  f.backend.callKernel('less');
  if (negated === (opcode === Opcode.is_lt)) f.asm.i32.eqz();
}
