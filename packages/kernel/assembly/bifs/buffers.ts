// The module `prim_buffer`: bytes that are written at the end and read at the front, behind a magic reference. They lie in a
// block as that of a `refc` binary, which goes with the reference.

import {
  bitSizeOf,
  countBlock,
  isBinary,
  locate,
  locatedBase,
  locatedBits,
  locatedStart,
  newBitstring,
  newBlock,
} from '../binaries/binary';
import { releaseBlock } from '../binaries/binary-blocks';
import { copyBits } from '../binaries/bits';
import { failBif } from '../execution/raise';
import { setX } from '../execution/x-registers';
import * as L from '../generated/layout';
import { currentContext } from '../memory/heap';
import { makePair } from '../terms/construct';
import { makeInteger } from '../terms/integer';
import { isMagicReference, magicData, newMagicReference } from '../terms/magic-references';
import { headOf, isCons, isSmall, makeAtom, smallValue, tailOf } from '../terms/term';
import { badarg1, badarg2, fail2 } from './arguments';

/** Byte offsets in the data of the reference: first byte of the buffer in its block, number of bytes. */
const START: usize = 0;
const SIZE: usize = 4;

/** A `refc` binary that refers to the block, so that it is released with the reference; 0 as its block if there is none. */
const BOX: u32 = 8;
/** 1 while it is locked. */
const LOCKED: u32 = BOX + 16;
const DATA_BYTES: u32 = LOCKED + 8;

/** Capacity of the first block of a buffer. */
const FIRST_CAPACITY: u32 = 256;

/** An empty buffer gives a block up that is larger. */
const KEPT_CAPACITY: u32 = 0x10000;

// @ts-ignore: decorator
@inline
function isBuffer(term: u32): bool {
  return isMagicReference(term, L.MagicKind_buffer);
}

// @ts-ignore: decorator
@inline
function blockOf(data: u32): u32 {
  return load<u32>(data + BOX, L.RefcBinaryOffset_block);
}

/** Address of the first byte. */
// @ts-ignore: decorator
@inline
function bytesOf(data: u32): u32 {
  return blockOf(data) + L.BinaryBlockOffset_data + load<u32>(data, START);
}

function capacityOf(data: u32): u32 {
  return blockOf(data) == 0 ? 0 : load<u32>(blockOf(data), L.BinaryBlockOffset_capacity);
}

/** Gives a buffer another block, which may be none: 0. */
function setBlock(data: u32, block: u32): void {
  const before = blockOf(data);
  store<u32>(data + BOX, block, L.RefcBinaryOffset_block);
  store<u32>(data - L.BinaryBlockOffset_data, block == 0 ? 0 : data + BOX, L.BinaryBlockOffset_binaries);
  store<u32>(data, 0, START);
  if (before != 0) releaseBlock(before);
}

/** Makes room for more bytes behind those of a buffer. */
function makeRoom(data: u32, more: u32): void {
  const size = load<u32>(data, SIZE);
  const start = load<u32>(data, START);
  const capacity = capacityOf(data);
  if (start + size + more <= capacity) return;
  if (size + more <= capacity && start >= capacity >> 1) {
    memory.copy(bytesOf(data) - start, bytesOf(data), size);
    store<u32>(data, 0, START);
    return;
  }
  const larger = max<u32>(FIRST_CAPACITY, min<u32>((size + more) * 2, L.MAXIMUM_BINARY_BYTES));
  const block = newBlock(0, larger);
  if (size > 0) memory.copy(block + L.BinaryBlockOffset_data, bytesOf(data), size);
  setBlock(data, block);
  countBlock(currentContext(), larger);
}

/** Takes bytes off the front. */
function skip(data: u32, bytes: u32): void {
  const size = load<u32>(data, SIZE) - bytes;
  store<u32>(data, size, SIZE);
  store<u32>(data, load<u32>(data, START) + bytes, START);
  if (size != 0) return;
  store<u32>(data, 0, START);
  if (capacityOf(data) > KEPT_CAPACITY) setBlock(data, 0);
}

/** The first bytes of a buffer. */
function binaryOf(data: u32, bytes: u32): u32 {
  const binary = newBitstring(bytes << 3);
  if (bytes > 0) memory.copy(locatedBase, bytesOf(data), bytes);
  return binary;
}

/** True for a number of bytes that a buffer has. */
function hasBytes(buffer: u32, count: u32): bool {
  return isBuffer(buffer) && isSmall(count) && smallValue(count) >= 0 && (smallValue(count) as u32) <= load<u32>(magicData(buffer), SIZE);
}

/** @bif prim_buffer:new/0 */
export function prim_buffer_new_0(sp: u32): u32 {
  const buffer = newMagicReference(DATA_BYTES, L.MagicKind_buffer);
  const data = magicData(buffer);
  memory.fill(data, 0, DATA_BYTES);
  store<u32>(data + BOX, (3 << L.TermTag_arityShift) | L.HeaderTag_refcBinary);
  return buffer;
}

