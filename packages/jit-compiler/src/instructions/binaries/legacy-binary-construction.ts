import { OperandKind } from '@beamline/beam-file';
import { LinkFixupKind, smallTerm } from '@beamline/machine-model';
import type { FunctionContext } from '../../function/function-context.js';
import { limited, MAXIMUM_LIVE, MAXIMUM_WORDS } from '../../function/operand-limits.js';
import { type InstructionGroup, type InstructionRow, negatable } from '../instruction.js';
import { heapBytes, heapOperands } from '../terms/heap-instructions.js';

// What compilers up to OTP 24 emit, and later ones when asked for code for it: a bitstring is made by one
// instruction for its size and one for each segment.

/** Most bytes of heap that a new bitstring takes. */
const LARGEST_BINARY_BYTES = 128;

/**
 * Makes sure of the heap that an instruction asks for, before it makes its bitstring: the next instructions write to it.
 * Registers that it reads itself are kept too. `heap` and `live` are operands.
 */
function reserve(f: FunctionContext, heap: number, live: number, sources: readonly number[]): void {
  const need = heapBytes(f, heap);
  if (need === 0) return;
  const registers = new Set(f.liveRegisters(limited(f, live, MAXIMUM_LIVE)));
  for (const k of sources) if (f.kind(k) === OperandKind.x) registers.add(f.value(k));
  const top = f.backend.allocateI32();
  f.backend.testHeap(need + LARGEST_BINARY_BYTES, [...registers], top);
  f.backend.freeI32(top);
}

/** Writes the call of the kernel that leaves the result of an instruction on the operand stack, 0 if it has failed. */
type Push = (f: FunctionContext, k: number) => void;

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

/** An instruction that may fail, with the kernel functions that it needs. Its last operand may be its destination. */
function fallible(push: Push, kernel: readonly string[], endsWithDestination = false): InstructionRow {
  const translate = (f: FunctionContext, k: number, guard: boolean): void => {
    push(f, k);
    finish(f, guard, endsWithDestination ? (f.code.operandStart[f.instruction + 1] ?? 0) - 1 : -1);
  };
  return {
    kind: 'guard',
    step: (f, k) => translate(f, k, false),
    condition: negatable((f, k) => translate(f, k, true)),
    kernel,
    endsWithDestination,
  };
}

function add(f: FunctionContext, k: number): void {
  const { asm, backend } = f;
  f.push(k + 1);
  f.push(k + 2);
  asm.i32.const(f.value(k + 3));
  backend.callKernel('bsAdd');
}

function utfSize(kernelName: string): Push {
  return (f, k) => {
    const { backend } = f;
    f.push(k + 1);
    backend.callKernel(kernelName);
  };
}

function init(unit: number): Push {
  return (f, k) => {
    const { asm, backend } = f;
    reserve(f, k + 2, k + 2 + heapOperands(f.code, k + 2), [k + 1]);
    if (f.kind(k + 1) === OperandKind.untagged) asm.i32.const(smallTerm(limited(f, k + 1, MAXIMUM_WORDS)));
    else f.push(k + 1);
    asm.i32.const(unit);
    backend.callKernel('bsInitSize');
  };
}

function append(f: FunctionContext, k: number): void {
  const { asm, backend } = f;
  const live = k + 2 + heapOperands(f.code, k + 2);
  const [unit, source] = [live + 1, live + 2];
  reserve(f, k + 2, live, [k + 1, source]);
  f.push(source);
  f.push(k + 1);
  asm.i32.const(f.value(unit));
  backend.callKernel('bsAppendSize');
}

function privateAppend(f: FunctionContext, k: number): void {
  const { asm, backend } = f;
  f.push(k + 3);
  f.push(k + 1);
  asm.i32.const(f.value(k + 2));
  backend.callKernel('bsPrivateAppendSize');
}

function putNumber(kernelName: string): Push {
  return (f, k) => {
    const { asm, backend } = f;
    f.push(k + 1);
    asm.i32.const(f.value(k + 2));
    asm.i32.const(f.value(k + 3));
    f.push(k + 4);
    backend.callKernel(kernelName);
  };
}

function putBinary(f: FunctionContext, k: number): void {
  const { asm, backend } = f;
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
}

function putString(f: FunctionContext, k: number): void {
  const { asm, backend } = f;
  backend.pushRelocated(LinkFixupKind.string, f.value(k + 1));
  asm.i32.const(f.value(k));
  backend.callKernel('bsNextString');
}

function putUtf8(f: FunctionContext, k: number): void {
  const { backend } = f;
  f.push(k + 2);
  backend.callKernel('bsNextUtf8');
}

function putUtf(kernelName: string): Push {
  return (f, k) => {
    const { asm, backend } = f;
    asm.i32.const(f.value(k + 1));
    f.push(k + 2);
    backend.callKernel(kernelName);
  };
}

/** The construction of binaries by an instruction for each segment. */
export const legacyBinaryInstructions: InstructionGroup = {
  title: 'binaries, up to OTP 24',
  instructions: {
    bs_init2: fallible(init(8), ['bsInitSize', 'raiseBinary', 'collect'], true),
    bs_init_bits: fallible(init(1), ['bsInitSize', 'raiseBinary', 'collect'], true),
    bs_append: fallible(append, ['bsAppendSize', 'raiseBinary', 'collect'], true),
    bs_private_append: fallible(privateAppend, ['bsPrivateAppendSize', 'raiseBinary'], true),
    bs_put_integer: fallible(putNumber('bsNextInteger'), ['bsNextInteger', 'raiseBinary']),
    bs_put_float: fallible(putNumber('bsNextFloat'), ['bsNextFloat', 'raiseBinary']),
    bs_put_binary: fallible(putBinary, ['bsNextBinary', 'bsNextWhole', 'raiseBinary']),
    bs_put_string: { kind: 'step', step: putString, kernel: ['bsNextString'] },
    bs_put_utf8: fallible(putUtf8, ['bsNextUtf8', 'raiseBinary']),
    bs_put_utf16: fallible(putUtf('bsNextUtf16'), ['bsNextUtf16', 'raiseBinary']),
    bs_put_utf32: fallible(putUtf('bsNextUtf32'), ['bsNextUtf32', 'raiseBinary']),
    bs_add: fallible(add, ['bsAdd', 'raiseBinary'], true),
    bs_utf8_size: fallible(utfSize('bsUtf8Bytes'), ['bsUtf8Bytes', 'raiseBinary'], true),
    bs_utf16_size: fallible(utfSize('bsUtf16Bytes'), ['bsUtf16Bytes', 'raiseBinary'], true),
  },
};
