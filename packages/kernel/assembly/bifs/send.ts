// Sending: the instruction `send`, and the BIFs.

import { isBusy, isExternal, isExternalPid, sendAway, thisNode } from '../distribution/connections';
import { failBif, failBifFor, raiseBif } from '../execution/raise';
import { setX, setX3 } from '../execution/x-registers';
import * as L from '../generated/layout';
import { connection, sent } from '../host';
import { currentContext } from '../memory/heap';
import { deliver, dropPrepared, makeMessageInPieces, makeMessageWithToken, prepareMessage } from '../processes/mailbox';
import { contextOf, isPidOrPort, receiverOf } from '../processes/process';
import { processNamed } from '../processes/registered-names';
import { sendByAlias } from '../processes/signals';
import { sizeOfCopyInPieces } from '../terms/copy-term';
import { nodeOfIdentifier } from '../terms/external-identifiers';
import { isReference, numberOf } from '../terms/references';
import { arityOf, elementOf, headOf, isAtom, isBoxed, isCons, isImmediate, isTuple, makeAtom, tagOf, tailOf } from '../terms/term';
import { badarg2, badarg3 } from './arguments';

/** Sends a message; false if the destination is none. What is sent to a process that has ended is lost. */
export function send(to: u32, message: u32): bool {
  if (isPidOrPort(to)) {
    const context = receiverOf(to);
    if (context != 0) {
      deliver(context, message);
      return true;
    }
  }
  if ((load<u32>(currentContext() + L.ContextOffset_flags) & L.ProcessFlag_tracedSend) == 0) return sendTo(to, message);
  noteSent(to, message);
  const isSent = sendTo(to, message);
  dropPrepared();
  return isSent;
}

/** As `send`, for the host: who gets such a message keeps the token of sequential tracing that it has. */
export function sendFromHost(to: u32, message: u32): bool {
  if (load<u32>(L.MachineRegister_tellsTaken) != 0) prepareMessage(makeMessageWithToken(makeAtom(L.Atom_undefined), message));
  const isSent = sendTo(to, message);
  dropPrepared();
  return isSent;
}

/** Tells tracing of a message that is sent, and makes it carry the token of its sender. */
function noteSent(to: u32, message: u32): void {
  const token = sent(to, message, isKnown(to));
  if (token == 0) return;
  dropPrepared();
  prepareMessage(makeMessageWithToken(token, message));
}

/** True unless there is no process to send to. */
function isKnown(to: u32): bool {
  return !isPidOrPort(to) || contextOf(to) != 0;
}

function sendTo(to: u32, message: u32): bool {
  if (isPidOrPort(to)) {
    const context = contextOf(to);
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
    sendByAlias(numberOf(to), message, false);
    return true;
  }
  if (isTuple(to)) {
    // `{Name, Node}`: sending to an unregistered name is not an error.
    if (!isNameOnNode(to)) return false;
    if (elementOf(to, 1) != thisNode()) {
      sendAway(elementOf(to, 0), elementOf(to, 1), message, true);
      return true;
    }
    const context = processNamed(elementOf(to, 0));
    if (context != 0) deliver(context, message);
    return true;
  }
  if (!isBoxed(to)) return false;
  // Ports of other nodes take nothing.
  if (isExternalPid(to) || tagOf(to) == L.HeaderTag_externalReference) {
    sendAway(to, 0, message, true);
    return true;
  }
  return tagOf(to) == L.HeaderTag_reference;
}

/** True for `{Name, Node}`. */
function isNameOnNode(to: u32): bool {
  return isTuple(to) && arityOf(to) == 2 && isAtom(elementOf(to, 0)) && isAtom(elementOf(to, 1));
}

/** The node that a message goes to, 0 for this one. */
function otherNodeOf(to: u32): u32 {
  if (isNameOnNode(to)) return elementOf(to, 1) == thisNode() ? 0 : elementOf(to, 1);
  return isExternal(to) || (isBoxed(to) && tagOf(to) == L.HeaderTag_externalReference) ? nodeOfIdentifier(to) : 0;
}

/** Bytes of a message from which on it is copied before it is sent. */
const LARGE: u32 = 4096;

