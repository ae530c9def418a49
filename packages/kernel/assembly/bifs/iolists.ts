// Binaries from lists of bytes, and back.

import {
  bitSizeOf,
  isBinary,
  isBitstring,
  locate,
  locatedBase,
  locatedBits,
  locatedStart,
  newBitstring,
  parentOf,
  partOf,
} from '../binaries/binary';
import { copyBits, readBits, writeBits } from '../binaries/bits';
import { copyBitsInPieces } from '../binaries/copying';
import { workAllowed, worked } from '../execution/pausing';
import * as L from '../generated/layout';
import { outOfMemory } from '../host';
import { allocateNoCollect } from '../memory/heap';
import { WorkStack } from '../memory/work-stack';
import { iolistStack } from '../memory/work-stacks';
import { makeCons } from '../terms/construct';
import { makeInteger } from '../terms/integer';
import { headOf, isCons, isSmall, makeSmall, smallValue, tailOf } from '../terms/term';
import { badarg1, badarg3, fail1 } from './arguments';
import { hasParts } from './guards';

/** Tails of lists that remain to be walked. */
const pending: WorkStack = iolistStack;

/** Bytes that `walk` has met, or bits that `walkBits` has. */
let count: u64 = 0;

/** Where `walk` writes them; 0 to count them only. */
let target: u32 = 0;

/** Where a walk has come: the term that comes next, and the tails behind it. */
let nextTerm: u32 = 0;
let depth: u32 = 0;
let lists: u32 = 0;

/** A long bitstring that is to be copied before the walk goes on, or 0. */
let longBitstring: u32 = 0;

/** Bits of such. */
const LONG: u32 = 0x80000;

/** Bits of a binary that stands for itself in the vector of a walk, at least; no binary has as many where none is made. */
let separateBits: u32 = u32.MAX_VALUE;

/** The vector: its cells so far, and the first of the bytes written that are not in it yet. */
let vectorFirst: u32 = 0;
let vectorLast: u32 = 0;
let vectorBytes: u32 = 0;
/** The binary that the walk writes. */
let written: u32 = 0;

/** Bytes of a binary that a vector has a copy of, at most: those of OTP 29. */
const COPIED: u32 = 512;

/** What a walk has come to. */
const MORE: u32 = 0;
const DONE: u32 = 1;
const WRONG: u32 = 2;

/** A bitstring in a list of bytes; false unless it is whole bytes. */
function walkBinary(term: u32): bool {
  const bits = bitSizeOf(term);
  if ((bits & 7) != 0) return false;
  if (bits >= separateBits) {
    appendWritten();
    append(term);
    return true;
  }
  if (target != 0 && bits != 0) {
    if (bits >= LONG) {
      longBitstring = term;
      return true;
    }
    locate(term);
    copyBits(locatedBase, locatedStart, target + (count as u32), 0, bits);
  }
  count += bits >> 3;
  return true;
}

/** Puts a term at the end of the vector. */
function append(term: u32): void {
  const cell = makeCons(term, L.TermTag_nil);
  if (vectorFirst == 0) vectorFirst = cell;
  else store<u32>(vectorLast - L.TermTag_cons, cell);
  vectorLast = cell;
}

/** Puts the bytes that have been written since at the end of the vector. */
function appendWritten(): void {
  const from = vectorBytes;
  vectorBytes = count as u32;
  if (written != 0 && from != vectorBytes) append(partOf(written, from << 3, (vectorBytes - from) << 3));
}

/** Most lists in an iolist: as many as memory has room for. What has more is made of the same ones again and again, and could go on for ever. */
const MOST_LISTS: u32 = 1 << 27;

