// The external term format. Options are those of the release of OTP that the machine behaves as.

import { isBinary, locate, locatedBase, locatedBits, locatedStart, newBitstring } from '../binaries/binary';
import { copyBits } from '../binaries/bits';
import { failBifFor } from '../execution/raise';
import { setX2 } from '../execution/x-registers';
import { decodeTerm } from '../external-terms/decode';
import { encodeTerm, setEncoding } from '../external-terms/encode';
import { localHash } from '../external-terms/local-hash';
import { measureTerm } from '../external-terms/measure';
import { decodeError } from '../external-terms/read-leaves';
import { bytesLeft, position, startReading } from '../external-terms/reader';
import { COMPRESSED, LOCAL, VERSION } from '../external-terms/tags';
import * as L from '../generated/layout';
import { deflate, inflate } from '../host';
import { spendReductions } from '../memory/heap';
import { allocateTemporary, freeTemporary } from '../memory/temporary-blocks';
import { makeCons, makePair } from '../terms/construct';
import { makeInteger } from '../terms/integer';
import { arityOf, elementOf, headOf, isCons, isSmall, isTuple, makeAtom, smallValue, tailOf } from '../terms/term';
import { badarg2, fail1, fail2 } from './arguments';

/** Level of `compressed` (`TERM_TO_BINARY_DEFAULT_COMPRESSION`, zlib's own default). */
const DEFAULT_LEVEL: u32 = 6;

/** Bytes in front of a compressed term, the version among them: a tag, the size of the term. */
const COMPRESSED_HEADER: u32 = 6;

/** Bytes in front of a local term, the version among them: a tag, a hash. */
const LOCAL_HEADER: u32 = 6;

/** Deflate cannot do better (RFC 1951). */
const MOST_RATIO: u64 = 1032;

/** A size that is not counted to its end, as that of a term whose parts are in it many times may have none that time allows. */
const MOST_COUNTED: u64 = 1 << 30;

/** Bytes of an external term for a reduction. */
const BYTES_PER_REDUCTION: u32 = 64;

/** What the options of `term_to_binary/2` say. 0 as the level does not compress. */
let minorVersion: u32 = 0;
let level: u32 = 0;
let isDeterministic: bool = false;
let isLocal: bool = false;

// @ts-ignore: decorator
@inline
function release(): u32 {
  return load<u32>(L.MachineRegister_otpRelease);
}

function setDefaults(): void {
  minorVersion = release() >= L.UTF8_ATOMS_RELEASE ? 2 : 1;
  level = 0;
  isDeterministic = false;
  isLocal = false;
}

/** An option `{Name, Number}`. */
function takePair(option: u32, sizeOnly: bool): bool {
  if (!isTuple(option) || arityOf(option) != 2 || !isSmall(elementOf(option, 1))) return false;
  const name = elementOf(option, 0);
  const value = smallValue(elementOf(option, 1)) as u32;
  if (name == makeAtom(L.Atom_minor_version)) {
    minorVersion = value;
    return value <= 2;
  }
  level = value;
  return name == makeAtom(L.Atom_compressed) && value <= 9 && !sizeOnly;
}

/** Reads options; false if they are none. Before OTP 26 `external_size/2` knew one option only. */
function takeOptions(options: u32, isSize: bool): bool {
  setDefaults();
  const sizeOnly = isSize && release() < L.UTF8_ATOMS_RELEASE;
  for (; isCons(options); options = tailOf(options)) {
    const option = headOf(options);
    if (option == makeAtom(L.Atom_compressed) && !sizeOnly) level = DEFAULT_LEVEL;
    else if (option == makeAtom(L.Atom_deterministic) && !sizeOnly) isDeterministic = true;
    else if (option == makeAtom(L.Atom_local) && release() >= L.UTF8_ATOMS_RELEASE) isLocal = true;
    else if (!takePair(option, sizeOnly)) return false;
  }
  return options == L.TermTag_nil && !(isLocal && isDeterministic);
}

/** Bytes in front of the term itself. */
// @ts-ignore: decorator
@inline
function headerBytes(): u32 {
  return isLocal ? LOCAL_HEADER : 1;
}

