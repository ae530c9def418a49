// Terms to the external term format, byte for byte as OTP writes them (`enc_term` in `erts/emulator/beam/external.c`). The
// same walk counts the bytes and writes them; what is left of it is on a stack in memory.

import { isBitstringTag, locate, locatedBase, locatedBits, locatedStart } from '../binaries/binary';
import { copyBits } from '../binaries/bits';
import { copyBitsInPieces } from '../binaries/copying';
import { workAllowed, worked } from '../execution/pausing';
import * as L from '../generated/layout';
import { describeFun, floatText } from '../host';
import { isFlatMap, rootOf, sizeOfMap } from '../maps/map-shape';
import { freeBlock } from '../memory/blocks';
import { allocateTemporary, freeTemporary } from '../memory/temporary-blocks';
import { WorkStack } from '../memory/work-stack';
import { encodeStack } from '../memory/work-stacks';
import { sortFlatKeys, sortLeaves } from '../terms/compare';
import { creationOfIdentifier, nodeOfIdentifier } from '../terms/external-identifiers';
import { lengthOfReference, referenceWord } from '../terms/magic-references';
import { exportedOfRecord, fieldsOfRecord, moduleOfRecord, nameOfRecord } from '../terms/native-records';
import {
  arityOf,
  atomText,
  elementOf,
  floatOf,
  headerOf,
  headOf,
  integer64Of,
  isBoxed,
  isCons,
  isImmediate,
  isInteger64,
  isPid,
  isSmall,
  makeAtom,
  smallValue,
  tagHoldsTerms,
  tagOf,
  tailOf,
} from '../terms/term';
import { referenceTo, writesReferences } from './atom-references';
import {
  ATOM,
  ATOM_REFERENCE,
  ATOM_UTF8,
  BINARY,
  BIT_BINARY,
  EXPORT,
  FLOAT,
  FLOAT_TEXT_BYTES,
  FLOAT_TEXT_DIGITS,
  INTEGER,
  LARGE_BIG,
  LARGE_TUPLE,
  LIST,
  MAP,
  NEW_FLOAT,
  NEW_FUN,
  NEW_PID,
  NEW_PORT,
  NEWER_REFERENCE,
  NIL,
  RECORD,
  SMALL_ATOM_UTF8,
  SMALL_BIG,
  SMALL_INTEGER,
  SMALL_TUPLE,
  STRING,
  V4_PORT,
} from './tags';

/** Longest list of bytes that is written as a string. */
const LONGEST_STRING: u32 = 0xffff;

/** Greatest number of a port that is not written in 64 bits. */
const GREATEST_SHORT_PORT: u64 = 0xfffffff;

/** Marks on the stack; no term is such a word. The rest of a list is the address of its next cell. */
const FUN_END: u32 = 4;
const TRIE_NODE: u32 = 8;

/** Words that remain to be written: above the mark the address of the first one and the address of the end. */
const WORDS: u32 = 12;

/** Up to so many words wait one by one. */
const FEW_WORDS: u32 = 64;

/** Lists that are as long are counted in pieces, and bitstrings with as many bytes are copied in pieces. */
const LONG_LIST: u32 = 0x10000;
const LONG_BYTES: u32 = 0x10000;

/** A stack of more bytes is not kept for the next term. */
const KEPT_STACK: u32 = 0x10000;
const pending: WorkStack = encodeStack;
let depth: u32 = 0;

/** Units of work that are left until others may run. */
let workLeft: i32 = 0;

/** A list that is being counted: the cell that is next, and the cells in front of it. Or 0. */
let countedList: u32 = 0;
let countedRest: u32 = 0;
let countedCells: u32 = 0;

/** A bitstring whose data is to be copied: where the data goes, or 0. */
let longBitstring: u32 = 0;
let longTarget: u32 = 0;

/** Where the bytes go; 0 to count them only. */
let base: u32 = 0;
let written: u64 = 0;

/** `minor_version`: 2 writes all atoms in UTF-8, 1 those of Latin-1 in that, 0 floats as text too. */
let minorVersion: u32 = 2;

