// Messages: sending, and the instructions of `receive`. A mailbox is a list of messages; the link that `loop_rec`
// stands at is `mailboxNext`.

import { raiseAtom } from '../execution/raise';
import { endsSlice, resumeWith } from '../execution/slices';
import * as L from '../generated/layout';
import { comes, now, received, tookMessage } from '../host';
import { allocateBlock, freeBlock } from '../memory/blocks';
import { collectAtNextEntry, currentContext, isCollectionForced, spendReductions } from '../memory/heap';
import { makeCons } from '../terms/construct';
import { binariesOfCopy, copyTerm, copyTermInPieces, sizeOfCopy, sizeOfCopyInPieces } from '../terms/copy-term';
import { isReference, numberOf } from '../terms/references';
import { headerOf, headOf, isBoxedInteger, isImmediate, isSmall, makeAtom, makeSmall, smallValue, tailOf } from '../terms/term';
import { adoptBinaries, freeMessage } from './process';
import { makeRunnable } from './run-queue';
import { isStarted, stopTimer } from './timers';

/** Longest timeout of `receive`, in milliseconds. */
const LONGEST_TIMEOUT: i64 = 0xffffffff;

/** A block for a message with `bytes` bytes of data. */
function allocateMessage(bytes: u32): u32 {
  const message = allocateBlock(L.MessageOffset_data + bytes);
  // One without data is not treated as a fragment when it is received.
  const used = bytes == 0 ? 0 : L.MessageOffset_data - L.MessageOffset_binaries + bytes;
  store<u32>(message, used, L.MessageOffset_capacity);
  store<u32>(message, used, L.MessageOffset_used);
  return message;
}

/** A message with a copy of a term, of which no process has a part. */
export function makeMessage(term: u32): u32 {
  const message = allocateMessage(sizeOfCopy(term));
  store<u32>(message, copyTerm(term, message + L.MessageOffset_data), L.MessageOffset_term);
  store<u32>(message, binariesOfCopy(), L.MessageOffset_binaries);
  return message;
}

/** As `makeMessage`. May pause. */
export function makeMessageInPieces(term: u32): u32 {
  const message = allocateMessage(sizeOfCopyInPieces(term));
  store<u32>(message, copyTermInPieces(term, message + L.MessageOffset_data, message), L.MessageOffset_term);
  store<u32>(message, binariesOfCopy(), L.MessageOffset_binaries);
  return message;
}

/** As `makeMessage` for a message that carries a token of sequential tracing. */
export function makeMessageWithToken(token: u32, term: u32): u32 {
  const message = makeMessage(makeCons(token, term));
  const pair = load<u32>(message, L.MessageOffset_term);
  store<u32>(message, tailOf(pair), L.MessageOffset_term);
  store<u32>(message, headOf(pair), L.MessageOffset_token);
  store<u32>(message, load<u32>(message, L.MessageOffset_used) | L.MESSAGE_TOKEN_FLAG, L.MessageOffset_used);
  return message;
}

/** True for a process that gets nothing any more. */
// @ts-ignore: decorator
@inline
function isGone(context: u32): bool {
  return (load<u32>(context + L.ContextOffset_flags) & L.ProcessFlag_ended) != 0 || load<u32>(context + L.ContextOffset_exitSignal) != 0;
}

/** Puts a message into the mailbox of a process, and has it run if it waits. */
export function deliverMessage(context: u32, message: u32): void {
  if (
    (load<u32>(context + L.ContextOffset_flags) & (L.ProcessFlag_ended | L.ProcessFlag_tracedReceive)) != 0 ||
    load<u32>(context + L.ContextOffset_exitSignal) != 0
  ) {
    if (isGone(context)) {
      freeMessage(message);
      return;
    }
    comes(context, message);
  }
  store<u32>(message, 0, L.MessageOffset_next);
  const last = load<u32>(context + L.ContextOffset_mailboxLast);
  store<u32>(last == 0 ? context + L.ContextOffset_mailboxFirst : last + L.MessageOffset_next, message);
  store<u32>(context + L.ContextOffset_mailboxLast, message);
  store<u32>(context + L.ContextOffset_messageCount, load<u32>(context + L.ContextOffset_messageCount) + 1);
  const pending = load<u32>(context + L.ContextOffset_pending);
  if (pending == L.TrapReason_waiting || pending == L.TrapReason_hibernating) makeRunnable(context);
  else if ((load<u32>(context + L.ContextOffset_flags) & L.ProcessFlag_mailbox) != 0) received(context);
}

