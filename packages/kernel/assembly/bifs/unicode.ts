// Character data, lists of characters and binaries in any nesting, to binaries in UTF-8 and to lists. The same walk counts
// and writes.

import { isBinary, isBitstring, locate, locatedBase, locatedBits, locatedStart, newBitstring, parentOf, partOf } from '../binaries/binary';
import { readBits } from '../binaries/bits';
import {
  decodeCharacter,
  decodedBytes,
  isBeyondUnicode,
  isCharacterCode,
  LATIN1,
  MISSING,
  UTF8,
  UTF16,
  UTF32,
  WRONG,
} from '../binaries/character-decoding';
import { utf8Size, writeUtf8 } from '../binaries/character-encoding';
import { copyBitsInPieces } from '../binaries/copying';
import { workAllowed, worked, workedSome } from '../execution/pausing';
import * as L from '../generated/layout';
import { allocateNoCollect, spendReductions } from '../memory/heap';
import { allocateTemporary, freeTemporary } from '../memory/temporary-blocks';
import { WorkStack } from '../memory/work-stack';
import { CARRIED_BYTES, unicodeStack } from '../memory/work-stacks';
import { makeCons, makeTriple } from '../terms/construct';
import {
  arityOf,
  elementOf,
  headOf,
  isBoxedInteger,
  isCons,
  isSmall,
  isTuple,
  makeAtom,
  makeBoolean,
  makeSmall,
  smallValue,
  tailOf,
} from '../terms/term';
import { badarg2, fail2 } from './arguments';

/** Bytes or characters for a reduction. */
const UNITS_PER_REDUCTION: u32 = 64;

/** How a walk ended. */
const DONE: u32 = 0;
const ERROR: u32 = 1;
const INCOMPLETE: u32 = 2;
const BAD: u32 = 3;

/** What remains of the lists that have been entered. */
const pending: WorkStack = unicodeStack;
let depth: u32 = 0;
let encoding: u32 = 0;
let isLittle: bool = false;

/** Bytes of a character that the next binary has to complete, and room for its first bytes after them. */
const carried: u32 = CARRIED_BYTES;
let carriedBytes: u32 = 0;

/** True to make a list, false for a binary. */
let toList: bool = false;

/** Where the next character goes; 0 to count only. */
let target: u32 = 0;

/** Bytes, or characters of a list. */
let count: u64 = 0;

/** What was not converted. */
let rest: u32 = 0;

/** True if the binary that is converted is the tail of a list. */
let isTail: bool = false;

/** The encoding that a term names, in `encoding` and `isLittle`; false if it is none. */
function takeEncoding(term: u32): bool {
  const hasOrder = isTuple(term) && arityOf(term) == 2;
  const name = hasOrder ? elementOf(term, 0) : term;
  isLittle = false;
  if (name == makeAtom(L.Atom_latin1)) encoding = LATIN1;
  else if (name == makeAtom(L.Atom_utf8) || name == makeAtom(L.Atom_unicode)) encoding = UTF8;
  else if (name == makeAtom(L.Atom_utf16)) encoding = UTF16;
  else if (name == makeAtom(L.Atom_utf32)) encoding = UTF32;
  else return false;
  if (!hasOrder) return true;
  isLittle = elementOf(term, 1) == makeAtom(L.Atom_little);
  return encoding >= UTF16 && (isLittle || elementOf(term, 1) == makeAtom(L.Atom_big));
}

function putCharacter(code: u32): void {
  if (toList) {
    if (target != 0) {
      store<u32>(target, (target + 8) | L.TermTag_cons);
      store<u32>(target, makeSmall(code), 4);
      target += 8;
    }
    count++;
    return;
  }
  const bytes = utf8Size(code);
  count += bytes;
  if (target == 0) return;
  writeUtf8(code, bytes, target);
  target += bytes;
}

/** The binary of some bytes in memory. */
function binaryOf(at: u32, bytes: u32): u32 {
  const binary = newBitstring(bytes << 3);
  memory.copy(locatedBase, at, bytes);
  return binary;
}

/** Stops in front of a term: it and what remains of the lists is what was not converted. `first`, if not 0, goes into the innermost list. */
function stopAt(term: u32, first: u32 = 0): u32 {
  if (target == 0) return ERROR;
  rest = term;
  for (let level = depth; level > 0; level -= 4) {
    const behind = pending.word(level - 4);
    rest = level < depth && rest == L.TermTag_nil ? behind : makeCons(rest, behind);
    if (level == depth && first != 0) rest = makeCons(first, rest);
  }
  if (depth == 0 && first != 0) rest = makeCons(first, rest);
  return ERROR;
}

/** Stops as the carried bytes are not a character: they go in front of all that is left from a term on. */
function stopCarried(term: u32): u32 {
  if (target == 0) return ERROR;
  const bytes = binaryOf(carried, carriedBytes);
  // OTP decodes the wide encodings in Erlang, and tells what is left in another form.
  if (encoding >= UTF16) return stopAt(term, bytes);
  stopAt(term);
  rest = makeCons(bytes, makeCons(rest, L.TermTag_nil));
  return ERROR;
}