/** True to write the keys of large maps in their order. */
let isDeterministic: bool = false;

/** True to write nil in place of the name of this node. */
let isLocal: bool = false;

/** Sets how terms are written. */
export function setEncoding(version: u32, deterministic: bool, local: bool): void {
  minorVersion = version;
  isDeterministic = deterministic;
  isLocal = local;
}

function putByte(value: u32): void {
  if (base != 0) store<u8>(base + (written as u32), value as u8);
  written++;
}

function put16(value: u32): void {
  if (base != 0) store<u16>(base + (written as u32), bswap<u16>(value as u16));
  written += 2;
}

function put32(value: u32): void {
  if (base != 0) store<u32>(base + (written as u32), bswap<u32>(value));
  written += 4;
}

function putBytes(from: u32, count: u32): void {
  if (base != 0) memory.copy(base + (written as u32), from, count);
  written += count;
}

/** Number of characters of a text in UTF-8 that is all Latin-1; -1 for any other. */
function latin1Length(at: u32, end: u32): i32 {
  let count = 0;
  for (; at < end; at++) {
    const byte = load<u8>(at);
    if (byte > 0xc3) return -1;
    if ((byte & 0xc0) != 0x80) count++;
  }
  return count;
}

function putAtom(atom: u32): void {
  const number = writesReferences ? referenceTo(atom) : -1;
  if (number >= 0) {
    putByte(ATOM_REFERENCE);
    putByte(number);
    return;
  }
  const text = atomText(atom);
  const size = load<u32>(text);
  const start = text + 4;
  const characters = minorVersion < 2 ? latin1Length(start, start + size) : -1;
  if (characters >= 0) {
    putByte(ATOM);
    put16(characters);
    if ((characters as u32) == size) {
      putBytes(start, size);
      return;
    }
    for (let at = start; at < start + size; at++) {
      const byte: u32 = load<u8>(at);
      putByte(byte < 0x80 ? byte : ((byte << 6) | (load<u8>(++at) & 0x3f)) & 0xff);
    }
    return;
  }
  if (size < 256) {
    putByte(SMALL_ATOM_UTF8);
    putByte(size);
  } else {
    putByte(ATOM_UTF8);
    put16(size);
  }
  putBytes(start, size);
}

function putNode(node: u32): void {
  if (isLocal && node == load<u32>(L.MachineRegister_nodeName)) putByte(NIL);
  else putAtom(node);
}

/** The header of an integer that is written as its magnitude. */
function startMagnitude(bytes: u32, negative: bool): void {
  if (bytes < 256) {
    putByte(SMALL_BIG);
    putByte(bytes);
  } else {
    putByte(LARGE_BIG);
    put32(bytes);
  }
  putByte(negative ? 1 : 0);
}

function putInteger(value: i64): void {
  if (value >= 0 && value < 256) {
    putByte(SMALL_INTEGER);
    putByte(value as u32);
  } else if (value == (value as i32 as i64)) {
    putByte(INTEGER);
    put32(value as u32);
  } else {
    const magnitude = (value < 0 ? -value : value) as u64;
    const bytes: u32 = (71 - (clz(magnitude) as u32)) >> 3;
    startMagnitude(bytes, value < 0);
    for (let i: u32 = 0; i < bytes; i++) putByte((magnitude >> (i << 3)) as u32);
  }
}

/** An integer beyond 64 bits: its limbs are its bytes. */
function putLimbs(term: u32): void {
  let limbs = arityOf(term);
  while (elementOf(term, limbs - 1) == 0) limbs--;
  const bytes = (limbs << 2) - (clz(elementOf(term, limbs - 1)) >> 3);
  startMagnitude(bytes, (headerOf(term) & 4) != 0);
  putBytes(term - L.TermTag_boxed + 4, bytes);
}

function putFloat(value: f64): void {
  if (minorVersion == 0) {
    putByte(FLOAT);
    if (base != 0) {
      const to = base + (written as u32);
      const bytes = floatText(value, L.FloatFormat_scientific, FLOAT_TEXT_DIGITS, to);
      memory.fill(to + bytes, 0, FLOAT_TEXT_BYTES - bytes);
    }
    written += FLOAT_TEXT_BYTES;
    return;
  }
  putByte(NEW_FLOAT);
  if (base != 0) store<u64>(base + (written as u32), bswap<u64>(reinterpret<u64>(value)));
  written += 8;
}

