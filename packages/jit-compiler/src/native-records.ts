import { Opcode, OperandKind } from '@beamline/beam-file';
import { HeaderTag, SCRATCH, SCRATCH_WORDS, TermTag } from '@beamline/machine-model';
import type { FunctionContext } from './function-context.js';

/** Operands of `put_record`: record, source, destination, number of list elements, first element. */
const PUT = { id: 1, source: 2, destination: 3, count: 5, list: 6 } as const;
/** Operands of `get_record_elements`. */
const ELEMENTS = { source: 1, count: 2, list: 3 } as const;
/** Operands of `get_record_field`. */
const FIELD = { source: 1, id: 2, name: 3, destination: 4 } as const;
/** The atom that is the name of the module. */
const OWN_MODULE = 1;

/** Names of the kernel's functions that the instructions on native records call. */
export const recordNeeds: readonly (readonly [opcode: number, names: readonly string[]])[] = [
  [Opcode.is_native_record, ['isRecordOf']],
  [Opcode.is_record_accessible, ['isRecordAccessible']],
  [Opcode.get_record_elements, ['recordElement']],
  [Opcode.get_record_field, ['recordField', 'recordFieldInBody']],
  [Opcode.put_record, ['createRecord', 'updateRecord']],
];

/** Translates an instruction on native records that goes on behind it. False if it is none. */
export function translateRecord(f: FunctionContext, opcode: number, k: number): boolean {
  if (opcode !== Opcode.put_record && opcode !== Opcode.get_record_field) return false;
  const { asm, backend } = f;
  const result = backend.allocateI32();
  if (opcode === Opcode.put_record) {
    if (f.value(k) !== 0) throw f.malformed('put_record has a fail label');
    pushUpdate(f, k);
  } else {
    pushField(f, k);
    backend.pushFlaggedSp();
    f.pushSite();
    backend.callKernel('recordFieldInBody');
  }
  asm.local.tee(result);
  asm.i32.eqz();
  backend.exitIf();
  f.storeLocal(opcode === Opcode.put_record ? k + PUT.destination : k + FIELD.destination, result);
  backend.freeI32(result);
  return true;
}

/** Pushes the record of `put_record`, or 0; the fields and their values go through the scratch area. */
function pushUpdate(f: FunctionContext, k: number): void {
  const { asm, backend } = f;
  const count = f.value(k + PUT.count);
  if (count % 2 !== 0 || count > SCRATCH_WORDS) throw f.malformed(`${count} operands are no pairs, or too many`);
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

/** Pushes whether an instruction on native records with a fail label goes on behind it. False if it is none. */
export function translateRecordCondition(f: FunctionContext, opcode: number, k: number): boolean {
  const { asm, backend } = f;
  switch (opcode) {
    case Opcode.is_any_native_record:
      f.push(k + 1);
      backend.hasPrimary(TermTag.boxed, false);
      asm.if(-1);
      backend.openLabels++;
      f.push(k + 1);
      backend.hasHeaderTag(HeaderTag.record, false);
      asm.else();
      asm.i32.const(0);
      backend.close();
      return true;
    case Opcode.is_native_record:
      f.push(k + 1);
      f.push(k + 2);
      f.push(k + 3);
      backend.callKernel('isRecordOf');
      return true;
    case Opcode.is_record_accessible:
      f.push(k + 1);
      f.push(k + 2);
      f.pushAtom(OWN_MODULE);
      backend.callKernel('isRecordAccessible');
      return true;
    case Opcode.get_record_field: {
      const value = backend.allocateI32();
      pushField(f, k);
      backend.callKernel('recordField');
      asm.local.set(value);
      f.storeUnlessZero(k + FIELD.destination, value);
      asm.local.get(value);
      backend.freeI32(value);
      return true;
    }
    case Opcode.get_record_elements:
      pushElements(f, k);
      return true;
    default:
      return false;
  }
}

/** `get_record_elements`: a register that is set may be that of the record, so all fields are found first. */
function pushElements(f: FunctionContext, k: number): void {
  const { asm, backend } = f;
  const count = f.value(k + ELEMENTS.count);
  if (count % 2 !== 0) throw f.malformed(`${count} operands are no pairs`);
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
