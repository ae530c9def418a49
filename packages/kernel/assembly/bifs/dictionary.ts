// The process dictionary.
import * as L from '../generated/layout';
import { mapFind, mapPut, mapRemove, writePairs } from '../maps/map';
import { mapFromPairs } from '../maps/map-building';
import { sizeOfMap } from '../maps/map-shape';
import { currentContext } from '../memory/heap';
import { allocateTemporary, freeTemporary } from '../memory/temporary-blocks';
import { compareExact } from '../terms/compare';
import { makeCons } from '../terms/construct';
import { makeAtom } from '../terms/term';
import { newTuple } from './tuples';

// The process dictionary is a map.

function dictionary(): u32 {
  const map = load<u32>(currentContext() + L.ContextOffset_dictionary);
  return map != 0 ? map : mapFromPairs(0, 0);
}

function setDictionary(map: u32): void {
  store<u32>(currentContext() + L.ContextOffset_dictionary, map);
}

/** The value of a key, or the atom undefined. */
function valueIn(map: u32, key: u32): u32 {
  const found = mapFind(map, key);
  return found == 0 ? makeAtom(L.Atom_undefined) : load<u32>(found);
}

/** @bif erlang:put/2 */
export function erlang_put_2(sp: u32, key: u32, value: u32): u32 {
  const map = dictionary();
  const old = valueIn(map, key);
  setDictionary(mapPut(map, key, value));
  return old;
}

/** @bif erlang:erase/1 */
export function erlang_erase_1(sp: u32, key: u32): u32 {
  const map = dictionary();
  const old = valueIn(map, key);
  setDictionary(mapRemove(map, key));
  return old;
}

/** A list of what `get/0` or, with `keysOf` a value, `get_keys/1` tells of a dictionary; the keys alone with `keysOf` 0. */
function listDictionary(map: u32, withValues: bool, keysOf: u32): u32 {
  const size = sizeOfMap(map);
  const pairs = allocateTemporary(size << 3);
  writePairs(map, pairs);
  let list: u32 = L.TermTag_nil;
  for (let i: u32 = 0; i < size; i++) {
    const key = load<u32>(pairs + (i << 3));
    const value = load<u32>(pairs + (i << 3), 4);
    if (withValues) {
      const tuple = newTuple(2);
      store<u32>(tuple, key, 4);
      store<u32>(tuple, value, 8);
      list = makeCons(tuple | L.TermTag_boxed, list);
    } else if (keysOf == 0 || compareExact(value, keysOf) == 0) {
      list = makeCons(key, list);
    }
  }
  freeTemporary(pairs);
  return list;
}

/** @bif erlang:get/0 */
export function erlang_get_0(sp: u32): u32 {
  return listDictionary(dictionary(), true, 0);
}

/** @bif erlang:get_keys/0 */
export function erlang_get_keys_0(sp: u32): u32 {
  return listDictionary(dictionary(), false, 0);
}

/** @bif erlang:get_keys/1 */
export function erlang_get_keys_1(sp: u32, value: u32): u32 {
  return listDictionary(dictionary(), false, value);
}

/** @bif erlang:erase/0 */
export function erlang_erase_0(sp: u32): u32 {
  const list = listDictionary(dictionary(), true, 0);
  setDictionary(0);
  return list;
}
