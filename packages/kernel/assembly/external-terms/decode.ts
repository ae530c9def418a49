// The second pass over an external term: it becomes a term on the heap of the running process. What is still to be read is
// a list of the words where it goes, each of which has the address of the next one, so that nesting needs no stack.

import { locatedBase, newBitstring } from '../binaries/binary';
import { copyBits } from '../binaries/bits';
import { copyBitsInPieces } from '../binaries/copying';
import { workAllowed, worked } from '../execution/pausing';
import * as L from '../generated/layout';
import { exportFun, funOfModule, isExported } from '../host';
import { mapFromPairs, mapFromPairsInPieces } from '../maps/map-building';
import { sizeOfMap } from '../maps/map-shape';
import { allocateNoCollect } from '../memory/heap';
import { allocateTemporary, freeTemporary, MOST_TEMPORARY } from '../memory/temporary-blocks';
import { makeAtom, makeSmall } from '../terms/term';
import { heapBytes, MAP_ENTRY, mapBytes } from './measure';
import { bytesLeft, position, startReading, take16, take32, takeByte, takeBytes } from './reader';
import {
  ATOM,
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
} from './tags';
import { findAtom, isThisNode, TOO_MANY_ATOMS } from './text-atoms';
import { readTextFloat } from './text-float';

/** Most bytes that are reserved in one piece, unless a term needs more. */
const PIECE: u32 = 1 << 26;

/** Creations were numbers up to 3, references began with 18 bits. */
const MOST_OLD_CREATION: u32 = 3;
const MOST_REFERENCE_WORD: u32 = 0x3ffff;

/** Words of a reference of this node; serials of its pids. */
const REFERENCE_WORDS: u32 = 3;
const MOST_SERIAL: u32 = 0x1fff;

/** Integers that OTP counts as small. */
const SMALL_BITS: u32 = 59;

/** The index of the atom that reading failed with, 0 for none. */
export let decodeError: u32 = 0;

/** True if atoms that are not there may be made. */
let mayMakeAtoms: bool = true;

/** Address of the word where the whole term goes, in front of the pairs of maps. */
let root: u32 = 0;
const ROOT_BYTES: u32 = 8;

/** The words to fill. */
let next: u32 = 0;

/** The reserved piece, and the bytes that are needed after it. */
let top: u32 = 0;
let pieceEnd: u32 = 0;
let needed: u64 = 0;

/** Pairs of maps: see `MAP_ENTRY`. */
let pairsTop: u32 = 0;
let lastMap: u32 = 0;

function fail(): u32 {
  if (decodeError == 0) decodeError = L.Atom_badarg;
  return 0;
}

/** Memory of what `measureTerm` has counted. */
function take(bytes: u32): u32 {
  if (bytes > pieceEnd - top) {
    const size = max<u32>(bytes, needed < PIECE ? (needed as u32) : PIECE);
    top = allocateNoCollect(size);
    pieceEnd = top + size;
    needed -= min<u64>(size, needed);
  }
  top += bytes;
  return top - bytes;
}

/** Units of work that are left until others may run. */
let workLeft: i32 = 0;

/** Words that are still to be opened: the first one, how many, and bytes from one to the next; no more terms are read before. */
let openAt: u32 = 0;
let openCount: u32 = 0;
let openStep: u32 = 0;

/** Cells of a list whose tails are still to be written: from one to the last, which has its own. */
let cellsAt: u32 = 0;
let cellsEnd: u32 = 0;

/** A bitstring whose data is still to be copied: from where and how many bits, or 0. */
let dataFrom: u32 = 0;
let dataTo: u32 = 0;
let dataBits: u32 = 0;

/** More words than this are opened in pieces, and as many bytes are copied in pieces. */
const MANY_WORDS: u32 = 256;
const MANY_BYTES: u32 = 0x10000;

/** Makes the words from an address on the next ones to fill, `step` bytes apart, and what was next comes after them. */
function open(at: u32, count: u32, step: u32): void {
  if (count == 0) return;
  if (count > MANY_WORDS) {
    openAt = at;
    openCount = count;
    openStep = step;
    return;
  }
  openWords(at, count, step);
}

function openWords(at: u32, count: u32, step: u32): void {
  const last = at + (count - 1) * step;
  for (let slot = at; slot < last; slot += step) store<u32>(slot, slot + step);
  store<u32>(last, next);
  next = at;
}

/** Opens many words, the last ones first. May pause. */
function openMany(): void {
  while (openCount != 0) {
    const some = min<u32>(openCount, workAllowed());
    openCount -= some;
    openWords(openAt + openCount * openStep, some, openStep);
    worked(some);
  }
}

