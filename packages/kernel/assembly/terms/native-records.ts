// Native records (EEP 79, OTP 29): the definition, a tuple of module, name, whether it is exported and the names of the
// fields, then the values in the same order. Those that one instruction makes share the definition.
import * as L from '../generated/layout';
import { allocateNoCollect } from '../memory/heap';
import { makePair } from './construct';
import { arityOf, elementOf, headerOf, isNativeRecord } from './term';

// @ts-ignore: decorator
@inline
function definitionOf(record: u32): u32 {
  return elementOf(record, 0);
}

/** Module of a native record, an atom. */
export function moduleOfRecord(record: u32): u32 {
  return elementOf(definitionOf(record), L.RecordDefinition_module);
}

/** Name of a native record, an atom. */
export function nameOfRecord(record: u32): u32 {
  return elementOf(definitionOf(record), L.RecordDefinition_name);
}

/** Whether other modules may use a native record, an atom. */
export function exportedOfRecord(record: u32): u32 {
  return elementOf(definitionOf(record), L.RecordDefinition_exported);
}

/** Tuple of the names of a native record's fields. */
export function fieldsOfRecord(record: u32): u32 {
  return elementOf(definitionOf(record), L.RecordDefinition_fields);
}

/** True for a native record of that module and name. */
export function isRecordOf(record: u32, module: u32, name: u32): bool {
  return isNativeRecord(record) && nameOfRecord(record) == name && moduleOfRecord(record) == module;
}

/** Index of an element that is just this word, from 0; -1 if there is none. */
export function indexOf(tuple: u32, word: u32): i32 {
  const count = arityOf(tuple);
  for (let i: u32 = 0; i < count; i++) if (elementOf(tuple, i) == word) return i;
  return -1;
}

/** The value of a field; 0 if the record has none of that name. */
export function recordElement(record: u32, field: u32): u32 {
  if (!isNativeRecord(record)) return 0;
  const index = indexOf(fieldsOfRecord(record), field);
  return index < 0 ? 0 : elementOf(record, L.RECORD_VALUES + (index as u32));
}

/** A record of a definition, whose values are to be written. */
export function makeRecord(definition: u32): u32 {
  const words = arityOf(elementOf(definition, L.RecordDefinition_fields)) + L.RECORD_VALUES;
  const at = allocateNoCollect((words + 1) << 2);
  store<u32>(at, (words << L.TermTag_arityShift) | L.HeaderTag_record);
  store<u32>(at, definition, 4);
  return at | L.TermTag_boxed;
}

/** A copy of a record, whose values are to be changed. */
export function duplicateRecord(record: u32): u32 {
  const bytes = ((headerOf(record) >> L.TermTag_arityShift) + 1) << 2;
  const at = allocateNoCollect(bytes);
  memory.copy(at, record - L.TermTag_boxed, bytes);
  return at | L.TermTag_boxed;
}

/** Sets the value of field `i`, from 0, of a new record. */
export function setValue(record: u32, i: u32, value: u32): void {
  store<u32>(record + 2 + ((L.RECORD_VALUES + i) << 2), value);
}

/** What the errors badfield and novalue say: `{{Module, Name}, Field}`. */
export function fieldOf(module: u32, name: u32, field: u32): u32 {
  return makePair(makePair(module, name), field);
}
