import { type GuardBif, HeaderTag, TermTag } from '@beamline/machine-model';
import type { FunctionContext } from '../../function/function-context.js';
import { callGuardBif, finishBif } from '../integers/guard-bif-calls.js';

/** The term of 1, the least index. */
const FIRST = (1 << TermTag.integerShift) | TermTag.integer;

/** `element/2`: inline if the element is there; the kernel tells what is wrong if not. */
export function translateElement(f: FunctionContext, bif: GuardBif, k: number, destination: number, guard: boolean): void {
  const { asm, backend } = f;
  const index = f.localOf(k);
  const tuple = f.localOf(k + 1);
  const result = backend.allocateI32();
  const otherwise = (): void => {
    backend.hint(false);
    asm.brIf(0);
  };
  backend.openBlock();
  backend.openBlock();
  asm.local.get(index);
  backend.isSmall(true);
  otherwise();
  asm.local.get(tuple);
  backend.hasPrimary(TermTag.boxed, true);
  otherwise();
  asm.local.get(tuple);
  backend.loadHeader();
  asm.local.tee(result);
  asm.i32.const(TermTag.headerMask);
  asm.i32.and();
  asm.i32.const(HeaderTag.tuple);
  asm.i32.ne();
  otherwise();
  // An index of 0 or less is a great number without its sign.
  asm.local.get(index);
  asm.i32.const(FIRST);
  asm.i32.sub();
  asm.i32.const(TermTag.integerShift);
  asm.i32.shrU();
  asm.local.get(result);
  asm.i32.const(TermTag.arityShift);
  asm.i32.shrU();
  asm.i32.geU();
  otherwise();
  asm.local.get(tuple);
  asm.local.get(index);
  asm.i32.const(FIRST);
  asm.i32.sub();
  asm.i32.const(TermTag.integerShift - 2);
  asm.i32.shrU();
  asm.i32.add();
  backend.getElement(0);
  asm.local.set(result);
  asm.br(1);
  backend.close();
  callGuardBif(f, bif, k, guard, result);
  backend.close();
  finishBif(f, destination, guard, result);
  backend.freeI32(result);
  f.release(k, index);
  f.release(k + 1, tuple);
}
