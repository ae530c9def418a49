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
  allocateEntry,
  ENTRY_ALIAS,
  ENTRY_KIND,
  ENTRY_LINK,
  ENTRY_MONITOR,
  ENTRY_NUMBER,
  ENTRY_SPAWN,
  ENTRY_SUSPENSION,
  ENTRY_TIMER,
  enterReference,
  findReference,
  leaveReference,
  newReferenceNumber,
  referenceTerm,
} from '../terms/references';
import { elementOf, isImmediate, isTuple, makeAtom } from '../terms/term';
import { adoptMessage, deliver, deliverMessage, deliverPriority, makeMessage } from './mailbox';
import { freeMessage, identifierOf, isPortContext, pidOf } from './process';
import { makeRunnable } from './run-queue';
import { startTimer, stopTimer, TIMER_MESSAGE } from './timers';

/**
 * Two halves of an entry, each in a list of its process: { next, previous, Context, entry }. A link has one in each
 * process; a monitor one in the process that set it and one in the process that it is on; an alias and a timer have the first.
 */
const FIRST_HALF: u32 = 16;
const SECOND_HALF: u32 = 32;
const HALF_PREVIOUS: usize = 4;
const HALF_CONTEXT: usize = 8;
const HALF_ENTRY: usize = 12;

/** Of a monitor or alias: the name that the process was found by, the message with its own tag, both or 0; its alias mode. */
const MONITOR_NAME: usize = 48;
const MONITOR_TAG: usize = 52;
const ALIAS_MODE: usize = 56;
/** Of any entry but a timer: which of its messages have priority. */
const PRIORITY: usize = 60;

/**
 * Of a link or monitor with a process of another node, one end of which is the mailbox of the connection: a message with what is there, or 0. That is
 * the pid of a link; the pid or `{Name, Node}` that a monitor is on; the pid that has set a monitor, and its reference.
 */
const REMOTE: usize = 64;

/** Of a request to another node to spawn a process: bits of what was asked for. */
const SPAWN_FLAGS: usize = 68;

/** Of a suspension: how often the process has been suspended. */
const SUSPENSIONS: usize = 68;

/** Of a link that was taken back, which the other node has not confirmed: the number by which it will (u64); or 0. */
const UNLINKING: usize = 72;

/** Of a timer: its node, the message, and the name or 0 when the process is the first half's. */
const TIMER_NODE: u32 = 48;
const TIMER_BODY: usize = 64;
const TIMER_NAME: usize = 68;
const ENTRY_BYTES: u32 = 80;

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

export function newEntry(kind: u32, number: u64): u32 {
  const entry = allocateEntry(ENTRY_BYTES);
  memory.fill(entry, 0, ENTRY_BYTES);
  store<u32>(entry, kind, ENTRY_KIND);
  store<u64>(entry, number, ENTRY_NUMBER);
  enterReference(entry);
  return entry;
}

function pushHalf(list: u32, half: u32, context: u32, entry: u32): void {
  const next = load<u32>(list);
  store<u32>(half, next);
  store<u32>(half, 0, HALF_PREVIOUS);
  store<u32>(half, context, HALF_CONTEXT);
  store<u32>(half, entry, HALF_ENTRY);
  if (next != 0) store<u32>(next, half, HALF_PREVIOUS);
  store<u32>(list, half);
}

function removeHalf(list: u32, half: u32): void {
  const next = load<u32>(half);
  const previous = load<u32>(half, HALF_PREVIOUS);
  if (next != 0) store<u32>(next, previous, HALF_PREVIOUS);
  store<u32>(previous == 0 ? list : previous, next);
}

// Of other nodes.

/** What is at the other end of a link or monitor on another node, a term; 0 for one of this node. */
export function remoteOf(entry: u32): u32 {
  const message = load<u32>(entry, REMOTE);
  return message == 0 ? 0 : load<u32>(message, L.MessageOffset_term);
}

/** Keeps what is at the other end of an entry. */
export function setRemote(entry: u32, term: u32): void {
  store<u32>(entry, makeMessage(term), REMOTE);
}

