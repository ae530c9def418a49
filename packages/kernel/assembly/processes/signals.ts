// Links, monitors, aliases and exit signals (OTP's `erl_monitor_link.h`, `erl_proc_sig_queue.h`). There is one thread, so
// that a signal is acted upon when it is sent: the order between two processes holds by itself.

import { control, controlOfThree, isConnection, signal, signalWith, thisNode } from '../distribution/connections';
import { DEMONITOR_P, PAYLOAD_EXIT, PAYLOAD_MONITOR_P_EXIT } from '../distribution/operations';
import * as L from '../generated/layout';
import { traced } from '../host';
import { freeBlock } from '../memory/blocks';
import { freeSinceMark, markHeap } from '../memory/heap';
import { makePair, makeTriple, makeTuple, setElement } from '../terms/construct';
import {
  ENTRY_ALIAS,
  ENTRY_KIND,
  ENTRY_LINK,
  ENTRY_MONITOR,
  ENTRY_NUMBER,
  ENTRY_SPAWN,
  ENTRY_SUSPENSION,
  findReference,
  leaveReference,
  newReferenceNumber,
  referenceTerm,
} from '../terms/references';
import { elementOf, isImmediate, isTuple, makeAtom } from '../terms/term';
import {
  ALIAS_MODE,
  connectHalves,
  FIRST_HALF,
  freeRemote,
  HALF_CONTEXT,
  HALF_ENTRY,
  LATE,
  MONITOR_NAME,
  MONITOR_TAG,
  newEntry,
  originOf,
  PRIORITY,
  pushHalf,
  remoteOf,
  removeHalf,
  removeMonitor,
  SECOND_HALF,
  spawnFlagsOf,
  tagOfEntry,
  targetOf,
  unlinkingOf,
} from './connection-entries';
import { adoptMessage, deliver, deliverPriority, makeMessage } from './mailbox';
import { cancelTimersOf } from './message-timers';
import { identifierOf, isPortContext, pidOf } from './process';
import { makeRunnable } from './run-queue';
import { endSuspension } from './suspensions';

/** Not an alias. */
export const ALIAS_NONE: u32 = 0;

/** Until it is taken back. */
export const ALIAS_EXPLICIT: u32 = 1;

/** Until the monitor is gone. */
export const ALIAS_DEMONITOR: u32 = 2;

/** Until the monitor is gone, or a message has come by it. */
export const ALIAS_REPLY: u32 = 3;

/** Bits of what a request to another node asked for: a link, a monitor, to be told of the new process, to be told of an error. */
export const REQUEST_LINKED: u32 = 1;
export const REQUEST_MONITORED: u32 = 2;
export const REQUEST_TELLS_OK: u32 = 4;
export const REQUEST_TELLS_ERROR: u32 = 8;

/** Bits of the priority of an entry: messages by an alias, messages of a monitor, exit signals to either end of a link. */
export const PRIORITY_ALIAS: u32 = 1;
export const PRIORITY_DOWN: u32 = 2;
const PRIORITY_FIRST: u32 = 4;
const PRIORITY_SECOND: u32 = 8;

/** What a monitor of another node was set on: a pid or a name. */
function monitoredHere(entry: u32): u32 {
  const name = load<u32>(entry, MONITOR_NAME);
  return name == 0 ? identifierOf(targetOf(entry)) : name;
}

/** Takes back a monitor on another node. */
function endAway(entry: u32): void {
  const target = targetOf(entry);
  if (target == 0 || !isConnection(target) || load<u32>(entry, ENTRY_KIND) != ENTRY_MONITOR) return;
  const item = remoteOf(entry);
  const origin = pidOf(originOf(entry));
  signal(
    target,
    controlOfThree(DEMONITOR_P, origin, isTuple(item) ? elementOf(item, 0) : item, referenceTerm(load<u64>(entry, ENTRY_NUMBER))),
  );
}

// Links.

/** What a link is found by: the numbers of its processes, apart from references. */
function linkNumber(a: u32, b: u32): u64 {
  const first = load<u32>(a + L.ContextOffset_processId);
  const second = load<u32>(b + L.ContextOffset_processId);
  return (1 << 63) | ((min<u32>(first, second) as u64) << 29) | (max<u32>(first, second) as u64);
}

/** Links two processes, unless they are the same or linked already: false then. */
export function link(a: u32, b: u32): bool {
  const number = linkNumber(a, b);
  if (a == b || findReference(number) != 0) return false;
  const entry = newEntry(ENTRY_LINK, number);
  connectHalves(entry, a, L.ContextOffset_links, b, L.ContextOffset_links);
  return true;
}

