import { kernelBytes } from '@beamline/kernel';
import { ContextOffset, FLOAT_HEADER, guardBifs, MachineRegister, TermTag } from '@beamline/machine-model';
import { expect } from 'vitest';
import { Machine } from '../src/machine.js';
import { integerBytes, isInteger, readBigInt, writeInteger } from '../src/terms/integer-term.js';
import { testHost } from './test-host.js';

/** A machine that does arithmetic, without a program. */
export const machine: Machine = new Machine(testHost(), {}, new WebAssembly.Module(kernelBytes()));
const { kernel, memory } = machine;
// A process whose heap is used up, so that results are in fragments, which nothing moves.
const context = machine.spawn('erlang', 'self', []);
memory.store(MachineRegister.context, context);
memory.store(MachineRegister.heapTop, memory.load(context + ContextOffset.heapTop));

/** Writes integers, gives their terms to a function and frees them. */
export function withTerms<T>(values: readonly bigint[], use: (terms: number[]) => T): T {
  const blocks = values.map((value) => kernel.allocateBlock(Math.max(16, integerBytes(value))) >>> 0);
  const result = use(values.map((value, i) => writeInteger(memory, value, blocks[i] ?? 0)));
  for (const block of blocks) kernel.freeBlock(block);
  return result;
}

/** The kernel's functions by their names. */
const functions = kernel as unknown as Readonly<Record<string, (...terms: number[]) => number>>;

/** The result of a BIF of terms; undefined if it fails. Its term must have the form that an equal one would be written in. */
export function applyTerms(name: string, ...terms: number[]): bigint | undefined {
  const bif = guardBifs.find((entry) => entry.name === name && entry.arity === terms.length);
  const term = functions[bif?.kernelName ?? '']?.(...terms) ?? 0;
  if (term === 0) return undefined;
  expect(isInteger(memory, term)).toBe(true);
  const value = readBigInt(memory, term);
  withTerms([value], ([same]) => {
    expect(kernel.equalExact(term, same ?? 0)).toBe(1);
  });
  return value;
}

/** The result of a BIF of integers; undefined if it fails. */
export function apply(name: string, ...values: bigint[]): bigint | undefined {
  return withTerms(values, (terms) => applyTerms(name, ...terms));
}

/** The float of an integer; NaN if it is too large. */
export function toFloat(value: bigint): number {
  return withTerms([value], (terms) => functions.toFloat?.(...terms) ?? 0);
}

/** Writes a float, gives its term to a function and frees it. */
export function withFloat<T>(value: number, use: (term: number) => T): T {
  const block = kernel.allocateBlock(12) >>> 0;
  memory.store(block, FLOAT_HEADER);
  memory.view.setFloat64(block + 4, value, true);
  const result = use(block | TermTag.boxed);
  kernel.freeBlock(block);
  return result;
}
