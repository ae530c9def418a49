// Signals from other nodes. What a signal claims is checked: a node that lies is refused, and can do no more than one that does not.

import { setGroupLeader } from '../bifs/processes';
import { isAlive } from '../bifs/signals';
import { spawnedWith, spawnFrom } from '../bifs/spawn';
import { endReferences, expectReferences } from '../external-terms/atom-references';
import { bytesLeft, startReading, takeByte } from '../external-terms/reader';
import { VERSION } from '../external-terms/tags';
import { decodeAtOnce } from '../external-terms/unpaused';
import * as L from '../generated/layout';
import {
  becomeMonitor,
  noteIfLate,
  originOf,
  remoteOf,
  removeMonitor,
  spawnFlagsOf,
  tagOfEntry,
  targetOf,
  unlinkingOf,
} from '../processes/connection-entries';
import { deliver } from '../processes/mailbox';
import { contextOf, pidOf } from '../processes/process';
import { processNamed } from '../processes/registered-names';
import { makeRunnable } from '../processes/run-queue';
import {
  deliverDown,
  endMonitor,
  endRequest,
  REQUEST_LINKED,
  REQUEST_MONITORED,
  REQUEST_TELLS_OK,
  removeLink,
  sendByAlias,
  sendExit,
  sendLinkExit,
} from '../processes/signals';
import { makeTuple, setElement } from '../terms/construct';
import { ENTRY_KIND, ENTRY_MONITOR, findReference, isReference, numberOf } from '../terms/references';
import {
  arityOf,
  elementOf,
  integer64Of,
  isAtom,
  isBoxed,
  isInteger64,
  isPid,
  isSmall,
  isTuple,
  makeAtom,
  makeSmall,
  smallValue,
  tagOf,
} from '../terms/term';
import { control, controlOfThree, isExternalPid, signal, signalWith } from './connections';
import {
  ALIAS_SEND,
  ALIAS_SEND_TT,
  DEMONITOR_P,
  EXIT,
  EXIT_TT,
  EXIT2,
  EXIT2_TT,
  GROUP_LEADER,
  LINK,
  MONITOR_P,
  MONITOR_P_EXIT,
  PAYLOAD_EXIT,
  PAYLOAD_EXIT_TT,
  PAYLOAD_EXIT2,
  PAYLOAD_EXIT2_TT,
  PAYLOAD_MONITOR_P_EXIT,
  REG_SEND,
  REG_SEND_TT,
  REPLY_LINKED,
  REPLY_MONITORED,
  SEND,
  SEND_SENDER,
  SEND_SENDER_TT,
  SEND_TT,
  SPAWN_REPLY,
  SPAWN_REPLY_TT,
  SPAWN_REQUEST,
  SPAWN_REQUEST_TT,
  UNLINK,
  UNLINK_ID,
  UNLINK_ID_ACK,
} from './operations';
import { confirmUnlink, findLink, findMonitorFrom, findRequest, linkAway, monitorFrom } from './remote-entries';

/** The end of the signal that is being read, and whether a version is in front of each of its terms. */
let end: u32 = 0;
let hasVersions: bool = false;

/** Reads the next term of the signal; 0 if it is malformed. */
function read(): u32 {
  if (hasVersions && (bytesLeft() == 0 || takeByte() != VERSION)) return 0;
  return decodeAtOnce(end);
}

/** The process of this node with a pid, 0 if it is not there. */
function processOfPid(pid: u32): u32 {
  return isPid(pid) ? contextOf(pid) : 0;
}

/** Sends what comes next to a process; false if it is malformed. */
function receiveMessage(context: u32): bool {
  if (context == 0) return true;
  const message = read();
  if (message == 0) return false;
  deliver(context, message);
  return true;
}

function receiveByAlias(alias: u32): bool {
  if (!isReference(alias)) return true;
  const message = read();
  if (message == 0) return false;
  sendByAlias(numberOf(alias), message, false);
  return true;
}

/** A process there that one here is linked to has ended. */
function receiveLinkExit(from: u32, to: u32, reason: u32): bool {
  if (reason == 0 || !isExternalPid(from)) return false;
  const context = processOfPid(to);
  const entry: u32 = context == 0 ? 0 : findLink(context, from);
  if (entry == 0) return true;
  const isLinked = unlinkingOf(entry) == 0;
  removeLink(entry);
  if (isLinked) sendLinkExit(context, from, reason);
  return true;
}

function receiveExit(from: u32, to: u32, reason: u32): bool {
  if (reason == 0 || !isExternalPid(from)) return false;
  const context = processOfPid(to);
  if (context != 0) sendExit(context, from, reason);
  return true;
}