function putBitstring(term: u32): void {
  locate(term);
  const bits = locatedBits;
  const bytes = (bits >> 3) + ((bits & 7) != 0 ? 1 : 0);
  putByte((bits & 7) == 0 ? BINARY : BIT_BINARY);
  put32(bytes);
  if ((bits & 7) != 0) putByte(bits & 7);
  if (base != 0 && bits != 0) {
    const to = base + (written as u32);
    if ((bits & 7) != 0) store<u8>(to + bytes - 1, 0);
    if (bytes < LONG_BYTES) {
      copyBits(locatedBase, locatedStart, to, 0, bits);
    } else {
      longBitstring = term;
      longTarget = to;
      workLeft = -1;
    }
  }
  written += bytes;
}

function putPid(node: u32, id: u32, serial: u32, creation: u32): void {
  putByte(NEW_PID);
  putNode(node);
  put32(id);
  put32(serial);
  put32(creation);
}

function putPort(node: u32, number: u64, creation: u32): void {
  if (number > GREATEST_SHORT_PORT) {
    putByte(V4_PORT);
    putNode(node);
    put32((number >> 32) as u32);
  } else {
    putByte(NEW_PORT);
    putNode(node);
  }
  put32(number as u32);
  put32(creation);
}

/** A reference of this node, or of another one, whose words come after its node and creation. */
function putReference(term: u32): void {
  const isOther = tagOf(term) == L.HeaderTag_externalReference;
  const words = isOther ? arityOf(term) - 2 : lengthOfReference(term);
  putByte(NEWER_REFERENCE);
  put16(words);
  putNode(nodeOfIdentifier(term));
  put32(creationOfIdentifier(term));
  for (let i: u32 = 0; i < words; i++) put32(isOther ? elementOf(term, i + 2) : referenceWord(term, i));
}

/** Writes a term that holds no others. */
function putFlat(term: u32): void {
  if (isSmall(term)) {
    putInteger(smallValue(term));
  } else if (term == L.TermTag_nil) {
    putByte(NIL);
  } else if (isImmediate(term)) {
    const creation = load<u32>(L.MachineRegister_nodeCreation);
    if (isPid(term)) putPid(nodeOfIdentifier(term), (term >> 4) & ((1 << L.PID_ID_BITS) - 1), term >> (4 + L.PID_ID_BITS), creation);
    else if ((term & L.TermTag_immediateMask) == L.TermTag_port) putPort(nodeOfIdentifier(term), term >> 4, creation);
    else putAtom(term);
  } else {
    const tag = tagOf(term);
    const data = term - L.TermTag_boxed + L.ExternalIdentifierOffset_data;
    if (isBitstringTag(tag)) putBitstring(term);
    else if (tag == L.HeaderTag_float) putFloat(floatOf(term));
    else if (isInteger64(term)) putInteger(integer64Of(term));
    else if (tag == L.HeaderTag_externalPid)
      putPid(nodeOfIdentifier(term), load<u32>(data), load<u32>(data, 4), creationOfIdentifier(term));
    else if (tag == L.HeaderTag_externalPort) putPort(nodeOfIdentifier(term), load<u64>(data), creationOfIdentifier(term));
    else if (tag == L.HeaderTag_reference || tag == L.HeaderTag_externalReference) putReference(term);
    else putLimbs(term);
  }
}

// @ts-ignore: decorator
@inline
function isFlat(term: u32): bool {
  return isImmediate(term) || (isBoxed(term) && !tagHoldsTerms(tagOf(term)));
}

function push(term: u32): void {
  depth = pending.push(depth, term);
}

/** Pushes words of memory so that the first one comes next. */
function pushWords(at: u32, count: u32): void {
  if (count > FEW_WORDS) {
    push(at + (count << 2));
    push(at);
    push(WORDS);
    return;
  }
  for (let slot = at + (count << 2); slot > at; slot -= 4) push(load<u32>(slot - 4));
}

