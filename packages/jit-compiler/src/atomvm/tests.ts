import { Opcode, OperandKind } from '@beamline/beam-file';
import { type Condition, free, type NativeRegister } from '@beamline/jit-backend';
import { HeaderTag, TermTag } from '@beamline/machine-model';
import { AtomTerm } from './default-atoms.js';
import { BOXED_MASK, IMMEDIATE_MASK, type Translation, type Value } from './translation.js';
import type { Translators } from './translator.js';

/** What `term_compare` gives. */
const Order = { noMemory: 0, equal: 1, less: 2, greater: 4 } as const;
/** What it is asked. */
const Compare = { numbers: 0, exact: 1 } as const;
/** Tags of immediate terms, and the mask of atoms. */
const PID_TAG = 0x3;
const PORT_TAG = 0x7;
const ATOM_MASK = 0x3f;
/** The bits of a header without the sign of an integer, and without what tells integers from floats. */
const INTEGER_MASK = 0x3b;
const NUMBER_MASK = 0x2b;
/** Words of a fun: module and index of a local one, or module, name and arity. */
const FUN_MODULE = 1;
const FUN_INDEX = 2;
const FUN_ARITY = 3;

const BINARIES = [HeaderTag.refcBinary, HeaderTag.heapBinary, HeaderTag.subBinary] as const;

/** The header of a boxed term in a register, which is given away; goes on at the label if it is not boxed. */
function header(t: Translation, term: NativeRegister, label: number): NativeRegister {
  t.failIf([term, '&', TermTag.primaryMask, '!=', TermTag.boxed], label);
  return t.backend.getArrayElement(free(t.address(term)), 0);
}

/** Goes on at the label unless the term is boxed with a tag. Gives the term away. */
function boxedOrFail(t: Translation, value: Value, tag: number, label: number, mask: number = BOXED_MASK): void {
  const found = header(t, t.register(value), label);
  t.failIf([free(found), '&', mask, '!=', tag], label);
}

/** The same for any of several tags; the term is a copy, which is given away. */
function oneOfOrFail(t: Translation, term: NativeRegister, tags: readonly number[], label: number): void {
  const b = t.backend;
  const tag = b.and(free(header(t, term, label)), BOXED_MASK);
  t.failIf(['and', tags.map((each) => [tag, '!=', each] as const)], label);
  b.freeNativeRegisters([tag]);
}

/** Goes on at the label unless the term is a binary; it is a copy, which is given away. */
export function binaryOrFail(t: Translation, term: NativeRegister, label: number): void {
  oneOfOrFail(t, term, BINARIES, label);
}

/** The same for what can be matched: a binary or a match context. */
export function matchableOrFail(t: Translation, term: NativeRegister, label: number): void {
  oneOfOrFail(t, term, [...BINARIES, HeaderTag.matchContext], label);
}

/** Goes on at the label unless the term is an immediate one with a tag, or boxed. Gives it away. */
function immediateOrBoxed(t: Translation, value: Value, immediate: number, tag: number, label: number, mask: number = BOXED_MASK): void {
  const term = t.register(value);
  t.backend.ifBlock([term, '&', IMMEDIATE_MASK, '!=', immediate], () => boxedOrFail(t, t.copy(term), tag, label, mask));
  t.backend.freeNativeRegisters([term]);
}

/** Goes on at the label unless the term is an integer. Gives it away. */
export function integerOrFail(t: Translation, value: Value, label: number): void {
  immediateOrBoxed(t, value, TermTag.integer, HeaderTag.positiveInteger, label, INTEGER_MASK);
}

/** Goes on at the label unless the term is an immediate one. Gives it away. */
function immediate(t: Translation, mask: number, tag: number): void {
  const term = t.register(t.source(1));
  t.failIf([free(term), '&', mask, '!=', tag], t.number(0));
}

/** Compares two terms by the primitive, and goes on at the label by a test of the result. */
function compare(t: Translation, how: number, fails: (result: NativeRegister) => Condition): void {
  const [left, right] = [t.source(1), t.source(2)];
  compareValues(t, left, right, how, fails, t.number(0));
}

/** The same for values, which are given away. */
function compareValues(
  t: Translation,
  left: Value,
  right: Value,
  how: number,
  fails: (result: NativeRegister) => Condition,
  label: number,
): void {
  const result = t.backend.callPrimitive('term_compare', ['ctx', 'jit_state', t.give(left), t.give(right), how]);
  t.handleErrorIf(['(int)', result, '==', Order.noMemory]);
  t.failIf(fails(result), label);
}

