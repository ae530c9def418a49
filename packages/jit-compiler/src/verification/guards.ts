import { FLOAT_HEADER, HeaderTag, MATCH_CONTEXT_HEADER, TermTag } from '@beamline/machine-model';
import { type FunctionContext, wellKnownAtom } from '../function/function-context.js';

/** Run-time checks in front of an instruction whose operands the verifier could not prove to be what it takes, as bits. */
export const Guard = {
  cons: 0x1,
  /** A tuple of at least the arity that the instruction needs. */
  tuple: 0x2,
  map: 0x4,
  float: 0x8,
  matchContext: 0x10,
  /** The first operand of an operation on integers is a small one. */
  smallFirst: 0x20,
  smallSecond: 0x40,
  /** Not a check in front: the result is a small integer, which the slow path has to see to. */
  smallResult: 0x80,
  /** Nor this: arguments are parts of a message that is still in the mailbox, of which the fun that is called gets copies. */
  copies: 0x100,
  /** Nor this: `try_case` may be reached without an exception, which it tells by x0. */
  raised: 0x200,
} as const;

/** All bits that are checks in front. */
export const CHECKS_IN_FRONT = 0x7f;

/** Writes the checks of an instruction. What fails raises badarg. `position`: operand that is looked at. */
export function writeGuards(f: FunctionContext, guards: number, k: number, position: number, arity: number): void {
  if ((guards & Guard.cons) !== 0) failUnless(f, () => isCons(f, k + position));
  if ((guards & Guard.tuple) !== 0) checkBoxed(f, k + position, (boxed) => notTuple(f, boxed, arity));
  if ((guards & Guard.map) !== 0) checkBoxed(f, k + position, (boxed) => notTagged(f, boxed, HeaderTag.map));
  if ((guards & Guard.float) !== 0) checkBoxed(f, k + position, (boxed) => notHeader(f, boxed, FLOAT_HEADER));
  if ((guards & Guard.matchContext) !== 0) checkBoxed(f, k + position, (boxed) => notHeader(f, boxed, MATCH_CONTEXT_HEADER));
  if ((guards & Guard.smallFirst) !== 0) failUnless(f, () => isSmall(f, k + position));
  if ((guards & Guard.smallSecond) !== 0) failUnless(f, () => isSmall(f, k + position + 1));
}

/** Raises badarg unless the word in a local is a small integer. */
export function checkSmallResult(f: FunctionContext, result: number): void {
  f.asm.local.get(result);
  f.backend.isSmall(true);
  raiseIf(f);
}

function isCons(f: FunctionContext, k: number): void {
  f.push(k);
  f.backend.hasPrimary(TermTag.cons, true);
}

function isSmall(f: FunctionContext, k: number): void {
  f.push(k);
  f.backend.isSmall(true);
}

function failUnless(f: FunctionContext, pushFailure: () => void): void {
  pushFailure();
  raiseIf(f);
}

/** Raises badarg unless an operand is boxed and `pushFailure`, which gets its local, pushes 0. */
function checkBoxed(f: FunctionContext, k: number, pushFailure: (boxed: number) => void): void {
  const { asm, backend } = f;
  const local = f.localOf(k);
  backend.openBlock();
  backend.openBlock();
  asm.local.get(local);
  backend.hasPrimary(TermTag.boxed, true);
  backend.hint(false);
  asm.brIf(0);
  pushFailure(local);
  asm.i32.eqz();
  backend.hint(true);
  asm.brIf(1);
  backend.close();
  raise(f);
  backend.close();
  f.release(k, local);
}

function notTuple(f: FunctionContext, local: number, arity: number): void {
  const { asm, backend } = f;
  if (arity === 0) {
    notTagged(f, local, HeaderTag.tuple);
    return;
  }
  // The tag of a tuple is 0: rotated to the top, another one makes a number that is too large; so does a small arity, less the least one.
  asm.local.get(local);
  backend.loadHeader();
  asm.i32.const(TermTag.arityShift);
  asm.i32.rotr();
  asm.i32.const(arity);
  asm.i32.sub();
  asm.i32.const((1 << (32 - TermTag.arityShift)) - arity);
  asm.i32.geU();
}

function notTagged(f: FunctionContext, local: number, tag: number): void {
  f.asm.local.get(local);
  f.backend.hasHeaderTag(tag, true);
}

function notHeader(f: FunctionContext, local: number, header: number): void {
  const { asm, backend } = f;
  asm.local.get(local);
  backend.loadHeader();
  asm.i32.const(header);
  asm.i32.ne();
}

function raiseIf(f: FunctionContext): void {
  f.backend.openRareIf();
  raise(f);
  f.backend.close();
}

function raise(f: FunctionContext): void {
  // What was built in open heap may be in Y registers, which a handler sees.
  if (f.heapLocal >= 0 && f.heapUsed > 0) f.backend.setHeapTop(f.heapLocal, f.heapUsed);
  f.raiseAtom(wellKnownAtom('badarg'));
}
