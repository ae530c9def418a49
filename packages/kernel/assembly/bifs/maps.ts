// The BIFs of the module `maps`, and those of `erts_internal` that its Erlang part needs.

import { workAllowed, worked } from '../execution/pausing';
import { failBif } from '../execution/raise';
import { setX } from '../execution/x-registers';
import * as L from '../generated/layout';
import { mapFind, mapPut, mapRemove, writePairs } from '../maps/map';
import { mapFromPairsInPieces } from '../maps/map-building';
import { mapMergeInPieces, writePairsInPieces } from '../maps/map-pieces';
import { isFlatMap, rootOf, sizeOfMap } from '../maps/map-shape';
import { collectLeaves, nextHash } from '../maps/trie-leaves';
import { allocateNoCollect } from '../memory/heap';
import { allocateTemporary, freeTemporary } from '../memory/temporary-blocks';
import { makeCons, makePair, makeTriple } from '../terms/construct';
import { makeInteger } from '../terms/integer';
import {
  arityOf,
  elementOf,
  headOf,
  integer64Of,
  isCons,
  isInteger64,
  isMap,
  isSmall,
  isTuple,
  makeAtom,
  makeBoolean,
  smallValue,
  tailOf,
} from '../terms/term';
import { lengthInPieces } from './lists';

/** Most pairs that a step of an iterator or of a conversion to a list takes from a large map. */
const STEP: u32 = 256;

function fail1(sp: u32, atom: u32, bif: u32, a: u32): u32 {
  setX(0, a);
  return failBif(sp, atom, bif, 1);
}

function fail2(sp: u32, atom: u32, bif: u32, a: u32, b: u32): u32 {
  setX(0, a);
  setX(1, b);
  return failBif(sp, atom, bif, 2);
}

function fail3(sp: u32, atom: u32, bif: u32, a: u32, b: u32, c: u32): u32 {
  setX(0, a);
  setX(1, b);
  setX(2, c);
  return failBif(sp, atom, bif, 3);
}

/** @bif maps:get/2 */
export function maps_get_2(sp: u32, key: u32, map: u32): u32 {
  const found = isMap(map) ? mapFind(map, key) : 0;
  return found != 0 ? load<u32>(found) : fail2(sp, L.Atom_badmap, L.Bif_maps_get_2, key, map);
}

/** @bif maps:find/2 */
export function maps_find_2(sp: u32, key: u32, map: u32): u32 {
  if (!isMap(map)) return fail2(sp, L.Atom_badmap, L.Bif_maps_find_2, key, map);
  const found = mapFind(map, key);
  return found != 0 ? makePair(makeAtom(L.Atom_ok), load<u32>(found)) : makeAtom(L.Atom_error);
}

/** @bif maps:is_key/2 */
export function maps_is_key_2(sp: u32, key: u32, map: u32): u32 {
  if (!isMap(map)) return fail2(sp, L.Atom_badmap, L.Bif_maps_is_key_2, key, map);
  return makeBoolean(mapFind(map, key) != 0);
}

/** @bif maps:put/3 */
export function maps_put_3(sp: u32, key: u32, value: u32, map: u32): u32 {
  return isMap(map) ? mapPut(map, key, value) : fail3(sp, L.Atom_badmap, L.Bif_maps_put_3, key, value, map);
}

/** @bif maps:update/3 */
export function maps_update_3(sp: u32, key: u32, value: u32, map: u32): u32 {
  if (!isMap(map) || mapFind(map, key) == 0) return fail3(sp, L.Atom_badmap, L.Bif_maps_update_3, key, value, map);
  return mapPut(map, key, value);
}

/** @bif maps:remove/2 */
export function maps_remove_2(sp: u32, key: u32, map: u32): u32 {
  return isMap(map) ? mapRemove(map, key) : fail2(sp, L.Atom_badmap, L.Bif_maps_remove_2, key, map);
}

/** @bif maps:take/2 */
export function maps_take_2(sp: u32, key: u32, map: u32): u32 {
  if (!isMap(map)) return fail2(sp, L.Atom_badmap, L.Bif_maps_take_2, key, map);
  const found = mapFind(map, key);
  return found == 0 ? makeAtom(L.Atom_error) : makePair(load<u32>(found), mapRemove(map, key));
}

