import { SegmentFlag, TermTag } from '@beamline/machine-model';
import type { FunctionContext } from '../../function/function-context.js';
import { pushOffset } from './match-contexts.js';

// Integers of 8, 16, 24 and 32 bits are read and written inline where they begin at a byte.

/** True for a size that has inline code. */
export function isInlineSize(bits: number): boolean {
  return bits === 8 || bits === 16 || bits === 24 || bits === 32;
}

/** Turns the number on the operand stack into a small integer. */
export function pushSmallTerm(f: FunctionContext): void {
  f.asm.i32.const(TermTag.integerShift);
  f.asm.i32.shl();
  f.asm.i32.const(TermTag.integer);
  f.asm.i32.or();
}

/**
 * Pushes the integer of `bits` bits, `offset` bits after a position; they are known to be there. Whether the position
 * is that of a byte is on the operand stack; then `address` is its address.
 */
export function pushInteger(
  f: FunctionContext,
  context: number,
  position: number,
  address: number,
  offset: number,
  bits: number,
  flags: number,
): void {
  const { asm, backend } = f;
  asm.if(-1);
  backend.openLabels++;
  const signed = (flags & SegmentFlag.signed) !== 0;
  loadInteger(f, address, offset >> 3, bits, (flags & (SegmentFlag.little | SegmentFlag.native)) !== 0, signed);
  if (bits === 32) {
    const value = backend.allocateI32();
    asm.local.tee(value);
    if (signed) {
      asm.i32.const(1 << 27);
      asm.i32.add();
      asm.i32.const(28);
    } else {
      asm.i32.const(27);
    }
    asm.i32.shrU();
    asm.if(-1);
    backend.openLabels++;
    readInteger(f, context, position, offset, bits, flags);
    asm.else();
    asm.local.get(value);
    pushSmallTerm(f);
    backend.close();
    backend.freeI32(value);
  } else {
    pushSmallTerm(f);
  }
  asm.else();
  readInteger(f, context, position, offset, bits, flags);
  backend.close();
}

/** Pushes an integer by a call of the kernel. */
export function readInteger(f: FunctionContext, context: number, position: number, offset: number, bits: number, flags: number): void {
  f.asm.local.get(context);
  pushOffset(f, position, offset);
  f.asm.i32.const(bits);
  f.asm.i32.const(flags);
  f.backend.callKernel('bsReadInteger');
}

/** Pushes the number in one to four bytes. */
function loadInteger(f: FunctionContext, address: number, offset: number, bits: number, little: boolean, signed: boolean): void {
  const { asm } = f;
  asm.local.get(address);
  switch (bits) {
    case 8:
      if (signed) asm.i32.load8S(offset);
      else asm.i32.load8U(offset);
      return;
    case 16:
      if (little) {
        if (signed) asm.i32.load16S(offset);
        else asm.i32.load16U(offset);
        return;
      }
      if (signed) asm.i32.load8S(offset);
      else asm.i32.load8U(offset);
      asm.i32.const(8);
      asm.i32.shl();
      asm.local.get(address);
      asm.i32.load8U(offset + 1);
      asm.i32.or();
      return;
    case 24: {
      const high = little ? offset + 2 : offset;
      if (signed) asm.i32.load8S(high);
      else asm.i32.load8U(high);
      asm.i32.const(16);
      asm.i32.shl();
      asm.local.get(address);
      asm.i32.load8U(offset + 1);
      asm.i32.const(8);
      asm.i32.shl();
      asm.i32.or();
      asm.local.get(address);
      asm.i32.load8U(little ? offset : offset + 2);
      asm.i32.or();
      return;
    }
    default: {
      asm.i32.load(offset);
      if (little) return;
      const value = f.backend.allocateI32();
      asm.local.set(value);
      f.backend.pushSwapped(value);
      f.backend.freeI32(value);
    }
  }
}

/** Writes one to four bytes of the number in a local. */
export function storeInteger(f: FunctionContext, address: number, offset: number, bits: number, little: boolean, value: number): void {
  const { asm, backend } = f;
  const store8 = (at: number, shift: number): void => {
    asm.local.get(address);
    asm.local.get(value);
    if (shift > 0) {
      asm.i32.const(shift);
      asm.i32.shrU();
    }
    asm.i32.store8(at);
  };
  switch (bits) {
    case 8:
      store8(offset, 0);
      return;
    case 16:
      store8(offset, little ? 0 : 8);
      store8(offset + 1, little ? 8 : 0);
      return;
    case 24:
      store8(offset, little ? 0 : 16);
      store8(offset + 1, 8);
      store8(offset + 2, little ? 16 : 0);
      return;
    default:
      asm.local.get(address);
      if (little) asm.local.get(value);
      else backend.pushSwapped(value);
      asm.i32.store(offset);
  }
}
