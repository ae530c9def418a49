import { Opcode } from '@beamline/beam-file';
import { free, xReg } from '@beamline/jit-backend';
import { TermTag } from '@beamline/machine-model';
import { AtomTerm } from './default-atoms.js';
import type { Translation } from './translation.js';
import type { Translators } from './translator.js';

/** A catch tag is `module index << 24 | label << 6 | 0x1b`. */
const CATCH_MODULE_SHIFT = 24;
const CATCH_LABEL_SHIFT = 6;
const CATCH_TAG = 0x1b;

/** Makes a label the handler of what follows. */
function enterHandler(t: Translation): void {
  const b = t.backend;
  const label = t.number(1);
  if (label >= 2 ** (CATCH_MODULE_SHIFT - CATCH_LABEL_SHIFT)) {
    t.fail('unsupported-instruction', `label ${label} is too high for a handler of AtomVM`);
  }
  const tag = b.getModuleIndex();
  b.shiftLeft(tag, CATCH_MODULE_SHIFT);
  b.or(tag, (label << CATCH_LABEL_SHIFT) | CATCH_TAG);
  t.store(tag, t.target(0));
}

const leaveHandler = (t: Translation): void => t.store(TermTag.nil, t.target(0));

/** Raises what the three X registers say, if they say what they may. */
function rawRaise(t: Translation): void {
  const b = t.backend;
  const kind = b.copyToNativeRegister(xReg(0));
  for (const each of [AtomTerm.error, AtomTerm.exit, AtomTerm.throw]) {
    b.ifBlock([kind, '==', each], () => b.callPrimitiveLast('raw_raise', ['ctx', 'jit_state']));
  }
  b.freeNativeRegisters([kind]);
  b.moveToVmRegister(AtomTerm.badarg, xReg(0));
}

/** Errors and their handlers. */
export function exceptionTranslators(): Translators {
  return {
    [Opcode.catch]: enterHandler,
    [Opcode.try]: enterHandler,
    [Opcode.try_end]: leaveHandler,
    [Opcode.try_case]: leaveHandler,
    [Opcode.catch_end]: (t) => {
      leaveHandler(t);
      t.handleErrorUnless(t.backend.callPrimitive('catch_end', ['ctx', 'jit_state']));
    },
    [Opcode.raise]: (t) => {
      const [trace, reason] = [t.source(0), t.source(1)];
      t.backend.callPrimitiveLast('raise', ['ctx', 'jit_state', t.give(trace), t.give(reason)]);
    },
    [Opcode.raw_raise]: rawRaise,
    [Opcode.build_stacktrace]: (t) => {
      const trace = t.backend.callPrimitive('stacktrace_build', ['ctx']);
      t.backend.moveToVmRegister(free(trace), xReg(0));
    },
    [Opcode.badmatch]: (t) => t.raiseTuple(AtomTerm.badmatch, t.source(0)),
    [Opcode.case_end]: (t) => t.raiseTuple(AtomTerm.caseClause, t.source(0)),
    [Opcode.try_case_end]: (t) => t.raiseTuple(AtomTerm.tryClause, t.source(0)),
    [Opcode.badrecord]: (t) => t.raiseTuple(AtomTerm.badrecord, t.source(0)),
    [Opcode.if_end]: (t) => t.raise(AtomTerm.ifClause),
  };
}
