import { FLOAT_HEADER, MachineRegister, TermTag } from '@beamline/machine-model';
import { type FunctionContext, wellKnownAtom } from '../../function/function-context.js';
import { type InstructionGroup, type InstructionRow, noCode } from '../instruction.js';

// Float registers are f64 locals. A result that is not finite raises badarith, as OTP's `fcheckerror` does.

/** Greatest finite float. */
const MAXIMUM_FLOAT = Number.MAX_VALUE;

/** Loads a float into a register, or makes a term of a register. */
function fmove(f: FunctionContext, k: number): void {
  const { asm, backend } = f;
  if (f.isFloatRegister(k + 1)) {
    f.push(k);
    asm.f64.load(2, 2);
    asm.local.set(backend.floatLocal(f.value(k + 1)));
    return;
  }
  storeFloat(f, k);
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

function fconv(f: FunctionContext, k: number): void {
  const { asm, backend } = f;
  f.flushHeap();
  const local = backend.floatLocal(f.value(k + 1));
  const term = f.localOf(k);
  const convert = (): void => {
    asm.local.get(term);
    asm.i32.const(TermTag.integerShift);
    asm.i32.shrS();
    asm.f64.convertI32S();
    asm.local.set(local);
  };
  if (f.isSmall(k)) {
    convert();
    f.release(k, term);
    return;
  }
  backend.openBlock();
  backend.openBlock();
  asm.local.get(term);
  backend.isSmall(true);
  asm.brIf(0);
  convert();
  asm.br(1);
  backend.close();
  asm.local.get(term);
  f.release(k, term);
  backend.callKernel('toFloat');
  asm.local.tee(local);
  asm.local.get(local);
  asm.f64.ne();
  backend.openRareIf();
  f.raiseAtom(wellKnownAtom('badarith'));
  backend.close();
  backend.close();
}

/** An operation on two registers; `write` writes it. */
function arithmetic(write: (f: FunctionContext) => void): InstructionRow {
  const step = (f: FunctionContext, k: number): void => {
    const { asm, backend } = f;
    f.flushHeap();
    asm.local.get(backend.floatLocal(f.value(k + 1)));
    asm.local.get(backend.floatLocal(f.value(k + 2)));
    write(f);
    const local = backend.floatLocal(f.value(k + 3));
    asm.local.tee(local);
    asm.f64.abs();
    asm.f64.const(MAXIMUM_FLOAT);
    asm.f64.le();
    asm.i32.eqz();
    backend.openRareIf();
    f.raiseAtom(wellKnownAtom('badarith'));
    backend.close();
  };
  return { kind: 'step', step, keepsHeap: true, kernel: ['raiseAtom'] };
}

/** Before OTP 27 this was `0 - x`, so that no result was -0.0. */
function fnegate(f: FunctionContext, k: number): void {
  const { asm, backend } = f;
  const source = backend.floatLocal(f.value(k + 1));
  asm.local.get(source);
  asm.f64.neg();
  asm.f64.const(0);
  asm.local.get(source);
  asm.f64.sub();
  backend.loadMachineRegister(MachineRegister.signedZeros);
  asm.select();
  asm.local.set(backend.floatLocal(f.value(k + 2)));
}

/** Float registers. */
export const floatInstructions: InstructionGroup = {
  title: 'floats',
  instructions: {
    fmove: { kind: 'step', step: fmove, keepsHeap: true, destinations: [1] },
    fconv: { kind: 'step', step: fconv, keepsHeap: true, kernel: ['toFloat', 'raiseAtom'] },
    fadd: arithmetic((f) => f.asm.f64.add()),
    fsub: arithmetic((f) => f.asm.f64.sub()),
    fmul: arithmetic((f) => f.asm.f64.mul()),
    fdiv: arithmetic((f) => f.asm.f64.div()),
    // Each operation looks at its own result.
    fclearerror: { kind: 'step', step: noCode, keepsHeap: true },
    fcheckerror: { kind: 'step', step: noCode, keepsHeap: true },
    fnegate: { kind: 'step', step: fnegate, keepsHeap: true },
  },
};
