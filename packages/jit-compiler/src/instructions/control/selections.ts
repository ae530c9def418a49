import { LinkFixupKind, SELECTED_ATOM_BITS, TermTag } from '@beamline/machine-model';
import { BlockType } from '@beamline/wasm-asm';
import type { FunctionContext } from '../../function/function-context.js';
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

/**
 * Pushes the place that the value has in the list of a selection of atoms, the length of the list if it has none. The order of
 * atoms is known only when the module is linked, so both what the search compares with and what it finds are link fixups.
 */
export function pushPlaceOfAtom(f: FunctionContext, selection: number): void {
  const { asm, backend } = f;
  const count = f.module.atomSelections[selection]?.length ?? 0;
  const pushRanked = (kind: LinkFixupKind, rank: number): void => backend.pushRelocated(kind, (selection << SELECTED_ATOM_BITS) | rank);
  const search = (from: number, to: number): void => {
    if (to - from === 1) {
      pushRanked(LinkFixupKind.selectedPlace, from);
      asm.i32.const(count);
      asm.local.get(f.selectLocal);
      pushRanked(LinkFixupKind.selectedAtom, from);
      asm.i32.eq();
      asm.select();
      return;
    }
    const middle = (from + to) >> 1;
    asm.local.get(f.selectLocal);
    pushRanked(LinkFixupKind.selectedAtom, middle);
    asm.i32.ltS();
    asm.if(BlockType.i32);
    search(from, middle);
    asm.else();
    search(middle, to);
    asm.end();
  };
  search(0, count);
}

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
