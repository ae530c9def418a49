import { OperandKind } from '@beamline/beam-file';
import { type GuardBif, INCREMENT_FLAG, inBody, smallTerm } from '@beamline/machine-model';
import type { FunctionContext } from '../../function/function-context.js';
import { checkSmallResult, Guard } from '../../verification/guards.js';

/** A guard BIF by a call of the kernel: its arguments are the operands from `k` on. */
export function translateGuardBifCall(f: FunctionContext, bif: GuardBif, k: number, destination: number, guard: boolean): void {
  const { backend } = f;
  const result = backend.allocateI32();
  callGuardBif(f, bif, k, guard, result);
  finishBif(f, destination, guard, result);
  backend.freeI32(result);
}

/** The plus without a left side. */
const PLUS = 'number';

/** The kernel's function for a guard BIF. OTP's instruction for a plus without a left side is the one that adds 0, which -0.0 does not survive. */
export function calledFor({ kernelName }: GuardBif): string {
  return kernelName === PLUS ? 'add' : kernelName;
}

/** Calls the kernel's function of a guard BIF; in a body a failure leaves the function. */
export function callGuardBif(f: FunctionContext, bif: GuardBif, k: number, guard: boolean, result: number): void {
  const { asm, backend } = f;
  for (let i = 0; i < bif.arity; i++) f.push(k + i);
  const isPlus = bif.kernelName === PLUS;
  const kernelName = calledFor(bif);
  if (isPlus) asm.i32.const(smallTerm(0));
  if (guard) {
    backend.callKernel(kernelName);
    asm.local.set(result);
    return;
  }
  backend.pushFlaggedSp();
  f.pushSite();
  if (isPlus ? isRegister(f, k) : isIncrement(f, bif, k)) {
    asm.i32.const(INCREMENT_FLAG);
    asm.i32.or();
  }
  backend.callKernel(inBody(kernelName));
  asm.local.tee(result);
  asm.i32.eqz();
  backend.exitIf();
  // The types in the file said so; a file that lies gets an error.
  if ((f.guards(f.instruction) & Guard.smallResult) !== 0) checkSmallResult(f, result);
}

/** Bits of OTP's small integers. */
const OTP_SMALL_BITS = 60;

/** True for a sum or difference of a register and a constant that is small in OTP, which has an instruction for it. */
function isIncrement(f: FunctionContext, { kernelName }: GuardBif, k: number): boolean {
  if (kernelName !== 'add' && kernelName !== 'subtract') return false;
  if (isRegister(f, k)) {
    const constant = constantInteger(f, k + 1);
    return constant !== undefined && isSmallInOtp(kernelName === 'add' ? constant : -constant);
  }
  const constant = constantInteger(f, k);
  return kernelName === 'add' && isRegister(f, k + 1) && constant !== undefined && isSmallInOtp(constant);
}

function isRegister(f: FunctionContext, k: number): boolean {
  return f.kind(k) === OperandKind.x || f.kind(k) === OperandKind.y;
}

function constantInteger(f: FunctionContext, k: number): bigint | undefined {
  if (f.kind(k) === OperandKind.bigInteger) return f.code.bigs[f.value(k)];
  return f.kind(k) === OperandKind.integer ? BigInt(f.value(k)) : undefined;
}

function isSmallInOtp(value: bigint): boolean {
  return BigInt.asIntN(OTP_SMALL_BITS, value) === value;
}

/** The end of a guard BIF whose result is in a local: in a guard it may be 0. */
export function finishBif(f: FunctionContext, destination: number, guard: boolean, result: number): void {
  if (guard) {
    f.storeUnlessZero(destination, result);
    f.asm.local.get(result);
    return;
  }
  f.storeLocal(destination, result);
}
