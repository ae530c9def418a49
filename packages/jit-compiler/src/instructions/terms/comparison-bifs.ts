import { TermTag } from '@beamline/machine-model';
import { type FunctionContext, wellKnownAtom } from '../../function/function-context.js';
import { finishBif } from '../integers/guard-bif-calls.js';
import { equality, exactEquality, lessThan } from './comparisons.js';

interface Comparison {
  /** Pushes whether it holds of two operands. */
  readonly push: (f: FunctionContext, a: number, b: number) => void;
  /** The kernel's function for terms that are not compared inline. */
  readonly kernel: string;
}

/** The BIFs that compare, by their kernel names. */
const COMPARISONS: ReadonlyMap<string, Comparison> = new Map([
  ['isExactlyEqual', { push: (f, a, b) => exactEquality(f, a, b, false), kernel: 'equalExact' }],
  ['isNotExactlyEqual', { push: (f, a, b) => exactEquality(f, a, b, true), kernel: 'equalExact' }],
  ['isEqual', { push: (f, a, b) => equality(f, a, b, false), kernel: 'equal' }],
  ['isNotEqual', { push: (f, a, b) => equality(f, a, b, true), kernel: 'equal' }],
  ['isLess', { push: (f, a, b) => lessThan(f, a, b, false), kernel: 'less' }],
  ['isGreaterOrEqual', { push: (f, a, b) => lessThan(f, a, b, true), kernel: 'less' }],
  ['isGreater', { push: (f, a, b) => lessThan(f, b, a, false), kernel: 'less' }],
  ['isLessOrEqual', { push: (f, a, b) => lessThan(f, b, a, true), kernel: 'less' }],
]);

/** The kernel's function that a BIF which compares needs; undefined for any other BIF. */
export function comparisonKernel(kernelName: string): string | undefined {
  return isExtreme(kernelName) ? 'less' : COMPARISONS.get(kernelName)?.kernel;
}

/** True for `min/2` and `max/2`. */
function isExtreme(kernelName: string): boolean {
  return kernelName === 'minimum' || kernelName === 'maximum';
}

/** `min/2` or `max/2`: of equal ones the first. */
function translateExtreme(f: FunctionContext, kernelName: string, k: number, destination: number, guard: boolean): void {
  const { asm, backend } = f;
  const result = backend.allocateI32();
  if (kernelName === 'minimum') lessThan(f, k + 1, k, false);
  else lessThan(f, k, k + 1, false);
  asm.local.set(result);
  f.push(k + 1);
  f.push(k);
  asm.local.get(result);
  asm.select();
  asm.local.set(result);
  finishBif(f, destination, guard, result);
  backend.freeI32(result);
}

function booleanTerm(name: 'true' | 'false'): number {
  return (wellKnownAtom(name) << TermTag.atomShift) | TermTag.atom;
}

/** A BIF that compares the two operands from `k` on, as a value, or the lesser or greater of them; false if it is none. */
export function translateComparison(f: FunctionContext, kernelName: string, k: number, destination: number, guard: boolean): boolean {
  if (isExtreme(kernelName)) {
    translateExtreme(f, kernelName, k, destination, guard);
    return true;
  }
  const comparison = COMPARISONS.get(kernelName);
  if (comparison === undefined) return false;
  const { asm, backend } = f;
  const holds = backend.allocateI32();
  comparison.push(f, k, k + 1);
  asm.local.set(holds);
  asm.i32.const(booleanTerm('true'));
  asm.i32.const(booleanTerm('false'));
  asm.local.get(holds);
  asm.select();
  asm.local.set(holds);
  finishBif(f, destination, guard, holds);
  backend.freeI32(holds);
  return true;
}