/** Goes on along an iolist, for so many cells at most and up to a long bitstring. */
function walkSome(left: u32): u32 {
  let term = nextTerm;
  while (true) {
    while (isCons(term)) {
      if (left-- == 0) {
        nextTerm = term;
        return MORE;
      }
      const head = headOf(term);
      if (isSmall(head)) {
        if ((smallValue(head) as u32) > 255) return WRONG;
        if (target != 0) store<u8>(target + (count as u32), smallValue(head) as u8);
        count++;
        term = tailOf(term);
      } else if (isCons(head)) {
        if (++lists > MOST_LISTS) outOfMemory();
        depth = pending.push(depth, tailOf(term));
        term = head;
      } else if (head == L.TermTag_nil || (isBitstring(head) && walkBinary(head))) {
        term = tailOf(term);
        if (longBitstring != 0) {
          nextTerm = term;
          return MORE;
        }
      } else {
        return WRONG;
      }
    }
    if (term != L.TermTag_nil) {
      if (!isBitstring(term) || !walkBinary(term)) return WRONG;
      if (longBitstring != 0) {
        nextTerm = L.TermTag_nil;
        return MORE;
      }
    }
    if (depth == 0) return DONE;
    depth -= 4;
    term = pending.word(depth);
  }
}

function startWalk(term: u32): void {
  count = 0;
  depth = 0;
  lists = 0;
  longBitstring = 0;
  separateBits = u32.MAX_VALUE;
  nextTerm = term;
}

/** Walks along an iolist; false if it is none. May pause. */
function walk(term: u32): bool {
  startWalk(term);
  return walkOn();
}

/** As `walk`, and makes the vector, for whose bytes there is a binary unless they are to be counted. */
function walkForVector(term: u32, binary: u32): bool {
  startWalk(term);
  separateBits = (COPIED + 1) << 3;
  vectorFirst = 0;
  vectorBytes = 0;
  written = binary;
  target = binary == 0 ? 0 : locatedBase;
  return walkOn();
}

/** The rest of a walk. */
function walkOn(): bool {
  while (true) {
    const allowed = workAllowed();
    const status = walkSome(allowed);
    if (status != MORE) return status == DONE;
    if (longBitstring != 0) copyLong((count as u32) << 3, 3);
    else worked(allowed);
  }
}

/** Copies the long bitstring to bit `to` of the target; `count` is of units of 1 << `shift` bits. May pause. */
function copyLong(to: u32, shift: u32): void {
  locate(longBitstring);
  longBitstring = 0;
  const bits = locatedBits;
  if ((to & 7) == 0) copyBitsInPieces(locatedBase, locatedStart, target + (to >>> 3), bits);
  else copyShifted(locatedBase, locatedStart, to, bits);
  count += bits >>> shift;
}

/** Copies bits to a place that is not at a byte. May pause. */
function copyShifted(from: u32, start: u32, to: u32, bits: u32): void {
  from += start >>> 3;
  start &= 7;
  for (let done: u32 = 0; done < bits; ) {
    const allowed = workAllowed();
    const some = min<u32>(allowed << 5, bits - done);
    const at = to + done;
    copyBits(from + ((start + done) >>> 3), (start + done) & 7, target + (at >>> 3), at & 7, some);
    done += some;
    worked(allowed);
  }
}

/** Number of bytes of an iolist, -1 if it is none. */
export function iolistBytes(data: u32): i64 {
  target = 0;
  return walk(data) ? (count as i64) : -1;
}

/** Writes the bytes of an iolist to an address. */
export function writeIolist(data: u32, to: u32): void {
  target = to;
  walk(data);
}

/** The binary of an iolist. */
function binaryOf(sp: u32, data: u32, bif: u32): u32 {
  target = 0;
  if (!walk(data)) return fail1(sp, L.Atom_badarg, bif, data);
  if (count > (L.MAXIMUM_BINARY_BYTES as u64)) return fail1(sp, L.Atom_system_limit, bif, data);
  const binary = newBitstring((count as u32) << 3);
  target = locatedBase;
  walk(data);
  return binary;
}