/** A message that is made already for the term that is sent next, or 0. */
let prepared: u32 = 0;

/** Has the next `deliver` take a message that has been made of its term. */
export function prepareMessage(message: u32): void {
  prepared = message;
}

/** Frees a message that was prepared and has not been sent. */
export function dropPrepared(): void {
  if (prepared != 0) freeMessage(prepared);
  prepared = 0;
}

/** The message that was prepared, or a new one. */
function takeMessage(term: u32): u32 {
  const message = prepared;
  prepared = 0;
  return message != 0 ? message : makeMessage(term);
}

/**
 * Sends a copy of a term to a process. If it has no messages the copy goes straight to its heap, if that has room: so
 * only the first message can have its data there, which the collector knows.
 */
export function deliver(context: u32, term: u32): void {
  if (
    load<u32>(context + L.ContextOffset_mailboxFirst) == 0 &&
    load<u32>(context + L.ContextOffset_pending) != L.TrapReason_none &&
    // What has paused may have the free part of the heap reserved.
    load<u32>(context + L.ContextOffset_paused) == 0 &&
    prepared == 0 &&
    !isGone(context)
  ) {
    const bytes = sizeOfCopy(term);
    const top = load<u32>(context + L.ContextOffset_heapTop);
    if (top + bytes <= load<u32>(context + L.ContextOffset_heapEnd)) {
      const message = allocateBlock(L.MessageOffset_data);
      store<u32>(message, 0, L.MessageOffset_used);
      store<u32>(message, copyTerm(term, top), L.MessageOffset_term);
      store<u32>(context + L.ContextOffset_heapTop, top + bytes);
      adoptBinaries(context, binariesOfCopy());
      deliverMessage(context, message);
      return;
    }
  }
  deliverMessage(context, takeMessage(term));
}

/**
 * As `deliver`, in front of all messages that have no priority, where a `receive` that waits looks first (OTP 28's priority
 * messages).
 */
export function deliverPriority(context: u32, term: u32): void {
  if (isGone(context)) return;
  const last = load<u32>(context + L.ContextOffset_lastPriority);
  const link = last == 0 ? context + L.ContextOffset_mailboxFirst : last + (L.MessageOffset_next as u32);
  const next = load<u32>(link);
  const message = takeMessage(term);
  store<u32>(context + L.ContextOffset_lastPriority, message);
  if (next == 0) {
    deliverMessage(context, message);
    return;
  }
  // The first message may have its data on the heap, which the collector only knows of the first.
  const behind = next == load<u32>(context + L.ContextOffset_mailboxFirst) ? withOwnData(context, next) : next;
  store<u32>(message, behind, L.MessageOffset_next);
  store<u32>(link, message);
  store<u32>(context + L.ContextOffset_messageCount, load<u32>(context + L.ContextOffset_messageCount) + 1);
  // A `receive` that is under way looks at all messages again: this one is among those that it has passed.
  store<u32>(context + L.ContextOffset_mailboxNext, context + L.ContextOffset_mailboxFirst);
  const pending = load<u32>(context + L.ContextOffset_pending);
  if (pending == L.TrapReason_waiting || pending == L.TrapReason_hibernating) makeRunnable(context);
}

/** The first message, or one in its place that has its data with it. */
function withOwnData(context: u32, first: u32): u32 {
  const term = load<u32>(first, L.MessageOffset_term);
  if (load<u32>(first, L.MessageOffset_used) != 0 || isImmediate(term)) return first;
  const message = makeMessage(term);
  store<u32>(message, load<u32>(first, L.MessageOffset_next), L.MessageOffset_next);
  if (load<u32>(context + L.ContextOffset_mailboxLast) == first) store<u32>(context + L.ContextOffset_mailboxLast, message);
  moveLinks(context, first + (L.MessageOffset_next as u32), message + (L.MessageOffset_next as u32));
  freeBlock(first);
  return message;
}

