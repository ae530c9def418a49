import { Opcode } from '@beamline/beam-file';
import { SP_LOCAL } from '@beamline/jit-backend';
import { LinkFixupKind, RESUME_POINT_BITS, TermTag, X_REGISTERS } from '@beamline/machine-model';
import type { FunctionContext } from './function-context.js';

/**
 * Translates an instruction of `try` or `catch` that goes on behind it. False if it is none. The handler finds
 * no term (0), class, reason and raw stack trace in X, in memory.
 */
export function translateException(f: FunctionContext, opcode: number, k: number): boolean {
  const { asm, backend } = f;
  switch (opcode) {
    case Opcode.try:
    case Opcode.catch: {
      const point = f.graph.handlers.get(f.instruction) ?? 0;
      asm.local.get(SP_LOCAL);
      backend.pushRelocated(LinkFixupKind.catchTag, f.module.handler(((f.info.tableOffset + 1) << RESUME_POINT_BITS) + point));
      asm.i32.store(f.yOffset(f.value(k)));
      return true;
    }
    case Opcode.try_end:
      clear(f, k);
      return true;
    case Opcode.try_case:
      clear(f, k);
      for (let i = 0; i < 3; i++) {
        asm.i32.const(0);
        asm.i32.load(X_REGISTERS + 4 * (i + 1));
        asm.local.set(backend.xLocal(i));
      }
      return true;
    case Opcode.catch_end: {
      const x0 = backend.xLocal(0);
      clear(f, k);
      asm.local.get(x0);
      asm.i32.eqz();
      backend.openRareIf();
      backend.callKernel('catchEnd');
      asm.local.set(x0);
      backend.close();
      return true;
    }
    case Opcode.build_stacktrace:
      asm.local.get(backend.xLocal(0));
      backend.callKernel('buildStacktrace');
      asm.local.set(backend.xLocal(0));
      return true;
    case Opcode.raw_raise: {
      const x0 = backend.xLocal(0);
      backend.pushFlaggedSp();
      for (let i = 0; i < 3; i++) asm.local.get(backend.xLocal(i));
      backend.callKernel('rawRaise');
      asm.local.tee(x0);
      asm.i32.eqz();
      backend.exitIf();
      return true;
    }
    default:
      return false;
  }
}

/** `raise`: raw stack trace, reason. */
export function translateRaise(f: FunctionContext, k: number): void {
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