/** @bif erlang:list_to_binary/1 */
export function erlang_list_to_binary_1(sp: u32, list: u32): u32 {
  if (!isCons(list) && list != L.TermTag_nil) return fail1(sp, L.Atom_badarg, L.Bif_erlang_list_to_binary_1, list);
  return binaryOf(sp, list, L.Bif_erlang_list_to_binary_1);
}

/**
 * `binary:list_to_bin/1`
 *
 * @bif binary:list_to_bin/1
 */
export function binary_list_to_bin_1(sp: u32, list: u32): u32 {
  if (!isCons(list) && list != L.TermTag_nil) return fail1(sp, L.Atom_badarg, L.Bif_binary_list_to_bin_1, list);
  return binaryOf(sp, list, L.Bif_binary_list_to_bin_1);
}

/** @bif erlang:iolist_to_binary/1 */
export function erlang_iolist_to_binary_1(sp: u32, data: u32): u32 {
  return isBinary(data) ? data : binaryOf(sp, data, L.Bif_erlang_iolist_to_binary_1);
}

/**
 * `iolist_to_iovec/1`: large binaries as they are, what is between them in one piece each.
 *
 * @bif erlang:iolist_to_iovec/1
 */
export function erlang_iolist_to_iovec_1(sp: u32, data: u32): u32 {
  if (isBinary(data)) return bitSizeOf(data) == 0 ? L.TermTag_nil : makeCons(data, L.TermTag_nil);
  if (!walkForVector(data, 0)) return fail1(sp, L.Atom_badarg, L.Bif_erlang_iolist_to_iovec_1, data);
  if (count > (L.MAXIMUM_BINARY_BYTES as u64)) return fail1(sp, L.Atom_system_limit, L.Bif_erlang_iolist_to_iovec_1, data);
  if (count != 0) {
    walkForVector(data, newBitstring((count as u32) << 3));
    appendWritten();
  }
  return vectorFirst == 0 ? L.TermTag_nil : vectorFirst;
}

/** @bif erlang:iolist_size/1 */
export function erlang_iolist_size_1(sp: u32, data: u32): u32 {
  target = 0;
  return walk(data) ? makeInteger(count as i64) : fail1(sp, L.Atom_badarg, L.Bif_erlang_iolist_size_1, data);
}

/** A list of bytes from a place in memory, in one piece, in front of a tail. May pause: the bytes must stay where they are. */
export function byteListBefore(base: u32, start: u32, size: u32, tail: u32): u32 {
  if (size == 0) return tail;
  const cells = allocateNoCollect(size << 3);
  for (let i: u32 = 0; ; ) {
    const allowed = workAllowed();
    for (const stop = min<u32>(size, i + allowed); i < stop; i++) {
      const cell = cells + (i << 3);
      const byte: u32 = (start & 7) == 0 ? (load<u8>(base + (start >> 3) + i) as u32) : (readBits(base, start + (i << 3), 8) as u32);
      store<u32>(cell, (cell + 8) | L.TermTag_cons);
      store<u32>(cell, makeSmall(byte), 4);
    }
    if (i == size) break;
    worked(allowed);
  }
  store<u32>(cells + ((size - 1) << 3), tail);
  return cells | L.TermTag_cons;
}

/** A list of bytes from a place in memory. */
export function byteList(base: u32, start: u32, size: u32): u32 {
  return byteListBefore(base, start, size, L.TermTag_nil);
}

/** @bif erlang:binary_to_list/1 */
export function erlang_binary_to_list_1(sp: u32, binary: u32): u32 {
  if (!isBinary(binary)) return fail1(sp, L.Atom_badarg, L.Bif_erlang_binary_to_list_1, binary);
  locate(binary);
  return byteList(locatedBase, locatedStart, locatedBits >> 3);
}

/**
 * `binary_to_list/3`: from one position to another, from 1, both included.
 *
 * @bif erlang:binary_to_list/3
 */
