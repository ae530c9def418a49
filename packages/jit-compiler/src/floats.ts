import { Opcode } from '@beamline/beam-file';
import { FLOAT_HEADER, TermTag } from '@beamline/machine-model';
import { type FunctionContext, wellKnownAtom } from './function-context.js';

/** Greatest finite float. */
const MAXIMUM_FLOAT = Number.MAX_VALUE;

/**
 * Translates an instruction on float registers, which are f64 locals. False if it is none. A result that is
 * not finite raises badarith, as OTP's `fcheckerror` does.
 */
export function translateFloat(f: FunctionContext, opcode: number, k: number): boolean {
  const { asm, backend } = f;
  const { f64 } = asm;
  switch (opcode) {
    case Opcode.fmove:
      if (f.isFloatRegister(k + 1)) {
        f.push(k);
        f64.load(2, 2);
        asm.local.set(backend.floatLocal(f.value(k + 1)));
        return true;
      }
      storeFloat(f, k);
      return true;
    case Opcode.fconv: {
      f.flushHeap();
      const local = backend.floatLocal(f.value(k + 1));
      f.push(k);
      backend.callKernel('toFloat');
      asm.local.tee(local);
      asm.local.get(local);
      f64.ne();
      backend.openRareIf();
      f.raiseAtom(wellKnownAtom('badarith'));
      backend.close();
      return true;
    }
    case Opcode.fadd:
    case Opcode.fsub:
    case Opcode.fmul:
    case Opcode.fdiv: {
      f.flushHeap();
      asm.local.get(backend.floatLocal(f.value(k + 1)));
      asm.local.get(backend.floatLocal(f.value(k + 2)));
      if (opcode === Opcode.fadd) f64.add();
      else if (opcode === Opcode.fsub) f64.sub();
      else if (opcode === Opcode.fmul) f64.mul();
      else f64.div();
      const local = backend.floatLocal(f.value(k + 3));
      asm.local.tee(local);
      f64.abs();
      f64.const(MAXIMUM_FLOAT);
      f64.le();
      asm.i32.eqz();
      backend.openRareIf();
      f.raiseAtom(wellKnownAtom('badarith'));
      backend.close();
      return true;
    }
    case Opcode.fnegate:
      asm.local.get(backend.floatLocal(f.value(k + 1)));
      f64.neg();
      asm.local.set(backend.floatLocal(f.value(k + 2)));
      return true;
    default:
      return false;
  }
}

/** Makes a boxed float of a float register, in heap that test_heap has made sure of. */
function storeFloat(f: FunctionContext, k: number): void {
  const { asm, backend } = f;
  const offset = f.takeHeap(12);
  asm.local.get(f.heapLocal);
  asm.i32.const(FLOAT_HEADER);
  asm.i32.store(offset);
  asm.local.get(f.heapLocal);
  asm.local.get(backend.floatLocal(f.value(k)));
  asm.f64.store(offset + 4, 2);
  f.storePointer(k + 1, offset, TermTag.boxed);
}
