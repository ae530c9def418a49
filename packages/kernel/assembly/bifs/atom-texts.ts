// Atoms and their texts. All texts are in memory as UTF-8; one that is not the text of a known atom is the host's to make an atom of.

import { isBinary, locatedBase, newBitstring } from '../binaries/binary';
import { decodeCharacter, decodedBytes, isCharacterCode, LATIN1, UTF8 } from '../binaries/character-decoding';
import { utf8Size, writeUtf8 } from '../binaries/character-encoding';
import { findAtom, TOO_MANY_ATOMS } from '../external-terms/text-atoms';
import * as L from '../generated/layout';
import { allocateNoCollect, spendReductions } from '../memory/heap';
import { atomText, headOf, isAtom, isCons, isSmall, makeAtom, makeSmall, smallValue, tailOf } from '../terms/term';
import { badarg1, badarg2, fail1, fail2 } from './arguments';
import { bytesAt, bytesCount, locateBinary, releaseBytes } from './located-bytes';

/** Most characters of an atom, and the bytes that they take. */
const MOST_CHARACTERS: u32 = 255;

/** Characters that are looked at for a reduction. */
const CHARACTERS_PER_REDUCTION: u32 = 16;

/** The text of an atom to be. */
const text: u32 = memory.data(1024) as u32;

/** Index of the atom that tells why a text has no atom. */
let failure: u32 = 0;

/** The encoding that an atom names; 0 if it is none of an atom's text. */
function encodingOf(term: u32): u32 {
  if (term == makeAtom(L.Atom_latin1)) return LATIN1;
  return term == makeAtom(L.Atom_utf8) || term == makeAtom(L.Atom_unicode) ? UTF8 : 0;
}

/** @bif erlang:atom_to_list/1 */
export function erlang_atom_to_list_1(sp: u32, atom: u32): u32 {
  if (!isAtom(atom)) return badarg1(sp, L.Bif_erlang_atom_to_list_1, atom);
  const from = atomText(atom) + 4;
  const end = from + load<u32>(from - 4);
  let characters: u32 = 0;
  for (let at = from; at < end; at++) characters += (load<u8>(at) & 0xc0) != 0x80 ? 1 : 0;
  if (characters == 0) return L.TermTag_nil;
  const cells = allocateNoCollect(characters << 3);
  let cell = cells;
  for (let at = from; at < end; at += decodedBytes) {
    const code = decodeCharacter(UTF8, false, at, end);
    store<u32>(cell, (cell + 8) | L.TermTag_cons);
    store<u32>(cell, makeSmall(code), 4);
    cell += 8;
  }
  store<u32>(cell - 8, L.TermTag_nil);
  return cells | L.TermTag_cons;
}

/** The text of an atom as a binary; 0 if the encoding has not all of its characters. */
function binaryOf(atom: u32, encoding: u32): u32 {
  const from = atomText(atom) + 4;
  const bytes = load<u32>(from - 4);
  if (encoding == UTF8) {
    const binary = newBitstring(bytes << 3);
    memory.copy(locatedBase, from, bytes);
    return binary;
  }
  let count: u32 = 0;
  for (let at = from; at < from + bytes; at += decodedBytes) {
    const code = decodeCharacter(UTF8, false, at, from + bytes);
    if (code > 255) return 0;
    store<u8>(text + count, code as u8);
    count++;
  }
  const binary = newBitstring(count << 3);
  memory.copy(locatedBase, text, count);
  return binary;
}

/** @bif erlang:atom_to_binary/1 inErlang */
export function erlang_atom_to_binary_1(sp: u32, atom: u32): u32 {
  return isAtom(atom) ? binaryOf(atom, UTF8) : badarg1(sp, L.Bif_erlang_atom_to_binary_1, atom);
}

/** @bif erlang:atom_to_binary/2 */
export function erlang_atom_to_binary_2(sp: u32, atom: u32, to: u32): u32 {
  const encoding = encodingOf(to);
  const binary = isAtom(atom) && encoding != 0 ? binaryOf(atom, encoding) : 0;
  return binary != 0 ? binary : badarg2(sp, L.Bif_erlang_atom_to_binary_2, atom, to);
}

/** The atom of `count` characters, in so many bytes; 0 if there is none, see `failure`. */
function atomOf(at: u32, bytes: u32, count: u32, mayMake: bool): u32 {
  failure = count > MOST_CHARACTERS && mayMake ? L.Atom_system_limit : L.Atom_badarg;
  if (count > MOST_CHARACTERS) return 0;
  const atom = findAtom(at, bytes, false, mayMake);
  if (atom != TOO_MANY_ATOMS) return atom;
  failure = L.Atom_system_limit;
  return 0;
}