function receiveLink(connection: u32, from: u32, to: u32): bool {
  if (!isExternalPid(from)) return false;
  const context = processOfPid(to);
  if (context == 0) signalWith(connection, control(PAYLOAD_EXIT, to, from), makeAtom(L.Atom_noproc));
  else if (linkAway(context, connection, from)) noteIfLate(findLink(context, from), context);
  return true;
}

/** A link is taken back there; `number` is what that is to be confirmed by, 0 if it is not. */
function receiveUnlink(connection: u32, number: u32, from: u32, to: u32): bool {
  if (!isExternalPid(from)) return false;
  const context = processOfPid(to);
  const entry: u32 = context == 0 ? 0 : findLink(context, from);
  if (entry != 0 && unlinkingOf(entry) == 0) removeLink(entry);
  if (number != 0) signal(connection, controlOfThree(UNLINK_ID_ACK, number, to, from));
  return true;
}

/** A 64-bit number, 0 for what is none. */
function numberIn(term: u32): u64 {
  if (isSmall(term)) return smallValue(term);
  return isBoxed(term) && isInteger64(term) ? integer64Of(term) : 0;
}

function isAnyReference(term: u32): bool {
  return isBoxed(term) && (tagOf(term) == L.HeaderTag_externalReference || tagOf(term) == L.HeaderTag_reference);
}

function receiveMonitor(connection: u32, setter: u32, item: u32, reference: u32): bool {
  if (!isExternalPid(setter) || !isAnyReference(reference)) return false;
  const name: u32 = isAtom(item) ? item : 0;
  const context = name != 0 ? processNamed(name) : processOfPid(item);
  if (context != 0) monitorFrom(connection, setter, reference, context, name);
  else signalWith(connection, controlOfThree(PAYLOAD_MONITOR_P_EXIT, item, setter, reference), makeAtom(L.Atom_noproc));
  return true;
}

function receiveDemonitor(connection: u32, reference: u32): bool {
  if (!isAnyReference(reference)) return false;
  const entry = findMonitorFrom(connection, reference);
  if (entry != 0) removeMonitor(entry);
  return true;
}

/** What a process here monitors there has ended. */
function receiveDown(connection: u32, reference: u32, reason: u32): bool {
  if (reason == 0) return false;
  const entry: u32 = isReference(reference) ? findReference(numberOf(reference)) : 0;
  if (entry == 0 || load<u32>(entry, ENTRY_KIND) != ENTRY_MONITOR || targetOf(entry) != connection) return true;
  const tag = tagOfEntry(entry, makeAtom(L.Atom_DOWN));
  deliverDown(originOf(entry), numberOf(reference), tag, makeAtom(L.Atom_process), remoteOf(entry), reason);
  endMonitor(entry);
  return true;
}

/** A process there wants one here. */
function receiveRequest(connection: u32, request: u32): bool {
  const reference = elementOf(request, 1);
  const from = elementOf(request, 2);
  const leader = elementOf(request, 3);
  const call = elementOf(request, 4);
  const isRight = isAnyReference(reference) && isExternalPid(from) && (isPid(leader) || isExternalPid(leader));
  if (!isRight || !isTuple(call) || arityOf(call) != 3) return false;
  const list = read();
  if (list == 0) return false;
  const context = spawnFrom(leader, elementOf(call, 0), elementOf(call, 1), list, elementOf(request, 5));
  const reply = makeTuple(5);
  setElement(reply, 0, makeSmall(SPAWN_REPLY));
  setElement(reply, 1, reference);
  setElement(reply, 2, from);
  if (isAtom(context)) {
    setElement(reply, 3, makeSmall(0));
    setElement(reply, 4, context);
  } else {
    const linked: u32 = (spawnedWith & REQUEST_LINKED) != 0 ? REPLY_LINKED : 0;
    const monitored: u32 = (spawnedWith & REQUEST_MONITORED) != 0 ? REPLY_MONITORED : 0;
    if (linked != 0) linkAway(context, connection, from);
    if (monitored != 0) monitorFrom(connection, from, reference, context, 0);
    setElement(reply, 3, makeSmall(linked | monitored));
    setElement(reply, 4, pidOf(context));
    makeRunnable(context);
  }
  signal(connection, reply);
  return true;
}