/** The bytes of a binary from one on. */
function partFrom(binary: u32, byte: u32): u32 {
  if (target == 0) return L.TermTag_nil;
  locate(binary);
  return partOf(parentOf(binary), locatedStart + (byte << 3), locatedBits - (byte << 3));
}

/**
 * True for the first bytes of a character in UTF-8, as the first one says, of which more may come. Like OTP the walk waits for all of them
 * before it looks whether they are one.
 */
function isBegun(at: u32, end: u32): bool {
  const first: u32 = load<u8>(at);
  if (encoding != UTF8 || first < 0xc2 || first > 0xf7) return false;
  return end - at < (first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4);
}

/** The character that carried bytes begin; `consumed` bytes of the binary belong to it. */
let consumed: u32 = 0;

/** Completes the carried bytes by those of a binary at an address. */
function completeCarried(binary: u32, at: u32, bytes: u32): u32 {
  const more = min<u32>(bytes, 4);
  memory.copy(carried + carriedBytes, at, more);
  const end = carried + carriedBytes + more;
  const code = decodeCharacter(encoding, isLittle, carried, end);
  consumed = bytes;
  if (code == MISSING || isBegun(carried, end)) {
    carriedBytes += more;
    if (encoding != UTF32 || !isBeyondUnicode(carried, end, isLittle)) return DONE;
    return target == 0 ? ERROR : stopAt(binaryOf(carried, carriedBytes));
  }
  if (code == WRONG) {
    if (encoding != UTF32) return stopCarried(binary);
    if (isTail && target != 0) {
      const left = partFrom(binary, 4 - carriedBytes);
      return stopAt(makeCons(binaryOf(carried, 4), makeCons(left, L.TermTag_nil)));
    }
    const status = stopAt(partFrom(binary, 4 - carriedBytes));
    if (target != 0) rest = makeCons(binaryOf(carried, 4), rest);
    return status;
  }
  putCharacter(code);
  consumed = decodedBytes - carriedBytes;
  carriedBytes = 0;
  return DONE;
}

/** Goes on with the bytes of a binary from `at` on, up to `stop` or a little behind it: `convertedTo`. They lie between `start` and `end`. */
function convertSome(binary: u32, start: u32, at: u32, stop: u32, end: u32): u32 {
  while (at < stop) {
    const code = decodeCharacter(encoding, isLittle, at, end);
    if (code < 0) {
      if ((code == WRONG && !isBegun(at, end)) || (encoding == UTF32 && isBeyondUnicode(at, end, isLittle)))
        return stopAt(partFrom(binary, at - start));
      carriedBytes = end - at;
      memory.copy(carried, at, carriedBytes);
      convertedTo = end;
      return DONE;
    }
    putCharacter(code);
    at += decodedBytes;
  }
  convertedTo = at;
  return DONE;
}

let convertedTo: u32 = 0;

/** The characters of a binary, whose bytes lie between two addresses. May pause if there are many. */
function walkBytes(binary: u32, start: u32, end: u32): u32 {
  let at = start;
  if (carriedBytes > 0) {
    const status = completeCarried(binary, start, end - start);
    if (status != DONE) return status;
    at += consumed;
  }
  while (at < end) {
    const allowed = workAllowed();
    const status = convertSome(binary, start, at, min<u32>(end, at + allowed), end);
    if (status != DONE) return status;
    at = convertedTo;
    if (at < end) worked(allowed);
  }
  return DONE;
}

/** The characters of a binary; its bytes are copied if they do not lie at bytes of memory. May pause if there are many. */
function walkBinary(binary: u32): u32 {
  if (!isBinary(binary)) return BAD;
  locate(binary);
  const bytes = locatedBits >> 3;
  if ((locatedStart & 7) == 0) {
    const start = locatedBase + (locatedStart >> 3);
    return walkBytes(binary, start, start + bytes);
  }
  const copy = allocateTemporary(bytes);
  copyBitsInPieces(locatedBase, locatedStart, copy, locatedBits);
  const status = walkBytes(binary, copy, copy + bytes);
  freeTemporary(copy);
  return status;
}

/** A character as an integer. */
function walkInteger(term: u32): u32 {
  if (carriedBytes > 0) return stopCarried(term);
  const code: u32 = isSmall(term) ? smallValue(term) : u32.MAX_VALUE;
  if (!isCharacterCode(code) || (encoding == LATIN1 && code > 255))
    return stopAt(encoding >= UTF16 && target != 0 ? makeCons(term, L.TermTag_nil) : term);
  putCharacter(code);
  return DONE;
}

/** What `walkSome` has come to, besides what stops a walk: a binary, which is `nextTerm`, or as many terms as it may look at. */
const BINARY: u32 = 10;
const MORE: u32 = 11;

/** The term that comes next, 0 if it is on the stack. */
let nextTerm: u32 = 0;

