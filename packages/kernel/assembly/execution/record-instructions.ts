// The instructions on native records. `own` is the module of the code; a record is named by an atom, which is of that module,
// by `{Module, Name}`, which must be exported, or by `_`, which is any. Fields and values that an
// instruction sets are in the scratch area. (`erts/emulator/beam/erl_record.c` in OTP 29.)
import * as L from '../generated/layout';
import { recordDefinition } from '../host';
import { makePair } from '../terms/construct';
import {
  duplicateRecord,
  exportedOfRecord,
  fieldOf,
  fieldsOfRecord,
  indexOf,
  isRecordOf,
  makeRecord,
  moduleOfRecord,
  nameOfRecord,
  recordElement,
  setValue,
} from '../terms/native-records';
import { arityOf, elementOf, headOf, isAtom, isCons, isNativeRecord, isTuple, makeAtom, tailOf } from '../terms/term';
import { raiseWithValue } from './raise';

/** `is_record_accessible`: with the scope external the record must be exported, otherwise it may be the module's own. */
export function isRecordAccessible(record: u32, scope: u32, own: u32): bool {
  if (!isNativeRecord(record)) return false;
  if (exportedOfRecord(record) == makeAtom(L.Atom_true)) return true;
  return scope != makeAtom(L.Atom_external) && moduleOfRecord(record) == own;
}

/** True for a native record whose fields `get_record_field` tells: an atom is the name, of any module. */
function isNamed(record: u32, id: u32): bool {
  if (!isNativeRecord(record)) return false;
  if (isTuple(id)) {
    if (arityOf(id) != 2) return false;
    return isRecordOf(record, elementOf(id, 0), elementOf(id, 1)) && exportedOfRecord(record) == makeAtom(L.Atom_true);
  }
  return id == makeAtom(L.Atom__) || nameOfRecord(record) == id;
}

/** `get_record_field`: the value, or 0. */
export function recordField(record: u32, id: u32, field: u32): u32 {
  return isNamed(record, id) ? recordElement(record, field) : 0;
}

export function recordFieldInBody(record: u32, id: u32, field: u32, sp: u32, site: u32): u32 {
  if (!isNamed(record, id)) return raiseWithValue(sp, site, L.Atom_badrecord, record);
  const value = recordElement(record, field);
  return value != 0 ? value : raiseWithValue(sp, site, L.Atom_badfield, fieldOf(moduleOfRecord(record), nameOfRecord(record), field));
}

/** `put_record` without a source: a new record of a module that is loaded. */
export function createRecord(id: u32, count: u32, own: u32, sp: u32, site: u32): u32 {
  if (isTuple(id) && arityOf(id) != 2) return raiseWithValue(sp, site, L.Atom_badrecord, id);
  const module = isTuple(id) ? elementOf(id, 0) : own;
  const name = isTuple(id) ? elementOf(id, 1) : id;
  const known = recordDefinition(module, name);
  const definition = known == 0 ? 0 : elementOf(known, 0);
  if (known == 0 || (isTuple(id) && elementOf(definition, L.RecordDefinition_exported) != makeAtom(L.Atom_true))) {
    return raiseWithValue(sp, site, L.Atom_badrecord, makePair(module, name));
  }
  const names = elementOf(definition, L.RecordDefinition_fields);
  const end = L.SCRATCH + (count << 3);
  for (let at: u32 = L.SCRATCH; at < end; at += 8) {
    if (indexOf(names, load<u32>(at)) < 0) return raiseWithValue(sp, site, L.Atom_badfield, fieldOf(module, name, load<u32>(at)));
  }
  const record = makeRecord(definition);
  let i: u32 = 0;
  for (let fields = elementOf(known, 1); isCons(fields); fields = tailOf(fields)) {
    const field = headOf(fields);
    let value: u32 = isAtom(field) ? 0 : elementOf(field, 1);
    for (let at: u32 = L.SCRATCH; at < end; at += 8) if (load<u32>(at) == elementOf(names, i)) value = load<u32>(at, 4);
    // The record is never seen then.
    if (value == 0) {
      for (let rest = i; isCons(fields); fields = tailOf(fields)) setValue(record, rest++, L.TermTag_nil);
      return raiseWithValue(sp, site, L.Atom_novalue, fieldOf(module, name, field));
    }
    setValue(record, i++, value);
  }
  return record;
}

/** `put_record` with a source, which instructions before it have tested. */
export function updateRecord(record: u32, count: u32, sp: u32, site: u32): u32 {
  if (!isNativeRecord(record)) return raiseWithValue(sp, site, L.Atom_badrecord, record);
  const names = fieldsOfRecord(record);
  const result = duplicateRecord(record);
  for (let i: u32 = 0; i < count; i++) {
    const field = load<u32>(L.SCRATCH + (i << 3));
    const index = indexOf(names, field);
    if (index < 0) return raiseWithValue(sp, site, L.Atom_badfield, fieldOf(moduleOfRecord(record), nameOfRecord(record), field));
    setValue(result, index, load<u32>(L.SCRATCH + (i << 3), 4));
  }
  return result;
}
