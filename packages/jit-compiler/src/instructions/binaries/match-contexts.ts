import { MatchContextOffset, TermTag } from '@beamline/machine-model';
import type { FunctionContext } from '../../function/function-context.js';

/** Offset of the position in a match context, from its term. */
export const POSITION: number = MatchContextOffset.position - TermTag.boxed;
/** Offset of the end. */
export const END: number = MatchContextOffset.end - TermTag.boxed;
const BASE: number = MatchContextOffset.base - TermTag.boxed;

/** Largest number of bits that a constant size may have. */
export const MAXIMUM_BITS = 0x7fffffff;

/** Pushes the address of the byte at a position. */
export function pushAddress(f: FunctionContext, context: number, position: number): void {
  const { asm } = f;
  asm.local.get(context);
  asm.i32.load(BASE);
  asm.local.get(position);
  asm.i32.const(3);
  asm.i32.shrU();
  asm.i32.add();
}

/** Pushes a position that is `offset` bits after another one. */
export function pushOffset(f: FunctionContext, position: number, offset: number): void {
  f.asm.local.get(position);
  if (offset === 0) return;
  f.asm.i32.const(offset);
  f.asm.i32.add();
}
