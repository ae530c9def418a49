// The BIFs of module `records`. Their errors come without `error_info`, as in OTP 29.

import { failBifWith } from '../execution/raise';
import { setX } from '../execution/x-registers';
import * as L from '../generated/layout';
import { recordDefinition } from '../host';
import { mapFind, writePairs } from '../maps/map';
import { mapFromPairs } from '../maps/map-building';
import { sizeOfMap } from '../maps/map-shape';
import { allocateTemporary, freeTemporary } from '../memory/temporary-blocks';
import { makeCons, makePair, makeTuple, setElement } from '../terms/construct';
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
import { arityOf, elementOf, headOf, isAtom, isCons, isMap, isNativeRecord, isTuple, makeAtom, tailOf } from '../terms/term';

function fail(sp: u32, reason: u32, bif: u32, arity: u32): u32 {
  return failBifWith(sp, L.ExceptionClass_error, reason, 0, bif, arity);
}

function badarg(sp: u32, bif: u32, arity: u32): u32 {
  return fail(sp, makeAtom(L.Atom_badarg), bif, arity);
}

function badrecord(sp: u32, term: u32, bif: u32, arity: u32): u32 {
  return fail(sp, makePair(makeAtom(L.Atom_badrecord), term), bif, arity);
}

function badfield(sp: u32, module: u32, name: u32, field: u32, bif: u32): u32 {
  return fail(sp, makePair(makeAtom(L.Atom_badfield), fieldOf(module, name, field)), bif, 4);
}

/** @bif records:get/2 */
export function records_get_2(sp: u32, field: u32, record: u32): u32 {
  const value = isNativeRecord(record) ? recordElement(record, field) : 0;
  if (value != 0) return value;
  setX(0, field);
  setX(1, record);
  return badarg(sp, L.Bif_records_get_2, 2);
}

/** @bif records:get_module/1 */
export function records_get_module_1(sp: u32, record: u32): u32 {
  if (isNativeRecord(record)) return moduleOfRecord(record);
  setX(0, record);
  return badarg(sp, L.Bif_records_get_module_1, 1);
}

/** @bif records:get_name/1 */
export function records_get_name_1(sp: u32, record: u32): u32 {
  if (isNativeRecord(record)) return nameOfRecord(record);
  setX(0, record);
  return badarg(sp, L.Bif_records_get_name_1, 1);
}

/** @bif records:get_field_names/1 */
export function records_get_field_names_1(sp: u32, record: u32): u32 {
  if (isNativeRecord(record)) {
    const names = fieldsOfRecord(record);
    let list: u32 = L.TermTag_nil;
    for (let i = arityOf(names); i > 0; i--) list = makeCons(elementOf(names, i - 1), list);
    return list;
  }
  setX(0, record);
  return badrecord(sp, record, L.Bif_records_get_field_names_1, 1);
}

/** @bif records:is_exported/1 */
export function records_is_exported_1(sp: u32, record: u32): u32 {
  if (isNativeRecord(record)) return exportedOfRecord(record);
  setX(0, record);
  return badrecord(sp, record, L.Bif_records_is_exported_1, 1);
}

/**
 * `#{is_exported => Exported}` and the fields, with their defaults.
 *
 * @bif records:get_definition/2
 */
export function records_get_definition_2(sp: u32, module: u32, name: u32): u32 {
  const known = isAtom(module) && isAtom(name) ? recordDefinition(module, name) : 0;
  if (known != 0) {
    const pair = allocateTemporary(8);
    store<u32>(pair, makeAtom(L.Atom_is_exported));
    store<u32>(pair, elementOf(elementOf(known, 0), L.RecordDefinition_exported), 4);
    const options = mapFromPairs(pair, 1);
    freeTemporary(pair);
    return makePair(options, elementOf(known, 1));
  }
  setX(0, module);
  setX(1, name);
  return badarg(sp, L.Bif_records_get_definition_2, 2);
}

/**
 * A record of any definition, of fields and values in a list.
 *
 * @bif records:create/4
 */
export function records_create_4(sp: u32, module: u32, name: u32, fields: u32, options: u32): u32 {
  const bif: u32 = L.Bif_records_create_4;
  setX(0, module);
  setX(1, name);
  setX(2, fields);
  setX(3, options);
  if (!isAtom(module) || !isAtom(name)) return badrecord(sp, name, bif, 4);
  if (!isMap(options)) return fail(sp, makePair(makeAtom(L.Atom_badmap), options), bif, 4);
  const found = mapFind(options, makeAtom(L.Atom_is_exported));
  const exported: u32 = found == 0 ? 0 : load<u32>(found);
  if (sizeOfMap(options) != 1 || (exported != makeAtom(L.Atom_true) && exported != makeAtom(L.Atom_false))) return badarg(sp, bif, 4);
  let count: u32 = 0;
  let rest = fields;
  for (; isCons(rest); rest = tailOf(rest)) {
    const field = headOf(rest);
    if (!isTuple(field) || arityOf(field) != 2) return badarg(sp, bif, 4);
    if (!isAtom(elementOf(field, 0))) return badfield(sp, module, name, elementOf(field, 0), bif);
    count++;
  }
  if (rest != L.TermTag_nil) return badarg(sp, bif, 4);
  const names = makeTuple(count);
  for (let i: u32 = 0; i < count; i++) setElement(names, i, L.TermTag_nil);
  const definition = makeTuple(4);
  setElement(definition, L.RecordDefinition_module, module);
  setElement(definition, L.RecordDefinition_name, name);
  setElement(definition, L.RecordDefinition_exported, exported);
  setElement(definition, L.RecordDefinition_fields, names);
  const record = makeRecord(definition);
  rest = fields;
  let twice = false;
  for (let i: u32 = 0; i < count; i++) {
    const field = headOf(rest);
    if (indexOf(names, elementOf(field, 0)) >= 0) twice = true;
    setElement(names, i, elementOf(field, 0));
    setValue(record, i, elementOf(field, 1));
    rest = tailOf(rest);
  }
  return twice ? badarg(sp, bif, 4) : record;
}

/**
 * A record with other values for the fields that are the keys of a map.
 *
 * @bif records:update/4
 */
export function records_update_4(sp: u32, record: u32, module: u32, name: u32, fields: u32): u32 {
  const bif: u32 = L.Bif_records_update_4;
  setX(0, record);
  setX(1, module);
  setX(2, name);
  setX(3, fields);
  if (!isNativeRecord(record)) return badrecord(sp, record, bif, 4);
  if (!isRecordOf(record, module, name)) return badrecord(sp, name, bif, 4);
  if (!isMap(fields)) return fail(sp, makePair(makeAtom(L.Atom_badmap), fields), bif, 4);
  const size = sizeOfMap(fields);
  const names = fieldsOfRecord(record);
  const result = duplicateRecord(record);
  const pairs = allocateTemporary(size << 3);
  writePairs(fields, pairs);
  let missing: u32 = 0;
  for (let i: u32 = 0; i < size && missing == 0; i++) {
    const field = load<u32>(pairs + (i << 3));
    const index = indexOf(names, field);
    if (index < 0) missing = field;
    else setValue(result, index, load<u32>(pairs + (i << 3), 4));
  }
  freeTemporary(pairs);
  return missing != 0 ? badfield(sp, module, name, missing, bif) : result;
}