/** What stood at one link stands at another. */
function moveLinks(context: u32, from: u32, to: u32): void {
  for (let i: u32 = 0; i < L.RECEIVE_MARKERS; i++) {
    const marker = context + L.ContextOffset_markers + i * L.RECEIVE_MARKER_BYTES;
    if (load<u32>(marker, 8) == from) store<u32>(marker, to, 8);
  }
  if (load<u32>(context + L.ContextOffset_mailboxNext) == from) store<u32>(context + L.ContextOffset_mailboxNext, to);
}

/** Makes the data of a message a heap fragment of a process. */
export function adoptMessage(context: u32, message: u32): void {
  const used = load<u32>(message, L.MessageOffset_used);
  if (used == 0) {
    freeBlock(message);
    return;
  }
  adoptBinaries(context, load<u32>(message, L.MessageOffset_binaries));
  store<u32>(message, load<u32>(context + L.ContextOffset_fragments), L.MessageOffset_next);
  store<u32>(context + L.ContextOffset_fragments, message);
  const total = load<u32>(context + L.ContextOffset_fragmentBytes) + used;
  store<u32>(context + L.ContextOffset_fragmentBytes, total);
  if (context != currentContext()) return;
  const heapBytes = load<u32>(context + L.ContextOffset_heapEnd) - load<u32>(context + L.ContextOffset_heapStart);
  if (total > heapBytes || isCollectionForced()) collectAtNextEntry();
}

/** Takes the message that a link is to out of the mailbox of a process. */
export function unlinkMessage(context: u32, link: u32): u32 {
  const message = load<u32>(link);
  const next = load<u32>(message, L.MessageOffset_next);
  store<u32>(link, next);
  if (next == 0) store<u32>(context + L.ContextOffset_mailboxLast, link == context + L.ContextOffset_mailboxFirst ? 0 : link);
  store<u32>(context + L.ContextOffset_messageCount, load<u32>(context + L.ContextOffset_messageCount) - 1);
  if (message == load<u32>(context + L.ContextOffset_lastPriority)) {
    const isFirst = link == context + L.ContextOffset_mailboxFirst;
    store<u32>(context + L.ContextOffset_lastPriority, isFirst ? 0 : link - (L.MessageOffset_next as u32));
  }
  moveLinks(context, message + (L.MessageOffset_next as u32), link);
  return message;
}

/** `loop_rec`: the message to look at, 0 if there is none left. */
export function loopRec(): u32 {
  const message = load<u32>(load<u32>(currentContext() + L.ContextOffset_mailboxNext));
  return message == 0 ? 0 : load<u32>(message, L.MessageOffset_term);
}

/**
 * `loop_rec_end`: the message does not match, on to the next one. Takes a reduction. Returns a term, or 0 where others have their turn
 * first: then the frame at `sp` is resumed. Without a frame, 0, it goes on.
 */
export function loopRecEnd(sp: u32): u32 {
  const slot = currentContext() + L.ContextOffset_mailboxNext;
  const message = load<u32>(load<u32>(slot));
  // Only code that was made to break the machine comes here without one.
  if (message != 0) store<u32>(slot, message + L.MessageOffset_next);
  if (sp == 0) spendReductions(1);
  else if (endsSlice(1)) return resumeWith(sp, L.TermTag_nil);
  return L.TermTag_nil;
}

/** Ends a `receive`: the next one begins with the first message and has a time of its own. */
export function endTimeout(): void {
  const context = currentContext();
  store<u32>(context + L.ContextOffset_mailboxNext, context + L.ContextOffset_mailboxFirst);
  const timer = context + L.ContextOffset_timeoutAt;
  if (isStarted(timer)) stopTimer(timer);
  store<f64>(timer, 0);
}

/** `remove_message`: the message matches; its data becomes a heap fragment of the process. */
export function removeMessage(): void {
  const context = currentContext();
  const link = load<u32>(context + L.ContextOffset_mailboxNext);
  if (load<u32>(link) == 0) return;
  const message = unlinkMessage(context, link);
  endTimeout();
  if (load<u32>(L.MachineRegister_tellsTaken) != 0) tellTaken(message);
  adoptMessage(context, message);
}

/** Tells tracing of a message that has been received: its token is that of its receiver from now on. */
function tellTaken(message: u32): void {
  const used = load<u32>(message, L.MessageOffset_used);
  const hasToken = (used & L.MESSAGE_TOKEN_FLAG) != 0;
  store<u32>(message, used & ~L.MESSAGE_TOKEN_FLAG, L.MessageOffset_used);
  tookMessage(message, hasToken ? load<u32>(message, L.MessageOffset_token) : 0);
}