/** @bif maps:merge/2 */
export function maps_merge_2(sp: u32, a: u32, b: u32): u32 {
  return isMap(a) && isMap(b) ? mapMergeInPieces(a, b) : fail2(sp, L.Atom_badmap, L.Bif_maps_merge_2, a, b);
}

/** The keys or the values of a map, a list. */
function column(map: u32, offset: u32): u32 {
  const size = sizeOfMap(map);
  if (size == 0) return L.TermTag_nil;
  const pairs = allocateTemporary(size << 3);
  writePairsInPieces(map, pairs);
  const cells = allocateNoCollect(size << 3);
  for (let i: u32 = 0; i < size; ) {
    const allowed = workAllowed();
    for (const stop = min(size, i + allowed); i < stop; i++) {
      const cell = cells + (i << 3);
      store<u32>(cell, i + 1 == size ? L.TermTag_nil : (cell + 8) | L.TermTag_cons);
      store<u32>(cell, load<u32>(pairs + (i << 3) + offset), 4);
    }
    if (i < size) worked(allowed);
  }
  freeTemporary(pairs);
  return cells | L.TermTag_cons;
}

/** @bif maps:keys/1 */
export function maps_keys_1(sp: u32, map: u32): u32 {
  return isMap(map) ? column(map, 0) : fail1(sp, L.Atom_badmap, L.Bif_maps_keys_1, map);
}

/** @bif maps:values/1 */
export function maps_values_1(sp: u32, map: u32): u32 {
  return isMap(map) ? column(map, 4) : fail1(sp, L.Atom_badmap, L.Bif_maps_values_1, map);
}

/** @bif maps:from_list/1 */
export function maps_from_list_1(sp: u32, list: u32): u32 {
  let count: u32 = 0;
  let rest = list;
  while (true) {
    const allowed = workAllowed();
    const stop = count + allowed;
    for (; isCons(rest) && count < stop; rest = tailOf(rest)) {
      const tuple = headOf(rest);
      if (!isTuple(tuple) || arityOf(tuple) != 2) break;
      count++;
    }
    if (count < stop) break;
    worked(allowed);
  }
  if (rest != L.TermTag_nil) return fail1(sp, L.Atom_badarg, L.Bif_maps_from_list_1, list);
  const pairs = allocateTemporary(count << 3);
  rest = list;
  for (let at = pairs; isCons(rest); ) {
    const allowed = workAllowed();
    for (const stop = at + (allowed << 3); isCons(rest) && at < stop; rest = tailOf(rest)) {
      store<u32>(at, elementOf(headOf(rest), 0));
      store<u32>(at, elementOf(headOf(rest), 1), 4);
      at += 8;
    }
    if (isCons(rest)) worked(allowed);
  }
  const map = mapFromPairsInPieces(pairs, count);
  freeTemporary(pairs);
  return map;
}

/** @bif maps:from_keys/2 */
export function maps_from_keys_2(sp: u32, list: u32, value: u32): u32 {
  const count = lengthInPieces(list);
  if (count < 0) return fail2(sp, L.Atom_badarg, L.Bif_maps_from_keys_2, list, value);
  const pairs = allocateTemporary(count << 3);
  let rest = list;
  for (let at = pairs; isCons(rest); ) {
    const allowed = workAllowed();
    for (const stop = at + (allowed << 3); isCons(rest) && at < stop; rest = tailOf(rest)) {
      store<u32>(at, headOf(rest));
      store<u32>(at, value, 4);
      at += 8;
    }
    if (isCons(rest)) worked(allowed);
  }
  const map = mapFromPairsInPieces(pairs, count);
  freeTemporary(pairs);
  return map;
}

/**
 * `map_to_tuple_keys/1`: the keys of a flat map.
 *
 * @bif erts_internal:map_to_tuple_keys/1
 */
export function erts_internal_map_to_tuple_keys_1(sp: u32, map: u32): u32 {
  if (!isMap(map)) return fail1(sp, L.Atom_badmap, L.Bif_erts_internal_map_to_tuple_keys_1, map);
  return isFlatMap(map) ? elementOf(map, 0) : fail1(sp, L.Atom_badarg, L.Bif_erts_internal_map_to_tuple_keys_1, map);
}