/** Goes on at the label unless the terms are the same. Gives them away. */
export function sameOrFail(t: Translation, left: Value, right: Value, label: number): void {
  compareValues(t, left, right, Compare.exact, (result) => [free(result), '&', Order.less | Order.greater, '!=', 0], label);
}

const notEqual = (result: NativeRegister): Condition => [free(result), '&', Order.less | Order.greater, '!=', 0];
const equal = (result: NativeRegister): Condition => ['(int)', free(result), '==', Order.equal];

/** Whether an operand is a term whose word tells it: no other term is equal to it. */
function isWord(t: Translation, operand: number): boolean {
  const kind = t.kind(operand);
  return kind === OperandKind.atom || kind === OperandKind.nil || (isIntegerOperand(kind) && isSmall(t.number(operand)));
}

const isIntegerOperand = (kind: number): boolean => kind === OperandKind.integer || kind === OperandKind.character;
const isSmall = (value: number): boolean => value === (value << TermTag.integerShift) >> TermTag.integerShift;

/** Compares words if one of the terms is told by its word; otherwise terms. */
function compareExactly(t: Translation, comparison: '==' | '!=', fails: (result: NativeRegister) => Condition): void {
  const word = isWord(t, 2) ? 2 : isWord(t, 1) ? 1 : 0;
  if (word === 0) {
    compare(t, Compare.exact, fails);
    return;
  }
  const constant = t.source(word);
  const term = t.register(t.source(3 - word));
  t.failIf([free(term), comparison, typeof constant === 'number' ? constant : free(t.register(constant))], t.number(0));
}

/** Goes on at the label by the order of two terms; small integers are compared here. */
function compareOrder(t: Translation, fails: (left: NativeRegister, right: NativeRegister) => Condition, wrong: number): void {
  const b = t.backend;
  const label = t.number(0);
  const [left, right] = [t.register(t.source(1)), t.register(t.source(2))];
  const tags = b.and(free(b.and(left, right)), IMMEDIATE_MASK);
  b.ifElseBlock(
    [free(tags), '==', TermTag.integer],
    () => t.failIf(fails(left, right), label),
    () => compareValues(t, t.copy(left), t.copy(right), Compare.numbers, (result) => [free(result), '&', wrong, '!=', 0], label),
  );
  b.freeNativeRegisters([left, right]);
}

/** A word that is less than that of a small integer, and not less than that of the one before. */
function below(t: Translation, small: NativeRegister): NativeRegister {
  const word = t.copy(small);
  t.backend.sub(word, 1);
  return word;
}

function selectValue(t: Translation): void {
  const b = t.backend;
  const term = t.register(t.source(0));
  for (let i = 3; i < 3 + t.number(2); i += 2) {
    const constant = t.source(i);
    const label = t.number(i + 1);
    if (isWord(t, i)) b.condJumpToLabel([term, '==', typeof constant === 'number' ? constant : free(t.register(constant))], label);
    else compareValues(t, constant, t.copy(term), Compare.exact, equal, label);
  }
  b.freeNativeRegisters([term]);
  b.jumpToLabel(t.number(1));
}

function selectArity(t: Translation): void {
  const b = t.backend;
  const words = b.getArrayElement(free(t.address(t.register(t.source(0)))), 0);
  const arity = b.shiftRight(free(words), TermTag.arityShift);
  for (let i = 3; i < 3 + t.number(2); i += 2) b.condJumpToLabel([arity, '==', t.number(i)], t.number(i + 1));
  b.freeNativeRegisters([arity]);
  b.jumpToLabel(t.number(1));
}

function isFunctionOfArity(t: Translation): void {
  const b = t.backend;
  const label = t.number(0);
  const fun = t.register(t.source(1));
  boxedOrFail(t, t.copy(fun), HeaderTag.fun, label);
  const arity = t.toInteger(t.source(2), label);
  const address = t.address(fun);
  const index = b.getArrayElement(address, FUN_INDEX);
  b.ifElseBlock(
    [index, '&', ATOM_MASK, '==', TermTag.atom],
    () => t.failIf([free(t.untag(b.getArrayElement(address, FUN_ARITY))), '!=', arity], label),
    () => {
      const module = b.getArrayElement(address, FUN_MODULE);
      const found = b.callPrimitive('module_get_fun_arity', [free(module), free(t.untag(t.copy(index)))]);
      t.failIf([free(found), '!=', arity], label);
    },
  );
  b.freeNativeRegisters([index, address]);
  t.release(arity);
}

