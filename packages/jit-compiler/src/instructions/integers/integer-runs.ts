import { Opcode } from '@beamline/beam-file';
import {
  HeaderTag,
  INTEGER64_HEADER_NEGATIVE,
  INTEGER64_HEADER_POSITIVE,
  MachineRegister,
  SMALL_MAX,
  SMALL_MIN,
  TermTag,
} from '@beamline/machine-model';
import type { FunctionContext } from '../../function/function-context.js';
import { integerBounds } from '../../function/operand-types.js';
import { CHECKS_IN_FRONT, Guard, writeGuards } from '../../verification/guards.js';
import { translateGuardBifCall } from './guard-bif-calls.js';
import {
  CHECKED_LIMIT,
  CHECKED_SPARE,
  chooseRun,
  FACTOR_LIMIT,
  INPUT_LIMIT,
  isChecked,
  isDistanceChecked,
  type Step,
  type Value,
} from './integer-run-plan.js';

// Writes runs of integer operations: see `integer-run-plan.ts`.

/** Bit of the header of a negative integer. */
const SIGN = INTEGER64_HEADER_POSITIVE ^ INTEGER64_HEADER_NEGATIVE;
const SIGN_SHIFT = 31 - Math.clz32(SIGN);
/** Size of a 64-bit integer on the heap. */
const BOX_BYTES = 12;
/** Header of a positive integer from 2^63 on, below 2^96. */
const THREE_LIMBS_HEADER = (3 << TermTag.arityShift) | HeaderTag.positiveInteger;

/**
 * Translates a run of integer operations that begins at instruction `first`; returns its last instruction,
 * or −1 if there is none.
 */
export function translateIntegerRun(f: FunctionContext, first: number, last: number): number {
  const run = chooseRun(f, first, last);
  if (run === undefined) return -1;
  const { asm, backend } = f;
  const locals: number[] = [];
  const allocate = (): number => {
    const local = backend.allocateI64();
    locals.push(local);
    return local;
  };
  backend.openBlock();
  backend.openBlock();
  for (const input of run.inputs) {
    input.local = allocate();
  }
  takeInputs(f, run.inputs);
  for (const step of run.steps) {
    step.result.local = allocate();
    checkStep(f, step);
    writeStep(f, step);
    asm.local.set(step.result.local);
  }
  for (const { operand, value, instruction } of run.outputs.values()) {
    if (f.isLiveAfter(operand, run.end)) writeOutput(f, operand, value, (f.guards(instruction) & Guard.smallResult) !== 0);
  }
  asm.br(1);
  backend.close();
  for (const local of locals) backend.freeI64(local);
  const { opcodes, operandStart } = f.code;
  for (let i = first; i <= run.end; i++) {
    const k = operandStart[i] ?? 0;
    f.instruction = i;
    if (opcodes[i] === Opcode.line) {
      f.line = f.value(k);
      continue;
    }
    const bif = f.module.guardBif(f.value(k + 2));
    if (bif === undefined) throw new RangeError(`no guard BIF at instruction ${i}`);
    if (i > first) writeGuards(f, f.guards(i) & CHECKS_IN_FRONT, k, 3, 0);
    translateGuardBifCall(f, bif, k + 3, k + 3 + bif.arity, false);
  }
  backend.close();
  return run.end;
}

/** Sets the locals of what comes in, or leaves the innermost block. */
function takeInputs(f: FunctionContext, inputs: readonly Value[]): void {
  const { asm, backend } = f;
  for (const input of inputs) input.term = f.localOf(input.input);
  const open: Value[] = [];
  for (const input of inputs) {
    if (!f.isSmall(input.input) && input.unproven !== true) {
      open.push(input);
      continue;
    }
    if (input.unproven === true) {
      asm.local.get(input.term ?? 0);
      backend.isSmall(true);
      backend.hint(false);
      asm.brIf(0);
    }
    takeSmall(f, input, 0);
  }
  if (open.length > 1) {
    // Mostly all are small: one test for all of them.
    open.forEach(({ term }, i) => {
      asm.local.get(term ?? 0);
      if (i > 0) asm.i32.and();
    });
    backend.isSmall(false);
    backend.hint(true);
    asm.if(-64);
    for (const input of open) takeSmall(f, input, 1);
    asm.else();
    for (const input of open) takeAny(f, input, 1);
    asm.end();
  } else {
    for (const input of open) takeAny(f, input, 0);
  }
  for (const { input, term } of inputs) f.release(input, term ?? 0);
}