/** Writes the tails of many cells. May pause. */
function writeTails(): void {
  while (cellsAt < cellsEnd) {
    const allowed = workAllowed();
    const stop = min<u32>(cellsEnd, cellsAt + (allowed << 3));
    let cell = cellsAt;
    for (; cell < stop; cell += 8) store<u32>(cell, (cell + 8) | L.TermTag_cons);
    cellsAt = cell;
    worked(allowed);
  }
}

function makeInteger64(value: i64): u32 {
  if (value >= -0x8000000 && value <= 0x7ffffff) return makeSmall(value as i32);
  const box = take(12);
  store<u32>(box, value < 0 ? L.INTEGER64_HEADER_NEGATIVE : L.INTEGER64_HEADER_POSITIVE);
  store<i64>(box, value, 4);
  return box | L.TermTag_boxed;
}

/** The first bytes of a magnitude, at most eight. */
function magnitude64(at: u32, size: u32): u64 {
  let magnitude: u64 = 0;
  for (let i: u32 = 0; i < size; i++) magnitude |= (load<u8>(at + i) as u64) << (i << 3);
  return magnitude;
}

/** Size of a magnitude without the zeros at its end. */
function trimmed(at: u32, size: u32): u32 {
  while (size > 0 && load<u8>(at + size - 1) == 0) size--;
  return size;
}

function readMagnitude(size: u32): u32 {
  const negative = takeByte() != 0;
  const at = takeBytes(size);
  size = trimmed(at, size);
  if (size <= 8) {
    const magnitude = magnitude64(at, size);
    if (magnitude <= (i64.MAX_VALUE as u64)) return makeInteger64(negative ? -(magnitude as i64) : (magnitude as i64));
    if (negative && magnitude == (i64.MIN_VALUE as u64)) return makeInteger64(i64.MIN_VALUE);
  }
  // Outside the signed range a magnitude has at least three limbs.
  const limbs = max<u32>((size + 3) >> 2, 3);
  const box = take((limbs + 1) << 2);
  store<u32>(box, (limbs << L.TermTag_arityShift) | (negative ? L.HeaderTag_negativeInteger : L.HeaderTag_positiveInteger));
  store<u32>(box + (limbs << 2), 0);
  memory.copy(box + 4, at, size);
  return box | L.TermTag_boxed;
}

/** An integer that is a part of another term. Fails if it is not one that OTP counts as small. */
function readSmall(): i64 {
  const tag = takeByte();
  if (tag == SMALL_INTEGER) return takeByte();
  if (tag == INTEGER) return take32() as i32;
  const size = tag == SMALL_BIG ? takeByte() : take32();
  const negative = takeByte() != 0;
  const at = takeBytes(size);
  const used = trimmed(at, size);
  const magnitude = used <= 8 ? magnitude64(at, used) : u64.MAX_VALUE;
  if (magnitude > ((1 as u64) << SMALL_BITS) - (negative ? 0 : 1)) fail();
  return negative ? -(magnitude as i64) : (magnitude as i64);
}

function makeFloat(value: f64): u32 {
  if (!isFinite(value)) return fail();
  const box = take(12);
  store<u32>(box, L.FLOAT_HEADER);
  store<f64>(box, value, 4);
  return box | L.TermTag_boxed;
}

function readAtomText(size: u32, isLatin1: bool): u32 {
  const atom = findAtom(takeBytes(size), size, isLatin1, mayMakeAtoms);
  if (atom > TOO_MANY_ATOMS) return atom;
  if (atom == TOO_MANY_ATOMS) decodeError = L.Atom_system_limit;
  return fail();
}

function readAtomOf(tag: u32): u32 {
  const isLatin1 = tag == ATOM || tag == SMALL_ATOM;
  return readAtomText(tag == ATOM || tag == ATOM_UTF8 ? take16() : takeByte(), isLatin1);
}

function readAtom(): u32 {
  return readAtomOf(takeByte());
}

/** The name of a node; nil stands for this one. */
function readNode(): u32 {
  const tag = takeByte();
  return tag == NIL ? makeAtom(L.LOCAL_NODE_ATOM) : readAtomOf(tag);
}

/** The creation of a node in old terms. */
function readOldCreation(): u32 {
  const creation = takeByte();
  if (creation > MOST_OLD_CREATION) fail();
  return creation;
}

/** An identifier of another node, with `words` words to write. */
function makeExternal(tag: u32, node: u32, creation: u32, words: u32): u32 {
  const box = take(L.ExternalIdentifierOffset_data + (words << 2));
  store<u32>(box, ((words + 2) << L.TermTag_arityShift) | tag);
  store<u32>(box, node, L.ExternalIdentifierOffset_node);
  store<u32>(box, creation, L.ExternalIdentifierOffset_creation);
  return box | L.TermTag_boxed;
}

