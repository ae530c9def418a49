// Parts of external terms that have no terms in them, and the memory that the second pass has for all.

import * as L from '../generated/layout';
import { allocateNoCollect } from '../memory/heap';
import { makeSmall } from '../terms/term';
import { referredAtom } from './atom-references';
import { take16, take32, takeByte, takeBytes } from './reader';
import {
  ATOM,
  ATOM_REFERENCE,
  ATOM_UTF8,
  INTEGER,
  NEW_PORT,
  NEW_REFERENCE,
  NEWER_REFERENCE,
  NIL,
  PID,
  PORT,
  REFERENCE,
  SMALL_ATOM,
  SMALL_BIG,
  SMALL_INTEGER,
} from './tags';
import { findAtom, isThisNode, TOO_MANY_ATOMS } from './text-atoms';

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
export let mayMakeAtoms: bool = true;

/** The reserved piece, and the bytes that are needed after it. */
let top: u32 = 0;
let pieceEnd: u32 = 0;
let needed: u64 = 0;

/** Starts to read a term for which `bytes` have been counted; with `isSafe` no atoms are made. */
export function startTerm(bytes: u64, isSafe: bool): void {
  decodeError = 0;
  mayMakeAtoms = !isSafe;
  top = 0;
  pieceEnd = 0;
  needed = bytes;
}

/** Notes that the term is malformed; 0. */
export function fail(): u32 {
  if (decodeError == 0) decodeError = L.Atom_badarg;
  return 0;
}

/** Memory of what `measureTerm` has counted. */
export function take(bytes: u32): u32 {
  if (bytes > pieceEnd - top) {
    const size = max<u32>(bytes, needed < PIECE ? (needed as u32) : PIECE);
    top = allocateNoCollect(size);
    pieceEnd = top + size;
    needed -= min<u64>(size, needed);
  }
  top += bytes;
  return top - bytes;
}

/** An integer of 64 bits. */
export function makeInteger64(value: i64): u32 {
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

/** Reads sign and magnitude of an integer. */
export function readMagnitude(size: u32): u32 {
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
export function readSmall(): i64 {
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

/** A float; fails if it is not finite. */
export function makeFloat(value: f64): u32 {
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

/** Reads an atom behind its tag. */
export function readAtomOf(tag: u32): u32 {
  if (tag == ATOM_REFERENCE) return referredAtom(takeByte());
  const isLatin1 = tag == ATOM || tag == SMALL_ATOM;
  return readAtomText(tag == ATOM || tag == ATOM_UTF8 ? take16() : takeByte(), isLatin1);
}

/** Reads an atom. */
export function readAtom(): u32 {
  return readAtomOf(takeByte());
}

/** The name of a node; nil stands for this one. */
function readNode(): u32 {
  const tag = takeByte();
  return tag == NIL ? load<u32>(L.MachineRegister_nodeName) : readAtomOf(tag);
}

/** True for this node as it is now: one of its name but another creation was there before. */
function isOwn(node: u32, creation: u32): bool {
  return isThisNode(node) && creation == load<u32>(L.MachineRegister_nodeCreation);
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

/** Reads a pid behind its tag. */
export function readPid(tag: u32): u32 {
  const node = readNode();
  const id = take32();
  const serial = take32();
  const creation = tag == PID ? readOldCreation() : take32();
  if (isOwn(node, creation)) {
    if (id >= 1 << L.PID_ID_BITS || serial > MOST_SERIAL) return fail();
    return (((serial << L.PID_ID_BITS) | id) << 4) | L.TermTag_pid;
  }
  const pid = makeExternal(L.HeaderTag_externalPid, node, creation, 2);
  setWord(pid, 0, id);
  setWord(pid, 1, serial);
  return pid;
}

/** Reads a port behind its tag. */
export function readPort(tag: u32): u32 {
  const node = readNode();
  const high: u32 = tag == PORT || tag == NEW_PORT ? 0 : take32();
  const low = take32();
  const creation = tag == PORT ? readOldCreation() : take32();
  if (isOwn(node, creation)) {
    if (high != 0 || low > L.GREATEST_NUMBER) return fail();
    return (low << 4) | L.TermTag_port;
  }
  const port = makeExternal(L.HeaderTag_externalPort, node, creation, 2);
  setWord(port, 0, low);
  setWord(port, 1, high);
  return port;
}

/** Reads a reference behind its tag. */
export function readReference(tag: u32): u32 {
  const words: u32 = tag == REFERENCE ? 1 : take16();
  const node = readNode();
  let creation: u32 = 0;
  if (tag == NEW_REFERENCE) creation = readOldCreation();
  else if (tag == NEWER_REFERENCE) creation = take32();
  const data = takeBytes(words << 2);
  if (tag == REFERENCE) creation = readOldCreation();
  const own = isOwn(node, creation);
  if (words > 0 && (own || tag != NEWER_REFERENCE) && bswap<u32>(load<u32>(data)) > MOST_REFERENCE_WORD) return fail();
  if (!own) {
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

/** Reads a list of bytes. */
export function readString(): u32 {
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