/** A list from a cell on, up to the first element that holds other terms. */
function putElements(cell: u32): void {
  while (true) {
    const head = headOf(cell);
    const tail = tailOf(cell);
    if (!isFlat(head)) {
      push(isCons(tail) ? tail - L.TermTag_cons : tail);
      push(head);
      return;
    }
    putFlat(head);
    if (!isCons(tail)) {
      push(tail);
      return;
    }
    if (--workLeft < 0) {
      push(tail - L.TermTag_cons);
      return;
    }
    cell = tail;
  }
}

function putList(list: u32): void {
  let cells: u32 = 0;
  let isString = true;
  let rest = list;
  for (; isCons(rest) && cells < LONG_LIST; rest = tailOf(rest)) {
    const head = headOf(rest);
    if (!isSmall(head) || (smallValue(head) as u32) > 255) isString = false;
    cells++;
  }
  workLeft -= cells;
  if (isCons(rest)) {
    countedList = list;
    countedRest = rest;
    countedCells = cells;
    workLeft = -1;
    return;
  }
  if (!isString || rest != L.TermTag_nil || cells > LONGEST_STRING) {
    putByte(LIST);
    put32(cells);
    putElements(list);
    return;
  }
  putByte(STRING);
  put16(cells);
  if (base == 0) {
    written += cells;
    return;
  }
  for (rest = list; isCons(rest); rest = tailOf(rest)) putByte(smallValue(headOf(rest)));
}

/** Pushes a pair of a large map, a cons of key and value. */
function pushLeaf(leaf: u32): void {
  push(tailOf(leaf));
  push(headOf(leaf));
}

function putMap(map: u32): void {
  const size = sizeOfMap(map);
  putByte(MAP);
  put32(size);
  if (isFlatMap(map)) {
    const keys = elementOf(map, 0);
    const numbers = isDeterministic ? allocateTemporary(size) : 0;
    if (isDeterministic) sortFlatKeys(keys, size, numbers);
    for (let i = size; i-- > 0; ) {
      const number = isDeterministic ? load<u8>(numbers + i) : i;
      push(elementOf(map, number + 1));
      push(elementOf(keys, number));
    }
    if (isDeterministic) freeTemporary(numbers);
  } else if (isDeterministic) {
    const leaves = sortLeaves(map, size);
    for (let i = size; i > 0; i--) pushLeaf(load<u32>(leaves + ((i - 1) << 2)));
    freeTemporary(leaves);
  } else {
    push(rootOf(map));
    push(TRIE_NODE);
  }
}

/** Pushes what a node of a large map has: leaves and nodes. */
function pushNode(node: u32): void {
  for (let i = arityOf(node) - 1; i > 0; i--) {
    const child = elementOf(node, i);
    if (isCons(child)) {
      pushLeaf(child);
    } else {
      push(child);
      push(TRIE_NODE);
    }
  }
}

function putFun(fun: u32): void {
  const isLocalFun = describeFun(smallValue(load<u32>(fun - L.TermTag_boxed + L.FunOffset_identity)));
  const module = load<u32>(L.SCRATCH);
  if (isLocalFun == 0) {
    putByte(EXPORT);
    putAtom(module);
    putAtom(load<u32>(L.SCRATCH, 4));
    putInteger(load<u32>(L.SCRATCH, 8));
    return;
  }
  const free = arityOf(fun) + 1 - (L.FunOffset_free >> 2);
  putByte(NEW_FUN);
  // The size counts from itself on: it is written when all that the fun holds is there.
  push(written as u32);
  push(FUN_END);
  put32(0);
  putByte(smallValue(load<u32>(fun - L.TermTag_boxed + L.FunOffset_arity)));
  putBytes(L.SCRATCH + 16, 16);
  put32(load<u32>(L.SCRATCH, 4));
  put32(free);
  putAtom(module);
  putInteger(load<i32>(L.SCRATCH, 12));
  putInteger(load<i32>(L.SCRATCH, 8));
  // Which process made a fun is not kept.
  putPid(load<u32>(L.MachineRegister_nodeName), 0, 0, load<u32>(L.MachineRegister_nodeCreation));
  pushWords(fun - L.TermTag_boxed + L.FunOffset_free, free);
}

