// Signals to other nodes as bytes.

import { endReferences, referenceCount, startReferences } from '../external-terms/atom-references';
import { setEncoding } from '../external-terms/encode';
import { VERSION } from '../external-terms/tags';
import { encodeAtOnce } from '../external-terms/unpaused';
import * as L from '../generated/layout';
import { allocateBlock } from '../memory/blocks';
import { makeTuple, setElement } from '../terms/construct';
import { arityOf, elementOf, makeAtom, makeSmall, smallValue } from '../terms/term';
import { control, controlOfThree } from './connections';
import {
  EXIT,
  EXIT2,
  MONITOR_P_EXIT,
  PAYLOAD_EXIT,
  PAYLOAD_EXIT2,
  PAYLOAD_MONITOR_P_EXIT,
  SEND,
  SEND_SENDER,
  UNLINK,
  UNLINK_ID,
  UNLINK_ID_ACK,
} from './operations';

/** Versions of the format in front of terms, where there are any, and the external form that has no atoms by number. */
const MINOR_VERSION: u32 = 2;

/** Writes a term behind its version, if there is to be one; bytes that it takes, without an address to write to these only. */
function write(term: u32, to: u32, hasVersion: bool): u32 {
  if (hasVersion && to != 0) store<u8>(to, VERSION as u8);
  const version: u32 = hasVersion ? 1 : 0;
  return encodeAtOnce(term, to == 0 ? 0 : to + version) + version;
}

/** A control message and its payload, 0 for none, for a node that knows none of the newer operations. */
let oldControl: u32 = 0;
let oldPayload: u32 = 0;

/** Sets `oldControl` and `oldPayload` to the form of a signal that a node understands by what it can do: bits of `PeerAbility`. */
function adapt(message: u32, payload: u32, abilities: u32): void {
  const operation = smallValue(elementOf(message, 0)) as u32;
  oldControl = message;
  oldPayload = payload;
  if (operation == SEND_SENDER && (abilities & L.PeerAbility_sendSender) == 0) {
    oldControl = control(SEND, makeAtom(0), elementOf(message, 2));
  } else if ((abilities & L.PeerAbility_exitPayload) == 0) {
    if (operation == PAYLOAD_EXIT || operation == PAYLOAD_EXIT2) {
      const old = operation == PAYLOAD_EXIT ? EXIT : EXIT2;
      oldControl = controlOfThree(old, elementOf(message, 1), elementOf(message, 2), payload);
      oldPayload = 0;
    } else if (operation == PAYLOAD_MONITOR_P_EXIT) {
      const tuple = makeTuple(5);
      setElement(tuple, 0, makeSmall(MONITOR_P_EXIT));
      for (let i = 1; i < 4; i++) setElement(tuple, i, elementOf(message, i));
      setElement(tuple, 4, payload);
      oldControl = tuple;
      oldPayload = 0;
    }
  }
  if ((abilities & L.PeerAbility_unlinkId) == 0) {
    if (operation == UNLINK_ID) oldControl = control(UNLINK, elementOf(message, 2), elementOf(message, 3));
    // Nobody has asked for it.
    else if (operation == UNLINK_ID_ACK) oldControl = 0;
  }
}

/**
 * Writes a signal, a message of the mailbox of a connection, to a block that the host frees. The scratch area then has the bytes of the control
 * message and of the payload, and how many atoms are numbers in it: with `PeerAbility.atomReferences` they are those of `ATOM_REFERENCES`, and there
 * are no versions in front of terms. 0 for a signal that the node need not be told of.
 */
export function encodeSignal(term: u32, abilities: u32): u32 {
  adapt(elementOf(term, 0), arityOf(term) > 1 ? elementOf(term, 1) : 0, abilities);
  if (oldControl == 0) return 0;
  const hasVersions = (abilities & L.PeerAbility_atomReferences) == 0;
  setEncoding(MINOR_VERSION, false, false);
  if (!hasVersions) startReferences();
  const controlBytes = write(oldControl, 0, hasVersions);
  const payloadBytes: u32 = oldPayload == 0 ? 0 : write(oldPayload, 0, hasVersions);
  const block = allocateBlock(controlBytes + payloadBytes);
  write(oldControl, block, hasVersions);
  if (oldPayload != 0) write(oldPayload, block + controlBytes, hasVersions);
  store<u32>(L.SCRATCH, controlBytes);
  store<u32>(L.SCRATCH, payloadBytes, 4);
  store<u32>(L.SCRATCH, referenceCount, 8);
  endReferences();
  return block;
}
