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
import * as L from '../generated/layout';
import { outOfMemory } from '../host';
import { allocateNoCollect } from '../memory/heap';
import { WorkStack } from '../memory/work-stack';
import { makeCons } from '../terms/construct';
import { makeInteger } from '../terms/integer';
import { headOf, isCons, isSmall, makeSmall, smallValue, tailOf } from '../terms/term';
import { badarg1, badarg3, fail1 } from './arguments';

/** Tails of lists that remain to be walked. */
const pending: WorkStack = changetype<WorkStack>(memory.data(8));

/** Bytes that `walk` has met, or bits that `walkBits` has. */
let count: u64 = 0;

/** Where `walk` writes them; 0 to count them only. */
let target: u32 = 0;

/** A bitstring in a list of bytes; false unless it is whole bytes. */
function walkBinary(term: u32): bool {
  const bits = bitSizeOf(term);
  if ((bits & 7) != 0) return false;
  if (target != 0 && bits != 0) {
    locate(term);
    copyBits(locatedBase, locatedStart, target + (count as u32), 0, bits);
  }
  count += bits >> 3;
  return true;
}

/** Most lists in an iolist: as many as memory has room for. What has more is made of the same ones again and again, and could go on for ever. */
const MOST_LISTS: u32 = 1 << 27;

/** Walks along an iolist; false if it is none. */
function walk(term: u32): bool {
  let depth: u32 = 0;
  let lists: u32 = 0;
  count = 0;
  while (true) {
    while (isCons(term)) {
      const head = headOf(term);
      if (isSmall(head)) {
        if ((smallValue(head) as u32) > 255) return false;
        if (target != 0) store<u8>(target + (count as u32), smallValue(head) as u8);
        count++;
        term = tailOf(term);
      } else if (isCons(head)) {
        if (++lists > MOST_LISTS) outOfMemory();
        depth = pending.push(depth, tailOf(term));
        term = head;
      } else if (head == L.TermTag_nil || (isBitstring(head) && walkBinary(head))) {
        term = tailOf(term);
      } else {
        return false;
      }
    }
    if (term != L.TermTag_nil && (!isBitstring(term) || !walkBinary(term))) return false;
    if (depth == 0) return true;
    depth -= 4;
    term = pending.word(depth);
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
 * `iolist_to_iovec/1`: in one piece.
 *
 * @bif erlang:iolist_to_iovec/1
 */
export function erlang_iolist_to_iovec_1(sp: u32, data: u32): u32 {
  const binary = isBinary(data) ? data : binaryOf(sp, data, L.Bif_erlang_iolist_to_iovec_1);
  if (binary == 0) return 0;
  return bitSizeOf(binary) == 0 ? L.TermTag_nil : makeCons(binary, L.TermTag_nil);
}

/** @bif erlang:iolist_size/1 */
export function erlang_iolist_size_1(sp: u32, data: u32): u32 {
  target = 0;
  return walk(data) ? makeInteger(count as i64) : fail1(sp, L.Atom_badarg, L.Bif_erlang_iolist_size_1, data);
}

/** A list of bytes from a place in memory, in one piece, in front of a tail. */
export function byteListBefore(base: u32, start: u32, size: u32, tail: u32): u32 {
  if (size == 0) return tail;
  const cells = allocateNoCollect(size << 3);
  for (let i: u32 = 0; i < size; i++) {
    const cell = cells + (i << 3);
    const byte: u32 = (start & 7) == 0 ? (load<u8>(base + (start >> 3) + i) as u32) : (readBits(base, start + (i << 3), 8) as u32);
    store<u32>(cell, (cell + 8) | L.TermTag_cons);
    store<u32>(cell, makeSmall(byte), 4);
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
  if (isBinary(binary) && isSmall(from) && isSmall(to)) {
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

/** Walks along a list of bytes and bitstrings, whose bits `count` counts; false if it is none. */
function walkBits(term: u32): bool {
  let depth: u32 = 0;
  count = 0;
  while (true) {
    while (isCons(term)) {
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
        return false;
      }
      term = tailOf(term);
    }
    if (isBitstring(term)) walkBitstring(term);
    else if (term != L.TermTag_nil) return false;
    if (depth == 0) return true;
    depth -= 4;
    term = pending.word(depth);
  }
}

function walkBitstring(term: u32): void {
  const bits = bitSizeOf(term);
  if (target != 0 && bits != 0) {
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
