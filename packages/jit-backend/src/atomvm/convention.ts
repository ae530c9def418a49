/** What the parts of the `atomvm` backend share: the parameters of entries, limits, types. */
import { ContextOffset } from '@beamline/machine-model';
import type { AtomvmBackendProblem } from './error.js';
import { FreeRegister, NativeRegister, type VmRegister } from './operands.js';
import { Content } from './registers.js';

/** The parameters of an entry. */
export const CTX = 0;
export const JIT_STATE = 1;
export const NATIVE_INTERFACE = 2;
/** The greatest X register: AtomVM's `extra`. */
export const LAST_X = 16;

/** Throws an {@link AtomvmBackendError} with the place of the code that is being written. */
export type Fail = (problem: AtomvmBackendProblem, detail: string) => never;

/** Offset of an X register in the context. */
export function xOffset(index: number): number {
  return ContextOffset.x + 4 * index;
}

/** Whether a number is a literal: a word, signed or not. */
export function isWord(value: number): boolean {
  return Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 32;
}

/** The register of an operand that is one, freed or not. */
export function registerOf(operand: unknown): NativeRegister | undefined {
  if (operand instanceof NativeRegister) return operand;
  return operand instanceof FreeRegister ? operand.register : undefined;
}

/** What a register holds once this has been loaded into it. */
export function contentOf(source: number | VmRegister): number {
  return typeof source === 'number' ? Content.literal : source.kind === 'x' ? Content.x : Content.y;
}