/** Size of a term in the form that the options say, up to more than `most`. */
function sizeOf(term: u32, most: u64): u64 {
  setEncoding(minorVersion, isDeterministic, isLocal);
  const size = encodeTerm(term, 0, most) + headerBytes();
  spendReductions((min<u64>(size, u32.MAX_VALUE) as u32) / BYTES_PER_REDUCTION);
  return size;
}

/** The plain form of a term as a binary, or what is compressed of it if that is smaller; 0 if it is too large. */
function encoded(term: u32): u32 {
  const size = sizeOf(term, L.MAXIMUM_BINARY_BYTES);
  if (size > (L.MAXIMUM_BINARY_BYTES as u64)) return 0;
  const bytes = size as u32;
  const plain = newBitstring(bytes << 3);
  const at = locatedBase;
  const header = headerBytes();
  encodeTerm(term, at + header, u64.MAX_VALUE);
  store<u8>(at, VERSION as u8);
  if (isLocal) {
    store<u8>(at, LOCAL as u8, 1);
    store<u32>(at, localHash(at + header, bytes - header), 2);
    return plain;
  }
  return level == 0 || bytes <= COMPRESSED_HEADER ? plain : compressed(plain, at, bytes);
}

function compressed(plain: u32, at: u32, bytes: u32): u32 {
  const room = bytes - COMPRESSED_HEADER;
  const data = allocateTemporary(room);
  const size = deflate(at + 1, bytes - 1, level, data, room);
  let result = plain;
  if (size != 0) {
    result = newBitstring((size + COMPRESSED_HEADER) << 3);
    store<u8>(locatedBase, VERSION as u8);
    store<u8>(locatedBase, COMPRESSED as u8, 1);
    store<u32>(locatedBase, bswap<u32>(bytes - 1), 2);
    memory.copy(locatedBase + COMPRESSED_HEADER, data, size);
  }
  freeTemporary(data);
  return result;
}

/** @bif erlang:term_to_binary/1 */
export function erlang_term_to_binary_1(sp: u32, term: u32): u32 {
  setDefaults();
  const binary = encoded(term);
  return binary != 0 ? binary : fail1(sp, L.Atom_system_limit, L.Bif_erlang_term_to_binary_1, term);
}

/** @bif erlang:term_to_binary/2 */
export function erlang_term_to_binary_2(sp: u32, term: u32, options: u32): u32 {
  if (!takeOptions(options, false)) return badarg2(sp, L.Bif_erlang_term_to_binary_2, term, options);
  const binary = encoded(term);
  return binary != 0 ? binary : fail2(sp, L.Atom_system_limit, L.Bif_erlang_term_to_binary_2, term, options);
}

/**
 * `term_to_iovec/1`: in one piece.
 *
 * @bif erlang:term_to_iovec/1
 */
export function erlang_term_to_iovec_1(sp: u32, term: u32): u32 {
  setDefaults();
  const binary = encoded(term);
  return binary != 0 ? makeCons(binary, L.TermTag_nil) : fail1(sp, L.Atom_system_limit, L.Bif_erlang_term_to_iovec_1, term);
}

/** @bif erlang:term_to_iovec/2 */
export function erlang_term_to_iovec_2(sp: u32, term: u32, options: u32): u32 {
  if (!takeOptions(options, false)) return badarg2(sp, L.Bif_erlang_term_to_iovec_2, term, options);
  const binary = encoded(term);
  return binary != 0 ? makeCons(binary, L.TermTag_nil) : fail2(sp, L.Atom_system_limit, L.Bif_erlang_term_to_iovec_2, term, options);
}

/** @bif erlang:external_size/1 */
export function erlang_external_size_1(sp: u32, term: u32): u32 {
  setDefaults();
  const size = sizeOf(term, MOST_COUNTED);
  return size <= MOST_COUNTED ? makeInteger(size) : fail1(sp, L.Atom_system_limit, L.Bif_erlang_external_size_1, term);
}

/** @bif erlang:external_size/2 */
export function erlang_external_size_2(sp: u32, term: u32, options: u32): u32 {
  if (!takeOptions(options, true)) return badarg2(sp, L.Bif_erlang_external_size_2, term, options);
  const size = sizeOf(term, MOST_COUNTED);
  return size <= MOST_COUNTED ? makeInteger(size) : fail2(sp, L.Atom_system_limit, L.Bif_erlang_external_size_2, term, options);
}

