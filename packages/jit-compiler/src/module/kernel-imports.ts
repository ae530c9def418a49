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
