import { OperandKind } from '@beamline/beam-file';
import { LinkFixupKind, MATCH_CONTEXT_HEADER, TermTag } from '@beamline/machine-model';
import { type FunctionContext, wellKnownAtom } from '../../function/function-context.js';
import { type InstructionGroup, type InstructionRow, negatable, type Translator } from '../instruction.js';
import { isInlineSize, pushInteger, pushSmallTerm } from './binary-integers.js';
import { END, MAXIMUM_BITS, POSITION, pushAddress } from './match-contexts.js';

/** What the kernel takes for a size that matches nothing. */
const NO_SIZE = -1;

/** A condition that pushes a term, 0 if it does not match, and stores it to its operand `destination`. */
function matching(push: Translator, kernel: readonly string[], destination: number): InstructionRow {
  const condition = negatable((f, k) => {
    push(f, k);
    finish(f, k + destination);
  });
  return { kind: 'condition', condition, kernel };
}

/** A condition that pushes a nonzero value if it matches. */
function skipping(push: Translator, kernel: readonly string[]): InstructionRow {
  return { kind: 'condition', condition: negatable(push), kernel };
}

function startMatch3(f: FunctionContext, k: number): void {
  pushMatchContext(f, k + 1);
}

/**
 * Pushes the match context of a term, 0 if it is no bitstring. A loop over the bytes of a binary comes here with the context of its last round,
 * which stays what it is.
 */
function pushMatchContext(f: FunctionContext, source: number): void {
  const { asm, backend } = f;
  const term = backend.allocateI32();
  f.push(source);
  asm.local.tee(term);
  backend.hasPrimary(TermTag.boxed, false);
  asm.if(-1);
  backend.openLabels++;
  asm.local.get(term);
  backend.loadHeader();
  asm.i32.const(MATCH_CONTEXT_HEADER);
  asm.i32.eq();
  asm.else();
  asm.i32.const(0);
  backend.close();
  asm.if(-1);
  backend.openLabels++;
  asm.local.get(term);
  asm.else();
  asm.local.get(term);
  backend.callKernel('bsStartMatch');
  backend.close();
  backend.freeI32(term);
}

function getFloat(f: FunctionContext, k: number): void {
  const { asm, backend } = f;
  f.push(k + 1);
  pushSize(f, k + 3, k + 4);
  asm.i32.const(f.value(k + 5));
  backend.callKernel('bsGetFloat');
}

function getBinary(f: FunctionContext, k: number): void {
  const { asm, backend } = f;
  f.push(k + 1);
  if (isAll(f, k + 3)) {
    asm.i32.const(f.value(k + 4));
    backend.callKernel('bsGetRest');
  } else {
    pushSize(f, k + 3, k + 4);
    backend.callKernel('bsGetBinary');
  }
}

function skipBits(f: FunctionContext, k: number): void {
  const { asm, backend } = f;
  f.push(k + 1);
  if (isAll(f, k + 2)) {
    asm.i32.const(f.value(k + 3));
    backend.callKernel('bsSkipRest');
  } else {
    pushSize(f, k + 2, k + 3);
    backend.callKernel('bsSkip');
  }
}

function testTail(f: FunctionContext, k: number): void {
  const { asm } = f;
  if (f.kind(k + 2) !== OperandKind.untagged) {
    // More bits than any bitstring has.
    asm.i32.const(0);
    return;
  }
  pushRemaining(f, k + 1);
  asm.i32.const(f.value(k + 2));
  asm.i32.eq();
}

function matchString(f: FunctionContext, k: number): void {
  const { asm, backend } = f;
  f.push(k + 1);
  backend.pushRelocated(LinkFixupKind.string, f.value(k + 3));
  asm.i32.const(f.value(k + 2));
  backend.callKernel('bsMatchString');
}

/** Reads a character in UTF-8. */
function readUtf8(f: FunctionContext, k: number): void {
  f.push(k + 1);
  f.backend.callKernel('bsGetUtf8');
}

/** Reads a character in UTF-16 or UTF-32. */
function readUtf(kernelName: string): Translator {
  return (f, k) => {
    f.push(k + 1);
    f.asm.i32.const(f.value(k + 3));
    f.backend.callKernel(kernelName);
  };
}