// @ts-ignore: decorator
@inline
function setWord(identifier: u32, i: u32, word: u32): void {
  store<u32>(identifier - L.TermTag_boxed + L.ExternalIdentifierOffset_data + (i << 2), word);
}

function readPid(tag: u32): u32 {
  const node = readNode();
  const id = take32();
  const serial = take32();
  const creation = tag == PID ? readOldCreation() : take32();
  if (isThisNode(node) && creation == 0) {
    if (id >= 1 << L.PID_ID_BITS || serial > MOST_SERIAL) return fail();
    return (((serial << L.PID_ID_BITS) | id) << 4) | L.TermTag_pid;
  }
  const pid = makeExternal(L.HeaderTag_externalPid, node, creation, 2);
  setWord(pid, 0, id);
  setWord(pid, 1, serial);
  return pid;
}

function readPort(tag: u32): u32 {
  const node = readNode();
  const high: u32 = tag == PORT || tag == NEW_PORT ? 0 : take32();
  const low = take32();
  const creation = tag == PORT ? readOldCreation() : take32();
  if (isThisNode(node) && creation == 0) {
    if (high != 0 || low > L.GREATEST_NUMBER) return fail();
    return (low << 4) | L.TermTag_port;
  }
  const port = makeExternal(L.HeaderTag_externalPort, node, creation, 2);
  setWord(port, 0, low);
  setWord(port, 1, high);
  return port;
}

function readReference(tag: u32): u32 {
  const words: u32 = tag == REFERENCE ? 1 : take16();
  const node = readNode();
  let creation: u32 = 0;
  if (tag == NEW_REFERENCE) creation = readOldCreation();
  else if (tag == NEWER_REFERENCE) creation = take32();
  const data = takeBytes(words << 2);
  if (tag == REFERENCE) creation = readOldCreation();
  const isOwn = isThisNode(node) && creation == 0;
  if (words > 0 && (isOwn || tag != NEWER_REFERENCE) && bswap<u32>(load<u32>(data)) > MOST_REFERENCE_WORD) return fail();
  if (!isOwn) {
    const reference = makeExternal(L.HeaderTag_externalReference, node, creation, words);
    for (let i: u32 = 0; i < words; i++) setWord(reference, i, bswap<u32>(load<u32>(data + (i << 2))));
    return reference;
  }
  if (words == 0 || words > REFERENCE_WORDS) return fail();
  const box = take((REFERENCE_WORDS + 1) << 2);
  store<u32>(box, (REFERENCE_WORDS << L.TermTag_arityShift) | L.HeaderTag_reference);
  for (let i: u32 = 0; i < REFERENCE_WORDS; i++) {
    store<u32>(box + 4 + (i << 2), i < words ? bswap<u32>(load<u32>(data + (i << 2))) : 0);
  }
  return box | L.TermTag_boxed;
}

function readBitstring(size: u32, lastBits: u32): u32 {
  const at = takeBytes(size);
  if (size > L.HEAP_BINARY_LIMIT) {
    const bits = (size << 3) - 8 + lastBits;
    const binary = newBitstring(bits);
    if (size <= MANY_BYTES) {
      copyBits(at, 0, locatedBase, 0, bits);
    } else {
      dataFrom = at;
      dataTo = locatedBase;
      dataBits = bits;
    }
    return binary;
  }
  const box = take(L.BINARY_DATA_OFFSET + ((size + 3) & ~3));
  const words = (size + 3) >> 2;
  store<u32>(box, ((words + 1) << L.TermTag_arityShift) | L.HeaderTag_heapBinary);
  store<u32>(box, size, 4);
  memory.copy(box + L.BINARY_DATA_OFFSET, at, size);
  if (lastBits == 8) return box | L.TermTag_boxed;
  const part = take(16);
  store<u32>(part, (3 << L.TermTag_arityShift) | L.HeaderTag_subBinary);
  store<u32>(part, 0, L.SubBinaryOffset_start);
  store<u32>(part, (size << 3) - 8 + lastBits, L.SubBinaryOffset_size);
  store<u32>(part, box | L.TermTag_boxed, L.SubBinaryOffset_parent);
  return part | L.TermTag_boxed;
}

