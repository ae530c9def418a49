// The first pass over an external term: whether all of it is there, and how much memory it needs. No length is believed
// that the bytes cannot justify: each term takes one at least.
import { workAllowed, worked } from '../execution/pausing';
import * as L from '../generated/layout';
import { mostIntegerBytes } from '../terms/integer';
import { referenceCount } from './atom-references';
import { bytesLeft, position, take16, take32, takeByte, takeBytes } from './reader';
import {
  ATOM,
  ATOM_REFERENCE,
  ATOM_UTF8,
  BINARY,
  BIT_BINARY,
  EXPORT,
  FLOAT,
  FLOAT_TEXT_BYTES,
  INTEGER,
  LARGE_BIG,
  LARGE_TUPLE,
  LIST,
  MAP,
  NEW_FLOAT,
  NEW_FUN,
  NEW_PID,
  NEW_PORT,
  NEW_REFERENCE,
  NEWER_REFERENCE,
  NIL,
  PID,
  PORT,
  RECORD,
  REFERENCE,
  SMALL_ATOM,
  SMALL_ATOM_UTF8,
  SMALL_BIG,
  SMALL_INTEGER,
  SMALL_TUPLE,
  STRING,
  V4_PORT,
} from './tags';

/** Bytes of heap that the term needs, binaries in blocks of their own and maps excepted. */
export let heapBytes: u64 = 0;

/** Bytes for the pairs of its maps while they are read. */
export let mapBytes: u64 = 0;

/** True for the form of `local`. */
let measuresLocal: bool = false;

/** Bytes of a map that is read, in front of its pairs: the one before, where the map goes, number of pairs. */
export const MAP_ENTRY: u32 = 12;

/** Most elements of a tuple and free variables of a fun, as in OTP. */
const MOST_ELEMENTS: u32 = 0xffffff;
const MOST_ARGUMENTS: u32 = 255;

/** Most words of a reference. */
const MOST_WORDS: u32 = 5;

const BOX64: u32 = 12;

/** Bytes of a pid or port of another node. */
const IDENTIFIER: u32 = 20;

function skip(count: u32): bool {
  if (count > bytesLeft()) return false;
  takeBytes(count);
  return true;
}

// @ts-ignore: decorator
@inline
function has(bytes: u32): bool {
  return bytesLeft() >= bytes;
}

function skipReferenceToAtom(): bool {
  return has(1) && takeByte() < referenceCount;
}

function skipAtom(): bool {
  if (!has(1)) return false;
  const tag = takeByte();
  if (tag == SMALL_ATOM || tag == SMALL_ATOM_UTF8) return has(1) && skip(takeByte());
  if (tag == ATOM_REFERENCE) return skipReferenceToAtom();
  return (tag == ATOM || tag == ATOM_UTF8) && has(2) && skip(take16());
}

/** The name of a node; in the local form nil may stand for this one. */
function skipNode(isLocal: bool): bool {
  if (isLocal && bytesLeft() > 0 && load<u8>(position()) == NIL) return skip(1);
  return skipAtom();
}

/** The size and bytes of an integer that is written as its magnitude. */
function skipMagnitude(size: u32): bool {
  if (size > mostIntegerBytes() || bytesLeft() <= size) return false;
  heapBytes += size <= 8 ? BOX64 + 4 : 4 + max<u32>((size + 3) & ~3, 12);
  return skip(size + 1);
}

function skipInteger(): bool {
  if (!has(2)) return false;
  const tag = takeByte();
  if (tag == SMALL_INTEGER) return skip(1);
  if (tag == INTEGER) return skip(4);
  if (tag == SMALL_BIG) return skipMagnitude(takeByte());
  return tag == LARGE_BIG && has(4) && skipMagnitude(take32());
}

function skipBitstring(size: u32, isPart: bool): bool {
  if (isPart) {
    if (!has(1)) return false;
    const lastBits = takeByte();
    if (size == 0 ? lastBits != 0 : lastBits < 1 || lastBits > 8) return false;
    heapBytes += 16;
  }
  if (size <= L.HEAP_BINARY_LIMIT) heapBytes += L.BINARY_DATA_OFFSET + ((size + 3) & ~3);
  return skip(size);
}

/** A pid, port or old reference: the name of a node, then numbers of a known size. */
function skipIdentifier(numbers: u32, isLocal: bool): bool {
  heapBytes += IDENTIFIER;
  return skipNode(isLocal) && skip(numbers);
}

function skipPid(isLocal: bool): bool {
  if (!has(1)) return false;
  const tag = takeByte();
  return (tag == PID || tag == NEW_PID) && skipIdentifier(tag == PID ? 9 : 12, isLocal);
}

function skipReference(creation: u32, isLocal: bool): bool {
  if (!has(2)) return false;
  const words = take16();
  if (words > MOST_WORDS) return false;
  heapBytes += IDENTIFIER + (words << 2);
  return skipNode(isLocal) && skip(creation + (words << 2));
}

/** Up to the free variables of a fun; returns their number, -1 if something is wrong. */
function skipFun(isLocal: bool): i64 {
  if (!skip(4 + 1 + 16 + 4) || !has(4)) return -1;
  const free = take32();
  if (free > MOST_ARGUMENTS || !skipAtom() || !skipInteger() || !skipInteger() || !skipPid(isLocal)) return -1;
  heapBytes += L.FunOffset_free + (free << 2);
  return free;
}