/** `bs_start_match4` with a label. */
function startMatch4InGuard(f: FunctionContext, k: number): void {
  pushMatchContext(f, k + 2);
  finish(f, k + 3);
}

/** `bs_start_match4` without a label: compilers have seen that it is a bitstring or a match context. */
function startMatch4(f: FunctionContext, k: number): void {
  const { asm, backend } = f;
  const context = backend.allocateI32();
  pushMatchContext(f, k + 2);
  asm.local.tee(context);
  asm.i32.eqz();
  backend.openRareIf();
  f.raiseAtom(wellKnownAtom('badarg'));
  backend.close();
  f.storeLocal(k + 3, context);
  backend.freeI32(context);
}

function getTail(f: FunctionContext, k: number): void {
  const { backend } = f;
  f.beginStore(k + 1);
  f.push(k);
  backend.callKernel('bsGetTail');
  f.endStore(k + 1);
}

function getPosition(f: FunctionContext, k: number): void {
  const { asm, backend } = f;
  const position = backend.allocateI32();
  f.beginStore(k + 1);
  f.push(k);
  asm.i32.load(POSITION);
  asm.local.tee(position);
  asm.i32.const(27);
  asm.i32.shrU();
  asm.if(-1);
  backend.openLabels++;
  f.push(k);
  backend.callKernel('bsGetPosition');
  asm.else();
  asm.local.get(position);
  pushSmallTerm(f);
  backend.close();
  f.endStore(k + 1);
  backend.freeI32(position);
}

function setPosition(f: FunctionContext, k: number): void {
  const { asm, backend } = f;
  const position = backend.allocateI32();
  f.push(k + 1);
  asm.local.tee(position);
  backend.isSmall(false);
  asm.if(-64);
  backend.openLabels++;
  asm.local.get(position);
  asm.i32.const(TermTag.integerShift);
  asm.i32.shrU();
  asm.local.set(position);
  // Not after the end, whatever the number is.
  f.push(k);
  asm.local.get(position);
  f.push(k);
  asm.i32.load(END);
  asm.local.get(position);
  f.push(k);
  asm.i32.load(END);
  asm.i32.ltU();
  asm.select();
  asm.i32.store(POSITION);
  asm.else();
  f.push(k);
  asm.local.get(position);
  backend.callKernel('bsSetPosition');
  backend.close();
  backend.freeI32(position);
}

/** Stores the term on the operand stack to a destination unless it is 0, and pushes it. */
function finish(f: FunctionContext, destination: number): void {
  const result = f.backend.allocateI32();
  f.asm.local.set(result);
  f.storeUnlessZero(destination, result);
  f.asm.local.get(result);
  f.backend.freeI32(result);
}

function isAll(f: FunctionContext, k: number): boolean {
  return f.kind(k) === OperandKind.atom && f.module.atom(f.value(k)) === 'all';
}

/** Bits of a constant size; −1 if it is not constant or matches nothing. */
function constantBits(f: FunctionContext, size: number, unit: number): number {
  if (f.kind(size) !== OperandKind.integer) return -1;
  const bits = f.value(size) * f.value(unit);
  return bits >= 0 && bits <= MAXIMUM_BITS ? bits : -1;
}

/** Pushes the number of bits of a size operand and a unit. */
function pushSize(f: FunctionContext, size: number, unit: number): void {
  const bits = constantBits(f, size, unit);
  if (bits >= 0) {
    f.asm.i32.const(bits);
  } else if (f.isRegister(size)) {
    f.push(size);
    f.asm.i32.const(f.value(unit));
    f.backend.callKernel('bsMatchSize');
  } else {
    f.asm.i32.const(NO_SIZE);
  }
}

/** Pushes the number of bits that are left. */
function pushRemaining(f: FunctionContext, context: number): void {
  f.push(context);
  f.asm.i32.load(END);
  f.push(context);
  f.asm.i32.load(POSITION);
  f.asm.i32.sub();
}