/** There is a process there that one here has asked for, or there is none. */
function receiveReply(connection: u32, reference: u32, to: u32, flags: u32, result: u32): bool {
  if (!isReference(reference) || !isSmall(flags) || !(isAtom(result) || isExternalPid(result))) return false;
  const context = processOfPid(to);
  const entry = findRequest(numberOf(reference));
  const isWanted = entry != 0 && targetOf(entry) == connection && isAlive(context);
  if (isAtom(result)) {
    if (!isWanted) return true;
    endRequest(entry, result);
    removeMonitor(entry);
    return true;
  }
  if (!isWanted) {
    if ((smallValue(flags) & REPLY_LINKED) != 0) {
      const reason: u32 = isAlive(context) ? L.Atom_abandoned : L.Atom_noproc;
      signalWith(connection, control(PAYLOAD_EXIT, to, result), makeAtom(reason));
    }
    if ((smallValue(flags) & REPLY_MONITORED) != 0) signal(connection, controlOfThree(DEMONITOR_P, to, result, reference));
    return true;
  }
  const asked = spawnFlagsOf(entry);
  const reply = makeTuple(4);
  setElement(reply, 0, tagOfEntry(entry, makeAtom(L.Atom_spawn_reply)));
  setElement(reply, 1, reference);
  setElement(reply, 2, makeAtom(L.Atom_ok));
  setElement(reply, 3, result);
  if ((asked & REQUEST_LINKED) != 0) linkAway(context, connection, result);
  if ((asked & REQUEST_TELLS_OK) != 0) deliver(context, reply);
  if ((asked & REQUEST_MONITORED) != 0) becomeMonitor(entry, result);
  else removeMonitor(entry);
  return true;
}

function receiveGroupLeader(leader: u32, to: u32): bool {
  if (!isPid(leader) && !isExternalPid(leader)) return false;
  const context = processOfPid(to);
  if (context != 0) setGroupLeader(context, leader);
  return true;
}

/** Acts on a control message, whose payload is what comes next; false for one that is none. */
function act(connection: u32, message: u32): bool {
  if (!isTuple(message) || arityOf(message) < 3 || !isSmall(elementOf(message, 0))) return false;
  const arity = arityOf(message);
  const first = elementOf(message, 1);
  const second = elementOf(message, 2);
  const third: u32 = arity > 3 ? elementOf(message, 3) : 0;
  switch (smallValue(elementOf(message, 0))) {
    case SEND:
    case SEND_TT:
    case SEND_SENDER:
    case SEND_SENDER_TT:
      return receiveMessage(processOfPid(second));
    case REG_SEND:
    case REG_SEND_TT:
      return isAtom(third) && receiveMessage(processNamed(third));
    case ALIAS_SEND:
    case ALIAS_SEND_TT:
      return receiveByAlias(second);
    case LINK:
      return receiveLink(connection, first, second);
    case UNLINK:
      return receiveUnlink(connection, 0, first, second);
    case UNLINK_ID:
      return arity == 4 && receiveUnlink(connection, first, second, third);
    case UNLINK_ID_ACK: {
      if (arity != 4 || !isExternalPid(second)) return false;
      const context = processOfPid(third);
      if (context != 0) confirmUnlink(context, second, numberIn(first));
      return true;
    }
    case EXIT:
      return receiveLinkExit(first, second, third);
    case EXIT_TT:
      return arity == 5 && receiveLinkExit(first, second, elementOf(message, 4));
    case PAYLOAD_EXIT:
    case PAYLOAD_EXIT_TT:
      return receiveLinkExit(first, second, read());
    case EXIT2:
      return receiveExit(first, second, third);
    case EXIT2_TT:
      return arity == 5 && receiveExit(first, second, elementOf(message, 4));
    case PAYLOAD_EXIT2:
    case PAYLOAD_EXIT2_TT:
      return receiveExit(first, second, read());
    case GROUP_LEADER:
      return receiveGroupLeader(first, second);
    case MONITOR_P:
      return arity == 4 && receiveMonitor(connection, first, second, third);
    case DEMONITOR_P:
      return arity == 4 && receiveDemonitor(connection, third);
    case MONITOR_P_EXIT:
      return arity == 5 && receiveDown(connection, third, elementOf(message, 4));
    case PAYLOAD_MONITOR_P_EXIT:
      return arity == 4 && receiveDown(connection, third, read());
    case SPAWN_REQUEST:
    case SPAWN_REQUEST_TT:
      return arity >= 6 && receiveRequest(connection, message);
    case SPAWN_REPLY:
    case SPAWN_REPLY_TT:
      return arity >= 5 && receiveReply(connection, first, second, third, elementOf(message, 4));
    default:
      return false;
  }
}

/**
 * Acts on a signal of another node.
 * @param connection - the Context of the connection that it came by
 * @param atoms - how many of `ATOM_REFERENCES` it can refer to
 * @param versions - true if a version is in front of each of its terms
 * @returns false if it is malformed
 */
export function receiveSignal(connection: u32, from: u32, bytes: u32, atoms: u32, versions: bool): bool {
  end = from + bytes;
  hasVersions = versions;
  expectReferences(atoms);
  startReading(from, end);
  const message = read();
  const isRight = message != 0 && act(connection, message);
  endReferences();
  return isRight;
}