/** Tells tracing that one process does something about its link with another. */
export function noteLink(own: u32, other: u32, event: u32, otherEvent: u32): void {
  if ((load<u32>(own + L.ContextOffset_flags) & L.ProcessFlag_tracedLife) != 0) traced(event, own, identifierOf(other));
  if ((load<u32>(other + L.ContextOffset_flags) & L.ProcessFlag_tracedLife) != 0) traced(otherEvent, other, identifierOf(own));
}

/** Forgets a link. */
export function removeLink(entry: u32): void {
  freeRemote(entry);
  removeHalf(load<u32>(entry + FIRST_HALF, HALF_CONTEXT) + L.ContextOffset_links, entry + FIRST_HALF);
  removeHalf(load<u32>(entry + SECOND_HALF, HALF_CONTEXT) + L.ContextOffset_links, entry + SECOND_HALF);
  leaveReference(entry);
  freeBlock(entry);
}

/** Takes the link between two processes away; false if there is none. */
export function unlink(a: u32, b: u32): bool {
  const entry = findReference(linkNumber(a, b));
  if (entry == 0) return false;
  removeLink(entry);
  return true;
}

// Monitors and aliases.

/** Sets a monitor of one process on another; its number. `name` is what the other was found by, `tag` that of its message, or 0. */
export function monitor(origin: u32, target: u32, name: u32, tag: u32, aliasMode: u32): u64 {
  const entry = newEntry(ENTRY_MONITOR, newReferenceNumber());
  store<u32>(entry, name, MONITOR_NAME);
  store<u32>(entry, aliasMode, ALIAS_MODE);
  connectHalves(entry, origin, L.ContextOffset_monitors, target, L.ContextOffset_monitoredBy);
  if (tag != 0) store<u32>(entry, makeMessage(tag), MONITOR_TAG);
  return load<u64>(entry, ENTRY_NUMBER);
}

/** Sets a monitor on the offset of the clocks, which never changes; its number. */
export function monitorClock(origin: u32, aliasMode: u32): u64 {
  const entry = newEntry(ENTRY_MONITOR, newReferenceNumber());
  store<u32>(entry, makeAtom(L.Atom_clock_service), MONITOR_NAME);
  store<u32>(entry, aliasMode, ALIAS_MODE);
  pushHalf(origin + L.ContextOffset_monitors, entry + FIRST_HALF, origin, entry);
  return load<u64>(entry, ENTRY_NUMBER);
}

/** Makes an alias of a process; its number. */
export function newAlias(context: u32, mode: u32): u64 {
  const entry = newEntry(ENTRY_ALIAS, newReferenceNumber());
  store<u32>(entry, mode, ALIAS_MODE);
  pushHalf(context + L.ContextOffset_monitors, entry + FIRST_HALF, context, entry);
  return load<u64>(entry, ENTRY_NUMBER);
}

/** What remains of a monitor that has ended: an alias that has to be taken back, or nothing. */
export function endMonitor(entry: u32): void {
  if (load<u32>(entry, ALIAS_MODE) != ALIAS_EXPLICIT) {
    removeMonitor(entry);
    return;
  }
  const target = load<u32>(entry + SECOND_HALF, HALF_CONTEXT);
  if (target != 0) removeHalf(target + L.ContextOffset_monitoredBy, entry + SECOND_HALF);
  store<u32>(entry + SECOND_HALF, 0, HALF_CONTEXT);
  store<u32>(entry, 0, MONITOR_NAME);
  store<u32>(entry, ENTRY_ALIAS, ENTRY_KIND);
}

/** The monitor with that number: whose it is, 0 if there is none. */
export function monitorOwner(number: u64): u32 {
  const entry = findReference(number);
  return entry == 0 || load<u32>(entry, ENTRY_KIND) != ENTRY_MONITOR ? 0 : load<u32>(entry + FIRST_HALF, HALF_CONTEXT);
}

/** Takes back the monitor of a process; false if it has none with that number. */
export function demonitor(context: u32, number: u64): bool {
  const alias = findReference(number);
  // A monitor that will never tell anything is an alias from the start.
  if (alias != 0 && load<u32>(alias, ENTRY_KIND) == ENTRY_ALIAS && load<u32>(alias, ALIAS_MODE) != ALIAS_EXPLICIT) unalias(context, number);
  if (monitorOwner(number) != context) return false;
  const entry = findReference(number);
  endAway(entry);
  endMonitor(entry);
  return true;
}

