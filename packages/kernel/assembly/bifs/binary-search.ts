// Searching binaries: `match`, `matches` and `split` of the module `binary`.

import { bitSizeOf, isBinary, isBitstring, locate, locatedStart, parentOf, partOf } from '../binaries/binary';
import { endSearch, findNext, foundAt, foundSize, startSearch } from '../binaries/byte-search';
import { worked } from '../execution/pausing';
import * as L from '../generated/layout';
import { makeCons, makePair } from '../terms/construct';
import { makeInteger } from '../terms/integer';
import {
  arityOf,
  elementOf,
  headOf,
  integer64Of,
  isCons,
  isInteger64,
  isSmall,
  isTuple,
  makeAtom,
  smallValue,
  tailOf,
} from '../terms/term';
import { badarg1, badarg2, badarg3 } from './arguments';
import { reverseInPieces } from './lists';

/** Units of work for a place that is found. */
const WORK_PER_PLACE: u32 = 16;

/** What the options say: the part that is searched, and of `split/3` whether all places count and which parts are left out. */
let scopeFrom: u32 = 0;
let scopeTo: u32 = 0;
let isGlobal: bool = false;
let trimsEnd: bool = false;
let trimsAll: bool = false;

/** True for a list of binaries that are not empty. */
function areBinaries(list: u32): bool {
  if (!isCons(list)) return false;
  for (; isCons(list); list = tailOf(list)) if (!isBinary(headOf(list)) || bitSizeOf(headOf(list)) == 0) return false;
  return list == L.TermTag_nil;
}

/** The list of patterns of one, of some, or of what `compile_pattern/1` made of them; 0 if they are none. */
function patternsOf(term: u32): u32 {
  if (isTuple(term)) {
    if (arityOf(term) != 2) return 0;
    const kind = elementOf(term, 0);
    return (kind == makeAtom(L.Atom_bm) || kind == makeAtom(L.Atom_ac)) && areBinaries(elementOf(term, 1)) ? elementOf(term, 1) : 0;
  }
  const list = isBitstring(term) ? makeCons(term, L.TermTag_nil) : term;
  return areBinaries(list) ? list : 0;
}

/** @bif binary:compile_pattern/1 */
export function binary_compile_pattern_1(sp: u32, pattern: u32): u32 {
  const patterns = isTuple(pattern) ? 0 : patternsOf(pattern);
  if (patterns == 0) return badarg1(sp, L.Bif_binary_compile_pattern_1, pattern);
  return makePair(makeAtom(tailOf(patterns) == L.TermTag_nil ? L.Atom_bm : L.Atom_ac), patterns);
}

/** An integer of 64 bits; beyond all sizes for any other term. */
function number(term: u32): i64 {
  if (isSmall(term)) return smallValue(term);
  return isInteger64(term) ? integer64Of(term) : i64.MIN_VALUE;
}

/** A scope `{Start, Length}`, the length negative for what lies in front; false unless it lies in `size` bytes. */
function takeScope(term: u32, size: i64): bool {
  if (!isTuple(term) || arityOf(term) != 2) return false;
  const start = number(elementOf(term, 0));
  const length = number(elementOf(term, 1));
  if (start < 0 || start > size || length > size || length < -size) return false;
  const end = start + length;
  if (end < 0 || end > size) return false;
  scopeFrom = min<i64>(start, end) as u32;
  scopeTo = max<i64>(start, end) as u32;
  return true;
}

/** Reads options. As OTP, it does not look at the tail of a list that has elements. */
function takeOptions(options: u32, size: u32, isSplit: bool): bool {
  scopeFrom = 0;
  scopeTo = size;
  isGlobal = false;
  trimsEnd = false;
  trimsAll = false;
  if (options == 0) return true;
  if (!isCons(options) && options != L.TermTag_nil) return false;
  for (; isCons(options); options = tailOf(options)) {
    const option = headOf(options);
    if (isTuple(option) && arityOf(option) == 2 && elementOf(option, 0) == makeAtom(L.Atom_scope)) {
      if (!takeScope(elementOf(option, 1), size)) return false;
    } else if (isSplit && option == makeAtom(L.Atom_global)) {
      isGlobal = true;
    } else if (isSplit && option == makeAtom(L.Atom_trim)) {
      trimsEnd = true;
    } else if (isSplit && option == makeAtom(L.Atom_trim_all)) {
      trimsAll = true;
    } else {
      return false;
    }
  }
  return true;
}

/** From this release on patterns are looked at even where there is nothing to search. */
const STRICT_RELEASE: u32 = 26;

/** What the search of an empty binary gives, whatever the patterns are; 0 if it is not that. */
function emptyResult(binary: u32, options: u32, isSplit: bool, result: u32): u32 {
  if (load<u32>(L.MachineRegister_otpRelease) >= STRICT_RELEASE || !isBinary(binary) || bitSizeOf(binary) != 0) return 0;
  return takeOptions(options, 0, isSplit) ? result : 0;
}

