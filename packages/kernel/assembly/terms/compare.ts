// The order of terms: number < atom < reference < fun < port < pid < tuple < native record < map < nil < list < bitstring
// (`erts_cmp_compound` in OTP's `erts/emulator/beam/utils.c`). Nesting costs memory, not native stack.

import { bitSizeOf, isBitstringTag, locate, locatedBase, locatedBits, locatedStart } from '../binaries/binary';
import { compareBits, equalBits } from '../binaries/bits';
import { workAllowed, worked } from '../execution/pausing';
import * as L from '../generated/layout';
import { funHash } from '../host';
import { compareWithFloat } from '../integers/float';
import { compareLimbs } from '../integers/limbs';
import { isFlatMap, rootOf, sizeOfMap } from '../maps/map-shape';
import { collectLeaves } from '../maps/trie-leaves';
import { spendReductions } from '../memory/heap';
import { allocateTemporary, freeTemporary } from '../memory/temporary-blocks';
import { WorkStack } from '../memory/work-stack';
import { compareStack } from '../memory/work-stacks';
import { compareOfNode, comparePids, nodeOfIdentifier } from './external-identifiers';
import { compareReferences, isAnyReference } from './magic-references';
import {
  arityOf,
  atomText,
  elementOf,
  fits64,
  floatOf,
  headerOf,
  headOf,
  integer64Of,
  isAtom,
  isBoxed,
  isCons,
  isFloat,
  isInteger64,
  isSmall,
  smallValue,
  tagHoldsTerms,
  tagOf,
  tailOf,
  value64,
} from './term';

/** Pairs of terms that remain to be compared, as a stack of two words each. */
const pending: WorkStack = compareStack;

/** Bytes of it that belong to comparisons which the keys of large maps interrupt. */
let pendingBase: u32 = 0;

/** Where a comparison has come that is not complete: the pair that comes next, and the end of those behind it. */
let nextOfFirst: u32 = 0;
let nextOfSecond: u32 = 0;
let pairsBehind: u32 = 0;

const DIFFERENT: u32 = 0;
const SAME: u32 = 1;
const UNKNOWN: u32 = 2;

/** Pairs that a comparison goes through before it charges for them. */
const MANY_PAIRS: i32 = 0x8000;
const PAIRS_PER_REDUCTION: i32 = 64;

/** `=:=`. */
export function equalExact(a: u32, b: u32): bool {
  if (a == b) return true;
  // Most often tuples are told apart by elements that are immediate.
  if (((a | b) & L.TermTag_primaryMask) == L.TermTag_boxed) {
    const header = headerOf(a);
    if ((header & L.TermTag_headerMask) == L.HeaderTag_tuple) {
      if (header != headerOf(b)) return false;
      if (differsAtImmediates(a, b, arityOf(a))) return false;
    } else if (isBitstringTag(header & L.TermTag_headerMask)) {
      return isSameBitstring(a, b);
    }
  }
  let depth = pendingBase;
  while (true) {
    const answer = compareSome(a, b, pendingBase, depth, MANY_PAIRS);
    if (answer != UNKNOWN) return answer == SAME;
    a = nextOfFirst;
    b = nextOfSecond;
    depth = pairsBehind;
    spendReductions(MANY_PAIRS / PAIRS_PER_REDUCTION);
  }
}

/** True if two tuples of an arity differ in an element that is immediate in one of them. */
// @ts-ignore: decorator
@inline
export function differsAtImmediates(a: u32, b: u32, arity: u32): bool {
  for (let i: u32 = 0; i < arity; i++) {
    const x = elementOf(a, i);
    const y = elementOf(b, i);
    if (x != y && ((x & L.TermTag_primaryMask) == 3 || (y & L.TermTag_primaryMask) == 3)) return true;
  }
  return false;
}

