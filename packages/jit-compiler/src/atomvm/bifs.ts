import { Opcode, OperandKind } from '@beamline/beam-file';
import { type Argument, free, type NativeRegister } from '@beamline/jit-backend';
import { isSmallInteger, TermTag } from '@beamline/machine-model';
import { IMMEDIATE_MASK, type Translation, type Value } from './translation.js';
import type { Translators } from './translator.js';

/** Goes on at the label, or handles the error, if a BIF has failed. */
function failed(t: Translation, result: NativeRegister, label: number): void {
  if (label === 0) t.handleErrorIf([result, '==', 0]);
  else t.backend.condJumpToLabel([result, '==', 0], label);
}

/** The same; otherwise stores its result. */
function finish(t: Translation, result: NativeRegister, label: number, target: number): void {
  failed(t, result, label);
  t.store(result, t.target(target));
}

/** Calls a BIF with the context, the label, and what comes before its arguments. */
function call(t: Translation, bif: number, before: readonly Argument[], args: readonly Value[]): NativeRegister {
  const pointer = t.backend.callPrimitive('get_imported_bif', ['jit_state', bif]);
  return t.backend.callFuncPtr(free(pointer), [...before, ...args.map((each) => t.give(each))]);
}

function bif(count: number): (t: Translation) => void {
  return (t) => {
    const args = Array.from({ length: count }, (_, i) => t.source(2 + i));
    finish(t, call(t, t.number(1), ['ctx', t.number(0)], args), t.number(0), 2 + count);
  };
}

/** Calls a BIF that may need heap. */
function callWithLive(t: Translation, count: number): NativeRegister {
  const live = t.number(1);
  t.trim(live);
  const args = Array.from({ length: count }, (_, i) => t.source(3 + i));
  return call(t, t.number(2), ['ctx', t.number(0), t.live(live)], args);
}

function bifWithLive(count: number): (t: Translation) => void {
  return (t) => finish(t, callWithLive(t, count), t.number(0), 3 + count);
}

function importedName(t: Translation, index: number): string {
  const found = t.beam.imports[index];
  return found !== undefined && t.atomName(found.module) === 'erlang' ? t.atomName(found.function) : '';
}

/** Whether an operand can be a small integer. */
function maybeSmall(t: Translation, operand: number): boolean {
  const kind = t.kind(operand);
  if (kind === OperandKind.integer) return isSmallInteger(t.number(operand));
  return kind === OperandKind.x || kind === OperandKind.y;
}

/** A sum or difference of two small integers is computed here, unless it is not small. */
function addition(t: Translation, operation: 'add' | 'sub'): void {
  const b = t.backend;
  const result = t.register(t.source(3));
  const right = t.register(t.source(4));
  const done = b.copyToNativeRegister(0);
  const tags = b.and(free(b.and(result, right)), IMMEDIATE_MASK);
  b.ifBlock([free(tags), '==', TermTag.integer], () => {
    // Without the tag of one the word overflows where the small integer does.
    b.sub(right, TermTag.integer);
    const left = t.copy(result);
    b[operation](result, right);
    // The sign is wrong if both of a sum have the other one, or if those of a difference differ and the left one has it.
    b.xor(right, operation === 'add' ? result : left);
    b.xor(left, result);
    const overflow = b.and(free(left), right);
    b.ifBlock([-1, '<', free(overflow)], () => b.moveToNativeRegister(1, done));
  });
  b.freeNativeRegisters([right]);
  b.ifBlock([free(done), '==', 0], () => {
    const value = callWithLive(t, 2);
    failed(t, value, t.number(0));
    b.moveToNativeRegister(free(value), result);
  });
  t.store(result, t.target(5));
}

/** Calls of guard BIFs. */
export function bifTranslators(): Translators {
  return {
    [Opcode.bif0]: (t) => t.store(call(t, t.number(0), ['ctx'], []), t.target(1)),
    [Opcode.bif1]: bif(1),
    [Opcode.bif2]: bif(2),
    [Opcode.bif3]: bif(3),
    [Opcode.gc_bif1]: bifWithLive(1),
    [Opcode.gc_bif2]: (t) => {
      const name = importedName(t, t.number(2));
      const small = maybeSmall(t, 3) && maybeSmall(t, 4);
      if (small && name === '+') addition(t, 'add');
      else if (small && name === '-') addition(t, 'sub');
      else bifWithLive(2)(t);
    },
    [Opcode.gc_bif3]: bifWithLive(3),
  };
}