function putRecord(record: u32): void {
  const fields = fieldsOfRecord(record);
  const count = arityOf(fields);
  putByte(RECORD);
  put32(count);
  putByte(exportedOfRecord(record) == makeAtom(L.Atom_true) ? 1 : 0);
  putAtom(moduleOfRecord(record));
  putAtom(nameOfRecord(record));
  for (let i: u32 = 0; i < count; i++) putAtom(elementOf(fields, i));
  pushWords(record - L.TermTag_boxed + 4 + (L.RECORD_VALUES << 2), count);
}

function putTerm(term: u32): void {
  if (isCons(term)) {
    putList(term);
  } else if (isFlat(term)) {
    putFlat(term);
  } else {
    const tag = tagOf(term);
    if (tag == L.HeaderTag_tuple) {
      const arity = arityOf(term);
      if (arity < 256) {
        putByte(SMALL_TUPLE);
        putByte(arity);
      } else {
        putByte(LARGE_TUPLE);
        put32(arity);
      }
      pushWords(term - L.TermTag_boxed + 4, arity);
    } else if (tag == L.HeaderTag_map) {
      putMap(term);
    } else if (tag == L.HeaderTag_fun) {
      putFun(term);
    } else {
      putRecord(term);
    }
  }
}

/** Goes on counting the cells of a long list. May pause. */
function countLongList(): void {
  let rest = countedRest;
  let cells = countedCells;
  countedRest = 0;
  while (true) {
    const allowed = workAllowed();
    let left = allowed;
    for (; isCons(rest) && left != 0; left--) rest = tailOf(rest);
    cells += allowed - left;
    if (!isCons(rest)) break;
    worked(allowed);
  }
  putByte(LIST);
  put32(cells);
  push(countedList - L.TermTag_cons);
}

/** Copies the data of a long bitstring. May pause. */
function copyLongBitstring(): void {
  locate(longBitstring);
  const to = longTarget;
  longTarget = 0;
  copyBitsInPieces(locatedBase, locatedStart, to, locatedBits);
}

function endFun(start: u32): void {
  if (base != 0) store<u32>(base + start, bswap<u32>((written as u32) - start));
}

/** Goes on with what is on the stack, until that is empty, more than `most` bytes are written or the work that is allowed is done. */
function encodeSome(most: u64): void {
  while (depth != 0 && written <= most && --workLeft >= 0) {
    depth -= 4;
    const word = pending.word(depth);
    if ((word & L.TermTag_primaryMask) != 0) {
      putTerm(word);
    } else if (word == FUN_END) {
      depth -= 4;
      endFun(pending.word(depth));
    } else if (word == TRIE_NODE) {
      depth -= 4;
      pushNode(pending.word(depth));
    } else if (word == WORDS) {
      depth -= 8;
      const at = pending.word(depth + 4);
      const end = pending.word(depth);
      const some = min<u32>((end - at) >> 2, FEW_WORDS);
      pushWords(at + (some << 2), (end - at - (some << 2)) >> 2);
      pushWords(at, some);
    } else {
      putElements(word + L.TermTag_cons);
    }
  }
}

/**
 * Writes a term, without the version in front, to an address, or only counts if that is 0. Returns the number of bytes; more
 * than `most` if it stopped there. May pause.
 */
export function encodeTerm(term: u32, to: u32, most: u64): u64 {
  base = to;
  written = 0;
  depth = 0;
  countedRest = 0;
  longTarget = 0;
  push(term);
  while (true) {
    const allowed = workAllowed();
    workLeft = allowed;
    encodeSome(most);
    if (countedRest != 0) countLongList();
    else if (longTarget != 0) copyLongBitstring();
    else if (depth == 0 || written > most) break;
    worked(allowed);
  }
  if (pending.capacity > KEPT_STACK) {
    freeBlock(pending.block);
    pending.block = 0;
    pending.capacity = 0;
  }
  return written;
}