/** @bif prim_buffer:size/1 */
export function prim_buffer_size_1(sp: u32, buffer: u32): u32 {
  return isBuffer(buffer) ? makeInteger(load<u32>(magicData(buffer), SIZE)) : badarg1(sp, L.Bif_prim_buffer_size_1, buffer);
}

/** Bytes of a list of binaries, -1 if it is none. */
function vectorBytes(list: u32): i64 {
  let bytes: i64 = 0;
  for (; isCons(list); list = tailOf(list)) {
    if (!isBinary(headOf(list))) return -1;
    bytes += bitSizeOf(headOf(list)) >> 3;
  }
  return list == L.TermTag_nil ? bytes : -1;
}

/** @bif prim_buffer:write/2 */
export function prim_buffer_write_2(sp: u32, buffer: u32, list: u32): u32 {
  const more = vectorBytes(list);
  if (!isBuffer(buffer) || more < 0) return badarg2(sp, L.Bif_prim_buffer_write_2, buffer, list);
  const data = magicData(buffer);
  if (more + load<u32>(data, SIZE) > (L.MAXIMUM_BINARY_BYTES as i64))
    return fail2(sp, L.Atom_system_limit, L.Bif_prim_buffer_write_2, buffer, list);
  makeRoom(data, more as u32);
  for (; isCons(list); list = tailOf(list)) {
    const size = load<u32>(data, SIZE);
    locate(headOf(list));
    if (locatedBits != 0) copyBits(locatedBase, locatedStart, bytesOf(data) + size, 0, locatedBits);
    store<u32>(data, size + (locatedBits >> 3), SIZE);
  }
  return makeAtom(L.Atom_ok);
}

/** @bif prim_buffer:skip/2 */
export function prim_buffer_skip_2(sp: u32, buffer: u32, count: u32): u32 {
  if (!hasBytes(buffer, count)) return badarg2(sp, L.Bif_prim_buffer_skip_2, buffer, count);
  skip(magicData(buffer), smallValue(count));
  return makeAtom(L.Atom_ok);
}

/** @bif prim_buffer:copying_read/2 */
export function prim_buffer_copying_read_2(sp: u32, buffer: u32, count: u32): u32 {
  if (!hasBytes(buffer, count)) return badarg2(sp, L.Bif_prim_buffer_copying_read_2, buffer, count);
  const binary = binaryOf(magicData(buffer), smallValue(count));
  skip(magicData(buffer), smallValue(count));
  return binary;
}

/**
 * `peek_head/1`: all that is there, in one piece.
 *
 * @bif prim_buffer:peek_head/1
 */
export function prim_buffer_peek_head_1(sp: u32, buffer: u32): u32 {
  if (!isBuffer(buffer)) return badarg1(sp, L.Bif_prim_buffer_peek_head_1, buffer);
  return binaryOf(magicData(buffer), load<u32>(magicData(buffer), SIZE));
}

/** @bif prim_buffer:find_byte_index/2 */
export function prim_buffer_find_byte_index_2(sp: u32, buffer: u32, byte: u32): u32 {
  if (!isBuffer(buffer) || !isSmall(byte)) return badarg2(sp, L.Bif_prim_buffer_find_byte_index_2, buffer, byte);
  const data = magicData(buffer);
  const size = load<u32>(data, SIZE);
  const bytes = bytesOf(data);
  for (let i: u32 = 0; i < size; i++) {
    if (load<u8>(bytes + i) == smallValue(byte)) return makePair(makeAtom(L.Atom_ok), makeInteger(i));
  }
  return makeAtom(L.Atom_not_found);
}

/** @bif prim_buffer:try_lock/1 */
export function prim_buffer_try_lock_1(sp: u32, buffer: u32): u32 {
  if (!isBuffer(buffer)) return badarg1(sp, L.Bif_prim_buffer_try_lock_1, buffer);
  const data = magicData(buffer);
  if (load<u32>(data + LOCKED) != 0) return makeAtom(L.Atom_busy);
  store<u32>(data + LOCKED, 1);
  return makeAtom(L.Atom_acquired);
}

/** @bif prim_buffer:unlock/1 */
export function prim_buffer_unlock_1(sp: u32, buffer: u32): u32 {
  if (!isBuffer(buffer)) return badarg1(sp, L.Bif_prim_buffer_unlock_1, buffer);
  const data = magicData(buffer);
  if (load<u32>(data + LOCKED) == 0) {
    setX(0, buffer);
    return failBif(sp, L.Atom_lock_order_violation, L.Bif_prim_buffer_unlock_1, 1);
  }
  store<u32>(data + LOCKED, 0);
  return makeAtom(L.Atom_ok);
}