/** Takes back an alias of a process; false if it has none with that number. */
export function unalias(context: u32, number: u64): bool {
  const entry = findReference(number);
  if (entry == 0 || load<u32>(entry + FIRST_HALF, HALF_CONTEXT) != context || load<u32>(entry, ALIAS_MODE) == ALIAS_NONE) return false;
  if (load<u32>(entry, ENTRY_KIND) == ENTRY_ALIAS) removeMonitor(entry);
  else if (load<u32>(entry, ENTRY_KIND) == ENTRY_MONITOR) store<u32>(entry, ALIAS_NONE, ALIAS_MODE);
  else return false;
  return true;
}

/** Sends to the process of an alias; what is sent by one that is none any more is lost. */
export function sendByAlias(number: u64, term: u32, hasPriority: bool): void {
  const entry = findReference(number);
  if (entry == 0 || load<u32>(entry, ENTRY_KIND) < ENTRY_MONITOR || load<u32>(entry, ENTRY_KIND) > ENTRY_ALIAS) return;
  const mode = load<u32>(entry, ALIAS_MODE);
  if (mode == ALIAS_NONE) return;
  const context = load<u32>(entry + FIRST_HALF, HALF_CONTEXT);
  const accepts = (load<u32>(entry, PRIORITY) & PRIORITY_ALIAS) != 0;
  if (mode == ALIAS_REPLY) {
    endAway(entry);
    removeMonitor(entry);
  }
  if (hasPriority && accepts) deliverPriority(context, term);
  else deliver(context, term);
}

/** The process that an alias is of, if it takes priority messages; 0 otherwise. */
export function priorityReceiver(number: u64): u32 {
  const entry = findReference(number);
  if (entry == 0 || load<u32>(entry, ENTRY_KIND) < ENTRY_MONITOR || load<u32>(entry, ENTRY_KIND) > ENTRY_ALIAS) return 0;
  return (load<u32>(entry, PRIORITY) & PRIORITY_ALIAS) != 0 ? load<u32>(entry + FIRST_HALF, HALF_CONTEXT) : 0;
}

/** Gives messages of a monitor or alias, by its number, priority: bits as PRIORITY_ALIAS. */
export function givePriority(number: u64, bits: u32): void {
  const entry = findReference(number);
  if (entry != 0) store<u32>(entry, load<u32>(entry, PRIORITY) | bits, PRIORITY);
}

/** Gives the exit signal that a process gets by a link priority. */
export function givePriorityToLink(context: u32, other: u32): void {
  const entry = findReference(linkNumber(context, other));
  if (entry == 0) return;
  const bit = load<u32>(entry + FIRST_HALF, HALF_CONTEXT) == context ? PRIORITY_FIRST : PRIORITY_SECOND;
  store<u32>(entry, load<u32>(entry, PRIORITY) | bit, PRIORITY);
}

// Exit signals.

/**
 * Makes a process end with a reason when it next runs; a later signal changes nothing. The signal is the reason if that is immediate, so
 * that it takes no memory, and otherwise a message.
 */
export function setExitSignal(context: u32, reason: u32): void {
  if (load<u32>(context + L.ContextOffset_exitSignal) != 0 || (load<u32>(context + L.ContextOffset_flags) & L.ProcessFlag_ended) != 0)
    return;
  store<u32>(context + L.ContextOffset_exitSignal, isImmediate(reason) ? reason : makeMessage(reason));
  makeRunnable(context);
}

/** The reason of the exit signal that a process, the running one, ends with: its term becomes the process's. */
export function takeExitSignal(context: u32): u32 {
  const signal = load<u32>(context + L.ContextOffset_exitSignal);
  store<u32>(context + L.ContextOffset_exitSignal, 0);
  if (isImmediate(signal)) return signal;
  const reason = load<u32>(signal, L.MessageOffset_term);
  adoptMessage(context, signal);
  return reason;
}

/** `{'EXIT', From, Reason}` for a process. */
function deliverExit(context: u32, from: u32, reason: u32, hasPriority: bool): void {
  const message = makeTriple(makeAtom(L.Atom_EXIT), from, reason);
  if (hasPriority) deliverPriority(context, message);
  else deliver(context, message);
}

