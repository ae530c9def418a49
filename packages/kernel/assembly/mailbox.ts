// Messages: sending, and the instructions of `receive`. A mailbox is a list of messages; the link that `loop_rec`
// stands at is `mailboxNext`.
import * as L from './generated/layout';
import { binariesOfCopy, copyTerm, sizeOfCopy } from './copy-term';
import { collectAtNextEntry, currentContext } from './heap';
import { now, wake } from './host';
import { allocateBlock } from './memory';
import { processOf } from './process';
import { failNative, raiseAtom, raiseNative } from './raise';
import { headerOf, isBoxed, isBoxedInteger, isSmall, makeAtom, smallValue, tagOf } from './term';

/** Longest timeout of `receive`, in milliseconds. */
const LONGEST_TIMEOUT: i64 = 0xffffffff;

/** Puts a copy of a message into the mailbox of a process. */
function deliver(context: u32, term: u32): void {
  const bytes = sizeOfCopy(term);
  const message = allocateBlock(L.MessageOffset_data + bytes);
  store<u32>(message, 0, L.MessageOffset_next);
  const used = L.MessageOffset_data - L.MessageOffset_binaries + bytes;
  store<u32>(message, used, L.MessageOffset_capacity);
  store<u32>(message, used, L.MessageOffset_used);
  store<u32>(message, copyTerm(term, message + L.MessageOffset_data), L.MessageOffset_term);
  store<u32>(message, binariesOfCopy(), L.MessageOffset_binaries);
  const last = load<u32>(context + L.ContextOffset_mailboxLast);
  store<u32>(last == 0 ? context + L.ContextOffset_mailboxFirst : last + L.MessageOffset_next, message);
  store<u32>(context + L.ContextOffset_mailboxLast, message);
  if (load<u32>(context + L.ContextOffset_pending) == L.Event_waiting) wake(context);
}

/** Sends a message; false if the destination is none. What is sent to a process that has ended is lost. */
function send(to: u32, message: u32): bool {
  if ((to & L.Term_immediateMask) == L.Term_pid) {
    const context = processOf(to >> 4);
    if (context != 0) deliver(context, message);
    return true;
  }
  // A reference may be an alias; none is one yet.
  return isBoxed(to) && (tagOf(to) == L.HeaderTag_reference || tagOf(to) == L.HeaderTag_externalReference || tagOf(to) == L.HeaderTag_externalPid);
}

/** The instruction `send`. */
export function sendInBody(to: u32, message: u32, sp: u32, site: u32): u32 {
  if (send(to, message)) return message;
  store<u32>(L.X_REGISTERS, to);
  store<u32>(L.X_REGISTERS, message, 4);
  return raiseNative(sp, site, L.Atom_badarg, L.Native_nativeSend2, 2);
}

export function nativeSend(sp: u32, to: u32, message: u32): u32 {
  return sendAs(sp, to, message, L.Native_nativeSend);
}

export function nativeSend2(sp: u32, to: u32, message: u32): u32 {
  return sendAs(sp, to, message, L.Native_nativeSend2);
}

function sendAs(sp: u32, to: u32, message: u32, native: u32): u32 {
  if (send(to, message)) return message;
  store<u32>(L.X_REGISTERS, to);
  store<u32>(L.X_REGISTERS, message, 4);
  return failNative(sp, L.Atom_badarg, native, 2);
}

/** `loop_rec`: the message to look at, 0 if there is none left. */
export function loopRec(): u32 {
  const message = load<u32>(load<u32>(currentContext() + L.ContextOffset_mailboxNext));
  return message == 0 ? 0 : load<u32>(message, L.MessageOffset_term);
}

/** `loop_rec_end`: the message does not match, on to the next one. */
export function loopRecEnd(): void {
  const slot = currentContext() + L.ContextOffset_mailboxNext;
  store<u32>(slot, load<u32>(load<u32>(slot)) + L.MessageOffset_next);
}

/** Ends a `receive`: the next one begins with the first message and has a time of its own. */
export function endTimeout(): void {
  const context = currentContext();
  store<u32>(context + L.ContextOffset_mailboxNext, context + L.ContextOffset_mailboxFirst);
  store<f64>(context + L.ContextOffset_timeoutAt, 0);
}

/** `remove_message`: the message matches; its data becomes a heap fragment of the process. */
export function removeMessage(): void {
  const context = currentContext();
  const link = load<u32>(context + L.ContextOffset_mailboxNext);
  const message = load<u32>(link);
  const next = load<u32>(message, L.MessageOffset_next);
  store<u32>(link, next);
  if (next == 0) store<u32>(context + L.ContextOffset_mailboxLast, link == context + L.ContextOffset_mailboxFirst ? 0 : link);
  endTimeout();
  // Its binaries are the process's from now on.
  let binary = load<u32>(message, L.MessageOffset_binaries);
  while (binary != 0) {
    const following = load<u32>(binary, L.RefcBinaryOffset_next);
    store<u32>(binary, load<u32>(context + L.ContextOffset_youngBinaries), L.RefcBinaryOffset_next);
    store<u32>(context + L.ContextOffset_youngBinaries, binary);
    binary = following;
  }
  store<u32>(message, load<u32>(context + L.ContextOffset_fragments), L.MessageOffset_next);
  store<u32>(context + L.ContextOffset_fragments, message);
  const total = load<u32>(context + L.ContextOffset_fragmentBytes) + load<u32>(message, L.MessageOffset_used);
  store<u32>(context + L.ContextOffset_fragmentBytes, total);
  const heapBytes = load<u32>(context + L.ContextOffset_heapEnd) - load<u32>(context + L.ContextOffset_heapStart);
  if (total > heapBytes || load<u32>(L.MachineRegister_collectAlways) != 0) collectAtNextEntry();
}

/** `wait`: the process rests until a message comes; then its frame is resumed. */
export function waitForMessage(sp: u32): u32 {
  store<u32>(L.MachineRegister_event, L.Event_waiting);
  store<u32>(L.MachineRegister_eventSp, sp);
  return 0;
}

/**
 * `wait_timeout`: as `wait`, but not for longer than so many milliseconds. Answers the atom true when the time is over,
 * also when the frame is resumed.
 */
export function waitWithTimeout(sp: u32, timeout: u32, site: u32): u32 {
  if (timeout == makeAtom(L.Atom_infinity)) return waitForMessage(sp);
  const at = currentContext() + L.ContextOffset_timeoutAt;
  if (load<f64>(at) == 0) {
    const milliseconds: i64 = isSmall(timeout) ? smallValue(timeout) : isBoxedInteger(timeout) && headerOf(timeout) == L.INTEGER64_HEADER_POSITIVE ? load<i64>(timeout + 2) : -1;
    if (milliseconds < 0 || milliseconds > LONGEST_TIMEOUT) return raiseAtom(sp | L.OWN_FRAME_FLAG, site, L.Atom_timeout_value);
    if (milliseconds == 0) return makeAtom(L.Atom_true);
    store<f64>(at, now() + (milliseconds as f64));
  } else if (now() >= load<f64>(at)) {
    return makeAtom(L.Atom_true);
  }
  return waitForMessage(sp);
}