function readString(): u32 {
  const size = take16();
  if (size == 0) return L.TermTag_nil;
  const cells = take(size << 3);
  for (let i: u32 = 0; i < size; i++) {
    const cell = cells + (i << 3);
    store<u32>(cell, (cell + 8) | L.TermTag_cons);
    store<u32>(cell, makeSmall(takeByte()), 4);
  }
  store<u32>(cells + ((size - 1) << 3), L.TermTag_nil);
  return cells | L.TermTag_cons;
}

/** The cells of a list, whose elements and tail come next; 0 for a list without elements, which is its tail. */
function readList(): u32 {
  const count = take32();
  if (count == 0) return 0;
  const cells = take(count << 3);
  const last = cells + ((count - 1) << 3);
  open(last, 1, 0);
  if (count > MANY_WORDS) {
    cellsAt = cells;
    cellsEnd = last;
  } else {
    for (let cell = cells; cell < last; cell += 8) store<u32>(cell, (cell + 8) | L.TermTag_cons);
  }
  open(cells + 4, count, 8);
  return cells | L.TermTag_cons;
}

function readTuple(arity: u32): u32 {
  if (arity == 0) return L.EMPTY_TUPLE | L.TermTag_boxed;
  const box = take((arity + 1) << 2);
  store<u32>(box, arity << L.TermTag_arityShift);
  open(box + 4, arity, 4);
  return box | L.TermTag_boxed;
}

/** A map is made when all of its pairs are there, and those of the maps in it: it goes to a word then. */
function startMap(slot: u32): void {
  const count = take32();
  const entry = pairsTop;
  pairsTop = entry + MAP_ENTRY + (count << 3);
  store<u32>(entry, lastMap);
  store<u32>(entry, slot, 4);
  store<u32>(entry, count, 8);
  lastMap = entry;
  open(entry + MAP_ENTRY, count << 1, 4);
}

/** Makes the maps, those that began last first; false if a key is there twice. */
function makeMaps(): bool {
  for (let entry = lastMap; entry != 0; entry = load<u32>(entry)) {
    const count = load<u32>(entry, 8);
    const map = mapFromPairsInPieces(entry + MAP_ENTRY, count);
    if (sizeOfMap(map) != count) return false;
    store<u32>(load<u32>(entry, 4), map);
  }
  return true;
}

function readExport(): u32 {
  const module = readAtom();
  const name = readAtom();
  const arity = readSmall();
  // As OTP takes it; what a fun cannot hold is refused.
  if (arity < 0 || (arity as u32) > 0x7ffffff) return fail();
  if (decodeError != 0 || (!mayMakeAtoms && !isExported(module, name, arity as u32))) return fail();
  return exportFun(module, name, arity as u32);
}

function readFun(): u32 {
  takeBytes(4);
  const arity = takeByte();
  const md5 = takeBytes(16);
  const index = take32();
  const free = take32();
  const module = readAtom();
  const oldIndex = readSmall() as i32;
  const oldUniq = readSmall() as i32;
  readPid(takeByte());
  if (decodeError != 0) return 0;
  funOfModule(module, arity, md5, index, oldIndex, oldUniq, free);
  const box = take(L.FunOffset_free + (free << 2));
  store<u32>(box, ((free + (L.FunOffset_free >> 2) - 1) << L.TermTag_arityShift) | L.HeaderTag_fun);
  store<u32>(box, makeSmall(load<u32>(L.SCRATCH)), L.FunOffset_entry);
  store<u32>(box, makeSmall(arity), L.FunOffset_arity);
  store<u32>(box, makeSmall(load<u32>(L.SCRATCH, 4)), L.FunOffset_identity);
  open(box + L.FunOffset_free, free, 4);
  return box | L.TermTag_boxed;
}

/** True if an atom is twice among the words of a tuple: found by a map, as there may be many. */
function hasTwice(tuple: u32, count: u32): bool {
  const block = allocateTemporary(count << 3);
  for (let i: u32 = 0; i < count; i++) {
    store<u32>(block + (i << 3), load<u32>(tuple + 4 + (i << 2)));
    store<u32>(block + (i << 3), L.TermTag_nil, 4);
  }
  const names = mapFromPairs(block, count);
  freeTemporary(block);
  return sizeOfMap(names) != count;
}