function freeRemote(entry: u32): void {
  const message = load<u32>(entry, REMOTE);
  if (message != 0) freeMessage(message);
}

/** Has an entry between two Contexts. */
export function connectHalves(entry: u32, first: u32, firstList: u32, second: u32, secondList: u32): void {
  pushHalf(first + firstList, entry + FIRST_HALF, first, entry);
  pushHalf(second + secondList, entry + SECOND_HALF, second, entry);
}

/** The Context of the first end of an entry: who has set a monitor, or has asked for a process. */
export function originOf(entry: u32): u32 {
  return load<u32>(entry + FIRST_HALF, HALF_CONTEXT);
}

/** The Context of the second end of an entry; 0 if it has none. */
export function targetOf(entry: u32): u32 {
  return load<u32>(entry + SECOND_HALF, HALF_CONTEXT);
}

/** The number by which another node will confirm that a link is gone; 0 for a link that is there. */
export function unlinkingOf(entry: u32): u64 {
  return load<u64>(entry, UNLINKING);
}

/** Notes that a link was taken back, or with 0 that it is there again. */
export function setUnlinking(entry: u32, number: u64): void {
  store<u64>(entry, number, UNLINKING);
}

/** What a request to spawn a process asked for: see `remote-spawn.ts`. */
export function spawnFlagsOf(entry: u32): u32 {
  return load<u32>(entry, SPAWN_FLAGS);
}

/** Keeps what a request asked for. */
export function setSpawnFlags(entry: u32, flags: u32): void {
  store<u32>(entry, flags, SPAWN_FLAGS);
}

/** Keeps the tag and the kind of alias of a monitor. */
export function setMonitorOptions(entry: u32, tag: u32, aliasMode: u32): void {
  if (tag != 0) store<u32>(entry, makeMessage(tag), MONITOR_TAG);
  store<u32>(entry, aliasMode, ALIAS_MODE);
}

/** Keeps the name by which a monitor of another node was set. */
export function setMonitorName(entry: u32, name: u32): void {
  store<u32>(entry, name, MONITOR_NAME);
}

/** The tag of what a monitor or request tells, or another one if it has none of its own. */
export function tagOfEntry(entry: u32, other: u32): u32 {
  const message = load<u32>(entry, MONITOR_TAG);
  return message == 0 ? other : load<u32>(message, L.MessageOffset_term);
}

/** Makes a request to another node a monitor on the process that it has made. */
export function becomeMonitor(entry: u32, pid: u32): void {
  const tag = load<u32>(entry, MONITOR_TAG);
  if (tag != 0) freeMessage(tag);
  // Where the pid goes the tag of the monitor has waited.
  store<u32>(entry, load<u32>(entry, REMOTE), MONITOR_TAG);
  setRemote(entry, pid);
  store<u32>(entry, ENTRY_MONITOR, ENTRY_KIND);
}

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
  pushHalf(a + L.ContextOffset_links, entry + FIRST_HALF, a, entry);
  pushHalf(b + L.ContextOffset_links, entry + SECOND_HALF, b, entry);
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
  pushHalf(origin + L.ContextOffset_monitors, entry + FIRST_HALF, origin, entry);
  pushHalf(target + L.ContextOffset_monitoredBy, entry + SECOND_HALF, target, entry);
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

