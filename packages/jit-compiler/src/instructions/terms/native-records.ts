import { OperandKind } from '@beamline/beam-file';
import { HeaderTag, SCRATCH, SCRATCH_WORDS, TermTag } from '@beamline/machine-model';
import type { FunctionContext } from '../../function/function-context.js';
import { type InstructionGroup, negatable } from '../instruction.js';

/** Operands of `put_record`: record, source, destination, number of list elements, first element. */
const PUT = { id: 1, source: 2, destination: 3, count: 5, list: 6 } as const;
/** Operands of `get_record_elements`. */
const ELEMENTS = { source: 1, count: 2, list: 3 } as const;
/** Operands of `get_record_field`. */
const FIELD = { source: 1, id: 2, name: 3, destination: 4 } as const;
/** The atom that is the name of the module. */
const OWN_MODULE = 1;

/** Stores the record or field that is on the operand stack; leaves the function if it is 0. */
function storeOrExit(f: FunctionContext, destination: number): void {
  const { asm, backend } = f;
  const result = backend.allocateI32();
  asm.local.tee(result);
  asm.i32.eqz();
  backend.exitIf();
  f.storeLocal(destination, result);
  backend.freeI32(result);
}

function putRecord(f: FunctionContext, k: number): void {
  if (f.value(k) !== 0) throw f.malformed('put_record has a fail label');
  pushUpdate(f, k);
  storeOrExit(f, k + PUT.destination);
}

function getField(f: FunctionContext, k: number): void {
  pushField(f, k);
  f.backend.pushFlaggedSp();
  f.pushSite();
  f.backend.callKernel('recordFieldInBody');
  storeOrExit(f, k + FIELD.destination);
}

/** Pushes the record of `put_record`, or 0; the fields and their values go through the scratch area. */
function pushUpdate(f: FunctionContext, k: number): void {
  const { asm, backend } = f;
  const count = f.value(k + PUT.count);
  if (count % 2 !== 0 || count > SCRATCH_WORDS) throw f.malformed(`${count} operands do not make pairs, or are too many`);
  for (let i = 0; i < count; i++) {
    asm.i32.const(0);
    f.push(k + PUT.list + i);
    asm.i32.store(SCRATCH + 4 * i);
  }
  const isNew = f.kind(k + PUT.source) === OperandKind.nil;
  f.push(isNew ? k + PUT.id : k + PUT.source);
  asm.i32.const(count / 2);
  if (isNew) f.pushAtom(OWN_MODULE);
  backend.pushFlaggedSp();
  f.pushSite();
  backend.callKernel(isNew ? 'createRecord' : 'updateRecord');
}

function pushField(f: FunctionContext, k: number): void {
  f.push(k + FIELD.source);
  f.push(k + FIELD.id);
  f.push(k + FIELD.name);
}

function isAnyRecord(f: FunctionContext, k: number): void {
  const { asm, backend } = f;
  f.push(k + 1);
  backend.hasPrimary(TermTag.boxed, false);
  asm.if(-1);
  backend.openLabels++;
  f.push(k + 1);
  backend.hasHeaderTag(HeaderTag.record, false);
  asm.else();
  asm.i32.const(0);
  backend.close();
}

function isRecord(f: FunctionContext, k: number): void {
  const { backend } = f;
  f.push(k + 1);
  f.push(k + 2);
  f.push(k + 3);
  backend.callKernel('isRecordOf');
}

function isAccessible(f: FunctionContext, k: number): void {
  const { backend } = f;
  f.push(k + 1);
  f.push(k + 2);
  f.pushAtom(OWN_MODULE);
  backend.callKernel('isRecordAccessible');
}

function getFieldInGuard(f: FunctionContext, k: number): void {
  const { asm, backend } = f;
  const value = backend.allocateI32();
  pushField(f, k);
  backend.callKernel('recordField');
  asm.local.set(value);
  f.storeUnlessZero(k + FIELD.destination, value);
  asm.local.get(value);
  backend.freeI32(value);
}

/** `get_record_elements`: a register that is set may be that of the record, so all fields are found first. */
function pushElements(f: FunctionContext, k: number): void {
  const { asm, backend } = f;
  const count = f.value(k + ELEMENTS.count);
  if (count % 2 !== 0) throw f.malformed(`${count} operands do not make pairs`);
  const found = backend.allocateI32();
  asm.i32.const(1);
  asm.local.set(found);
  const values: number[] = [];
  backend.openBlock();
  for (let i = 0; i < count; i += 2) {
    const value = backend.allocateI32();
    values.push(value);
    f.push(k + ELEMENTS.source);
    f.push(k + ELEMENTS.list + i);
    backend.callKernel('recordElement');
    asm.local.tee(value);
    asm.local.tee(found);
    asm.i32.eqz();
    asm.brIf(0);
  }
  values.forEach((value, i) => {
    f.storeLocal(k + ELEMENTS.list + 2 * i + 1, value);
  });
  backend.close();
  asm.local.get(found);
  backend.freeI32(found);
  for (const value of values) backend.freeI32(value);
}

/** Native records. */
export const recordInstructions: InstructionGroup = {
  title: 'native records',
  instructions: {
    is_any_native_record: { kind: 'condition', condition: negatable(isAnyRecord) },
    is_native_record: { kind: 'condition', condition: negatable(isRecord), kernel: ['isRecordOf'] },
    is_record_accessible: { kind: 'condition', condition: negatable(isAccessible), kernel: ['isRecordAccessible'] },
    get_record_elements: {
      kind: 'condition',
      condition: negatable(pushElements),
      kernel: ['recordElement'],
      heldRegisters: ({ operandStart, values }, i) => (values[(operandStart[i] ?? 0) + ELEMENTS.count] ?? 0) / 4,
    },
    get_record_field: {
      kind: 'guard',
      step: getField,
      condition: negatable(getFieldInGuard),
      destinations: [FIELD.destination],
      kernel: ['recordField', 'recordFieldInBody'],
    },
    put_record: { kind: 'step', step: putRecord, destinations: [PUT.destination], kernel: ['createRecord', 'updateRecord'] },
  },
};
