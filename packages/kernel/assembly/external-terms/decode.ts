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
import { allocateTemporary, freeTemporary, MOST_TEMPORARY } from '../memory/temporary-blocks';
import { makeAtom, makeSmall } from '../terms/term';
import { heapBytes, MAP_ENTRY, mapBytes } from './measure';
import {
  decodeError,
  fail,
  makeFloat,
  makeInteger64,
  mayMakeAtoms,
  readAtom,
  readAtomOf,
  readMagnitude,
  readPid,
  readPort,
  readReference,
  readSmall,
  readString,
  startTerm,
  take,
} from './read-leaves';
import { bytesLeft, position, startReading, take32, takeByte, takeBytes } from './reader';
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
  NEW_REFERENCE,
  NEWER_REFERENCE,
  NIL,
  PID,
  RECORD,
  REFERENCE,
  SMALL_ATOM,
  SMALL_ATOM_UTF8,
  SMALL_BIG,
  SMALL_INTEGER,
  SMALL_TUPLE,
  STRING,
} from './tags';
import { readTextFloat } from './text-float';

/** Address of the word where the whole term goes, in front of the pairs of maps. */
let root: u32 = 0;
const ROOT_BYTES: u32 = 8;

/** The words to fill. */
let next: u32 = 0;

/** Pairs of maps: see `MAP_ENTRY`. */
let pairsTop: u32 = 0;
let lastMap: u32 = 0;

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
    case ATOM_REFERENCE:
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
  startTerm(heapBytes, isSafe);
  root = allocateTemporary(min<u64>(mapBytes + ROOT_BYTES, MOST_TEMPORARY) as u32);
  pairsTop = root + ROOT_BYTES;
  lastMap = 0;
  startReading(from, to);
  const term = readWhole();
  freeTemporary(root);
  return term;
}
