import { type InstructionGroup, noCode, type Translator } from '../instruction.js';

/** Raises function_clause: no clause of the function has matched. */
const raiseFunctionClause: Translator = (f) => {
  f.backend.saveX(f.info.arity);
  f.backend.pushFlaggedSp();
  f.pushSite();
  f.asm.i32.const(f.info.arity);
  f.backend.callKernel('raiseFunctionClause');
  f.asm.return();
};

/** What says where functions begin, and which line code comes from. */
export const structureInstructions: InstructionGroup = {
  title: 'structure',
  instructions: {
    // The graph makes a node of it.
    label: { kind: 'step', step: noCode, keepsHeap: true },
    func_info: { kind: 'exit', exit: raiseFunctionClause, liveBefore: () => -1, kernel: ['raiseFunctionClause', 'functionEntry'] },
    int_code_end: {
      kind: 'exit',
      exit: (f) => {
        throw f.malformed('the code ends inside a function');
      },
    },
    line: {
      kind: 'step',
      step: (f, k) => {
        f.line = f.value(k);
      },
      keepsHeap: true,
    },
    executable_line: { kind: 'step', step: noCode, keepsHeap: true },
    debug_line: { kind: 'step', step: noCode, keepsHeap: true },
    nif_start: { kind: 'step', step: noCode, keepsHeap: true },
    on_load: { kind: 'step', step: noCode, keepsHeap: true },
  },
};
