// Entries of what connects processes: links, monitors, aliases, suspensions and timers (OTP's `erl_monitor_link.h`).

import * as L from '../generated/layout';
import { freeBlock } from '../memory/blocks';
import {
  allocateEntry,
  ENTRY_KIND,
  ENTRY_MONITOR,
  ENTRY_NUMBER,
  ENTRY_SPAWN,
  ENTRY_SUSPENSION,
  enterReference,
  leaveReference,
  referenceTerm,
} from '../terms/references';
import { makeMessage } from './mailbox';
import { freeMessage } from './process';

/**
 * Two halves of an entry, each in a list of its process: { next, previous, Context, entry }. A link has one in each
 * process; a monitor one in the process that set it and one in the process that it is on; an alias and a timer have the first.
 */
export const FIRST_HALF: u32 = 16;
export const SECOND_HALF: u32 = 32;
const HALF_PREVIOUS: usize = 4;
export const HALF_CONTEXT: usize = 8;
export const HALF_ENTRY: usize = 12;

/** Of a monitor or alias: the name that the process was found by, the message with its own tag, both or 0; its alias mode. */
export const MONITOR_NAME: usize = 48;
export const MONITOR_TAG: usize = 52;
export const ALIAS_MODE: usize = 56;
/** Of any entry but a timer: which of its messages have priority, and LATE. */
export const PRIORITY: usize = 60;

/**
 * Bit beside those of the priority: its target had got the signal that ends it before. A monitor of such a process, or a link to it, tells when that has
 * ended, and its name and tables are free, but that there was none.
 */
export const LATE: u32 = 16;

/**
 * Of a link or monitor with a process of another node, one end of which is the mailbox of the connection: a message with what is there, or 0. That is
 * the pid of a link; the pid or `{Name, Node}` that a monitor is on; the pid that has set a monitor, and its reference.
 */
const REMOTE: usize = 64;

/** Of a request to another node to spawn a process: bits of what was asked for. */
const SPAWN_FLAGS: usize = 68;

/** Of a link that was taken back, which the other node has not confirmed: the number by which it will (u64); or 0. */
const UNLINKING: usize = 72;

/** Bytes of an entry of any kind. */
const ENTRY_BYTES: u32 = 80;

export function newEntry(kind: u32, number: u64): u32 {
  const entry = allocateEntry(ENTRY_BYTES);
  memory.fill(entry, 0, ENTRY_BYTES);
  store<u32>(entry, kind, ENTRY_KIND);
  store<u64>(entry, number, ENTRY_NUMBER);
  enterReference(entry);
  return entry;
}

export function pushHalf(list: u32, half: u32, context: u32, entry: u32): void {
  const next = load<u32>(list);
  store<u32>(half, next);
  store<u32>(half, 0, HALF_PREVIOUS);
  store<u32>(half, context, HALF_CONTEXT);
  store<u32>(half, entry, HALF_ENTRY);
  if (next != 0) store<u32>(next, half, HALF_PREVIOUS);
  store<u32>(list, half);
}

export function removeHalf(list: u32, half: u32): void {
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

export function freeRemote(entry: u32): void {
  const message = load<u32>(entry, REMOTE);
  if (message != 0) freeMessage(message);
}

/** Has an entry between two Contexts. */
export function connectHalves(entry: u32, first: u32, firstList: u32, second: u32, secondList: u32): void {
  pushHalf(first + firstList, entry + FIRST_HALF, first, entry);
  pushHalf(second + secondList, entry + SECOND_HALF, second, entry);
  noteIfLate(entry, second);
}

/** Notes if what a new entry is on had got the signal that ends it before. */
export function noteIfLate(entry: u32, target: u32): void {
  if (load<u32>(target + L.ContextOffset_exitSignal) != 0) store<u32>(entry, load<u32>(entry, PRIORITY) | LATE, PRIORITY);
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

/** Forgets a monitor, alias or suspension. */
export function removeMonitor(entry: u32): void {
  freeRemote(entry);
  removeHalf(load<u32>(entry + FIRST_HALF, HALF_CONTEXT) + L.ContextOffset_monitors, entry + FIRST_HALF);
  const target = load<u32>(entry + SECOND_HALF, HALF_CONTEXT);
  if (target != 0) removeHalf(target + L.ContextOffset_monitoredBy, entry + SECOND_HALF);
  if (load<u32>(entry, MONITOR_TAG) != 0) freeMessage(load<u32>(entry, MONITOR_TAG));
  leaveReference(entry);
  freeBlock(entry);
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