/** The atom of a list of characters; 0 if there is none, see `failure`. */
function atomOfList(list: u32, mayMake: bool): u32 {
  failure = L.Atom_badarg;
  let count: u32 = 0;
  let to = text;
  for (; isCons(list); list = tailOf(list)) {
    const code = headOf(list);
    if (!isSmall(code) || !isCharacterCode(smallValue(code))) return 0;
    count++;
    // A text that is too long is only looked at.
    if (count > MOST_CHARACTERS) continue;
    const bytes = utf8Size(smallValue(code));
    writeUtf8(smallValue(code), bytes, to);
    to += bytes;
  }
  spendReductions(count / CHARACTERS_PER_REDUCTION);
  return list == L.TermTag_nil ? atomOf(text, to - text, count, mayMake) : 0;
}

/** @bif erlang:list_to_atom/1 neverCollects */
export function erlang_list_to_atom_1(sp: u32, list: u32): u32 {
  const atom = atomOfList(list, true);
  return atom != 0 ? atom : fail1(sp, failure, L.Bif_erlang_list_to_atom_1, list);
}

/** @bif erlang:list_to_existing_atom/1 neverCollects */
export function erlang_list_to_existing_atom_1(sp: u32, list: u32): u32 {
  const atom = atomOfList(list, false);
  return atom != 0 ? atom : fail1(sp, failure, L.Bif_erlang_list_to_existing_atom_1, list);
}

/** The atom of bytes in an encoding; 0 if there is none, see `failure`. */
function atomOfBytes(encoding: u32, mayMake: bool): u32 {
  failure = L.Atom_badarg;
  const end = bytesAt + bytesCount;
  spendReductions(bytesCount / CHARACTERS_PER_REDUCTION);
  if (encoding == LATIN1) {
    let to = text;
    for (let at = bytesAt; at < end && bytesCount <= MOST_CHARACTERS; at++) {
      const code: u32 = load<u8>(at);
      const bytes = utf8Size(code);
      writeUtf8(code, bytes, to);
      to += bytes;
    }
    return atomOf(text, to - text, bytesCount, mayMake);
  }
  let count: u32 = 0;
  for (let at = bytesAt; at < end; at += decodedBytes) {
    if (decodeCharacter(UTF8, false, at, end) < 0) return 0;
    count++;
  }
  return atomOf(bytesAt, bytesCount, count, mayMake);
}

/** The atom of a binary in an encoding; 0 if there is none, see `failure`. */
function atomOfBinary(binary: u32, encoding: u32, mayMake: bool): u32 {
  failure = L.Atom_badarg;
  if (!isBinary(binary) || encoding == 0) return 0;
  locateBinary(binary);
  const atom = atomOfBytes(encoding, mayMake);
  releaseBytes();
  return atom;
}

/** @bif erlang:binary_to_atom/1 inErlang neverCollects */
export function erlang_binary_to_atom_1(sp: u32, binary: u32): u32 {
  const atom = atomOfBinary(binary, UTF8, true);
  return atom != 0 ? atom : fail1(sp, failure, L.Bif_erlang_binary_to_atom_1, binary);
}

/** @bif erlang:binary_to_atom/2 neverCollects */
export function erlang_binary_to_atom_2(sp: u32, binary: u32, from: u32): u32 {
  const atom = atomOfBinary(binary, encodingOf(from), true);
  return atom != 0 ? atom : fail2(sp, failure, L.Bif_erlang_binary_to_atom_2, binary, from);
}

/** @bif erlang:binary_to_existing_atom/1 inErlang neverCollects */
export function erlang_binary_to_existing_atom_1(sp: u32, binary: u32): u32 {
  const atom = atomOfBinary(binary, UTF8, false);
  return atom != 0 ? atom : fail1(sp, failure, L.Bif_erlang_binary_to_existing_atom_1, binary);
}

/** @bif erlang:binary_to_existing_atom/2 neverCollects */
export function erlang_binary_to_existing_atom_2(sp: u32, binary: u32, from: u32): u32 {
  const atom = atomOfBinary(binary, encodingOf(from), false);
  return atom != 0 ? atom : fail2(sp, failure, L.Bif_erlang_binary_to_existing_atom_2, binary, from);
}
