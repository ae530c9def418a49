// Pids, ports and references of other nodes, and how those of any node compare (`erts_cmp_compound` in
// `erts/emulator/beam/utils.c`). Their words: node (an atom), creation, then those of `ExternalIdentifierOffset`.
import * as L from '../generated/layout';
import { compareReferences, isAnyReference } from './magic-references';
import { arityOf, isBoxed } from './term';

/** Node of a pid, port or reference, an atom. */
export function nodeOfIdentifier(t: u32): u32 {
  return isBoxed(t) && !isAnyReference(t) ? load<u32>(t - 2 + L.ExternalIdentifierOffset_node) : load<u32>(L.MachineRegister_nodeName);
}

/** Creation of its node. */
export function creationOfIdentifier(t: u32): u32 {
  return isBoxed(t) && !isAnyReference(t)
    ? load<u32>(t - 2 + L.ExternalIdentifierOffset_creation)
    : load<u32>(L.MachineRegister_nodeCreation);
}

// @ts-ignore: decorator
@inline
function sign(a: u64, b: u64): i32 {
  return (a > b ? 1 : 0) - (a < b ? 1 : 0);
}

/** The number of a pid, with the serial above the id, or of a port. */
function numberOfIdentifier(t: u32): u64 {
  if (!isBoxed(t)) return t >> 4;
  const data = t - 2 + L.ExternalIdentifierOffset_data;
  if ((load<u32>(t - 2) & L.TermTag_headerMask) == L.HeaderTag_externalPort) return load<u64>(data);
  return ((load<u32>(data, 4) as u64) << L.PID_ID_BITS) | load<u32>(data);
}

/** What hashes are of: the number of a port, the id of a pid without its serial. */
export function hashedNumber(t: u32): u64 {
  if (!isBoxed(t)) return (t & L.TermTag_immediateMask) == L.TermTag_pid ? (t >> 4) & ((1 << L.PID_ID_BITS) - 1) : t >> 4;
  const data = t - 2 + L.ExternalIdentifierOffset_data;
  return (load<u32>(t - 2) & L.TermTag_headerMask) == L.HeaderTag_externalPort ? load<u64>(data) : load<u32>(data);
}

/** Pids of any node: by their numbers. The nodes count when it is 0. */
export function comparePids(a: u32, b: u32): i32 {
  return sign(numberOfIdentifier(a), numberOfIdentifier(b));
}

/** Ports or references of the same node. */
export function compareOfNode(a: u32, b: u32): i32 {
  const order = sign(creationOfIdentifier(a), creationOfIdentifier(b));
  if (order != 0) return order;
  if (isAnyReference(a)) return compareReferences(a, b);
  if (!isBoxed(a) || (load<u32>(a - 2) & L.TermTag_headerMask) != L.HeaderTag_externalReference) return comparePids(a, b);
  const length = arityOf(a);
  if (length != arityOf(b)) return length < arityOf(b) ? -1 : 1;
  for (let i = length; i > 2; i--) {
    const difference = sign(load<u32>(a - 2 + (i << 2)), load<u32>(b - 2 + (i << 2)));
    if (difference != 0) return difference;
  }
  return 0;
}
