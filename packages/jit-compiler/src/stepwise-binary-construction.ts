import { Opcode, OperandKind } from '@beamline/beam-file';
import { LinkFixupKind, smallTerm } from '@beamline/machine-model';
import type { FunctionContext } from './function-context.js';
import { limited, MAXIMUM_LIVE } from './operand-limits.js';

// What compilers up to OTP 24 emit, and later ones when asked for code for it: a bitstring is made by one
// instruction for its size and one for each segment.

/** Most words that one instruction may ask for. */
const MAXIMUM_WORDS = 1 << 24;
/** Most bytes of heap that a new bitstring takes. */
const LARGEST_BINARY_BYTES = 128;

/** Kernel functions that the instructions of this file may call. */
export const stepwiseNeeds: ReadonlyMap<number, readonly string[]> = new Map([
  [Opcode.bs_add, ['bsAdd', 'raiseBinary']],
  [Opcode.bs_utf8_size, ['bsUtf8Bytes', 'raiseBinary']],
  [Opcode.bs_utf16_size, ['bsUtf16Bytes', 'raiseBinary']],
  [Opcode.bs_init2, ['bsInitSize', 'raiseBinary', 'collect']],
  [Opcode.bs_init_bits, ['bsInitSize', 'raiseBinary', 'collect']],
  [Opcode.bs_append, ['bsAppendSize', 'raiseBinary', 'collect']],
  [Opcode.bs_private_append, ['bsAppendSize', 'raiseBinary']],
  [Opcode.bs_put_integer, ['bsNextInteger', 'raiseBinary']],
  [Opcode.bs_put_float, ['bsNextFloat', 'raiseBinary']],
  [Opcode.bs_put_binary, ['bsNextBinary', 'bsNextWhole', 'raiseBinary']],
  [Opcode.bs_put_string, ['bsNextString']],
  [Opcode.bs_put_utf8, ['bsNextUtf8', 'raiseBinary']],
  [Opcode.bs_put_utf16, ['bsNextUtf16', 'raiseBinary']],
  [Opcode.bs_put_utf32, ['bsNextUtf32', 'raiseBinary']],
]);

/** Translates one of these instructions; false if it is none. In a guard it leaves a nonzero value on the operand stack if it succeeds. */
export function translateBinaryStep(f: FunctionContext, opcode: number, k: number, guard: boolean): boolean {
  const { asm, backend } = f;
  switch (opcode) {
    case Opcode.bs_add:
      f.push(k + 1);
      f.push(k + 2);
      asm.i32.const(f.value(k + 3));
      backend.callKernel('bsAdd');
      finish(f, guard, k + 4);
      return true;
    case Opcode.bs_utf8_size:
    case Opcode.bs_utf16_size:
      f.push(k + 1);
      backend.callKernel(opcode === Opcode.bs_utf8_size ? 'bsUtf8Bytes' : 'bsUtf16Bytes');
      finish(f, guard, k + 2);
      return true;
    case Opcode.bs_init2:
    case Opcode.bs_init_bits:
      reserve(f, k + 2, k + 3, [k + 1]);
      if (f.kind(k + 1) === OperandKind.untagged) asm.i32.const(smallTerm(limited(f, k + 1, MAXIMUM_WORDS)));
      else f.push(k + 1);
      asm.i32.const(opcode === Opcode.bs_init2 ? 8 : 1);
      backend.callKernel('bsInitSize');
      finish(f, guard, k + 5);
      return true;
    case Opcode.bs_append:
      reserve(f, k + 2, k + 3, [k + 1, k + 5]);
      f.push(k + 5);
      f.push(k + 1);
      asm.i32.const(f.value(k + 4));
      backend.callKernel('bsAppendSize');
      finish(f, guard, k + 7);
      return true;
    case Opcode.bs_private_append:
      f.push(k + 3);
      f.push(k + 1);
      asm.i32.const(f.value(k + 2));
      backend.callKernel('bsAppendSize');
      finish(f, guard, k + 5);
      return true;
    case Opcode.bs_put_integer:
    case Opcode.bs_put_float:
      f.push(k + 1);
      asm.i32.const(f.value(k + 2));
      asm.i32.const(f.value(k + 3));
      f.push(k + 4);
      backend.callKernel(opcode === Opcode.bs_put_integer ? 'bsNextInteger' : 'bsNextFloat');
      finish(f, guard);
      return true;
    case Opcode.bs_put_binary:
      if (f.kind(k + 1) === OperandKind.atom) {
        f.push(k + 4);
        asm.i32.const(f.value(k + 2));
        backend.callKernel('bsNextWhole');
      } else {
        f.push(k + 1);
        asm.i32.const(f.value(k + 2));
        f.push(k + 4);
        backend.callKernel('bsNextBinary');
      }
      finish(f, guard);
      return true;
    case Opcode.bs_put_string:
      backend.pushRelocated(LinkFixupKind.string, f.value(k + 1));
      asm.i32.const(f.value(k));
      backend.callKernel('bsNextString');
      return true;
    case Opcode.bs_put_utf8:
      f.push(k + 2);
      backend.callKernel('bsNextUtf8');
      finish(f, guard);
      return true;
    case Opcode.bs_put_utf16:
    case Opcode.bs_put_utf32:
      asm.i32.const(f.value(k + 1));
      f.push(k + 2);
      backend.callKernel(opcode === Opcode.bs_put_utf16 ? 'bsNextUtf16' : 'bsNextUtf32');
      finish(f, guard);
      return true;
    default:
      return false;
  }
}

/**
 * Makes sure of the heap that an instruction asks for, before it makes its bitstring: the next instructions write to it.
 * Registers that it reads itself are kept too. `words` and `live` are operands.
 */
function reserve(f: FunctionContext, words: number, live: number, sources: readonly number[]): void {
  const need = limited(f, words, MAXIMUM_WORDS);
  if (need === 0) return;
  const registers = new Set(f.liveRegisters(limited(f, live, MAXIMUM_LIVE)));
  for (const k of sources) if (f.kind(k) === OperandKind.x) registers.add(f.value(k));
  const top = f.backend.allocateI32();
  f.backend.testHeap(4 * need + LARGEST_BINARY_BYTES, [...registers], top);
  f.backend.freeI32(top);
}

/** Takes the result, 0 for a failure, to its destination, if there is one. */
function finish(f: FunctionContext, guard: boolean, destination = -1): void {
  const { asm, backend } = f;
  const result = backend.allocateI32();
  asm.local.set(result);
  if (guard) {
    if (destination >= 0) f.storeUnlessZero(destination, result);
    asm.local.get(result);
  } else {
    f.raiseBinaryIfZero(result);
    if (destination >= 0) f.storeLocal(destination, result);
  }
  backend.freeI32(result);
}
