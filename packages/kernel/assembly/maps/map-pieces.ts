// Large maps that are merged and taken apart piece by piece: all of this may pause.
import { workAllowed, worked, workedSome } from '../execution/pausing';
import { allocateTemporary, freeTemporary } from '../memory/temporary-blocks';
import { equalExact } from '../terms/compare';
import { elementOf, headOf, tailOf } from '../terms/term';
import { PAIR } from './flat-maps';
import { mapFind, mapPut, writePairs } from './map';
import { mapFromPairsInPieces } from './map-building';
import { isFlatMap, rootOf, sizeOfMap } from './map-shape';
import { collectLeaves, nextHash } from './trie-leaves';

/** A map with this many times fewer keys than another is merged with it key by key. */
const FEW: u32 = 8;

/** Units of work for a pair that is put into a map. */
const WORK_PER_PUT: u32 = 64;

/** As `writePairs`. */
export function writePairsInPieces(map: u32, to: u32): u32 {
  if (isFlatMap(map)) return writePairs(map, to);
  const size = sizeOfMap(map);
  // The leaves go to the end of the area, where no pair is written before its leaf is read.
  const end = to + size * PAIR;
  let start: u32 = 0;
  let left = size;
  while (true) {
    const leaves = end - (left << 2);
    const allowed = workAllowed();
    const count = collectLeaves(rootOf(map), start, leaves, allowed);
    for (let i: u32 = 0; i < count; i++) {
      const leaf = load<u32>(leaves + (i << 2));
      store<u32>(to, headOf(leaf));
      store<u32>(to, tailOf(leaf), 4);
      to += PAIR;
    }
    left -= count;
    if (left == 0) return to;
    start = nextHash;
    worked(count);
  }
}

/** Both maps in one; the second one's values count. */
export function mapMergeInPieces(first: u32, second: u32): u32 {
  const sizeOfFirst = sizeOfMap(first);
  const sizeOfSecond = sizeOfMap(second);
  if (sizeOfFirst == 0) return second;
  if (sizeOfSecond == 0) return first;
  if (isFlatMap(first) && equalExact(elementOf(first, 0), elementOf(second, 0))) return second;
  // A map that is much smaller goes into the other one key by key.
  if (sizeOfSecond * FEW <= sizeOfFirst) return putAll(first, second, sizeOfSecond, true);
  if (sizeOfFirst * FEW <= sizeOfSecond) return putAll(second, first, sizeOfFirst, false);
  const pairs = allocateTemporary((sizeOfFirst + sizeOfSecond) * PAIR);
  const end = writePairsInPieces(second, writePairsInPieces(first, pairs));
  const merged = mapFromPairsInPieces(pairs, (end - pairs) / PAIR);
  freeTemporary(pairs);
  return merged;
}

/** `map` with the pairs of another map, those of keys that it has only if `replace`. */
function putAll(map: u32, other: u32, size: u32, replace: bool): u32 {
  const pairs = allocateTemporary(size * PAIR);
  const end = writePairsInPieces(other, pairs);
  for (let at = pairs; at < end; at += PAIR) {
    if (replace || mapFind(map, load<u32>(at)) == 0) map = mapPut(map, load<u32>(at), load<u32>(at, 4));
    workedSome(WORK_PER_PUT);
  }
  freeTemporary(pairs);
  return map;
}