/** Goes on along character data, up to the next binary and for so many terms at most. */
function walkSome(left: u32): u32 {
  let term = nextTerm;
  while (true) {
    while (term == 0) {
      if (depth == 0) {
        if (carriedBytes == 0) return DONE;
        if (target != 0) rest = binaryOf(carried, carriedBytes);
        return decodeCharacter(encoding, isLittle, carried, carried + carriedBytes) == WRONG ? ERROR : INCOMPLETE;
      }
      const level = pending.word(depth - 4);
      if (isCons(level)) {
        isTail = false;
        term = headOf(level);
        store<u32>(pending.block + depth - 4, tailOf(level));
      } else {
        depth -= 4;
        if (level == L.TermTag_nil) continue;
        if (!isBitstring(level)) return BAD;
        isTail = true;
        term = level;
      }
    }
    if (isBitstring(term)) {
      nextTerm = term;
      return BINARY;
    }
    if (left-- == 0) {
      nextTerm = term;
      return MORE;
    }
    let status = DONE;
    if (isCons(term)) depth = pending.push(depth, term);
    else if (isSmall(term) || isBoxedInteger(term)) status = walkInteger(term);
    else if (term != L.TermTag_nil) status = BAD;
    if (status != DONE) return status;
    term = 0;
  }
}

/** Units of work for a binary, besides its characters. */
const WORK_PER_BINARY: u32 = 8;

/** Walks along character data; `rest` is what is left if it stops. May pause. */
function walk(data: u32): u32 {
  depth = 0;
  count = 0;
  carriedBytes = 0;
  isTail = false;
  if (!isCons(data) && data != L.TermTag_nil && !isBitstring(data)) return BAD;
  nextTerm = data;
  while (true) {
    const allowed = workAllowed();
    const status = walkSome(allowed);
    if (status == BINARY) {
      const converted = walkBinary(nextTerm);
      if (converted != DONE) return converted;
      nextTerm = 0;
      workedSome(WORK_PER_BINARY);
    } else if (status == MORE) {
      workedSome(allowed);
    } else {
      return status;
    }
  }
}

/** The result of a walk; what was converted, and if it stopped, why and what is left. */
function result(status: u32, converted: u32): u32 {
  return status == DONE ? converted : makeTriple(makeAtom(status == ERROR ? L.Atom_error : L.Atom_incomplete), converted, rest);
}

/** Counts what data becomes. */
function measure(data: u32): u32 {
  target = 0;
  const status = walk(data);
  spendReductions((min<u64>(count, u32.MAX_VALUE) as u32) / UNITS_PER_REDUCTION);
  return status;
}

/** @bif unicode:characters_to_binary/2 */
export function unicode_characters_to_binary_2(sp: u32, data: u32, from: u32): u32 {
  toList = false;
  if (!takeEncoding(from)) return badarg2(sp, L.Bif_unicode_characters_to_binary_2, data, from);
  // As OTP, which says what is left of a single binary in a list without that list.
  if (encoding == UTF8 && isCons(data) && tailOf(data) == L.TermTag_nil && isBinary(headOf(data))) data = headOf(data);
  if (measure(data) == BAD) return badarg2(sp, L.Bif_unicode_characters_to_binary_2, data, from);
  if (count > (L.MAXIMUM_BINARY_BYTES as u64)) return fail2(sp, L.Atom_system_limit, L.Bif_unicode_characters_to_binary_2, data, from);
  const binary = newBitstring((count as u32) << 3);
  target = locatedBase;
  return result(walk(data), binary);
}

/** @bif unicode:characters_to_list/2 */
export function unicode_characters_to_list_2(sp: u32, data: u32, from: u32): u32 {
  toList = true;
  if (!takeEncoding(from) || measure(data) == BAD) return badarg2(sp, L.Bif_unicode_characters_to_list_2, data, from);
  // A cell more ends the list, and is where nothing is written. More than there is memory is refused.
  const bytes = min<u64>(count << 3, u32.MAX_VALUE - 8) as u32;
  const cells = allocateNoCollect(bytes + 8);
  target = cells;
  const status = walk(data);
  if (bytes == 0) return result(status, L.TermTag_nil);
  store<u32>(cells + bytes - 8, L.TermTag_nil);
  return result(status, cells | L.TermTag_cons);
}

/**
 * `bin_is_7bit/1`: whether something is a binary of ASCII.
 *
 * @bif unicode:bin_is_7bit/1
 */
export function unicode_bin_is_7bit_1(sp: u32, term: u32): u32 {
  if (!isBinary(term)) return makeBoolean(false);
  locate(term);
  const end = locatedStart + locatedBits;
  const base = locatedBase;
  let at = locatedStart;
  while (true) {
    const allowed = workAllowed();
    const stop = at + (min<u32>(allowed, (end - at) >>> 3) << 3);
    for (; at != stop; at += 8) if (readBits(base, at, 8) > 127) return makeBoolean(false);
    if (at == end) return makeBoolean(true);
    worked(allowed);
  }
}
