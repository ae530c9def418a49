import { Opcode } from '@beamline/beam-file';
import { CALL_EXT_NO_DEALLOC, CALL_EXT_NO_DEALLOC_MFA, free, type NativeRegister, type Operand, yReg } from '@beamline/jit-backend';
import { HeaderTag, TermTag } from '@beamline/machine-model';
import { AtomTerm } from './default-atoms.js';
import { BOXED_MASK, type Translation, type Value } from './translation.js';
import type { Translators } from './translator.js';

/** Where the module is in a continuation pointer, and the offset in it. */
const CP_MODULE_SHIFT = 24;
const CP_OFFSET_SHIFT = 2;
const CP_OFFSET_MASK = 0xffffff;
/** The bits that say that a term is an atom. */
const ATOM_MASK = 0x3f;

function callExternal(
  t: Translation,
  words: number,
): [ctx: 'ctx', state: 'jit_state', offset: 'offset', arity: number, index: number, words: number] {
  t.backend.decrementReductionsAndMaybeScheduleNext();
  t.repeatLine();
  return ['ctx', 'jit_state', 'offset', t.number(0), t.number(1), words];
}

/** The fun in a register; raises `badfun` if it is none. */
function funIn(t: Translation, value: Value): NativeRegister {
  const b = t.backend;
  const fun = t.register(value);
  b.ifBlock([fun, '&', TermTag.primaryMask, '!=', TermTag.boxed], () => t.raiseTuple(AtomTerm.badfun, t.copy(fun)));
  const address = t.address(t.copy(fun));
  const header = b.getArrayElement(free(address), 0);
  b.ifBlock([free(header), '&', BOXED_MASK, '!=', HeaderTag.fun], () => t.raiseTuple(AtomTerm.badfun, t.copy(fun)));
  return fun;
}

function callFun(t: Translation, fun: () => Value, arity: number): void {
  t.backend.decrementReductionsAndMaybeScheduleNext();
  t.repeatLine();
  const called = funIn(t, fun());
  t.backend.callPrimitiveWithCp('call_fun', ['ctx', 'jit_state', 'offset', free(called), arity]);
}

/** The module and the function of `apply`, behind the arguments. */
function applied(t: Translation): ['ctx', 'jit_state', 'offset', Operand, Operand, number] {
  t.backend.decrementReductionsAndMaybeScheduleNext();
  t.repeatLine();
  const arity = t.number(0);
  const names = [t.register(t.xRegister(arity)), t.register(t.xRegister(arity + 1))] as const;
  for (const name of names) t.failIf([name, '&', ATOM_MASK, '!=', TermTag.atom], 0);
  return ['ctx', 'jit_state', 'offset', t.give(names[0]), t.give(names[1]), arity];
}

/** Gives a frame back, and makes its continuation pointer the current one. */
function leaveFrame(t: Translation, words: number): void {
  t.backend.moveToCp(yReg(words));
  t.backend.incrementSp(words + 1);
}

function allocate(t: Translation, heap: number, live: number): void {
  t.handleErrorUnless(t.backend.callPrimitive('allocate', ['ctx', 'jit_state', t.number(0), heap, live]));
}

/** Functions, frames and calls. */
export function callTranslators(): Translators {
  return {
    [Opcode.func_info]: (t) => {
      t.enterFunction(t.number(1), t.number(2));
      t.backend.callPrimitiveLast('raise_error_mfa', ['ctx', 'jit_state', 'offset', t.number(1), t.number(2)]);
    },
    [Opcode.label]: (t) => t.backend.addLabel(t.number(0)),
    [Opcode.int_code_end]: (t) => {
      t.backend.addLabel(t.code.labelCount);
      t.backend.callPrimitiveLast('terminate_context', ['ctx', 'jit_state']);
    },
    [Opcode.line]: (t) => t.setLine(t.number(0)),
    [Opcode.executable_line]: () => undefined,
    [Opcode.debug_line]: () => undefined,
    [Opcode.nif_start]: () => undefined,
    [Opcode.call]: (t) => t.backend.callOrScheduleNext(t.number(1)),
    [Opcode.call_only]: (t) => t.backend.callOnlyOrScheduleNext(t.number(1)),
    [Opcode.call_last]: (t) => {
      leaveFrame(t, t.number(2));
      t.backend.callOnlyOrScheduleNext(t.number(1));
    },
    [Opcode.call_ext]: (t) => t.backend.callPrimitiveWithCp('call_ext', callExternal(t, CALL_EXT_NO_DEALLOC_MFA)),
    [Opcode.call_ext_only]: (t) => t.backend.callPrimitiveLast('call_ext', callExternal(t, CALL_EXT_NO_DEALLOC)),
    [Opcode.call_ext_last]: (t) => t.backend.callPrimitiveLast('call_ext', callExternal(t, t.number(2))),
    [Opcode.call_fun]: (t) => callFun(t, () => t.xRegister(t.number(0)), t.number(0)),
    [Opcode.call_fun2]: (t) => callFun(t, () => t.source(2), t.number(1)),
    [Opcode.apply]: (t) => t.backend.callPrimitiveWithCp('apply', applied(t)),
    [Opcode.apply_last]: (t) => {
      const args = applied(t);
      leaveFrame(t, t.number(1));
      t.backend.callPrimitiveLast('apply', args);
    },
    [Opcode.return]: (t) => {
      const b = t.backend;
      const cp = b.moveToNativeRegister('cp');
      const index = b.getModuleIndex();
      const target = b.shiftRight(cp, CP_MODULE_SHIFT);
      // A return inside of the module needs no primitive.
      b.ifBlock([free(target), '==', free(index)], () => {
        const offset = b.and(free(cp), CP_OFFSET_MASK);
        b.jumpToContinuation(free(b.shiftRight(free(offset), CP_OFFSET_SHIFT)));
      });
      b.freeNativeRegisters([cp]);
      b.callPrimitiveLast('return', ['ctx', 'jit_state']);
    },
    [Opcode.jump]: (t) => t.backend.callOnlyOrScheduleNext(t.number(0)),
    [Opcode.allocate]: (t) => allocate(t, 0, t.number(1)),
    [Opcode.allocate_heap]: (t) => allocate(t, t.heapNeed(1), t.number(1 + t.heapNeedOperands(1))),
    [Opcode.test_heap]: (t) => {
      const live = t.number(t.heapNeedOperands(0));
      t.handleErrorUnless(t.backend.callPrimitive('test_heap', ['ctx', 'jit_state', t.heapNeed(0), live]));
    },
    [Opcode.deallocate]: (t) => t.handleErrorUnless(t.backend.callPrimitive('deallocate', ['ctx', 'jit_state', t.number(0)])),
    [Opcode.trim]: (t) => t.backend.incrementSp(t.number(0)),
    [Opcode.init_yregs]: (t) => {
      for (let i = 1; i <= t.number(0); i++) t.store(TermTag.nil, t.target(i));
    },
  };
}
