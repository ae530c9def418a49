import type { WellKnownAtom } from '@beamline/machine-model';
import { wellKnownAtom } from '../../function/function-context.js';
import type { InstructionGroup, InstructionRow } from '../instruction.js';

/** Raises `{Reason, Value}`; the value is the operand. */
function raiseWith(reason: WellKnownAtom): InstructionRow {
  const atom = wellKnownAtom(reason);
  return { kind: 'exit', exit: (f, k) => f.raiseWithValue(atom, k), kernel: ['raiseWithValue'] };
}

/** What is raised when nothing matches. */
export const errorInstructions: InstructionGroup = {
  title: 'errors',
  instructions: {
    badmatch: raiseWith('badmatch'),
    case_end: raiseWith('case_clause'),
    if_end: { kind: 'exit', exit: (f) => f.raiseAtom(wellKnownAtom('if_clause')), kernel: ['raiseAtom'] },
    badrecord: raiseWith('badrecord'),
  },
};
