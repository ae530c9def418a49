// Links and monitors with processes of other nodes. One end of each is the mailbox of the connection, so that all of them are found when it goes.
// Those that another node names in its signals are found by a hash of what it calls them.
import * as L from '../generated/layout';
import {
  connectHalves,
  newEntry,
  originOf,
  remoteOf,
  setMonitorName,
  setMonitorOptions,
  setRemote,
  setSpawnFlags,
  setUnlinking,
  targetOf,
  unlinkingOf,
} from '../processes/connection-entries';
import { removeLink } from '../processes/signals';
import { makePair } from '../terms/construct';
import { makeInteger } from '../terms/integer';
import { ENTRY_KIND, ENTRY_LINK, ENTRY_MONITOR, ENTRY_NUMBER, ENTRY_SPAWN, findReference, newReferenceNumber } from '../terms/references';
import { arityOf, elementOf, isTuple } from '../terms/term';
import { controlOfThree, signal } from './connections';
import { UNLINK_ID } from './operations';

/** Numbers of entries that are hashes have both of the highest bits: see `linkNumber` in `processes/signals.ts`. */
const HASHED: u64 = 3 << 62;

/** How many numbers after the hash are tried when that is taken: two that are the same by chance come up in no lifetime. */
const TRIES: u64 = 4;

/** Number of the last link that was taken back. */
let lastUnlinking: i64 = 0;

/** True if two identifiers of other nodes are the same, word by word. */
function isSame(a: u32, b: u32): bool {
  const bytes = (1 + arityOf(a)) << 2;
  return arityOf(a) == arityOf(b) && memory.compare(a - L.TermTag_boxed, b - L.TermTag_boxed, bytes) == 0;
}

/** FNV-1a over the words of an identifier of another node. */
function hashOf(identifier: u32, seed: u64): u64 {
  let hash: u64 = 0xcbf29ce484222325 ^ seed;
  const end = identifier - L.TermTag_boxed + ((1 + arityOf(identifier)) << 2);
  for (let at = identifier - L.TermTag_boxed; at < end; at += 4) hash = (hash ^ load<u32>(at)) * 0x100000001b3;
  return (hash ^ (hash >> 29)) | HASHED;
}

function linkHash(context: u32, remote: u32): u64 {
  return hashOf(remote, load<u32>(context + L.ContextOffset_processId));
}

/** A number for a new entry with a hash; 0 if all that are tried are taken. */
function freeNumber(hash: u64): u64 {
  for (let i: u64 = 0; i < TRIES; i++) if (findReference((hash + i) | HASHED) == 0) return (hash + i) | HASHED;
  return 0;
}

/** The link between a process of this node and one of another; 0 if there is none. It may have been taken back: see `unlinkingOf`. */
export function findLink(context: u32, remote: u32): u32 {
  const hash = linkHash(context, remote);
  for (let i: u64 = 0; i < TRIES; i++) {
    const entry = findReference((hash + i) | HASHED);
    if (entry != 0 && load<u32>(entry, ENTRY_KIND) == ENTRY_LINK && originOf(entry) == context && isSame(remoteOf(entry), remote))
      return entry;
  }
  return 0;
}

/** Links a process with one of another node; false if they are linked already. */
export function linkAway(context: u32, connection: u32, remote: u32): bool {
  const known = findLink(context, remote);
  if (known != 0) {
    if (unlinkingOf(known) == 0) return false;
    setUnlinking(known, 0);
    return true;
  }
  const number = freeNumber(linkHash(context, remote));
  if (number == 0) return false;
  const entry = newEntry(ENTRY_LINK, number);
  connectHalves(entry, context, L.ContextOffset_links, connection, L.ContextOffset_links);
  setRemote(entry, remote);
  return true;
}

/** Takes back the link between a process and one of another node, if there is one. It is forgotten when that node confirms it. */
export function unlinkAway(context: u32, remote: u32, self: u32): void {
  const entry = findLink(context, remote);
  if (entry == 0 || unlinkingOf(entry) != 0) return;
  setUnlinking(entry, ++lastUnlinking);
  signal(targetOf(entry), controlOfThree(UNLINK_ID, makeInteger(lastUnlinking), self, remote));
}

/** Another node confirms that a link is gone, by its number. */
export function confirmUnlink(context: u32, remote: u32, number: u64): void {
  const entry = findLink(context, remote);
  if (entry != 0 && unlinkingOf(entry) == number) removeLink(entry);
}

/** Monitors what is on another node, a pid or `{Name, Node}`; the number of the monitor. */
export function monitorAway(origin: u32, connection: u32, item: u32, tag: u32, aliasMode: u32): u64 {
  const entry = newEntry(ENTRY_MONITOR, newReferenceNumber());
  connectHalves(entry, origin, L.ContextOffset_monitors, connection, L.ContextOffset_monitoredBy);
  setRemote(entry, item);
  setMonitorOptions(entry, tag, aliasMode);
  return load<u64>(entry, ENTRY_NUMBER);
}

/** Sets the monitor of a process of another node on one of this, which was found by `name` or 0. */
export function monitorFrom(connection: u32, setter: u32, reference: u32, target: u32, name: u32): void {
  const number = freeNumber(hashOf(reference, 0));
  if (number == 0) return;
  const entry = newEntry(ENTRY_MONITOR, number);
  connectHalves(entry, connection, L.ContextOffset_monitors, target, L.ContextOffset_monitoredBy);
  setRemote(entry, makePair(setter, reference));
  setMonitorName(entry, name);
}

/** The monitor that a process of another node has set by a reference; 0 if there is none. */
export function findMonitorFrom(connection: u32, reference: u32): u32 {
  const hash = hashOf(reference, 0);
  for (let i: u64 = 0; i < TRIES; i++) {
    const entry = findReference((hash + i) | HASHED);
    if (entry == 0 || load<u32>(entry, ENTRY_KIND) != ENTRY_MONITOR || originOf(entry) != connection) continue;
    const remote = remoteOf(entry);
    if (isTuple(remote) && isSame(elementOf(remote, 1), reference)) return entry;
  }
  return 0;
}

/** Notes that a process has asked another node for a new one; the number of the request, which will be that of the monitor. */
export function requestAway(origin: u32, connection: u32, tag: u32, monitorTag: u32, aliasMode: u32, flags: u32): u64 {
  const entry = newEntry(ENTRY_SPAWN, newReferenceNumber());
  connectHalves(entry, origin, L.ContextOffset_monitors, connection, L.ContextOffset_monitoredBy);
  setMonitorOptions(entry, tag, aliasMode);
  // The tag of the monitor waits where what it is on will be.
  if (monitorTag != 0) setRemote(entry, monitorTag);
  setSpawnFlags(entry, flags);
  return load<u64>(entry, ENTRY_NUMBER);
}

/** The request with a number; 0 if there is none. */
export function findRequest(number: u64): u32 {
  const entry = findReference(number);
  return entry != 0 && load<u32>(entry, ENTRY_KIND) == ENTRY_SPAWN ? entry : 0;
}