/** As `send`. A large message is copied first, which may pause: where it goes is seen then. */
function sendInPieces(to: u32, message: u32): bool {
  if (isImmediate(message) || sizeOfCopyInPieces(message) < LARGE || otherNodeOf(to) != 0) return send(to, message);
  prepareMessage(makeMessageInPieces(message));
  const isSent = send(to, message);
  dropPrepared();
  return isSent;
}

/** The instruction `send`. */
export function sendInBody(to: u32, message: u32, sp: u32, site: u32): u32 {
  if (send(to, message)) return message;
  setX(0, to);
  setX(1, message);
  return raiseBif(sp, site, L.Atom_badarg, L.Bif_erlang_send_2, 2);
}

/** @bif erlang:!/2 */
export function erlang_bang_2(sp: u32, to: u32, message: u32): u32 {
  return sendInPieces(to, message) ? message : badarg2(sp, L.Bif_erlang_bang_2, to, message);
}

/** @bif erlang:send/2 */
export function erlang_send_2(sp: u32, to: u32, message: u32): u32 {
  return sendInPieces(to, message) ? message : badarg2(sp, L.Bif_erlang_send_2, to, message);
}

// What the options of the last `readOptions` ask for.
let hasPriority = false;
let mayConnect = true;
let maySuspend = true;

/** Reads the options of `send/3`; false if they are wrong. */
function readOptions(options: u32): bool {
  hasPriority = false;
  mayConnect = true;
  maySuspend = true;
  for (; isCons(options); options = tailOf(options)) {
    const option = headOf(options);
    if (option == makeAtom(L.Atom_priority)) hasPriority = true;
    else if (option == makeAtom(L.Atom_noconnect)) mayConnect = false;
    else if (option == makeAtom(L.Atom_nosuspend)) maySuspend = false;
    else return false;
  }
  return options == L.TermTag_nil;
}

/** @bif erlang:send/3 */
export function erlang_send_3(sp: u32, to: u32, message: u32, options: u32): u32 {
  if (!readOptions(options)) {
    setX3(to, message, options);
    return failBifFor(sp, L.Atom_badarg, L.Atom_badopt, L.Bif_erlang_send_3, 3);
  }
  if (hasPriority && isReference(to)) {
    sendByAlias(numberOf(to), message, true);
    return makeAtom(L.Atom_ok);
  }
  const node: u32 = mayConnect && maySuspend ? 0 : otherNodeOf(to);
  if (node != 0) {
    const away = connection(node, mayConnect);
    if (away == 0 && !mayConnect) return makeAtom(L.Atom_noconnect);
    if (away != 0 && !maySuspend && isBusy(away)) return makeAtom(L.Atom_nosuspend);
  }
  return sendInPieces(to, message) ? makeAtom(L.Atom_ok) : badarg3(sp, L.Bif_erlang_send_3, to, message, options);
}

/** Sends unless that would make the process wait; `connects`: for another node a connection is made. */
function sendWithoutSuspending(sp: u32, to: u32, message: u32, connects: bool, bif: u32, arity: u32): u32 {
  const node = otherNodeOf(to);
  const away: u32 = node == 0 ? 0 : connection(node, connects);
  if (node != 0 && (away == 0 ? !connects : isBusy(away))) return makeAtom(L.Atom_false);
  if (sendInPieces(to, message)) return makeAtom(L.Atom_true);
  setX(0, to);
  setX(1, message);
  return failBif(sp, L.Atom_badarg, bif, arity);
}

/** @bif erlang:send_nosuspend/2 inErlang */
export function erlang_send_nosuspend_2(sp: u32, to: u32, message: u32): u32 {
  return sendWithoutSuspending(sp, to, message, true, L.Bif_erlang_send_nosuspend_2, 2);
}

/** @bif erlang:send_nosuspend/3 inErlang */
export function erlang_send_nosuspend_3(sp: u32, to: u32, message: u32, options: u32): u32 {
  if (!readOptions(options)) {
    setX3(to, message, options);
    return failBifFor(sp, L.Atom_badarg, L.Atom_badopt, L.Bif_erlang_send_nosuspend_3, 3);
  }
  setX(2, options);
  return sendWithoutSuspending(sp, to, message, mayConnect, L.Bif_erlang_send_nosuspend_3, 3);
}