/** Forgets a monitor or alias. */
export function removeMonitor(entry: u32): void {
  freeRemote(entry);
  removeHalf(load<u32>(entry + FIRST_HALF, HALF_CONTEXT) + L.ContextOffset_monitors, entry + FIRST_HALF);
  const target = load<u32>(entry + SECOND_HALF, HALF_CONTEXT);
  if (target != 0) removeHalf(target + L.ContextOffset_monitoredBy, entry + SECOND_HALF);
  if (load<u32>(entry, MONITOR_TAG) != 0) freeMessage(load<u32>(entry, MONITOR_TAG));
  leaveReference(entry);
  freeBlock(entry);
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

// Suspensions are kept as monitors are, as they end with either process.

/** What a suspension is found by: the numbers of its processes, apart from references and links. */
function suspensionNumber(origin: u32, target: u32): u64 {
  const first = load<u32>(origin + L.ContextOffset_processId) as u64;
  return (3 << 62) | (first << 29) | (load<u32>(target + L.ContextOffset_processId) as u64);
}

/** True if a process has suspended another. */
export function suspends(origin: u32, target: u32): bool {
  return findReference(suspensionNumber(origin, target)) != 0;
}

/** A process suspends another once more. */
export function suspend(origin: u32, target: u32): void {
  const number = suspensionNumber(origin, target);
  let entry = findReference(number);
  if (entry == 0) {
    entry = newEntry(ENTRY_SUSPENSION, number);
    connectHalves(entry, origin, L.ContextOffset_monitors, target, L.ContextOffset_monitoredBy);
  }
  store<u32>(entry, load<u32>(entry, SUSPENSIONS) + 1, SUSPENSIONS);
  store<u32>(target + L.ContextOffset_suspended, load<u32>(target + L.ContextOffset_suspended) + 1);
}

/** A process takes a suspension of another back; false if there is none. */
export function resume(origin: u32, target: u32): bool {
  const entry = findReference(suspensionNumber(origin, target));
  if (entry == 0) return false;
  const left = load<u32>(entry, SUSPENSIONS) - 1;
  store<u32>(entry, left, SUSPENSIONS);
  release(target, 1);
  if (left == 0) removeMonitor(entry);
  return true;
}

/** Takes suspensions from a process, which goes on after the last one. */
function release(target: u32, count: u32): void {
  const left = load<u32>(target + L.ContextOffset_suspended) - count;
  store<u32>(target + L.ContextOffset_suspended, left);
  // One that waits looks once whether it still has to.
  if (left == 0 && load<u32>(target + L.ContextOffset_pending) != L.TrapReason_blocked) makeRunnable(target);
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

// Timers that send.

/** Starts a timer that sends a term to a process, or to the one that has a name then; its number is given. */
export function startMessageTimer(number: u64, due: f64, context: u32, name: u32, term: u32): void {
  const entry = newEntry(ENTRY_TIMER, number);
  store<f64>(entry + TIMER_NODE, due);
  store<u32>(entry + TIMER_NODE, TIMER_MESSAGE, 12);
  store<u32>(entry, name, TIMER_NAME);
  store<u32>(entry + FIRST_HALF, context, HALF_CONTEXT);
  if (context != 0) pushHalf(context + L.ContextOffset_timers, entry + FIRST_HALF, context, entry);
  startTimer(entry + TIMER_NODE);
  store<u32>(entry, makeMessage(term), TIMER_BODY);
}

/** Frees the message of a timer; it has none if there was no memory for it. */
function freeBody(entry: u32): void {
  const message = load<u32>(entry, TIMER_BODY);
  if (message != 0) freeMessage(message);
}

/** When the timer with that number is due, negative if there is none. */
export function timerDue(number: u64): f64 {
  const entry = findReference(number);
  return entry == 0 || load<u32>(entry, ENTRY_KIND) != ENTRY_TIMER ? -1 : load<f64>(entry + TIMER_NODE);
}

/** Forgets a timer, whose message stays. */
function removeTimer(entry: u32): void {
  stopTimer(entry + TIMER_NODE);
  const context = load<u32>(entry + FIRST_HALF, HALF_CONTEXT);
  if (context != 0) removeHalf(context + L.ContextOffset_timers, entry + FIRST_HALF);
  leaveReference(entry);
  freeBlock(entry);
}

/** Takes back the timer with that number, which there is. */
export function cancelMessageTimer(number: u64): void {
  const entry = findReference(number);
  freeBody(entry);
  removeTimer(entry);
}

/** The name that the timer of a node sends to, or 0. */
export function timerName(node: u32): u32 {
  return load<u32>(node - TIMER_NODE, TIMER_NAME);
}

/** The timer of a node is due: sends its message, to `named` if it is for a name that a process has. */
export function fireMessageTimer(node: u32, named: u32): void {
  const entry = node - TIMER_NODE;
  const message = load<u32>(entry, TIMER_BODY);
  const context = load<u32>(entry, TIMER_NAME) != 0 ? named : load<u32>(entry + FIRST_HALF, HALF_CONTEXT);
  removeTimer(entry);
  if (message == 0) return;
  if (context != 0) deliverMessage(context, message);
  else freeMessage(message);
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
  for (let half = load<u32>(context + L.ContextOffset_timers); half != 0; half = load<u32>(context + L.ContextOffset_timers)) {
    const entry = load<u32>(half, HALF_ENTRY);
    freeBody(entry);
    removeTimer(entry);
  }
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
      release(targetOf(entry), load<u32>(entry, SUSPENSIONS));
    } else {
      markHeap();
      endAway(entry);
      freeSinceMark();
    }
    removeMonitor(entry);
  }
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
    if (isLinked && (load<u32>(other + L.ContextOffset_flags) & L.ProcessFlag_tracedLife) != 0 && survives(other, reason))
      traced(L.TraceEvent_gettingUnlinked, other, identifier);
    markHeap();
    if (isLinked && isConnection(other)) signalWith(other, control(PAYLOAD_EXIT, identifier, remoteOf(entry)), reason);
    else if (isLinked) sendLinkExit(other, remoteOr(entry, identifier), reason, hasPriority);
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
    markHeap();
    if (load<u32>(entry, ENTRY_KIND) == ENTRY_SPAWN) {
      endRequest(entry, reason);
    } else if (isConnection(origin)) {
      const setter = remoteOf(entry);
      signalWith(origin, controlOfThree(PAYLOAD_MONITOR_P_EXIT, monitoredHere(entry), elementOf(setter, 0), elementOf(setter, 1)), reason);
    } else {
      const object = remoteOr(entry, 0);
      const shown = object == 0 ? monitoredObject(context, load<u32>(entry, MONITOR_NAME)) : object;
      deliverDown(origin, load<u64>(entry, ENTRY_NUMBER), tag, kindOf(context), shown, reason, hasPriority);
    }
    freeSinceMark();
    endMonitor(entry);
  }
}

