import { TermTag } from '@beamline/machine-model';
import type { ConditionTranslator, InstructionGroup } from '../instruction.js';
import { noCode } from '../instruction.js';

/** Pushes whether the value of a selection equals that of an operand. */
const compareValue: ConditionTranslator = (f, k, negated) => {
  const { asm } = f;
  asm.local.get(f.selectLocal);
  f.push(k);
  if (!f.isImmediate(k)) {
    f.backend.callKernel('equalExact');
    if (negated) asm.i32.eqz();
  } else if (negated) {
    asm.i32.ne();
  } else {
    asm.i32.eq();
  }
};

/** Pushes whether the header of a tuple is that of an arity. */
const compareArity: ConditionTranslator = (f, k, negated) => {
  const { asm } = f;
  asm.local.get(f.selectLocal);
  asm.i32.const(f.value(k) << TermTag.arityShift);
  if (negated) asm.i32.ne();
  else asm.i32.eq();
};

/** Jumps. */
export const selectionInstructions: InstructionGroup = {
  title: 'jumps and selections',
  instructions: {
    jump: { kind: 'jump', jump: noCode },
    select_val: { kind: 'selection', select: (f, k) => f.push(k), compare: compareValue, tabular: true, kernel: ['equalExact'] },
    select_tuple_arity: {
      kind: 'selection',
      select: (f, k) => {
        f.push(k);
        f.backend.loadHeader();
      },
      compare: compareArity,
      tabular: false,
    },
  },
};
