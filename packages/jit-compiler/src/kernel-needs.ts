import { Opcode } from '@beamline/beam-file';
import { inBody } from '@beamline/machine-model';
import { constructionNeeds } from './binary-construction.js';
import { matchingNeeds } from './binary-matching.js';
import { kernelMapFunctions } from './maps.js';
import type { ModuleContext } from './module-context.js';
import { recordNeeds } from './native-records.js';
import { receiveNeeds } from './receive.js';
import { stepwiseNeeds } from './stepwise-binary-construction.js';
import { kernelTests } from './tests.js';

const needs: readonly (readonly string[] | undefined)[] = (() => {
  const table: (readonly string[] | undefined)[] = new Array<undefined>(256).fill(undefined);
  for (const [opcode, names] of kernelTests) table[opcode] = names;
  for (const [opcode, names] of [...matchingNeeds, ...stepwiseNeeds, ...receiveNeeds, ...recordNeeds]) table[opcode] = names;
  table[Opcode.bs_create_bin] = constructionNeeds;
  table[Opcode.bs_init_writable] = ['bsInitWritable'];
  for (const opcode of [Opcode.test_heap, Opcode.allocate_heap]) table[opcode] = ['collect'];
  for (const opcode of [Opcode.badmatch, Opcode.case_end, Opcode.badrecord]) table[opcode] = ['raiseWithValue'];
  table[Opcode.fconv] = ['toFloat', 'raiseAtom'];
  for (const opcode of [Opcode.fadd, Opcode.fsub, Opcode.fmul, Opcode.fdiv]) table[opcode] = ['raiseAtom'];
  table[Opcode.catch_end] = ['catchEnd'];
  table[Opcode.build_stacktrace] = ['buildStacktrace'];
  table[Opcode.raise] = ['raiseAgain'];
  table[Opcode.raw_raise] = ['rawRaise'];
  table[Opcode.try_case_end] = ['raiseWithValue'];
  table[Opcode.if_end] = ['raiseAtom'];
  table[Opcode.func_info] = ['raiseFunctionClause', 'functionEntry'];
  for (const opcode of [Opcode.call_fun, Opcode.call_fun2]) table[opcode] = ['raiseBadFun'];
  for (const opcode of [Opcode.apply, Opcode.apply_last]) table[opcode] = ['applyTarget', 'raiseBadApply'];
  return table;
})();

/** Position among the operands of the import of a BIF or call instruction; −1 for all others. */
const importOperand: Int8Array = (() => {
  const table = new Int8Array(256).fill(-1);
  table[Opcode.bif0] = 0;
  table[Opcode.bif1] = table[Opcode.bif2] = table[Opcode.bif3] = 1;
  table[Opcode.gc_bif1] = table[Opcode.gc_bif2] = table[Opcode.gc_bif3] = 2;
  table[Opcode.call_ext] = table[Opcode.call_ext_only] = table[Opcode.call_ext_last] = 1;
  return table;
})();

/** True for a BIF instruction that jumps when it fails: its first operand is a label, not 0. */
function isGuard(opcode: number, first: number): boolean {
  return opcode !== Opcode.bif0 && first !== 0;
}

/** Names of the kernel functions that the code of a module may call: imports come before all functions. */
export function neededKernelFunctions(module: ModuleContext, tailCalls: boolean): Set<string> {
  const names = new Set<string>();
  const { opcodes, operandStart, values, length } = module.code;
  for (let i = 0; i < length; i++) {
    const opcode = opcodes[i] ?? 0;
    const operand = importOperand[opcode] ?? -1;
    if (operand >= 0) {
      const index = values[(operandStart[i] ?? 0) + operand] ?? 0;
      const isCall = opcode === Opcode.call_ext || opcode === Opcode.call_ext_only || opcode === Opcode.call_ext_last;
      if (isCall) {
        const native = module.native(index)?.kernelName;
        if (native !== undefined) names.add(native);
      } else {
        const bif = module.guardBif(index);
        if (bif !== undefined) names.add(isGuard(opcode, values[operandStart[i] ?? 0] ?? 0) ? bif.kernelName : inBody(bif.kernelName));
        if (bif !== undefined && opcode === Opcode.gc_bif2) names.add('makeInteger').add('makeUnsigned');
      }
      continue;
    }
    for (const name of kernelMapFunctions(opcode, (values[operandStart[i] ?? 0] ?? 0) !== 0)) names.add(name);
    const list = needs[opcode];
    if (list !== undefined) for (const name of list) names.add(name);
  }
  if (!tailCalls) names.add('tailCall');
  return names;
}