/** `=:=`. May pause. */
export function equalExactInPieces(a: u32, b: u32): bool {
  if (a == b) return true;
  if ((a & b & L.TermTag_primaryMask) == 3) return false;
  let depth = pendingBase;
  while (true) {
    const allowed = workAllowed();
    const answer = compareSome(a, b, pendingBase, depth, allowed);
    if (answer != UNKNOWN) return answer == SAME;
    a = nextOfFirst;
    b = nextOfSecond;
    depth = pairsBehind;
    worked(allowed);
  }
}

/** Goes on with `=:=`; `UNKNOWN` if more than `allowed` pairs are left. */
function compareSome(a: u32, b: u32, base: u32, depth: u32, allowed: i32): u32 {
  while (true) {
    if (--allowed < 0) {
      nextOfFirst = a;
      nextOfSecond = b;
      pairsBehind = depth;
      return UNKNOWN;
    }
    if (a != b) {
      const primary = a & L.TermTag_primaryMask;
      if (primary != (b & L.TermTag_primaryMask)) return DIFFERENT;
      if (primary == L.TermTag_cons) {
        const x = headOf(a);
        const y = headOf(b);
        a = tailOf(a);
        b = tailOf(b);
        if (x == y) continue;
        if ((x & L.TermTag_primaryMask) == 3 || (y & L.TermTag_primaryMask) == 3) return DIFFERENT;
        depth = pending.pushPair(depth, a, b);
        a = x;
        b = y;
        continue;
      }
      if (primary != L.TermTag_boxed) return DIFFERENT;
      const header = headerOf(a);
      const tag = header & L.TermTag_headerMask;
      if (isBitstringTag(tag)) {
        if (!isSameBitstring(a, b)) return DIFFERENT;
      } else if (tag == L.HeaderTag_reference) {
        // A magic one may be equal to a plain one.
        if (tagOf(b) != L.HeaderTag_reference || compareReferences(a, b) != 0) return DIFFERENT;
      } else if (header != headerOf(b)) {
        return DIFFERENT;
      } else if (tagHoldsTerms(tag)) {
        for (let i: i32 = (arityOf(a) as i32) - 1; i >= 0; i--) {
          const x = elementOf(a, i);
          const y = elementOf(b, i);
          if (x != y) {
            if (((x | y) & L.TermTag_primaryMask) == 3 && (x & L.TermTag_primaryMask) == 3) return DIFFERENT;
            depth = pending.pushPair(depth, x, y);
          }
        }
      } else if (header == L.FLOAT_HEADER) {
        if (!isSameFloat(a, b)) return DIFFERENT;
      } else if (memory.compare(a + 2, b + 2, arityOf(a) << 2) != 0) {
        return DIFFERENT;
      }
    }
    if (depth == base) return SAME;
    depth -= 8;
    a = pending.word(depth);
    b = pending.word(depth + 4);
  }
}

/** True for floats that are `=:=`. */
export function isSameFloat(a: u32, b: u32): bool {
  if (load<u32>(L.MachineRegister_signedZeros) != 0) return load<u64>(a + 2) == load<u64>(b + 2);
  return floatOf(a) == floatOf(b);
}

/** Rank of a term in the order of types. */
function rank(t: u32): i32 {
  if (isSmall(t)) return 0;
  if (isAtom(t)) return 1;
  if (isCons(t)) return 10;
  if (t == L.TermTag_nil) return 9;
  if (!isBoxed(t)) return (t & L.TermTag_immediateMask) == L.TermTag_port ? 4 : 5;
  switch (tagOf(t)) {
    case L.HeaderTag_positiveInteger:
    case L.HeaderTag_negativeInteger:
    case L.HeaderTag_float:
      return 0;
    case L.HeaderTag_reference:
    case L.HeaderTag_externalReference:
      return 2;
    case L.HeaderTag_fun:
      return 3;
    case L.HeaderTag_externalPort:
      return 4;
    case L.HeaderTag_externalPid:
      return 5;
    case L.HeaderTag_tuple:
      return 6;
    case L.HeaderTag_record:
      return 7;
    case L.HeaderTag_map:
      return 8;
    default:
      return 11;
  }
}

