import { MAX_ARITY, Opcode } from '@beamline/beam-file';
import { RESUME_POINT_BITS } from '@beamline/machine-model';
import { hasResumePoint } from '../graph/function-graph.js';
import type { FunctionInfo, ModuleContext } from './module-context.js';

function findFunctions(module: ModuleContext): void {
  const { opcodes, operandStart, values, length } = module.code;
  let previous = -1;
  for (let i = 0; i < length; i++) {
    if (opcodes[i] !== Opcode.func_info) continue;
    // A label and a line stand before func_info, the entry label after it.
    let from = i;
    while (from > 0 && (opcodes[from - 1] === Opcode.line || opcodes[from - 1] === Opcode.label)) from--;
    const k = operandStart[i] ?? 0;
    const arity = values[k + 2] ?? 0;
    if (opcodes[i + 1] !== Opcode.label) throw module.error('malformed-code', 'no label after func_info', undefined, i);
    if (arity > MAX_ARITY)
      throw module.error('malformed-code', `the function has ${arity} arguments, more than ${MAX_ARITY}`, undefined, i);
    const entryLabel = values[operandStart[i + 1] ?? 0] ?? 0;
    const index = module.functions.length;
    const info: FunctionInfo = { index, name: values[k + 1] ?? 0, arity, entryLabel, from, to: length, tableOffset: 0, resumePoints: 0 };
    module.functions.push(info);
    module.functionOfLabel[entryLabel] = index;
    const before = module.functions[previous];
    if (before !== undefined) before.to = from;
    previous = index;
  }
  const last = module.functions[previous];
  if (last !== undefined) last.to = length - 1;
}

/** Index of the function that has the instruction `on_load`, −1 if there is none. */
export function onLoadFunction(module: ModuleContext): number {
  const instruction = module.code.opcodes.indexOf(Opcode.on_load);
  if (instruction < 0) return -1;
  return module.functions.findIndex(({ from, to }) => instruction >= from && instruction < to);
}

/** Table entries of a function's resume function: a return address has ten bits for the resume point. */
export function resumeEntries(info: FunctionInfo): number {
  return info.resumePoints === 0 ? 0 : (info.resumePoints >> RESUME_POINT_BITS) + 1;
}

function countResumePoints(module: ModuleContext, info: FunctionInfo): number {
  let count = 0;
  for (let i = info.from; i < info.to; i++) if (hasResumePoint(module.code, i)) count++;
  return count;
}

/** Where what a module consists of goes: its part of the table, and the functions that it defines. */
export interface ModulePlan {
  /** Entries of the module's part of the table. */
  readonly tableSize: number;
  /** Functions that have resume points, in the order of their resume functions. */
  readonly resumable: readonly FunctionInfo[];
}

/** Finds the functions of a module and gives each its place in the table; lambdas follow. Throws CompileError. */
export function planModule(module: ModuleContext): ModulePlan {
  findFunctions(module);
  let tableSize = 0;
  for (const info of module.functions) {
    info.tableOffset = tableSize;
    info.resumePoints = countResumePoints(module, info);
    tableSize += 1 + resumeEntries(info);
  }
  module.lambdaTableBase = tableSize;
  return {
    tableSize: tableSize + module.beam.lambdas.length,
    resumable: module.functions.filter(({ resumePoints }) => resumePoints > 0),
  };
}
