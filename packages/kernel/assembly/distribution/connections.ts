// Connections to other nodes, as processes here see them: each node that was ever named has a mailbox of the host, whose messages are signals
// for it, a tuple of a control message and, where the operation has one, a payload. The host writes them when it has its turn.
import * as L from '../generated/layout';
import { connection } from '../host';
import { currentContext } from '../memory/heap';
import { deliver, dropPrepared } from '../processes/mailbox';
import { pidOf } from '../processes/process';
import { makePair, makeTriple, makeTuple, setElement } from '../terms/construct';
import { nodeOfIdentifier } from '../terms/external-identifiers';
import { isAtom, isBoxed, makeAtom, makeSmall, tagOf } from '../terms/term';
import { ALIAS_SEND, REG_SEND, SEND_SENDER } from './operations';

/** Index of the atom that stands where signals once had a cookie: the empty one. */
const NO_COOKIE: u32 = 0;

/** The name of this node, an atom. */
// @ts-ignore: decorator
@inline
export function thisNode(): u32 {
  return load<u32>(L.MachineRegister_nodeName);
}

/** True for the mailbox of a connection. */
// @ts-ignore: decorator
@inline
export function isConnection(context: u32): bool {
  return (load<u32>(context + L.ContextOffset_flags) & L.ProcessFlag_connection) != 0;
}

/** True while so much waits for a node that who sends to it is suspended. */
export function isBusy(connection: u32): bool {
  return load<u32>(connection + L.ContextOffset_suspended) != 0;
}

/** True for a pid of another node. */
export function isExternalPid(term: u32): bool {
  return isBoxed(term) && tagOf(term) == L.HeaderTag_externalPid;
}

/** True for a pid or port of another node. */
export function isExternal(term: u32): bool {
  return isBoxed(term) && (tagOf(term) == L.HeaderTag_externalPid || tagOf(term) == L.HeaderTag_externalPort);
}

/** True for a reference of another node. */
export function isExternalReference(term: u32): bool {
  return isBoxed(term) && tagOf(term) == L.HeaderTag_externalReference;
}

/** The connection to the node of an identifier, which is made if it is not there; 0 if this node has none to others. */
export function connectionOf(identifier: u32): u32 {
  return connection(nodeOfIdentifier(identifier), true);
}

/** A control message with two parts behind the number of its operation. */
export function control(operation: u32, first: u32, second: u32): u32 {
  return makeTriple(makeSmall(operation), first, second);
}

/** A control message with three parts behind the number of its operation. */
export function controlOfThree(operation: u32, first: u32, second: u32, third: u32): u32 {
  const tuple = makeTuple(4);
  setElement(tuple, 0, makeSmall(operation));
  setElement(tuple, 1, first);
  setElement(tuple, 2, second);
  setElement(tuple, 3, third);
  return tuple;
}

/** Sends a signal without a payload. */
export function signal(to: u32, message: u32): void {
  const tuple = makeTuple(1);
  setElement(tuple, 0, message);
  deliver(to, tuple);
}

/** Sends a signal with a payload. */
export function signalWith(to: u32, message: u32, payload: u32): void {
  deliver(to, makePair(message, payload));
}

/**
 * Sends a message of the running process to an identifier of another node, or to a name there.
 * @param node - of the name, 0 for an identifier
 * @returns false if there is no connection, and none may be made
 */
export function sendAway(to: u32, node: u32, message: u32, mayConnect: bool): bool {
  const away = connection(node != 0 ? node : nodeOfIdentifier(to), mayConnect);
  if (away == 0) return false;
  // What was made of the message, with a token of sequential tracing, is no signal. Tokens stay on their node.
  dropPrepared();
  const self = pidOf(currentContext());
  if (isAtom(to)) signalWith(away, controlOfThree(REG_SEND, self, makeAtom(NO_COOKIE), to), message);
  // Nothing can be sent to a port of another node.
  else if (tagOf(to) == L.HeaderTag_externalPid) signalWith(away, control(SEND_SENDER, self, to), message);
  else if (tagOf(to) == L.HeaderTag_externalReference) signalWith(away, control(ALIAS_SEND, self, to), message);
  return true;
}