// @ts-ignore: decorator
@inline
function sign(a: i64, b: i64): i32 {
  return (a > b ? 1 : 0) - (a < b ? 1 : 0);
}

function compareBytes(a: u32, aLength: u32, b: u32, bLength: u32): i32 {
  const order = memory.compare(a, b, min(aLength, bLength));
  return order != 0 ? order : sign(aLength, bLength);
}

/** True if a term is a bitstring with the same bits as one. */
function isSameBitstring(a: u32, b: u32): bool {
  if (!isBitstringTag(tagOf(b)) || bitSizeOf(a) != bitSizeOf(b)) return false;
  locate(a);
  const base = locatedBase;
  const start = locatedStart;
  const bits = locatedBits;
  locate(b);
  return equalBits(base, start, locatedBase, locatedStart, bits);
}

/** Bit by bit, then by size. */
function compareBitstrings(a: u32, b: u32): i32 {
  locate(a);
  const base = locatedBase;
  const start = locatedStart;
  const bits = locatedBits;
  locate(b);
  const order = compareBits(base, start, locatedBase, locatedStart, min(bits, locatedBits));
  return order != 0 ? order : sign(bits, locatedBits);
}

function compareAtoms(a: u32, b: u32): i32 {
  const x = atomText(a);
  const y = atomText(b);
  const first = load<u32>(x);
  const second = load<u32>(y);
  if (first >= 4 && second >= 4) {
    const order = sign(bswap(load<u32>(x + 4)), bswap(load<u32>(y + 4)));
    if (order != 0) return order;
  }
  return compareBytes(x + 4, first, y + 4, second);
}

function compareIntegers(a: u32, b: u32): i32 {
  const wideA = !fits64(a);
  const wideB = !fits64(b);
  if (!wideA && !wideB) return sign(value64(a), value64(b));
  const negativeA = wideA && (headerOf(a) & 4) != 0;
  const negativeB = wideB && (headerOf(b) & 4) != 0;
  if (!wideA) return negativeB ? 1 : -1;
  if (!wideB) return negativeA ? -1 : 1;
  if (negativeA != negativeB) return negativeA ? -1 : 1;
  const limbs = arityOf(a);
  let order = sign(limbs, arityOf(b));
  if (order == 0) order = compareLimbs(a + 2, b + 2, limbs);
  return negativeA ? -order : order;
}

/** An integer against a float, exactly. */
function compareIntegerFloat(a: u32, y: f64): i32 {
  if (isSmall(a)) {
    const x = smallValue(a) as f64;
    return (x > y ? 1 : 0) - (x < y ? 1 : 0);
  }
  if (isInteger64(a)) {
    // Every float from 2^63 on is beyond the range; below it the whole part is exact.
    if (y >= 9223372036854775808.0) return -1;
    if (y < -9223372036854775808.0) return 1;
    const whole = trunc(y);
    const order = sign(integer64Of(a), whole as i64);
    return order != 0 ? order : (y < whole ? 1 : 0) - (y > whole ? 1 : 0);
  }
  const negative = (headerOf(a) & 4) != 0;
  if (negative != y < 0) return negative ? -1 : 1;
  const order = compareWithFloat(a + 2, arityOf(a), y);
  return negative ? -order : order;
}

function compareNumbers(a: u32, b: u32, exact: bool): i32 {
  if (isFloat(a)) {
    if (!isFloat(b)) return exact ? 1 : -compareIntegerFloat(b, floatOf(a));
    const x = floatOf(a);
    const y = floatOf(b);
    if (x == y) return exact && !isSameFloat(a, b) ? (load<i64>(a + 2) < 0 ? -1 : 1) : 0;
    return x > y ? 1 : -1;
  }
  if (!isFloat(b)) return compareIntegers(a, b);
  return exact ? -1 : compareIntegerFloat(a, floatOf(b));
}