/** True for a process that an exit signal by a link does not end. */
function survives(context: u32, reason: u32): bool {
  return (load<u32>(context + L.ContextOffset_flags) & L.ProcessFlag_trapExit) != 0 || reason == makeAtom(L.Atom_normal);
}

/** An exit signal by a link: normal ends nobody. */
export function sendLinkExit(context: u32, from: u32, reason: u32, hasPriority: bool = false): void {
  if ((load<u32>(context + L.ContextOffset_flags) & (L.ProcessFlag_trapExit | L.ProcessFlag_mailbox)) != 0)
    deliverExit(context, from, reason, hasPriority);
  else if (reason != makeAtom(L.Atom_normal)) setExitSignal(context, reason);
}

/** An exit signal of `exit/2`: kill ends also who traps; normal ends only oneself. */
export function sendExit(context: u32, from: u32, reason: u32, hasPriority: bool = false): void {
  if (reason == makeAtom(L.Atom_kill) && !isPortContext(context)) setExitSignal(context, makeAtom(L.Atom_killed));
  else if ((load<u32>(context + L.ContextOffset_flags) & (L.ProcessFlag_trapExit | L.ProcessFlag_mailbox)) != 0)
    deliverExit(context, from, reason, hasPriority);
  else if (reason != makeAtom(L.Atom_normal) || pidOf(context) == from) setExitSignal(context, reason);
}

/** `{Tag, Reference, Kind, Object, Reason}` for who has set a monitor, of the kind `process` or `port`. */
export function deliverDown(origin: u32, number: u64, tag: u32, kind: u32, object: u32, reason: u32, hasPriority: bool = false): void {
  const tuple = makeTuple(5);
  setElement(tuple, 0, tag);
  setElement(tuple, 1, referenceTerm(number));
  setElement(tuple, 2, kind);
  setElement(tuple, 3, object);
  setElement(tuple, 4, reason);
  if (hasPriority) deliverPriority(origin, tuple);
  else deliver(origin, tuple);
}

/** What a monitor was set on, as its message says it: a pid, a port, or `{Name, Node}`. */
export function monitoredObject(context: u32, name: u32): u32 {
  return name == 0 ? identifierOf(context) : makePair(name, thisNode());
}

/** The atom by which a monitor says what it was set on. */
export function kindOf(context: u32): u32 {
  return makeAtom(isPortContext(context) ? L.Atom_port : L.Atom_process);
}

/** True for a process whose end others are told of. */
export function hasConnections(context: u32): bool {
  return load<u32>(context + L.ContextOffset_links) != 0 || load<u32>(context + L.ContextOffset_monitoredBy) != 0;
}

/** What is at the other end of an entry on another node, or for one of this node another term. */
function remoteOr(entry: u32, other: u32): u32 {
  const remote = remoteOf(entry);
  return remote == 0 ? other : remote;
}

/** Tells who has asked another node for a process that it will not get it. */
export function endRequest(entry: u32, reason: u32): void {
  if ((spawnFlagsOf(entry) & REQUEST_TELLS_ERROR) == 0) return;
  const tuple = makeTuple(4);
  setElement(tuple, 0, tagOfEntry(entry, makeAtom(L.Atom_spawn_reply)));
  setElement(tuple, 1, referenceTerm(load<u64>(entry, ENTRY_NUMBER)));
  setElement(tuple, 2, makeAtom(L.Atom_error));
  setElement(tuple, 3, reason);
  deliver(originOf(entry), tuple);
}

/**
 * The connection to a node is gone: who is linked to a process there is told so, and monitors and links that processes there have set here are
 * taken back. Those who monitor something there are told by `breakMonitorsOf`, as OTP tells others in between.
 */
export function breakConnectionTo(connection: u32): void {
  endOwnMonitors(connection);
  breakLinks(connection, makeAtom(L.Atom_noconnection));
}

/** Tells those who monitor processes of a node by their names, by their pids, and those who have asked it for processes. */
export function breakMonitorsOf(connection: u32): void {
  const reason = makeAtom(L.Atom_noconnection);
  breakMonitors(connection, reason, NAMED);
  breakMonitors(connection, reason, NAMED | MONITORS);
  breakMonitors(connection, reason, NAMED | MONITORS | REQUESTS);
}

/**
 * Tells all who are linked to the running process or monitor it that it ends; takes back what it has set. A connection goes when its other
 * end has been told, and what that took on the heap with it: when memory runs out, this can be called again with a reason that
 * takes none, and needs next to nothing.
 */
