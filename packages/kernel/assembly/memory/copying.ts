// How a collection copies: terms of the spaces that are being emptied go to those that are being filled, by Cheney's way. What is copied
// with which roots, and when, is in `collector`.
//
// A moved boxed term has its new term in the header word (a header ends in 00, a term never does); a
// moved cons has 0, which is never a term, in its tail and its new term in its head.

import { dataOf, hasParent } from '../binaries/binary-blocks';
import * as L from '../generated/layout';
import { tagHoldsTerms } from '../terms/term';

/** The young space that is being emptied, in which what lies below `matureEnd` is promoted; the old one, or 0 if that stays; heap fragments, a list. */
export let youngStart: u32 = 0;
export let youngBytes: u32 = 0;
let matureEnd: u32 = 0;
export let oldStart: u32 = 0;
export let oldBytes: u32 = 0;
export let fragments: u32 = 0;

/** First fragment of an area whose terms are to be copied to the heap, or 0. */
let evacuating: u32 = 0;

/** How far the new space is filled, and the old heap with what is promoted; where that began. */
export let newTop: u32 = 0;
export let promotedTop: u32 = 0;
export let promotedStart: u32 = 0;

/** Where the scans of both have come to. */
let scan: u32 = 0;
let scanPromoted: u32 = 0;

/** Begins to copy to two spaces. */
export function beginCopying(
  young: u32,
  bytes: u32,
  mature: u32,
  old: u32,
  bytesOfOld: u32,
  fragmentList: u32,
  to: u32,
  promoteTo: u32,
): void {
  youngStart = young;
  youngBytes = bytes;
  matureEnd = mature;
  oldStart = old;
  oldBytes = bytesOfOld;
  fragments = fragmentList;
  newTop = to;
  promotedTop = promoteTo;
  promotedStart = promoteTo;
  scan = to;
  scanPromoted = promoteTo;
}

/** Has terms of an area copied, too, given by its first fragment; 0 ends that. */
export function evacuate(first: u32): void {
  evacuating = first;
}

/** Bytes of what `saveCopying` writes. */
export const COPYING_BYTES: u32 = 44;

/** Keeps where copying has come to in a block, for `resumeCopying`: other collections come between. */
export function saveCopying(block: u32): void {
  store<u32>(block, youngStart);
  store<u32>(block, youngBytes, 4);
  store<u32>(block, matureEnd, 8);
  store<u32>(block, oldStart, 12);
  store<u32>(block, oldBytes, 16);
  store<u32>(block, fragments, 20);
  store<u32>(block, scan, 24);
  store<u32>(block, scanPromoted, 28);
  store<u32>(block, newTop, 32);
  store<u32>(block, promotedTop, 36);
  store<u32>(block, promotedStart, 40);
}

/** Goes on where `saveCopying` was called. */
export function resumeCopying(block: u32): void {
  youngStart = load<u32>(block);
  youngBytes = load<u32>(block, 4);
  matureEnd = load<u32>(block, 8);
  oldStart = load<u32>(block, 12);
  oldBytes = load<u32>(block, 16);
  fragments = load<u32>(block, 20);
  scan = load<u32>(block, 24);
  scanPromoted = load<u32>(block, 28);
  newTop = load<u32>(block, 32);
  promotedTop = load<u32>(block, 36);
  promotedStart = load<u32>(block, 40);
}

function inFragments(first: u32, address: u32): bool {
  for (let f = first; f != 0; f = load<u32>(f)) {
    if (address - (f + 16) < load<u32>(f + 8)) return true;
  }
  return false;
}

function copyCons(cell: u32, mature: bool): u32 {
  const tail = load<u32>(cell);
  if (tail == 0) return load<u32>(cell, 4);
  let to: u32;
  if (mature) {
    to = promotedTop;
    promotedTop = to + 8;
  } else {
    to = newTop;
    newTop = to + 8;
  }
  store<u64>(to, load<u64>(cell));
  const moved = to | L.TermTag_cons;
  store<u32>(cell, 0);
  store<u32>(cell, moved, 4);
  return moved;
}