/** Tests and selections. */
export function testTranslators(): Translators {
  return {
    [Opcode.is_lt]: (t) => compareOrder(t, (left, right) => [free(below(t, right)), '<', left], Order.equal | Order.greater),
    [Opcode.is_ge]: (t) => compareOrder(t, (left, right) => [left, '<', right], Order.less),
    [Opcode.is_eq]: (t) => compare(t, Compare.numbers, notEqual),
    [Opcode.is_ne]: (t) => compare(t, Compare.numbers, equal),
    [Opcode.is_eq_exact]: (t) => compareExactly(t, '!=', notEqual),
    [Opcode.is_ne_exact]: (t) => compareExactly(t, '==', equal),
    [Opcode.is_integer]: (t) => integerOrFail(t, t.source(1), t.number(0)),
    [Opcode.is_float]: (t) => boxedOrFail(t, t.source(1), HeaderTag.float, t.number(0)),
    [Opcode.is_number]: (t) => immediateOrBoxed(t, t.source(1), TermTag.integer, HeaderTag.positiveInteger, t.number(0), NUMBER_MASK),
    [Opcode.is_atom]: (t) => immediate(t, ATOM_MASK, TermTag.atom),
    [Opcode.is_pid]: (t) => immediateOrBoxed(t, t.source(1), PID_TAG, HeaderTag.externalPid, t.number(0)),
    [Opcode.is_port]: (t) => immediateOrBoxed(t, t.source(1), PORT_TAG, HeaderTag.externalPort, t.number(0)),
    [Opcode.is_reference]: (t) => oneOfOrFail(t, t.copy(t.source(1)), [HeaderTag.reference, HeaderTag.externalReference], t.number(0)),
    [Opcode.is_nil]: (t) => t.failIf([free(t.register(t.source(1))), '!=', TermTag.nil], t.number(0)),
    [Opcode.is_binary]: (t) => binaryOrFail(t, t.register(t.source(1)), t.number(0)),
    [Opcode.is_bitstr]: (t) => binaryOrFail(t, t.register(t.source(1)), t.number(0)),
    [Opcode.is_list]: (t) => {
      const term = t.register(t.source(1));
      t.failIf(
        [
          'and',
          [
            [term, '!=', TermTag.nil],
            [free(term), '&', TermTag.primaryMask, '!=', TermTag.cons],
          ],
        ],
        t.number(0),
      );
    },
    [Opcode.is_nonempty_list]: (t) => immediate(t, TermTag.primaryMask, TermTag.cons),
    [Opcode.is_tuple]: (t) => boxedOrFail(t, t.source(1), HeaderTag.tuple, t.number(0)),
    [Opcode.is_map]: (t) => boxedOrFail(t, t.source(1), HeaderTag.map, t.number(0)),
    [Opcode.is_function]: (t) => boxedOrFail(t, t.source(1), HeaderTag.fun, t.number(0)),
    [Opcode.is_function2]: isFunctionOfArity,
    [Opcode.is_boolean]: (t) => {
      const term = t.register(t.source(1));
      t.failIf(
        [
          'and',
          [
            [term, '!=', AtomTerm.true],
            [term, '!=', AtomTerm.false],
          ],
        ],
        t.number(0),
      );
      t.backend.freeNativeRegisters([term]);
    },
    [Opcode.test_arity]: (t) => {
      const words = t.backend.getArrayElement(free(t.address(t.register(t.source(1)))), 0);
      t.failIf([free(t.backend.shiftRight(free(words), TermTag.arityShift)), '!=', t.number(2)], t.number(0));
    },
    [Opcode.is_tagged_tuple]: (t) => {
      const b = t.backend;
      const label = t.number(0);
      const term = t.register(t.source(1));
      t.failIf([term, '&', TermTag.primaryMask, '!=', TermTag.boxed], label);
      const address = t.address(term);
      // The header of a tuple is its arity and nothing else.
      t.failIf([free(b.getArrayElement(address, 0)), '!=', (t.number(2) << TermTag.arityShift) | HeaderTag.tuple], label);
      const tag = t.atomTerm(t.number(3));
      const first = b.getArrayElement(free(address), 1);
      t.failIf([free(first), '!=', typeof tag === 'number' ? tag : free(t.register(tag))], label);
    },
    [Opcode.select_val]: selectValue,
    [Opcode.select_tuple_arity]: selectArity,
  };
}