// What `process_info` tells, by one half after the other.

/** The process at the other end of a half, or the connection that leads there; 0 for an alias, a clock, a request and a suspension. */
export function otherProcess(half: u32): u32 {
  const entry = load<u32>(half, HALF_ENTRY);
  if (load<u32>(entry, ENTRY_KIND) == ENTRY_SPAWN || load<u32>(entry, ENTRY_KIND) == ENTRY_SUSPENSION) return 0;
  return load<u32>(half == entry + FIRST_HALF ? entry + SECOND_HALF : entry + FIRST_HALF, HALF_CONTEXT);
}

/** What is at the other end of a half on another node: see `REMOTE`; 0 if it is on this one. */
export function remoteOfHalf(half: u32): u32 {
  return remoteOf(load<u32>(half, HALF_ENTRY));
}

/** The name that a monitor was set by, or 0. */
export function monitoredName(half: u32): u32 {
  return load<u32>(load<u32>(half, HALF_ENTRY), MONITOR_NAME);
}

/** The reference of a monitor or alias, a term on the heap of the running process. */
export function referenceOfHalf(half: u32): u32 {
  return referenceTerm(load<u64>(load<u32>(half, HALF_ENTRY), ENTRY_NUMBER));
}

/** The process that a half among the monitors of another suspends; 0 for a half of something else. */
export function suspendedProcess(half: u32): u32 {
  const entry = load<u32>(half, HALF_ENTRY);
  return load<u32>(entry, ENTRY_KIND) == ENTRY_SUSPENSION ? targetOf(entry) : 0;
}

/** How often it does. */
export function suspensionsOf(half: u32): u32 {
  return load<u32>(load<u32>(half, HALF_ENTRY), SUSPENSIONS);
}