function copyBoxed(box: u32, mature: bool): u32 {
  const header = load<u32>(box);
  if ((header & L.TermTag_primaryMask) != 0) return header;
  const bytes = ((header >> L.TermTag_arityShift) + 1) << 2;
  let to: u32;
  if (mature) {
    to = promotedTop;
    promotedTop = to + bytes;
  } else {
    to = newTop;
    newTop = to + bytes;
  }
  if (bytes <= 32) {
    for (let i: u32 = 0; i < bytes; i += 4) store<u32>(to + i, load<u32>(box + i));
  } else {
    memory.copy(to, box, bytes);
  }
  const moved = to | L.TermTag_boxed;
  store<u32>(box, moved);
  return moved;
}

/** Copies what the word at `slot` refers to, if it lies in a space that is being emptied. */
// @ts-ignore: decorator
@inline
function forward(slot: u32): void {
  const term = load<u32>(slot);
  const primary = term & L.TermTag_primaryMask;
  if (primary == L.TermTag_cons) {
    const cell = term - L.TermTag_cons;
    if (cell - youngStart < youngBytes) store<u32>(slot, copyCons(cell, cell < matureEnd));
    else forwardOutside(slot, term);
  } else if (primary == L.TermTag_boxed) {
    const box = term - L.TermTag_boxed;
    if (box - youngStart < youngBytes) store<u32>(slot, copyBoxed(box, box < matureEnd));
    else forwardOutside(slot, term);
  }
}

function forwardOutside(slot: u32, term: u32): void {
  const address = term & ~L.TermTag_primaryMask;
  if (
    address - oldStart < oldBytes ||
    (fragments != 0 && inFragments(fragments, address)) ||
    (evacuating != 0 && inFragments(evacuating, address))
  ) {
    store<u32>(slot, (term & L.TermTag_primaryMask) == L.TermTag_cons ? copyCons(address, false) : copyBoxed(address, false));
  }
}

/** Forwards the binary that a sub binary or match context refers to. */
function scanParent(at: u32, header: u32): void {
  forward(at + L.SubBinaryOffset_parent);
  if (header == L.MATCH_CONTEXT_HEADER) store<u32>(at, dataOf(load<u32>(at + L.MatchContextOffset_parent)), L.MatchContextOffset_base);
}

/** Forwards the word at `at` of a space that is being filled; the address of the next one to scan. */
// @ts-ignore: decorator
@inline
function scanWord(at: u32): u32 {
  const word = load<u32>(at);
  if ((word & L.TermTag_primaryMask) == 0) {
    const tag = word & L.TermTag_headerMask;
    if (tagHoldsTerms(tag)) return at + 4;
    if (hasParent(word)) scanParent(at, word);
    // All other words of boxed terms are plain data.
    return at + (((word >> L.TermTag_arityShift) + 1) << 2);
  }
  forward(at);
  return at + 4;
}

/** Forwards the words between two addresses. */
export function forwardWords(from: u32, to: u32): void {
  for (let at = from; at < to; at += 4) forward(at);
}

/** Forwards the terms of a Context. */
export function forwardContext(context: u32): void {
  forward(context + L.ContextOffset_result);
  forward(context + L.ContextOffset_exitTrace);
  forward(context + L.ContextOffset_dictionary);
  forward(context + L.ContextOffset_options);
  // A pid of another node is no immediate term.
  forward(context + L.ContextOffset_groupLeader);
  forward(context + L.ContextOffset_traceToken);
  // Only the first message can have its data on the heap.
  const message = load<u32>(context + L.ContextOffset_mailboxFirst);
  if (message != 0 && load<u32>(message, L.MessageOffset_used) == 0) forward(message + L.MessageOffset_term);
}

/** Forwards the terms of an exception that is on its way. */
export function forwardException(): void {
  forward(L.MachineRegister_exceptionReason);
  forward(L.MachineRegister_exceptionArguments);
  forward(L.MachineRegister_exceptionInfo);
  forward(L.MachineRegister_exceptionTrace);
}

/** Scans what has been copied; false if that is not all of it after so many bytes. */
export function scanSpaces(most: u32): bool {
  let left = most as i64;
  do {
    const from = scan + scanPromoted;
    const end = left > 0xffffff ? 0xffffff : (left as i32);
    let until = scan + end;
    while (scan < newTop && scan < until) scan = scanWord(scan);
    until = scanPromoted + end;
    while (scanPromoted < promotedTop && scanPromoted < until) scanPromoted = scanWord(scanPromoted);
    left -= scan + scanPromoted - from;
    if (left <= 0) return scan >= newTop && scanPromoted >= promotedTop;
  } while (scan < newTop || scanPromoted < promotedTop);
  return true;
}