export function breakConnections(context: u32, reason: u32): void {
  cancelTimersOf(context);
  endOwnMonitors(context);
  breakLinks(context, reason);
  breakMonitors(context, reason, NAMED | MONITORS | REQUESTS);
}

/** Kinds of entries on a process: monitors by a name on another node, other monitors, requests for processes. */
const NAMED: u32 = 1;
const MONITORS: u32 = 2;
const REQUESTS: u32 = 4;

function kindOfMonitor(entry: u32): u32 {
  if (load<u32>(entry, ENTRY_KIND) == ENTRY_SPAWN) return REQUESTS;
  const remote = remoteOf(entry);
  return remote != 0 && isTuple(remote) && !isConnection(originOf(entry)) ? NAMED : MONITORS;
}

/** Takes back what a process monitors. */
function endOwnMonitors(context: u32): void {
  for (let half = load<u32>(context + L.ContextOffset_monitors); half != 0; half = load<u32>(context + L.ContextOffset_monitors)) {
    const entry = load<u32>(half, HALF_ENTRY);
    if (load<u32>(entry, ENTRY_KIND) == ENTRY_SUSPENSION) {
      endSuspension(entry);
      continue;
    }
    markHeap();
    endAway(entry);
    freeSinceMark();
    removeMonitor(entry);
  }
}

/** The reason that an entry tells of when its process ends. */
function toldBy(entry: u32, reason: u32): u32 {
  return (load<u32>(entry, PRIORITY) & LATE) != 0 ? makeAtom(L.Atom_noproc) : reason;
}

function breakLinks(context: u32, reason: u32): void {
  const identifier = identifierOf(context);
  for (let half = load<u32>(context + L.ContextOffset_links); half != 0; half = load<u32>(context + L.ContextOffset_links)) {
    const entry = load<u32>(half, HALF_ENTRY);
    const isFirst = half == entry + FIRST_HALF;
    const other = load<u32>(isFirst ? entry + SECOND_HALF : entry + FIRST_HALF, HALF_CONTEXT);
    const hasPriority = (load<u32>(entry, PRIORITY) & (isFirst ? PRIORITY_SECOND : PRIORITY_FIRST)) != 0;
    // Of a link that was taken back nobody is told, though the other node has not confirmed it.
    const isLinked = unlinkingOf(entry) == 0;
    const told = toldBy(entry, reason);
    if (isLinked && (load<u32>(other + L.ContextOffset_flags) & L.ProcessFlag_tracedLife) != 0 && survives(other, told))
      traced(L.TraceEvent_gettingUnlinked, other, identifier);
    markHeap();
    if (isLinked && isConnection(other)) signalWith(other, control(PAYLOAD_EXIT, identifier, remoteOf(entry)), told);
    else if (isLinked) sendLinkExit(other, remoteOr(entry, identifier), told, hasPriority);
    freeSinceMark();
    removeLink(entry);
  }
}

/** Tells those who monitor a process, by entries of some kinds. */
function breakMonitors(context: u32, reason: u32, kinds: u32): void {
  let next: u32 = 0;
  for (let half = load<u32>(context + L.ContextOffset_monitoredBy); half != 0; half = next) {
    next = load<u32>(half);
    const entry = load<u32>(half, HALF_ENTRY);
    if (load<u32>(entry, ENTRY_KIND) == ENTRY_SUSPENSION) {
      removeMonitor(entry);
      continue;
    }
    if ((kindOfMonitor(entry) & kinds) == 0) continue;
    const origin = originOf(entry);
    const tag = tagOfEntry(entry, makeAtom(L.Atom_DOWN));
    const hasPriority = (load<u32>(entry, PRIORITY) & PRIORITY_DOWN) != 0;
    const told = toldBy(entry, reason);
    markHeap();
    if (load<u32>(entry, ENTRY_KIND) == ENTRY_SPAWN) {
      endRequest(entry, reason);
    } else if (isConnection(origin)) {
      const setter = remoteOf(entry);
      signalWith(origin, controlOfThree(PAYLOAD_MONITOR_P_EXIT, monitoredHere(entry), elementOf(setter, 0), elementOf(setter, 1)), told);
    } else {
      const object = remoteOr(entry, 0);
      const shown = object == 0 ? monitoredObject(context, load<u32>(entry, MONITOR_NAME)) : object;
      deliverDown(origin, load<u64>(entry, ENTRY_NUMBER), tag, kindOf(context), shown, told, hasPriority);
    }
    freeSinceMark();
    endMonitor(entry);
  }
}