export function erlang_binary_to_list_3(sp: u32, binary: u32, from: u32, to: u32): u32 {
  if (hasParts(binary) && isSmall(from) && isSmall(to)) {
    const first = smallValue(from);
    const last = smallValue(to);
    if (first >= 1 && last >= first && (last as u32) <= bitSizeOf(binary) >> 3) {
      locate(binary);
      return byteList(locatedBase, locatedStart + ((first - 1) << 3), last - first + 1);
    }
  }
  return badarg3(sp, L.Bif_erlang_binary_to_list_3, binary, from, to);
}

/**
 * `bitstring_to_list/1`: the last bits, if they are not a byte, stay a bitstring.
 *
 * @bif erlang:bitstring_to_list/1
 */
export function erlang_bitstring_to_list_1(sp: u32, term: u32): u32 {
  if (!isBitstring(term)) return badarg1(sp, L.Bif_erlang_bitstring_to_list_1, term);
  locate(term);
  const base = locatedBase;
  const start = locatedStart;
  const bytes = locatedBits >> 3;
  const rest = locatedBits & 7;
  const tail = rest == 0 ? L.TermTag_nil : makeCons(partOf(parentOf(term), start + (bytes << 3), rest), L.TermTag_nil);
  return byteListBefore(base, start, bytes, tail);
}

/** As `walkSome`, along a list of bytes and bitstrings, whose bits `count` counts. */
function walkSomeBits(left: u32): u32 {
  let term = nextTerm;
  while (true) {
    while (isCons(term)) {
      if (left-- == 0) {
        nextTerm = term;
        return MORE;
      }
      const head = headOf(term);
      if (isCons(head)) {
        depth = pending.push(depth, tailOf(term));
        term = head;
        continue;
      }
      if (isSmall(head) && (smallValue(head) as u32) <= 255) {
        if (target != 0) writeBits(target, count as u32, 8, smallValue(head));
        count += 8;
      } else if (isBitstring(head)) {
        walkBitstring(head);
      } else if (head != L.TermTag_nil) {
        return WRONG;
      }
      term = tailOf(term);
      if (longBitstring != 0) {
        nextTerm = term;
        return MORE;
      }
    }
    if (isBitstring(term)) walkBitstring(term);
    else if (term != L.TermTag_nil) return WRONG;
    if (longBitstring != 0) {
      nextTerm = L.TermTag_nil;
      return MORE;
    }
    if (depth == 0) return DONE;
    depth -= 4;
    term = pending.word(depth);
  }
}

/** Walks along a list of bytes and bitstrings, whose bits `count` counts; false if it is none. May pause. */
function walkBits(term: u32): bool {
  startWalk(term);
  while (true) {
    const allowed = workAllowed();
    const status = walkSomeBits(allowed);
    if (status != MORE) return status == DONE;
    if (longBitstring != 0) copyLong(count as u32, 0);
    else worked(allowed);
  }
}

function walkBitstring(term: u32): void {
  const bits = bitSizeOf(term);
  if (target != 0 && bits != 0) {
    if (bits >= LONG) {
      longBitstring = term;
      return;
    }
    locate(term);
    copyBits(locatedBase, locatedStart, target, count as u32, bits);
  }
  count += bits;
}

/** @bif erlang:list_to_bitstring/1 */
export function erlang_list_to_bitstring_1(sp: u32, list: u32): u32 {
  target = 0;
  if ((!isCons(list) && list != L.TermTag_nil) || !walkBits(list)) return badarg1(sp, L.Bif_erlang_list_to_bitstring_1, list);
  if (count > (L.MAXIMUM_BINARY_BYTES as u64) << 3) return fail1(sp, L.Atom_system_limit, L.Bif_erlang_list_to_bitstring_1, list);
  const bitstring = newBitstring(count as u32);
  target = locatedBase;
  walkBits(list);
  return bitstring;
}