/** Pushes whether the bits that are left are a multiple of `unit`. */
function pushUnitTest(f: FunctionContext, context: number, unit: number): void {
  if (unit > 0 && (unit & (unit - 1)) === 0) {
    pushRemaining(f, context);
    f.asm.i32.const(unit - 1);
    f.asm.i32.and();
    f.asm.i32.eqz();
  } else if (unit === 0) {
    throw f.malformed('a unit of 0');
  } else {
    f.push(context);
    f.asm.i32.const(unit);
    f.backend.callKernel('bsTestUnit');
  }
}

/** `bs_get_integer2`: pushes the integer, or 0. */
function getInteger(f: FunctionContext, k: number): void {
  const { asm, backend } = f;
  const bits = constantBits(f, k + 3, k + 4);
  const flags = f.value(k + 5);
  if (f.compact || !isInlineSize(bits)) {
    f.push(k + 1);
    pushSize(f, k + 3, k + 4);
    asm.i32.const(flags);
    backend.callKernel('bsGetInteger');
    return;
  }
  const context = f.localOf(k + 1);
  const position = backend.allocateI32();
  asm.block(-1);
  backend.openLabels++;
  asm.i32.const(0);
  asm.local.get(context);
  asm.i32.load(END);
  asm.local.get(context);
  asm.i32.load(POSITION);
  asm.local.tee(position);
  asm.i32.sub();
  asm.i32.const(bits);
  asm.i32.ltU();
  asm.brIf(0);
  asm.drop();
  asm.local.get(context);
  asm.local.get(position);
  asm.i32.const(bits);
  asm.i32.add();
  asm.i32.store(POSITION);
  const address = backend.allocateI32();
  pushAddress(f, context, position);
  asm.local.set(address);
  asm.local.get(position);
  asm.i32.const(7);
  asm.i32.and();
  asm.i32.eqz();
  pushInteger(f, context, position, address, 0, bits, flags);
  backend.close();
  backend.freeI32(address);
  backend.freeI32(position);
  f.release(k + 1, context);
}

/** Matching of binaries, but for `bs_match`. */
export const binaryMatchingInstructions: InstructionGroup = {
  title: 'binaries',
  instructions: {
    bs_start_match3: matching(startMatch3, ['bsStartMatch'], 3),
    bs_start_match4: {
      kind: 'optionalLabel',
      step: startMatch4,
      condition: negatable(startMatch4InGuard),
      kernel: ['bsStartMatch'],
    },
    bs_get_integer2: matching(getInteger, ['bsGetInteger', 'bsReadInteger', 'bsMatchSize'], 6),
    bs_get_float2: matching(getFloat, ['bsGetFloat', 'bsMatchSize'], 6),
    bs_get_binary2: matching(getBinary, ['bsGetBinary', 'bsGetRest', 'bsMatchSize'], 6),
    bs_get_utf8: matching(readUtf8, ['bsGetUtf8'], 4),
    bs_get_utf16: matching(readUtf('bsGetUtf16'), ['bsGetUtf16'], 4),
    bs_get_utf32: matching(readUtf('bsGetUtf32'), ['bsGetUtf32'], 4),
    bs_get_tail: { kind: 'step', step: getTail, destinations: [1], kernel: ['bsGetTail'] },
    bs_get_position: { kind: 'step', step: getPosition, destinations: [1], kernel: ['bsGetPosition'] },
    bs_set_position: { kind: 'step', step: setPosition, kernel: ['bsSetPosition'] },
    bs_skip_bits2: skipping(skipBits, ['bsSkip', 'bsSkipRest', 'bsMatchSize']),
    bs_skip_utf8: skipping(readUtf8, ['bsGetUtf8']),
    bs_skip_utf16: skipping(readUtf('bsGetUtf16'), ['bsGetUtf16']),
    bs_skip_utf32: skipping(readUtf('bsGetUtf32'), ['bsGetUtf32']),
    bs_test_tail2: skipping(testTail, []),
    bs_test_unit: skipping((f, k) => pushUnitTest(f, k + 1, f.value(k + 2)), ['bsTestUnit']),
    bs_match_string: skipping(matchString, ['bsMatchString']),
  },
};