function readRecord(): u32 {
  const count = take32();
  const exported = takeByte();
  const module = readAtom();
  const name = readAtom();
  const names = take((count + 1) << 2);
  store<u32>(names, count << L.TermTag_arityShift);
  for (let i: u32 = 0; i < count; i++) store<u32>(names + 4 + (i << 2), readAtom());
  if (decodeError != 0 || hasTwice(names, count)) return fail();
  const definition = take(20);
  store<u32>(definition, 4 << L.TermTag_arityShift);
  store<u32>(definition + 4 + (L.RecordDefinition_module << 2), module);
  store<u32>(definition + 4 + (L.RecordDefinition_name << 2), name);
  store<u32>(definition + 4 + (L.RecordDefinition_exported << 2), makeAtom(exported != 0 ? L.Atom_true : L.Atom_false));
  store<u32>(definition + 4 + (L.RecordDefinition_fields << 2), names | L.TermTag_boxed);
  const record = take((count + L.RECORD_VALUES + 1) << 2);
  store<u32>(record, ((count + L.RECORD_VALUES) << L.TermTag_arityShift) | L.HeaderTag_record);
  store<u32>(record, definition | L.TermTag_boxed, 4);
  open(record + 4 + (L.RECORD_VALUES << 2), count, 4);
  return record | L.TermTag_boxed;
}

/** Reads a term up to the terms in it; 0 if it is a map, or the tail of a list without elements, or malformed. */
function readTerm(slot: u32): u32 {
  const tag = takeByte();
  switch (tag) {
    case SMALL_INTEGER:
      return makeSmall(takeByte());
    case INTEGER:
      return makeInteger64(take32() as i32);
    case SMALL_BIG:
      return readMagnitude(takeByte());
    case LARGE_BIG:
      return readMagnitude(take32());
    case NEW_FLOAT:
      return makeFloat(reinterpret<f64>(bswap<u64>(load<u64>(takeBytes(8)))));
    case FLOAT: {
      const at = position();
      const value = readTextFloat(at, at + bytesLeft());
      takeBytes(FLOAT_TEXT_BYTES);
      return makeFloat(value);
    }
    case NIL:
      return L.TermTag_nil;
    case STRING:
      return readString();
    case LIST: {
      const list = readList();
      if (list == 0) open(slot, 1, 0);
      return list;
    }
    case SMALL_TUPLE:
      return readTuple(takeByte());
    case LARGE_TUPLE:
      return readTuple(take32());
    case MAP:
      startMap(slot);
      return 0;
    case BINARY: {
      const size = take32();
      return readBitstring(size, 8);
    }
    case BIT_BINARY: {
      const size = take32();
      const lastBits = takeByte();
      return readBitstring(size, size == 0 ? 8 : lastBits);
    }
    case PID:
    case NEW_PID:
      return readPid(tag);
    case REFERENCE:
    case NEW_REFERENCE:
    case NEWER_REFERENCE:
      return readReference(tag);
    case EXPORT:
      return readExport();
    case NEW_FUN:
      return readFun();
    case RECORD:
      return readRecord();
    case ATOM:
    case SMALL_ATOM:
    case ATOM_UTF8:
    case SMALL_ATOM_UTF8:
      return readAtomOf(tag);
    default:
      return readPort(tag);
  }
}

/** Reads terms until there are none left, something is wrong, much is to be written at once or the work that is allowed is done. */
function readSome(): void {
  while (next != 0 && --workLeft >= 0) {
    const slot = next;
    next = load<u32>(slot);
    const term = readTerm(slot);
    if (decodeError != 0) return;
    if (term != 0) store<u32>(slot, term);
    if (openCount != 0 || dataBits != 0) return;
  }
}

/** Reads a whole term; 0 if it is malformed. May pause. */
function readWhole(): u32 {
  next = 0;
  openCount = 0;
  cellsAt = 0;
  cellsEnd = 0;
  dataBits = 0;
  open(root, 1, 0);
  while (true) {
    const allowed = workAllowed();
    workLeft = allowed;
    readSome();
    if (decodeError != 0) return 0;
    if (dataBits != 0) {
      const bits = dataBits;
      dataBits = 0;
      copyBitsInPieces(dataFrom, 0, dataTo, bits);
    } else if (openCount != 0) {
      writeTails();
      openMany();
    } else if (next == 0) {
      break;
    }
    worked(allowed);
  }
  return makeMaps() ? load<u32>(root) : fail();
}

/**
 * Reads the term between two addresses, which `measureTerm` has just skipped. With `isSafe` no atoms are made. 0 if it is
 * malformed: then `decodeError` tells the error. May pause.
 */
export function decodeTerm(from: u32, to: u32, isSafe: bool): u32 {
  decodeError = 0;
  mayMakeAtoms = !isSafe;
  top = 0;
  pieceEnd = 0;
  needed = heapBytes;
  root = allocateTemporary(min<u64>(mapBytes + ROOT_BYTES, MOST_TEMPORARY) as u32);
  pairsTop = root + ROOT_BYTES;
  lastMap = 0;
  startReading(from, to);
  const term = readWhole();
  freeTemporary(root);
  return term;
}