/** Up to the values of a native record; returns their number, -1 if something is wrong. */
function skipRecord(): i64 {
  if (!has(5)) return -1;
  const count = take32();
  if (count > bytesLeft() || takeByte() > 1 || !skipAtom() || !skipAtom()) return -1;
  for (let i: u32 = 0; i < count; i++) if (!skipAtom()) return -1;
  // The tuple of the names, the definition, the record.
  heapBytes += ((1 + (count as u64)) << 2) + 20 + ((1 + L.RECORD_VALUES + (count as u64)) << 2);
  return count;
}

/** A list or tuple of so many terms that take `each` bytes of heap; the terms, -1 if there cannot be as many. */
// @ts-ignore: decorator
@inline
function countTerms(count: u32, each: u64): i64 {
  if (count > bytesLeft()) return -1;
  heapBytes += count * each;
  return count;
}

/** Skips a term up to the terms in it; returns their number, -1 if something is wrong. */
function skipTerm(isLocal: bool): i64 {
  const tag = takeByte();
  switch (tag) {
    case NIL:
      return 0;
    case SMALL_INTEGER:
      return skip(1) ? 0 : -1;
    case INTEGER: {
      if (!has(4)) return -1;
      const value = take32() as i32;
      if (value < -0x8000000 || value > 0x7ffffff) heapBytes += BOX64;
      return 0;
    }
    case SMALL_BIG:
      return has(1) && skipMagnitude(takeByte()) ? 0 : -1;
    case LARGE_BIG:
      return has(4) && skipMagnitude(take32()) ? 0 : -1;
    case NEW_FLOAT:
      heapBytes += BOX64;
      return skip(8) ? 0 : -1;
    case FLOAT:
      heapBytes += BOX64;
      return skip(FLOAT_TEXT_BYTES) ? 0 : -1;
    case SMALL_ATOM:
    case SMALL_ATOM_UTF8:
      return has(1) && skip(takeByte()) ? 0 : -1;
    case ATOM:
    case ATOM_UTF8:
      return has(2) && skip(take16()) ? 0 : -1;
    case ATOM_REFERENCE:
      return skipReferenceToAtom() ? 0 : -1;
    case STRING: {
      if (!has(2)) return -1;
      const size = take16();
      heapBytes += size << 3;
      return skip(size) ? 0 : -1;
    }
    case LIST: {
      if (!has(4)) return -1;
      const count = countTerms(take32(), 8);
      return count < 0 ? -1 : count + 1;
    }
    case SMALL_TUPLE:
      heapBytes += 4;
      return has(1) ? countTerms(takeByte(), 4) : -1;
    case LARGE_TUPLE: {
      heapBytes += 4;
      if (!has(4)) return -1;
      const arity = take32();
      return arity > MOST_ELEMENTS ? -1 : countTerms(arity, 4);
    }
    case MAP: {
      if (!has(4)) return -1;
      const count: u64 = take32();
      if (2 * count > bytesLeft()) return -1;
      mapBytes += MAP_ENTRY + 8 * count;
      return 2 * count;
    }
    case BINARY:
      return has(4) && skipBitstring(take32(), false) ? 0 : -1;
    case BIT_BINARY:
      return has(4) && skipBitstring(take32(), true) ? 0 : -1;
    case PID:
      return skipIdentifier(9, isLocal) ? 0 : -1;
    case NEW_PID:
      return skipIdentifier(12, isLocal) ? 0 : -1;
    case PORT:
      return skipIdentifier(5, isLocal) ? 0 : -1;
    case NEW_PORT:
      return skipIdentifier(8, isLocal) ? 0 : -1;
    case V4_PORT:
      return skipIdentifier(12, isLocal) ? 0 : -1;
    case REFERENCE:
      return skipIdentifier(5, isLocal) ? 0 : -1;
    case NEW_REFERENCE:
      return skipReference(1, isLocal) ? 0 : -1;
    case NEWER_REFERENCE:
      return skipReference(4, isLocal) ? 0 : -1;
    case EXPORT:
      return skipAtom() && skipAtom() && skipInteger() ? 0 : -1;
    case NEW_FUN:
      return skipFun(isLocal);
    case RECORD:
      return load<u32>(L.MachineRegister_otpRelease) >= 29 ? skipRecord() : -1;
    default:
      return -1;
  }
}

/** Terms that are still to be skipped. */
let termsLeft: u64 = 0;

/** Goes on with `measureTerm`; false if something is wrong. */
function measureSome(allowed: u32): bool {
  let terms = termsLeft;
  for (; terms != 0 && allowed != 0; allowed--) {
    if (terms > bytesLeft()) return false;
    const inside = skipTerm(measuresLocal);
    if (inside < 0) return false;
    terms += inside - 1;
  }
  termsLeft = terms;
  return true;
}

/** Skips the term that comes next; false if it is cut off or is none. May pause. */
export function measureTerm(isLocal: bool): bool {
  heapBytes = 0;
  mapBytes = 0;
  termsLeft = 1;
  measuresLocal = isLocal;
  while (true) {
    const allowed = workAllowed();
    if (!measureSome(allowed)) return false;
    if (termsLeft == 0) return true;
    worked(allowed);
  }
}