/** Takes the place of a pair of terms: what follows is no longer part of a key of a map. */
const END_OF_KEYS: u32 = 0;

/** The order of two terms, numbers by value: negative, 0 or positive. */
export function compareTerms(a: u32, b: u32): i32 {
  return compareBy(a, b, false);
}

/** The order of two terms with integers before floats, as the keys of maps have it; 0 if they are =:=. */
export function compareExact(a: u32, b: u32): i32 {
  return compareBy(a, b, true);
}

// @ts-ignore: decorator
@inline
function ordersAtomsByIndex(): bool {
  return load<u32>(L.MachineRegister_otpRelease) >= L.ATOMS_BY_INDEX_RELEASE;
}

/** The order of two keys of a flat map. */
export function compareFlatKeys(a: u32, b: u32): i32 {
  if (isAtom(a) && isAtom(b) && ordersAtomsByIndex()) return sign(a, b);
  return compareExact(a, b);
}

/** Writes the numbers of the keys of a flat map in the order of terms, a byte each. */
export function sortFlatKeys(keys: u32, size: u32, numbers: u32): void {
  for (let i: u32 = 0; i < size; i++) {
    const key = elementOf(keys, i);
    let slot = numbers + i;
    while (slot > numbers && compareExact(elementOf(keys, load<u8>(slot - 1)), key) > 0) {
      store<u8>(slot, load<u8>(slot - 1));
      slot--;
    }
    store<u8>(slot, i as u8);
  }
}

/** Pushes two flat maps of that many pairs, all keys in front of any value, in the order of terms. */
function pushFlatMaps(depth: u32, a: u32, b: u32, size: u32, exact: bool): u32 {
  const keysA = elementOf(a, 0);
  const keysB = elementOf(b, 0);
  const numbers = allocateTemporary(2 * size);
  const base = pendingBase;
  pendingBase = depth;
  sortFlatKeys(keysA, size, numbers);
  sortFlatKeys(keysB, size, numbers + size);
  pendingBase = base;
  for (let i = size; i-- > 0; ) {
    depth = pending.pushPair(depth, elementOf(a, load<u8>(numbers + i) + 1), elementOf(b, load<u8>(numbers + size + i) + 1));
  }
  if (!exact) depth = pending.pushPair(depth, END_OF_KEYS, END_OF_KEYS);
  for (let i = size; i-- > 0; ) {
    depth = pending.pushPair(depth, elementOf(keysA, load<u8>(numbers + i)), elementOf(keysB, load<u8>(numbers + size + i)));
  }
  freeTemporary(numbers);
  return depth;
}

/** Pushes the values of two large maps that `compareMapKeys` has compared last. */
function pushMapValues(depth: u32, size: u32): u32 {
  for (let i: i32 = (size as i32) - 1; i >= 0; i--) depth = pending.pushPair(depth, sortedValue(0, i), sortedValue(1, i));
  freeSortedLeaves();
  return depth;
}