/** `map_next/3` along a list of keys, which gives the order: all pairs. */
function nextOfKeys(sp: u32, keys: u32, map: u32, how: u32): u32 {
  let count: u32 = 0;
  let rest = keys;
  for (; isCons(rest) && mapFind(map, headOf(rest)) != 0; rest = tailOf(rest)) count++;
  if (rest != L.TermTag_nil || how != makeAtom(L.Atom_iterator))
    return fail3(sp, L.Atom_badarg, L.Bif_erts_internal_map_next_3, keys, map, how);
  if (count == 0) return makeAtom(L.Atom_none);
  const first = allocateNoCollect(count << 4);
  let triple = first;
  for (rest = keys; isCons(rest); rest = tailOf(rest)) {
    const last = tailOf(rest) == L.TermTag_nil;
    store<u32>(triple, 3 << L.TermTag_arityShift);
    store<u32>(triple, headOf(rest), 4);
    store<u32>(triple, load<u32>(mapFind(map, headOf(rest))), 8);
    store<u32>(triple, last ? makeAtom(L.Atom_none) : (triple + 16) | L.TermTag_boxed, 12);
    triple += 16;
  }
  return first | L.TermTag_boxed;
}

/**
 * `map_hashmap_children/1`: what the root of a large map refers to.
 *
 * @bif erts_internal:map_hashmap_children/1
 */
export function erts_internal_map_hashmap_children_1(sp: u32, map: u32): u32 {
  if (!isMap(map)) return fail1(sp, L.Atom_badmap, L.Bif_erts_internal_map_hashmap_children_1, map);
  if (isFlatMap(map)) return fail1(sp, L.Atom_badarg, L.Bif_erts_internal_map_hashmap_children_1, map);
  const root = rootOf(map);
  let list: u32 = L.TermTag_nil;
  for (let i = arityOf(root) - 1; i > 0; i--) list = makeCons(elementOf(root, i), list);
  return list;
}

/**
 * `map_next/3`: some pairs of a map, from a place on that is a number: 0, or where the last call has stopped.
 * For `iterator` they come as `{Key, Value, Next}`, in the end `none` or `[Place | Map]`; otherwise as tuples in
 * front of a list, and if there are more `[Place, Map | List]`.
 *
 * @bif erts_internal:map_next/3
 */
export function erts_internal_map_next_3(sp: u32, place: u32, map: u32, how: u32): u32 {
  const iterator = how == makeAtom(L.Atom_iterator);
  if (!isMap(map) || !(iterator || isCons(how) || how == L.TermTag_nil))
    return fail3(sp, L.Atom_badarg, L.Bif_erts_internal_map_next_3, place, map, how);
  if (isCons(place) || place == L.TermTag_nil) return nextOfKeys(sp, place, map, how);
  if (!isSmall(place) && !isInteger64(place)) return fail3(sp, L.Atom_badarg, L.Bif_erts_internal_map_next_3, place, map, how);
  const size = sizeOfMap(map);
  const pairs = allocateTemporary((size + 1) << 3);
  let count = size;
  let rest: u32 = 0;
  if (isFlatMap(map)) {
    writePairs(map, pairs);
  } else {
    const start = isSmall(place) ? (smallValue(place) as u32) : (integer64Of(place) as u32);
    // The leaves in the second half: see writePairs.
    const leaves = pairs + (size << 2);
    count = collectLeaves(elementOf(map, 1), start, leaves, STEP);
    rest = nextHash;
    for (let i: u32 = 0; i < count; i++) {
      const leaf = load<u32>(leaves + (i << 2));
      store<u32>(pairs + (i << 3), headOf(leaf));
      store<u32>(pairs + (i << 3), tailOf(leaf), 4);
    }
  }
  let result: u32;
  if (iterator) result = rest == 0 ? makeAtom(L.Atom_none) : makeCons(makeInteger(rest), map);
  else result = how;
  for (let i: i32 = (count as i32) - 1; i >= 0; i--) {
    const key = load<u32>(pairs + ((i as u32) << 3));
    const value = load<u32>(pairs + ((i as u32) << 3), 4);
    result = iterator ? makeTriple(key, value, result) : makeCons(makePair(key, value), result);
  }
  freeTemporary(pairs);
  return iterator || rest == 0 ? result : makeCons(makeInteger(rest), makeCons(map, result));
}
