import { MAX_ARITY, Opcode } from '@beamline/beam-file';
import { instructionOf } from '../instructions/instruction-table.js';
import type { ModuleContext } from './module-context.js';

/** Names of the kernel functions that the code of a module may call: imports come before all functions. */
export function neededKernelFunctions(module: ModuleContext, tailCalls: boolean): Set<string> {
  // The verifier's checks raise an atom.
  const names = new Set<string>(['raiseAtom']);
  const { opcodes, operandStart, length } = module.code;
  for (let i = 0; i < length; i++) {
    const { kernel, kernelOf } = instructionOf(opcodes[i] ?? 0);
    for (const name of kernel) names.add(name);
    if (kernelOf !== undefined) for (const name of kernelOf(module, operandStart[i] ?? 0)) names.add(name);
  }
  if (!tailCalls) names.add('tailCall');
  return names;
}

/** Most parameters of a function that the code of a module may call through the table: the stack pointer, the arguments, a fun. */
export function mostParameters(module: ModuleContext): number {
  const { opcodes, operandStart, values, length } = module.code;
  let most = 0;
  for (const { arity } of module.beam.imports) most = Math.max(most, arity);
  for (let i = 0; i < length; i++) {
    const arity = arityOperand.get(opcodes[i] ?? 0);
    if (arity !== undefined) most = Math.max(most, values[(operandStart[i] ?? 0) + arity] ?? 0);
  }
  for (const { arity } of module.functions) most = Math.max(most, arity);
  return Math.min(most, MAX_ARITY + 1) + 2;
}

/** Which operand is the number of arguments, in instructions that call what is only known at run time. */
const arityOperand: ReadonlyMap<number, number> = new Map([
  [Opcode.call_fun, 0],
  [Opcode.call_fun2, 1],
  [Opcode.apply, 0],
  [Opcode.apply_last, 0],
]);