function compareBy(a: u32, b: u32, exact: bool): i32 {
  const base = pendingBase;
  let depth = base;
  let left = MANY_PAIRS;
  while (true) {
    if (--left == 0) {
      left = MANY_PAIRS;
      spendReductions(MANY_PAIRS / PAIRS_PER_REDUCTION);
    }
    if (a != b) {
      const rankA = rank(a);
      const rankB = rank(b);
      if (rankA != rankB) return rankA - rankB;
      let order: i32 = 0;
      switch (rankA) {
        case 0:
          order = compareNumbers(a, b, exact);
          break;
        case 1:
          order = compareAtoms(a, b);
          break;
        case 2:
          order = isAnyReference(a) && isAnyReference(b) ? compareReferences(a, b) : compareNodesFirst(a, b);
          break;
        case 4:
          order = compareNodesFirst(a, b);
          break;
        case 5:
          order = comparePids(a, b);
          if (order == 0) order = compareNodesFirst(a, b);
          break;
        case 6: {
          const arity = arityOf(a);
          order = sign(arity, arityOf(b));
          if (order != 0) break;
          let first: u32 = 0;
          while (first < arity && elementOf(a, first) == elementOf(b, first)) first++;
          if (first == arity) break;
          const x = elementOf(a, first);
          const y = elementOf(b, first);
          if (isSmall(x) && isSmall(y)) return smallValue(x) < smallValue(y) ? -1 : 1;
          for (let i: u32 = arity - 1; i > first; i--) depth = pending.pushPair(depth, elementOf(a, i), elementOf(b, i));
          a = x;
          b = y;
          continue;
        }
        case 7:
          // By their definitions first: module, name, whether they are exported, names of fields. Only equal ones have as many values.
          for (let i = min(arityOf(a), arityOf(b)) - 1; i > 0; i--) depth = pending.pushPair(depth, elementOf(a, i), elementOf(b, i));
          a = elementOf(a, 0);
          b = elementOf(b, 0);
          continue;
        case 8: {
          const size = sizeOfMap(a);
          order = sign(size, sizeOfMap(b));
          if (order != 0 || size == 0) break;
          if (isFlatMap(a)) {
            if (ordersAtomsByIndex()) {
              depth = pushFlatMaps(depth, a, b, size, exact);
              exact = true;
              break;
            }
            // All keys count before any value.
            for (let i = size; i > 0; i--) depth = pending.pushPair(depth, elementOf(a, i), elementOf(b, i));
            if (!exact) depth = pending.pushPair(depth, END_OF_KEYS, END_OF_KEYS);
            exact = true;
            a = elementOf(a, 0);
            b = elementOf(b, 0);
            continue;
          }
          pendingBase = depth;
          order = compareMapKeys(a, b, size);
          pendingBase = base;
          if (order == 0) depth = pushMapValues(depth, size);
          break;
        }
        case 10: {
          const x = headOf(a);
          const y = headOf(b);
          a = tailOf(a);
          b = tailOf(b);
          if (x == y) continue;
          if (isSmall(x) && isSmall(y)) return smallValue(x) < smallValue(y) ? -1 : 1;
          depth = pending.pushPair(depth, a, b);
          a = x;
          b = y;
          continue;
        }
        case 11:
          order = compareBitstrings(a, b);
          break;
        case 3: {
          // Funs: by what they are of, then by their free variables.
          order = compareFunOrigins(elementOf(a, 2), elementOf(b, 2));
          if (order == 0) order = sign(arityOf(a), arityOf(b));
          if (order == 0) for (let i: u32 = arityOf(a) - 1; i > 2; i--) depth = pending.pushPair(depth, elementOf(a, i), elementOf(b, i));
          break;
        }
        default:
          order = sign(a, b);
      }
      if (order != 0) return order;
    }
    do {
      if (depth == base) return 0;
      depth -= 8;
      a = pending.word(depth);
      b = pending.word(depth + 4);
      if (a == END_OF_KEYS) exact = false;
    } while (a == END_OF_KEYS);
  }
}

/** Funs by their identities, in OTP's order: those of code come before external ones, whatever was loaded or made first. */
function compareFunOrigins(a: u32, b: u32): i32 {
  if (a == b) return 0;
  // The instruction that compares may have operands there.
  const kept = load<u64>(L.SCRATCH);
  const keptThird = load<u32>(L.SCRATCH, 8);
  const isCodeA = funHash(smallValue(a));
  const moduleA = load<u32>(L.SCRATCH);
  const secondA = load<u32>(L.SCRATCH, 4);
  const thirdA = load<i32>(L.SCRATCH, 8);
  const isCodeB = funHash(smallValue(b));
  const moduleB = load<u32>(L.SCRATCH);
  const secondB = load<u32>(L.SCRATCH, 4);
  const thirdB = load<i32>(L.SCRATCH, 8);
  store<u64>(L.SCRATCH, kept);
  store<u32>(L.SCRATCH, keptThird, 8);
  if (isCodeA != isCodeB) return isCodeA != 0 ? -1 : 1;
  let order = moduleA == moduleB ? 0 : compareAtoms(moduleA, moduleB);
  if (order == 0 && secondA != secondB) order = isCodeA != 0 ? sign(secondA, secondB) : compareAtoms(secondA, secondB);
  if (order == 0) order = sign(thirdA, thirdB);
  // Those of two versions of a module may be alike in all this, and are not the same.
  return order != 0 ? order : sign(a, b);
}

