// Sending: the instruction `send`, and the native functions.
import * as L from './generated/layout';
import { badarg2, badarg3, setX } from './native-arguments';
import { deliver } from './mailbox';
import { processOf } from './process';
import { failNative, raiseNative } from './raise';
import { isReference, numberOf } from './references';
import { processNamed } from './registered-names';
import { sendByAlias } from './signals';
import { arityOf, elementOf, headOf, isAtom, isBoxed, isCons, isTuple, makeAtom, tagOf, tailOf } from './term';

/** Sends a message; false if the destination is none. What is sent to a process that has ended is lost. */
export function send(to: u32, message: u32): bool {
  if ((to & L.TermTag_immediateMask) == L.TermTag_pid) {
    const context = processOf(to >> 4);
    if (context != 0) deliver(context, message);
    return true;
  }
  if (isAtom(to)) {
    const context = processNamed(to);
    if (context == 0) return false;
    deliver(context, message);
    return true;
  }
  if (isReference(to)) {
    sendByAlias(numberOf(to), message);
    return true;
  }
  if (isTuple(to)) {
    // `{Name, Node}`: there is no other node, and a name that nobody has is no error.
    if (arityOf(to) != 2 || !isAtom(elementOf(to, 0)) || !isAtom(elementOf(to, 1))) return false;
    const context = elementOf(to, 1) == makeAtom(L.LOCAL_NODE_ATOM) ? processNamed(elementOf(to, 0)) : 0;
    if (context != 0) deliver(context, message);
    return true;
  }
  return isBoxed(to) && (tagOf(to) == L.HeaderTag_reference || tagOf(to) == L.HeaderTag_externalReference || tagOf(to) == L.HeaderTag_externalPid);
}

/** The instruction `send`. */
export function sendInBody(to: u32, message: u32, sp: u32, site: u32): u32 {
  if (send(to, message)) return message;
  setX(0, to);
  setX(1, message);
  return raiseNative(sp, site, L.Atom_badarg, L.Native_nativeSend2, 2);
}

export function nativeSend(sp: u32, to: u32, message: u32): u32 {
  return send(to, message) ? message : badarg2(sp, L.Native_nativeSend, to, message);
}

export function nativeSend2(sp: u32, to: u32, message: u32): u32 {
  return send(to, message) ? message : badarg2(sp, L.Native_nativeSend2, to, message);
}

/** `send/3`: nothing here ever suspends a sender, there is no connection to make. */
export function nativeSend3(sp: u32, to: u32, message: u32, options: u32): u32 {
  let rest = options;
  while (isCons(rest)) {
    const option = headOf(rest);
    if (option != makeAtom(L.Atom_nosuspend) && option != makeAtom(L.Atom_noconnect) && option != makeAtom(L.Atom_priority)) break;
    rest = tailOf(rest);
  }
  if (rest == L.TermTag_nil && send(to, message)) return makeAtom(L.Atom_ok);
  return badarg3(sp, L.Native_nativeSend3, to, message, options);
}

function sendWithoutSuspending(sp: u32, to: u32, message: u32, native: u32, arity: u32): u32 {
  if (send(to, message)) return makeAtom(L.Atom_true);
  setX(0, to);
  setX(1, message);
  return failNative(sp, L.Atom_badarg, native, arity);
}

export function nativeSendNosuspend2(sp: u32, to: u32, message: u32): u32 {
  return sendWithoutSuspending(sp, to, message, L.Native_nativeSendNosuspend2, 2);
}

export function nativeSendNosuspend3(sp: u32, to: u32, message: u32, options: u32): u32 {
  setX(2, options);
  return sendWithoutSuspending(sp, to, message, L.Native_nativeSendNosuspend3, 3);
}