/** Sets the local of what comes in, a small integer, or leaves a block. */
function takeSmall(f: FunctionContext, input: Value, depth: number): void {
  const { asm, backend } = f;
  asm.local.get(input.term ?? 0);
  asm.i32.const(TermTag.integerShift);
  asm.i32.shrS();
  asm.i64.extendI32S();
  asm.local.set(input.local);
  if (input.form !== 'unsigned') return;
  asm.local.get(input.local);
  asm.i64.const(0);
  asm.i64.ltS();
  backend.hint(false);
  asm.brIf(depth);
}

/** Sets the local of what comes in, or leaves a block. */
function takeAny(f: FunctionContext, input: Value, depth: number): void {
  const { asm, backend } = f;
  const term = input.term ?? 0;
  asm.local.get(term);
  backend.isSmall(false);
  asm.if(-64);
  takeSmall(f, input, depth + 1);
  asm.else();
  asm.local.get(term);
  backend.hasPrimary(TermTag.boxed, true);
  backend.hint(false);
  asm.brIf(depth + 1);
  checkHeader(f, term, input.form, depth + 1);
  asm.local.get(term);
  asm.i64.load(2, 2);
  asm.local.set(input.local);
  if (input.form === 'exact' && integerBounds(f.module, input.input) === undefined) leaveOutside(f, input, depth + 1, BigInt(INPUT_LIMIT));
  asm.end();
}

/** Leaves a block unless the header of a boxed term is one of a form of integers that will do. */
function checkHeader(f: FunctionContext, term: number, form: Value['form'], depth: number): void {
  const { asm, backend } = f;
  asm.local.get(term);
  backend.loadHeader();
  if (form === 'exact') {
    asm.i32.const(~SIGN);
    asm.i32.and();
    asm.i32.const(INTEGER64_HEADER_POSITIVE);
    asm.i32.ne();
  } else {
    const header = backend.allocateI32();
    asm.local.tee(header);
    if (form === 'modular') {
      // The low 64 bits of a positive integer of any size are its first two words.
      asm.i32.const(TermTag.headerMask);
      asm.i32.and();
      asm.i32.const(HeaderTag.positiveInteger);
      asm.i32.ne();
      asm.local.get(header);
      asm.i32.const(INTEGER64_HEADER_NEGATIVE);
      asm.i32.ne();
      asm.i32.and();
    } else {
      asm.i32.const(INTEGER64_HEADER_POSITIVE);
      asm.i32.ne();
      asm.if(-64);
      // From 2^63 on there is a third word, which is 0 below 2^64.
      asm.local.get(header);
      asm.i32.const(THREE_LIMBS_HEADER);
      asm.i32.ne();
      backend.hint(false);
      asm.brIf(depth + 1);
      asm.local.get(term);
      asm.i32.load(10);
      backend.hint(false);
      asm.brIf(depth + 1);
      asm.end();
    }
    backend.freeI32(header);
    if (form === 'unsigned') return;
  }
  backend.hint(false);
  asm.brIf(depth);
}

/** Leaves a block if a value is not between -limit and limit. */
function leaveOutside(f: FunctionContext, value: Value, depth: number, limit: bigint): void {
  const { asm, backend } = f;
  pushValue(f, value);
  asm.i64.const(limit);
  asm.i64.add();
  asm.i64.const(2n * limit);
  asm.i64.gtU();
  backend.hint(false);
  asm.brIf(depth);
}

/** Pushes how many of the highest bits of a value are unused but for the sign. */
function pushSpareBits(f: FunctionContext, value: Value): void {
  const { asm } = f;
  pushValue(f, value);
  pushValue(f, value);
  asm.i64.const(63);
  asm.i64.shrS();
  asm.i64.xor();
  asm.i64.clz();
}

function pushValue(f: FunctionContext, value: Value): void {
  if (value.constant !== undefined) f.asm.i64.const(BigInt.asIntN(64, value.constant));
  else f.asm.local.get(value.local);
}

/** Leaves the innermost block if an operand does not do for a step. */
function checkStep(f: FunctionContext, step: Step): void {
  const { operation, a, b } = step;
  const { asm, backend } = f;
  const leave = (): void => {
    backend.hint(false);
    asm.brIf(0);
  };
  switch (operation) {
    case 'multiply':
      if (!isChecked(step)) return;
      for (const [constant, other] of [
        [a.constant, b],
        [b.constant, a],
      ] as const) {
        if (constant === undefined) continue;
        leaveOutside(f, other, 0, BigInt(CHECKED_LIMIT) / (constant < 0n ? -constant : constant));
        return;
      }
      // Most factors have half of the bits at most, which is told at once.
      for (const factor of a === b ? [a] : [a, b]) {
        pushValue(f, factor);
        asm.i64.const(FACTOR_LIMIT);
        asm.i64.add();
      }
      if (a !== b) asm.i64.or();
      asm.i64.const(2 * FACTOR_LIMIT);
      asm.i64.geU();
      backend.hint(false);
      asm.if(-64);
      pushSpareBits(f, a);
      pushSpareBits(f, b);
      asm.i64.add();
      asm.i64.const(64 + CHECKED_SPARE);
      asm.i64.ltU();
      backend.hint(false);
      asm.brIf(1);
      asm.end();
      return;
    case 'shiftLeft':
    case 'shiftRight':
      if (isDistanceChecked(b)) {
        pushValue(f, b);
        asm.i64.const(63);
        asm.i64.gtU();
        leave();
      }
      if (!isChecked(step)) return;
      pushSpareBits(f, a);
      pushValue(f, b);
      asm.i64.const(CHECKED_SPARE);
      asm.i64.add();
      asm.i64.ltU();
      leave();
      return;
    case 'divide':
    case 'remainder':
      if (b.constant !== undefined) return;
      pushValue(f, b);
      asm.i64.const(1);
      asm.i64.add();
      asm.i64.const(2);
      asm.i64.ltU();
      leave();
  }
}