/** Bytes that the last external term took, and the index of the atom that the last one failed with. */
let taken: u32 = 0;
let failure: u32 = 0;

/** What `measureTerm` has just skipped. */
function decodeMeasured(at: u32, end: u32, isSafe: bool): u32 {
  spendReductions((end - at) / BYTES_PER_REDUCTION);
  const term = decodeTerm(at, end, isSafe);
  if (term == 0) failure = decodeError;
  return term;
}

/** A compressed term: its size, then the bytes. It takes all that is inflated. */
function decodeCompressed(at: u32, size: u32, isSafe: bool): u32 {
  if (size <= COMPRESSED_HEADER) return 0;
  const bytes = bswap<u32>(load<u32>(at, 2));
  const data = size - COMPRESSED_HEADER;
  // Nothing is reserved that the data cannot fill.
  if (bytes == 0 || (bytes as u64) > data * MOST_RATIO) return 0;
  const plain = allocateTemporary(bytes + 1);
  const used = inflate(at + COMPRESSED_HEADER, data, plain, bytes);
  let term: u32 = 0;
  if (used != 0) {
    taken = COMPRESSED_HEADER + used;
    startReading(plain, plain + bytes);
    if (measureTerm(false) && bytesLeft() == 0) term = decodeMeasured(plain, plain + bytes, isSafe);
  }
  freeTemporary(plain);
  return term;
}

/** The term that bytes begin with; 0 if there is none. */
function decodeBytes(at: u32, size: u32, isSafe: bool): u32 {
  if (size < 2 || load<u8>(at) != VERSION) return 0;
  const tag: u32 = load<u8>(at, 1);
  if (tag == COMPRESSED) return decodeCompressed(at, size, isSafe);
  const local = tag == LOCAL && release() >= L.UTF8_ATOMS_RELEASE;
  const header: u32 = local ? LOCAL_HEADER : 1;
  if (size < header) return 0;
  startReading(at + header, at + size);
  if (!measureTerm(local)) return 0;
  taken = position() - at;
  if (local && localHash(at + header, taken - header) != load<u32>(at, 2)) return 0;
  // What is after the term is left out, but that a float as text may reach into it.
  return decodeMeasured(at + header, at + size, isSafe);
}

/** The term that a binary begins with; 0 if there is none. */
function decode(binary: u32, isSafe: bool): u32 {
  failure = L.Atom_badarg;
  if (!isBinary(binary)) return 0;
  locate(binary);
  const size = locatedBits >> 3;
  if ((locatedStart & 7) == 0) return decodeBytes(locatedBase + (locatedStart >> 3), size, isSafe);
  const aligned = allocateTemporary(size);
  copyBits(locatedBase, locatedStart, aligned, 0, locatedBits);
  const term = decodeBytes(aligned, size, isSafe);
  freeTemporary(aligned);
  return term;
}

/** @bif erlang:binary_to_term/1 */
export function erlang_binary_to_term_1(sp: u32, binary: u32): u32 {
  const term = decode(binary, false);
  return term != 0 ? term : fail1(sp, failure, L.Bif_erlang_binary_to_term_1, binary);
}

/** @bif erlang:binary_to_term/2 */
export function erlang_binary_to_term_2(sp: u32, binary: u32, options: u32): u32 {
  let isSafe = false;
  let tellsUsed = false;
  let rest = options;
  for (; isCons(rest); rest = tailOf(rest)) {
    if (headOf(rest) == makeAtom(L.Atom_safe)) isSafe = true;
    else if (headOf(rest) == makeAtom(L.Atom_used)) tellsUsed = true;
    else break;
  }
  if (rest != L.TermTag_nil) {
    setX2(binary, options);
    return failBifFor(sp, L.Atom_badarg, L.Atom_badopt, L.Bif_erlang_binary_to_term_2, 2);
  }
  const term = decode(binary, isSafe);
  if (term == 0) return fail2(sp, failure, L.Bif_erlang_binary_to_term_2, binary, options);
  return tellsUsed ? makePair(term, makeInteger(taken)) : term;
}
