import { Opcode, OperandKind } from '@beamline/beam-file';
import { fpReg, free, ptr } from '@beamline/jit-backend';
import { AtomTerm } from './default-atoms.js';
import { CONTEXT_X_REGISTERS, type Translation } from './translation.js';
import type { Translators } from './translator.js';

/** Words of a float before its bits. */
const FLOAT_BITS = 1;

/** The number of a floating-point register. AtomVM has as many as X registers in the context. */
function floatRegister(t: Translation, operand: number): number {
  const index = t.number(operand);
  if (index >= CONTEXT_X_REGISTERS) t.fail('unsupported-instruction', `AtomVM has no floating-point register ${index}`);
  return index;
}

function ensureRegisters(t: Translation): void {
  t.release(t.backend.callPrimitive('context_ensure_fpregs', ['ctx']));
}

function arithmetic(primitive: string): (t: Translation) => void {
  return (t) => {
    const done = t.backend.callPrimitive(primitive, ['ctx', floatRegister(t, 1), floatRegister(t, 2), floatRegister(t, 3)]);
    if (t.number(0) === 0) t.raiseIf(['(bool)', free(done), '==', false], AtomTerm.badarith);
    else t.backend.condJumpToLabel(['(bool)', free(done), '==', false], t.number(0));
  };
}

/** Floats in registers of their own. */
export function floatTranslators(): Translators {
  return {
    [Opcode.fmove]: (t) => {
      const b = t.backend;
      if (t.kind(0) === OperandKind.floatRegister) {
        t.store(b.callPrimitive('term_from_float', ['ctx', floatRegister(t, 0)]), t.target(1));
        return;
      }
      ensureRegisters(t);
      const address = t.address(t.register(t.source(0)));
      b.moveToVmRegister(free(ptr(address, FLOAT_BITS)), fpReg(floatRegister(t, 1)));
    },
    [Opcode.fconv]: (t) => {
      const b = t.backend;
      const term = t.register(t.source(0));
      t.raiseIf(['(bool)', free(b.callPrimitive('term_is_number', [term])), '==', false], AtomTerm.badarith);
      ensureRegisters(t);
      t.release(b.callPrimitive('term_conv_to_float', ['ctx', free(term), floatRegister(t, 1)]));
    },
    [Opcode.fadd]: arithmetic('fadd'),
    [Opcode.fsub]: arithmetic('fsub'),
    [Opcode.fmul]: arithmetic('fmul'),
    [Opcode.fdiv]: arithmetic('fdiv'),
    [Opcode.fnegate]: (t) => t.release(t.backend.callPrimitive('fnegate', ['ctx', floatRegister(t, 1), floatRegister(t, 2)])),
  };
}