/** Pushes the result of a step. */
function writeStep(f: FunctionContext, { operation, a, b }: Step): void {
  const { i64 } = f.asm;
  switch (operation) {
    case 'negate':
      i64.const(0);
      pushValue(f, a);
      i64.sub();
      return;
    case 'bitNot':
      pushValue(f, a);
      i64.const(-1);
      i64.xor();
      return;
  }
  pushValue(f, a);
  pushValue(f, b);
  switch (operation) {
    case 'add':
      i64.add();
      return;
    case 'subtract':
      i64.sub();
      return;
    case 'multiply':
      i64.mul();
      return;
    case 'bitAnd':
      i64.and();
      return;
    case 'bitOr':
      i64.or();
      return;
    case 'bitXor':
      i64.xor();
      return;
    case 'shiftLeft':
      i64.shl();
      return;
    case 'shiftRight':
      if (a.form === 'unsigned') i64.shrU();
      else i64.shrS();
      return;
    case 'divide':
      if (a.form === 'unsigned') i64.divU();
      else i64.divS();
      return;
    case 'remainder':
      if (a.form === 'unsigned') i64.remU();
      else i64.remS();
      return;
  }
}

/** Stores the term of a value to a destination. `small`: the types in the file say that it is a small integer. */
function writeOutput(f: FunctionContext, operand: number, value: Value, small: boolean): void {
  const { asm, backend } = f;
  const tag = (): void => {
    asm.local.get(value.local);
    asm.i32.wrapI64();
    asm.i32.const(TermTag.integerShift);
    asm.i32.shl();
    asm.i32.const(TermTag.integer);
    asm.i32.or();
  };
  f.beginStore(operand);
  if (small || (value.form === 'exact' && value.min >= SMALL_MIN && value.max <= SMALL_MAX)) {
    tag();
  } else {
    asm.local.get(value.local);
    if (value.form === 'exact') {
      asm.i64.const(SMALL_MAX + 1);
      asm.i64.add();
      asm.i64.const(2 * (SMALL_MAX + 1));
    } else {
      asm.i64.const(SMALL_MAX + 1);
    }
    asm.i64.ltU();
    asm.if(-1);
    tag();
    asm.else();
    if (value.form === 'exact') {
      pushBox(f, value);
    } else {
      asm.local.get(value.local);
      backend.callKernel('makeUnsigned');
    }
    asm.end();
  }
  f.endStore(operand);
}

/** Pushes the term of an exact value that is not small. */
function pushBox(f: FunctionContext, value: Value): void {
  const { asm, backend } = f;
  const top = backend.allocateI32();
  backend.loadMachineRegister(MachineRegister.heapTop);
  asm.local.tee(top);
  asm.i32.const(BOX_BYTES);
  asm.i32.add();
  backend.loadMachineRegister(MachineRegister.heapLimit);
  asm.i32.gtU();
  backend.hint(false);
  asm.if(-1);
  asm.local.get(value.local);
  backend.callKernel('makeInteger');
  asm.else();
  asm.local.get(top);
  // By the value itself: its bounds may be what a file falsely states.
  asm.local.get(value.local);
  asm.i64.const(63);
  asm.i64.shrU();
  asm.i32.wrapI64();
  asm.i32.const(SIGN_SHIFT);
  asm.i32.shl();
  asm.i32.const(INTEGER64_HEADER_POSITIVE);
  asm.i32.or();
  asm.i32.store(0);
  asm.local.get(top);
  asm.local.get(value.local);
  asm.i64.store(4, 2);
  backend.setHeapTop(top, BOX_BYTES);
  asm.local.get(top);
  asm.i32.const(TermTag.boxed);
  asm.i32.or();
  asm.end();
  backend.freeI32(top);
}
