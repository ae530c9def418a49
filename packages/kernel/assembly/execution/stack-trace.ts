// Stack traces as Erlang has them, of raw ones. The host describes each frame once; those that came last are kept.

import * as L from '../generated/layout';
import { describeFrame } from '../host';
import { mapFromPairs } from '../maps/map-building';
import { freeBlock } from '../memory/blocks';
import { allocateNoCollect } from '../memory/heap';
import { makeCons, makePair, makeTuple, setElement } from '../terms/construct';
import { arityOf, elementOf, headerOf, isAtom, isBoxed, isCons, isSmall, isTuple, makeAtom, makeSmall, smallValue } from '../terms/term';

/** Words of a raw trace before its return addresses: see `currentTrace`. */
export const TRACE_HEADER: u32 = 3;

/** Frames that are kept. */
const KEPT_BITS: u32 = 10;

/** By a hash of the key: key and description of a frame. */
const kept: u32 = memory.data(8192) as u32;

/** Drops all descriptions: code has been removed, and others may get its addresses. */
export function forgetFrames(): void {
  for (let slot = kept; slot < kept + (8 << KEPT_BITS); slot += 8) {
    freeBlock(load<u32>(slot, 4));
    store<u64>(slot, 0);
  }
}

/** The description of a frame, 0 if the key stands for nothing that a trace shows. */
function descriptionOf(key: u32): u32 {
  const slot = kept + (((key * 0x9e3779b1) >> (32 - KEPT_BITS)) << 3);
  if (load<u32>(slot) == key) return load<u32>(slot, 4);
  const description = describeFrame(key);
  if (description == 0) return 0;
  freeBlock(load<u32>(slot, 4));
  store<u32>(slot, key);
  store<u32>(slot, description, 4);
  return description;
}

/** The name of a file as a list of characters. */
function fileName(description: u32): u32 {
  const length = load<u32>(description, L.TraceFrameOffset_fileLength);
  if (length == 0) return L.TermTag_nil;
  const cells = allocateNoCollect(length << 3);
  const end = cells + (length << 3);
  let from = description + L.TraceFrameOffset_file;
  for (let cell = cells; cell < end; cell += 8) {
    store<u32>(cell, (cell + 8) | L.TermTag_cons);
    store<u32>(cell, load<u32>(from), 4);
    from += 4;
  }
  store<u32>(end - 8, L.TermTag_nil);
  return cells | L.TermTag_cons;
}

/** `{Module, Function, ArityOrArguments, Location}`; `args` and `info` are 0 if there are none. */
function makeFrame(description: u32, args: u32, info: u32): u32 {
  let location: u32 = L.TermTag_nil;
  if (info != 0) location = makeCons(makePair(makeAtom(L.Atom_error_info), info), location);
  const line = load<u32>(description, L.TraceFrameOffset_line);
  if (line != 0) {
    location = makeCons(makePair(makeAtom(L.Atom_line), line), location);
    location = makeCons(makePair(makeAtom(L.Atom_file), fileName(description)), location);
  }
  const frame = makeTuple(4);
  setElement(frame, 0, load<u32>(description, L.TraceFrameOffset_module));
  setElement(frame, 1, load<u32>(description, L.TraceFrameOffset_function));
  setElement(frame, 2, args != 0 ? args : load<u32>(description, L.TraceFrameOffset_arity));
  setElement(frame, 3, location);
  return frame;
}

/** The `error_info` of the first frame: given, or that of a BIF that failed, perhaps with a cause; 0 for none. */
function infoOf(word: u32, bif: u32): u32 {
  if (!isSmall(word) && !isAtom(word)) return word;
  const describing = load<u32>(bif, L.TraceFrameOffset_describing);
  if (word == makeSmall(0) || describing == 0) return 0;
  const pairs = L.SCRATCH;
  store<u32>(pairs, makeAtom(L.Atom_module));
  store<u32>(pairs, describing, 4);
  if (isSmall(word)) return mapFromPairs(pairs, 1);
  store<u32>(pairs, makeAtom(L.Atom_cause), 8);
  store<u32>(pairs, word, 12);
  return mapFromPairs(pairs, 2);
}

/** The first cell of the list that is being made, its last one, and what the next frame gets. */
let list: u32 = 0;
let last: u32 = 0;
let args: u32 = 0;
let info: u32 = 0;

function append(description: u32): void {
  if (description == 0) return;
  const cell = makeCons(makeFrame(description, args, info), L.TermTag_nil);
  if (last == 0) list = cell;
  else store<u32>(last - L.TermTag_cons, cell);
  last = cell;
  args = 0;
  info = 0;
}

/**
 * True for a term that looks like a raw trace: what handlers get may have been anywhere since, and code that was made to break the
 * machine may have made its own. All that this can do is to name frames that were not there.
 */
export function isRawTrace(t: u32): bool {
  if (!isTuple(t) || arityOf(t) != 4 || !isSmall(elementOf(t, 0)) || (smallValue(elementOf(t, 0)) as u32) > L.ExceptionClass_throw)
    return false;
  const args = elementOf(t, 2);
  if (args != L.TermTag_nil && !isCons(args)) return false;
  const words = elementOf(t, 1);
  if (words == L.TermTag_nil || isCons(words)) return true;
  if (!isBoxed(words) || (headerOf(words) & L.TermTag_headerMask) != L.HeaderTag_heapBinary) return false;
  const bytes = load<u32>(words - L.TermTag_boxed, 4);
  return (bytes & 3) == 0 && bytes >= TRACE_HEADER << 2;
}

/** `build_stacktrace`: the stack trace as OTP has it, a list, of a raw one; one that a program gave is that list. Of anything else `[]`. */
export function buildStacktrace(trace: u32): u32 {
  if (!isRawTrace(trace)) return L.TermTag_nil;
  const given = elementOf(trace, 1);
  if (!isBoxed(given)) return given;
  const binary = given - L.TermTag_boxed;
  const words = binary + L.BINARY_DATA_OFFSET;
  const end = words + load<u32>(binary, 4);
  const identity = load<u32>(words);
  const bif: u32 = identity == 0 ? 0 : descriptionOf((identity << 2) | L.TraceFrameKind_bif);
  list = L.TermTag_nil;
  last = 0;
  args = load<u32>(words, 4) != 0 ? elementOf(trace, 2) : 0;
  info = infoOf(elementOf(trace, 3), bif);
  if (args != 0) append(bif);
  const site = load<u32>(words, 8);
  if (site != 0) append(descriptionOf((site << 2) | L.TraceFrameKind_site));
  for (let at = words + (TRACE_HEADER << 2); at < end; at += 4) append(descriptionOf(load<u32>(at)));
  return list;
}
