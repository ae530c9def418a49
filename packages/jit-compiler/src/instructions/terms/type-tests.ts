import { HeaderTag, TermTag } from '@beamline/machine-model';
import type { FunctionContext } from '../../function/function-context.js';
import type { ConditionTranslator, InstructionGroup, InstructionRow } from '../instruction.js';

function isNil(f: FunctionContext, k: number, negated: boolean): void {
  const { asm } = f;
  f.push(k + 1);
  asm.i32.const(TermTag.nil);
  if (negated) asm.i32.ne();
  else asm.i32.eq();
}

function isNonemptyList(f: FunctionContext, k: number, negated: boolean): void {
  f.push(k + 1);
  f.backend.hasPrimary(TermTag.cons, negated);
}

function isList(f: FunctionContext, k: number, negated: boolean): void {
  const { asm, backend } = f;
  f.push(k + 1);
  backend.hasPrimary(TermTag.cons, negated);
  f.push(k + 1);
  asm.i32.const(TermTag.nil);
  if (negated) {
    asm.i32.ne();
    asm.i32.and();
  } else {
    asm.i32.eq();
    asm.i32.or();
  }
}

function isAtom(f: FunctionContext, k: number, negated: boolean): void {
  const { backend } = f;
  f.push(k + 1);
  backend.isAtom(negated);
}

function isBoolean(f: FunctionContext, k: number, negated: boolean): void {
  const { asm } = f;
  // false and true are the atoms 1 and 2.
  f.push(k + 1);
  asm.i32.const((1 << TermTag.atomShift) | TermTag.atom);
  asm.i32.sub();
  asm.i32.const(TermTag.atomShift);
  asm.i32.rotr();
  asm.i32.const(2);
  if (negated) asm.i32.geU();
  else asm.i32.ltU();
}

/** The first condition of what tests for a tuple. */
function isBoxed(f: FunctionContext, k: number, negated: boolean): void {
  const { backend } = f;
  f.push(k + 1);
  backend.hasPrimary(TermTag.boxed, negated);
}

function testArity(f: FunctionContext, k: number, negated: boolean): void {
  const { asm, backend } = f;
  f.push(k + 1);
  backend.loadHeader();
  asm.i32.const(f.value(k + 2) << TermTag.arityShift);
  if (negated) asm.i32.ne();
  else asm.i32.eq();
}

function isInteger(f: FunctionContext, k: number, negated: boolean): void {
  const { asm, backend } = f;
  boxedOrNot(
    f,
    k + 1,
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
}

function isFunctionOfArity(f: FunctionContext, k: number, negated: boolean): void {
  const { backend } = f;
  f.push(k + 1);
  f.push(k + 2);
  backend.callKernel('isFunctionOfArity');
  isTrue(f, negated);
}

/** The second condition of `is_tuple`. */
function hasTupleHeader(f: FunctionContext, k: number, negated: boolean): void {
  f.push(k + 1);
  f.backend.hasHeaderTag(HeaderTag.tuple, negated);
}

/** The second condition of `is_tagged_tuple`: arity and first element at once; a wrong arity has no element that may be read. */
function hasArityAndTag(f: FunctionContext, k: number, negated: boolean): void {
  const { asm, backend } = f;
  f.push(k + 1);
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

/** A test of the header of a boxed term. */
function headerTest(tag: number): ConditionTranslator {
  return (f, k, negated) => boxedTag(f, k + 1, tag, negated);
}

/** A test that the kernel makes. */
function kernelTest(kernelName: string): InstructionRow {
  const condition: ConditionTranslator = (f, k, negated) => {
    f.push(k + 1);
    f.backend.callKernel(kernelName);
    isTrue(f, negated);
  };
  return { kind: 'condition', condition, kernel: [kernelName] };
}

/** Tests of the type of a term. */
export const typeTestInstructions: InstructionGroup = {
  title: 'tests of types',
  instructions: {
    is_integer: { kind: 'condition', condition: isInteger },
    is_float: { kind: 'condition', condition: headerTest(HeaderTag.float) },
    is_number: kernelTest('isNumberTerm'),
    is_atom: { kind: 'condition', condition: isAtom },
    is_boolean: { kind: 'condition', condition: isBoolean },
    is_nil: { kind: 'condition', condition: isNil },
    is_list: { kind: 'condition', condition: isList },
    is_nonempty_list: { kind: 'condition', condition: isNonemptyList },
    is_tuple: { kind: 'twoConditions', condition: isBoxed, second: hasTupleHeader },
    is_tagged_tuple: { kind: 'twoConditions', condition: isBoxed, second: hasArityAndTag },
    test_arity: { kind: 'condition', condition: testArity },
    is_function: { kind: 'condition', condition: headerTest(HeaderTag.fun) },
    is_function2: { kind: 'condition', condition: isFunctionOfArity, kernel: ['isFunctionOfArity'] },
    is_map: { kind: 'condition', condition: headerTest(HeaderTag.map) },
    is_binary: kernelTest('isBinaryTerm'),
    is_bitstr: kernelTest('isBitstringTerm'),
    is_pid: kernelTest('isPidTerm'),
    is_port: kernelTest('isPortTerm'),
    is_reference: kernelTest('isReferenceTerm'),
  },
};