/** Begins to search; false if something is wrong with the arguments. `options` is 0 for none. */
function start(binary: u32, pattern: u32, options: u32, isSplit: bool): bool {
  if (!isBinary(binary)) return false;
  const patterns = patternsOf(pattern);
  if (patterns == 0 || !takeOptions(options, bitSizeOf(binary) >> 3, isSplit)) return false;
  startSearch(binary, patterns, scopeFrom, scopeTo);
  return true;
}

function foundPlace(): u32 {
  return makePair(makeInteger(foundAt), makeInteger(foundSize));
}

/** The first place, 0 for bad arguments. */
function match(binary: u32, pattern: u32, options: u32): u32 {
  const nothing = makeAtom(L.Atom_nomatch);
  const empty = emptyResult(binary, options, false, nothing);
  if (empty != 0 || !start(binary, pattern, options, false)) return empty;
  const result = findNext(scopeFrom) ? foundPlace() : nothing;
  endSearch();
  return result;
}

/** All places, 0 for bad arguments. */
function matches(binary: u32, pattern: u32, options: u32): u32 {
  const empty = emptyResult(binary, options, false, L.TermTag_nil);
  if (empty != 0 || !start(binary, pattern, options, false)) return empty;
  let places: u32 = L.TermTag_nil;
  for (let from = scopeFrom; findNext(from); from = foundAt + foundSize) {
    places = makeCons(foundPlace(), places);
    worked(WORK_PER_PLACE);
  }
  endSearch();
  return reverseInPieces(places);
}

/** Parts between places, 0 for bad arguments. */
function split(binary: u32, pattern: u32, options: u32): u32 {
  const empty = emptyResult(binary, options, true, binary);
  if (empty != 0) return trimsEnd || trimsAll ? L.TermTag_nil : makeCons(binary, L.TermTag_nil);
  if (!start(binary, pattern, options, true)) return 0;
  locate(binary);
  const first = locatedStart;
  const parent = parentOf(binary);
  const size = bitSizeOf(binary) >> 3;
  let parts: u32 = L.TermTag_nil;
  let at: u32 = 0;
  for (let from = scopeFrom; findNext(from); from = at) {
    if (foundAt > at || !trimsAll) parts = makeCons(partOf(parent, first + (at << 3), (foundAt - at) << 3), parts);
    at = foundAt + foundSize;
    if (!isGlobal) break;
    worked(WORK_PER_PLACE);
  }
  endSearch();
  if (at == 0) return (trimsEnd || trimsAll) && size == 0 ? L.TermTag_nil : makeCons(binary, L.TermTag_nil);
  if (size > at || !trimsAll) parts = makeCons(partOf(parent, first + (at << 3), (size - at) << 3), parts);
  // What is empty at the end comes first here.
  if (trimsEnd) while (isCons(parts) && bitSizeOf(headOf(parts)) == 0) parts = tailOf(parts);
  return reverseInPieces(parts);
}

/** @bif binary:match/2 */
export function binary_match_2(sp: u32, binary: u32, pattern: u32): u32 {
  const result = match(binary, pattern, 0);
  return result != 0 ? result : badarg2(sp, L.Bif_binary_match_2, binary, pattern);
}

/** @bif binary:match/3 */
export function binary_match_3(sp: u32, binary: u32, pattern: u32, options: u32): u32 {
  const result = match(binary, pattern, options);
  return result != 0 ? result : badarg3(sp, L.Bif_binary_match_3, binary, pattern, options);
}

/** @bif binary:matches/2 */
export function binary_matches_2(sp: u32, binary: u32, pattern: u32): u32 {
  const result = matches(binary, pattern, 0);
  return result != 0 ? result : badarg2(sp, L.Bif_binary_matches_2, binary, pattern);
}

/** @bif binary:matches/3 */
export function binary_matches_3(sp: u32, binary: u32, pattern: u32, options: u32): u32 {
  const result = matches(binary, pattern, options);
  return result != 0 ? result : badarg3(sp, L.Bif_binary_matches_3, binary, pattern, options);
}

/** @bif binary:split/2 */
export function binary_split_2(sp: u32, binary: u32, pattern: u32): u32 {
  const result = split(binary, pattern, 0);
  return result != 0 ? result : badarg2(sp, L.Bif_binary_split_2, binary, pattern);
}

/** @bif binary:split/3 */
export function binary_split_3(sp: u32, binary: u32, pattern: u32, options: u32): u32 {
  const result = split(binary, pattern, options);
  return result != 0 ? result : badarg3(sp, L.Bif_binary_split_3, binary, pattern, options);
}