/** Identifiers of any node: by the node's name, its creation, then by themselves. */
function compareNodesFirst(a: u32, b: u32): i32 {
  const x = nodeOfIdentifier(a);
  const y = nodeOfIdentifier(b);
  return x != y ? compareAtoms(x, y) : compareOfNode(a, b);
}

/** `==`. */
export function equal(a: u32, b: u32): bool {
  if (a == b) return true;
  // Different immediate terms are different, whatever they are.
  if ((a & b & L.TermTag_primaryMask) == 3) return false;
  if (fits64(a) && fits64(b)) return value64(a) == value64(b);
  if (isFloat(a) && isFloat(b)) return floatOf(a) == floatOf(b);
  return compareTerms(a, b) == 0;
}

/** `<`. */
export function less(a: u32, b: u32): bool {
  if (fits64(a) && fits64(b)) return value64(a) < value64(b);
  if (isFloat(a) && isFloat(b)) return floatOf(a) < floatOf(b);
  return compareTerms(a, b) < 0;
}

/** Pairs of a flat map that is being made, sorted. */
export const sorted: u32 = memory.data(264) as u32;

/** Leaves of two large maps, sorted by their keys, while they are compared. */
let leavesOfFirst: u32 = 0;
let leavesOfSecond: u32 = 0;

/** Value `i` in the order of the keys of the first (0) or second (1) map of the last `compareMapKeys`. */
export function sortedValue(map: u32, i: u32): u32 {
  return tailOf(load<u32>((map == 0 ? leavesOfFirst : leavesOfSecond) + (i << 2)));
}

export function freeSortedLeaves(): void {
  freeTemporary(leavesOfFirst);
  freeTemporary(leavesOfSecond);
}

/** The leaves of a large map in the order of their keys, in a temporary block that the caller frees: merge sort. */
export function sortLeaves(map: u32, size: u32): u32 {
  let from = allocateTemporary(size << 2);
  let to = allocateTemporary(size << 2);
  collectLeaves(rootOf(map), 0, from, u32.MAX_VALUE);
  for (let width: u32 = 1; width < size; width <<= 1) {
    for (let start: u32 = 0; start < size; start += width << 1) {
      let a = from + (start << 2);
      const middle = from + (min(start + width, size) << 2);
      let b = middle;
      const end = from + (min(start + (width << 1), size) << 2);
      for (let slot = to + (start << 2); a < middle || b < end; slot += 4) {
        if (b == end || (a < middle && compareExact(headOf(load<u32>(a)), headOf(load<u32>(b))) < 0)) {
          store<u32>(slot, load<u32>(a));
          a += 4;
        } else {
          store<u32>(slot, load<u32>(b));
          b += 4;
        }
      }
    }
    const swap = from;
    from = to;
    to = swap;
  }
  freeTemporary(to);
  return from;
}

/**
 * The order of the keys of two large maps of the same size. If they are the same, `sortedValue` has the values,
 * until `freeSortedLeaves`.
 */
export function compareMapKeys(a: u32, b: u32, size: u32): i32 {
  const first = sortLeaves(a, size);
  const second = sortLeaves(b, size);
  let order = 0;
  for (let i: u32 = 0; order == 0 && i < size; i++) {
    order = compareExact(headOf(load<u32>(first + (i << 2))), headOf(load<u32>(second + (i << 2))));
  }
  leavesOfFirst = first;
  leavesOfSecond = second;
  if (order != 0) freeSortedLeaves();
  return order;
}