/** Frees the first message of a mailbox of the host, which has read it. */
export function dropMessage(context: u32): void {
  freeMessage(unlinkMessage(context, context + L.ContextOffset_mailboxFirst));
}

// Receive markers: where the mailbox ended when a reference was made, so that a `receive` of messages with it begins to
// look there (OTP's `erl_message.h`, "receive markers"). Each is a small number that the code keeps.

// @ts-ignore: decorator
@inline
function markerAt(context: u32, marker: u32): u32 {
  return context + L.ContextOffset_markers + (smallValue(marker) as u32) * L.RECEIVE_MARKER_BYTES;
}

/** `recv_marker_reserve`: a marker at the end of the mailbox, the longest unused one. */
export function recvMarkerReserve(): u32 {
  const context = currentContext();
  const number = load<u32>(context + L.ContextOffset_nextMarker);
  store<u32>(context + L.ContextOffset_nextMarker, (number + 1) % L.RECEIVE_MARKERS);
  const marker = makeSmall(number);
  const at = markerAt(context, marker);
  const last = load<u32>(context + L.ContextOffset_mailboxLast);
  store<u64>(at, 0);
  store<u32>(at, last == 0 ? context + L.ContextOffset_mailboxFirst : last + (L.MessageOffset_next as u32), 8);
  return marker;
}

/** `recv_marker_bind`: the reference that the marker is for. */
export function recvMarkerBind(marker: u32, reference: u32): void {
  if (isSmall(marker) && (smallValue(marker) as u32) < L.RECEIVE_MARKERS && isReference(reference))
    store<u64>(markerAt(currentContext(), marker), numberOf(reference));
}

/** `recv_marker_clear`: the marker of a reference is not needed any more. */
export function recvMarkerClear(reference: u32): void {
  const marker = markerOf(reference);
  if (marker == 0) return;
  store<u64>(marker, 0);
  store<u32>(marker, 0, 8);
}

/** `recv_marker_use`: a `receive` of messages with the reference begins. */
export function recvMarkerUse(reference: u32): void {
  const marker = markerOf(reference);
  if (marker != 0) store<u32>(currentContext() + L.ContextOffset_mailboxNext, load<u32>(marker, 8));
}

function markerOf(reference: u32): u32 {
  if (!isReference(reference)) return 0;
  const number = numberOf(reference);
  const context = currentContext();
  for (let i: u32 = 0; i < L.RECEIVE_MARKERS; i++) {
    const marker = context + L.ContextOffset_markers + i * L.RECEIVE_MARKER_BYTES;
    if (load<u64>(marker) == number && load<u32>(marker, 8) != 0) return marker;
  }
  return 0;
}

/** `wait`: the process rests until a message comes; then its frame is resumed. */
export function waitForMessage(sp: u32): u32 {
  store<u32>(L.MachineRegister_trapReason, L.TrapReason_waiting);
  store<u32>(L.MachineRegister_trapSp, sp);
  return 0;
}

/**
 * `wait_timeout`: as `wait`, but not for longer than a number of milliseconds. Returns the atom true when the time is over,
 * also when the frame is resumed. The timeout counts only the first time: when a message has come a register may have something else.
 */
export function waitWithTimeout(sp: u32, timeout: u32, site: u32): u32 {
  const at = currentContext() + L.ContextOffset_timeoutAt;
  if (load<f64>(at) == 0) {
    if (timeout == makeAtom(L.Atom_infinity)) {
      store<f64>(at, Infinity);
      return waitForMessage(sp);
    }
    const milliseconds: i64 = isSmall(timeout)
      ? smallValue(timeout)
      : isBoxedInteger(timeout) && headerOf(timeout) == L.INTEGER64_HEADER_POSITIVE
        ? load<i64>(timeout + 2)
        : -1;
    if (milliseconds < 0 || milliseconds > LONGEST_TIMEOUT) {
      endTimeout();
      return raiseAtom(sp | L.OWN_FRAME_FLAG, site, L.Atom_timeout_value);
    }
    if (milliseconds == 0) return makeAtom(L.Atom_true);
    store<f64>(at, now() + (milliseconds as f64));
  } else if (now() >= load<f64>(at)) {
    return makeAtom(L.Atom_true);
  }
  return waitForMessage(sp);
}
