import { SP_LOCAL } from '@beamline/jit-backend';
import { inBody, LinkFixupKind } from '@beamline/machine-model';
import type { FunctionContext } from '../../function/function-context.js';
import type { ModuleContext } from '../../module/module-context.js';
import { type InstructionGroup, type InstructionRow, negatable } from '../instruction.js';
import { comparisonKernel, translateComparison } from '../terms/comparison-bifs.js';
import { translateElement } from '../terms/element.js';
import { INTEGER_OPERATIONS, translateArithmetic } from './arithmetic.js';
import { calledFor, finishBif, translateGuardBifCall } from './guard-bif-calls.js';

/**
 * The guard BIF `importIndex` of the arguments from operand `k` up to the destination. In a guard it leaves a nonzero
 * value on the operand stack if it succeeded; in a body a failure raises.
 */
function translateBif(f: FunctionContext, importIndex: number, k: number, destination: number, guard: boolean): void {
  const { module } = f;
  const guardBif = module.guardBif(importIndex);
  const bif = guardBif === undefined && guard ? module.bif(importIndex) : undefined;
  if (bif !== undefined && (bif.kernelName === undefined || bif.neverCollects === true) && bif.arity === destination - k) {
    translateTriedBif(f, importIndex, k, destination);
    return;
  }
  if (guardBif === undefined) {
    throw module.error('unsupported-bif', `${module.importName(importIndex)} is not supported`, f.info, f.instruction);
  }
  if (guardBif.arity !== destination - k) throw f.malformed(`${guardBif.name} is called with ${destination - k} arguments`);
  if (INTEGER_OPERATIONS.has(guardBif.kernelName) && !f.compact) translateArithmetic(f, guardBif, k, destination, guard);
  else if (translateComparison(f, guardBif.kernelName, k, destination, guard)) return;
  else if (guardBif.kernelName === 'element' && !f.compact) translateElement(f, guardBif, k, destination, guard);
  else translateGuardBifCall(f, guardBif, k, destination, guard);
}

/**
 * Calls a BIF that is none of guards and jumps if it fails, as OTP 29 writes a `try` around one. What it raises is forgotten, and it
 * never collects.
 */
function translateTriedBif(f: FunctionContext, importIndex: number, k: number, destination: number): void {
  const { asm, backend } = f;
  const arity = destination - k;
  const result = backend.allocateI32();
  asm.local.get(SP_LOCAL);
  for (let i = 0; i < arity; i++) f.push(k + i);
  backend.pushRelocated(LinkFixupKind.exportSlot, importIndex);
  backend.callTable(arity + 1);
  asm.local.set(result);
  finishBif(f, destination, true, result);
  backend.freeI32(result);
}

/** The kernel function that a BIF instruction calls. */
function kernelFunction(module: ModuleContext, importIndex: number, guard: boolean): string[] {
  const bif = module.guardBif(importIndex);
  if (bif === undefined) return [];
  return [comparisonKernel(bif.kernelName) ?? (guard ? calledFor(bif) : inBody(calledFor(bif)))];
}

/** A BIF of `arity` arguments whose import is operand `position`; its arguments and its destination follow. */
function bifRow(position: number, arity: number, alsoNeeds: readonly string[] = []): InstructionRow {
  const first = position + 1;
  const destination = first + arity;
  const translate = (f: FunctionContext, k: number, guard: boolean): void =>
    translateBif(f, f.value(k + position), k + first, k + destination, guard);
  return {
    kind: 'guard',
    step: (f, k) => translate(f, k, false),
    condition: negatable((f, k) => translate(f, k, true)),
    destinations: [destination],
    kernelOf: (module, k) => {
      const { values } = module.code;
      const names = kernelFunction(module, values[k + position] ?? 0, values[k] !== 0);
      return names.length === 0 ? names : [...names, ...alsoNeeds];
    },
  };
}

/** BIFs that are instructions. */
export const bifInstructions: InstructionGroup = {
  title: 'BIFs',
  instructions: {
    bif0: {
      kind: 'step',
      step: (f, k) => translateBif(f, f.value(k), k + 1, k + 1, false),
      destinations: [1],
      kernelOf: (module, k) => kernelFunction(module, module.code.values[k] ?? 0, false),
    },
    bif1: bifRow(1, 1),
    bif2: bifRow(1, 2),
    bif3: bifRow(1, 3),
    // Runs of operations on integers are computed in i64 locals.
    gc_bif1: bifRow(2, 1, ['makeInteger', 'makeUnsigned']),
    gc_bif2: bifRow(2, 2, ['makeInteger', 'makeUnsigned']),
    gc_bif3: bifRow(2, 3),
  },
};
