import { SP_LOCAL } from '@beamline/jit-backend';
import { LinkFixupKind, RESUME_POINT_BITS, TermTag, X_REGISTERS } from '@beamline/machine-model';
import { type FunctionContext, wellKnownAtom } from '../../function/function-context.js';
import { Guard } from '../../verification/guards.js';
import type { InstructionGroup, Translator } from '../instruction.js';

/** `try` and `catch`: puts the tag of the handler into a Y register. */
function enter(f: FunctionContext, k: number): void {
  const { asm, backend } = f;
  const point = f.handlerPoint(f.instruction);
  asm.local.get(SP_LOCAL);
  backend.pushRelocated(LinkFixupKind.catchTag, f.module.handler(((f.info.tableOffset + 1) << RESUME_POINT_BITS) + point));
  asm.i32.store(f.yOffset(f.value(k)));
}

function tryEnd(f: FunctionContext, k: number): void {
  clear(f, k);
}

/** The handler finds no term (0), class, reason and raw stack trace in X, in memory. */
function tryCase(f: FunctionContext, k: number): void {
  const { asm, backend } = f;
  clear(f, k);
  if ((f.guards(f.instruction) & Guard.raised) !== 0) {
    asm.local.get(backend.xLocal(0));
    backend.openRareIf();
    f.raiseAtom(wellKnownAtom('badarg'));
    backend.close();
  }
  for (let i = 0; i < 3; i++) {
    asm.i32.const(0);
    asm.i32.load(X_REGISTERS + 4 * (i + 1));
    asm.local.set(backend.xLocal(i));
  }
}

function catchEnd(f: FunctionContext, k: number): void {
  const { asm, backend } = f;
  const x0 = backend.xLocal(0);
  clear(f, k);
  asm.local.get(x0);
  asm.i32.eqz();
  backend.openRareIf();
  backend.callKernel('catchEnd');
  asm.local.set(x0);
  backend.close();
}

function buildStacktrace(f: FunctionContext): void {
  const { asm, backend } = f;
  asm.local.get(backend.xLocal(0));
  backend.callKernel('buildStacktrace');
  asm.local.set(backend.xLocal(0));
}

function rawRaise(f: FunctionContext): void {
  const { asm, backend } = f;
  const x0 = backend.xLocal(0);
  backend.pushFlaggedSp();
  for (let i = 0; i < 3; i++) asm.local.get(backend.xLocal(i));
  backend.callKernel('rawRaise');
  asm.local.tee(x0);
  asm.i32.eqz();
  backend.exitIf();
}

/** `raise`: raw stack trace, reason. */
function raise(f: FunctionContext, k: number): void {
  f.backend.pushFlaggedSp();
  f.push(k);
  f.push(k + 1);
  f.backend.callKernel('raiseAgain');
  f.asm.return();
}

/** Takes the catch tag out of its Y register. */
function clear(f: FunctionContext, k: number): void {
  f.asm.local.get(SP_LOCAL);
  f.asm.i32.const(TermTag.nil);
  f.asm.i32.store(f.yOffset(f.value(k)));
}

const tryCaseEnd: Translator = (f, k) => f.raiseWithValue(wellKnownAtom('try_clause'), k);

/** `try` and `catch`, and what raises again. */
export const exceptionInstructions: InstructionGroup = {
  title: 'exceptions',
  instructions: {
    try: { kind: 'handler', step: enter },
    try_end: { kind: 'step', step: tryEnd },
    try_case: { kind: 'step', step: tryCase, liveBefore: (live) => live & ~7 },
    try_case_end: { kind: 'exit', exit: tryCaseEnd, kernel: ['raiseWithValue'] },
    catch: { kind: 'handler', step: enter },
    catch_end: { kind: 'step', step: catchEnd, liveBefore: (live) => live | 1, kernel: ['catchEnd'] },
    raise: { kind: 'exit', exit: raise, kernel: ['raiseAgain'] },
    raw_raise: { kind: 'step', step: rawRaise, liveBefore: (live) => live | 7, kernel: ['rawRaise'] },
    build_stacktrace: { kind: 'step', step: buildStacktrace, liveBefore: (live) => live | 1, kernel: ['buildStacktrace'] },
  },
};
