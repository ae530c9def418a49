// Atoms by their texts in external terms. Those that came last are found without asking the host.
import * as L from '../generated/layout';
import { atomOfText } from '../host';
import { atomText } from '../terms/term';

const CACHED: u32 = 1024;

/** Atoms by a hash of their texts. */
const cache: u32 = memory.data(4096) as u32;

/** `atomOfText` could not make an atom, as there are too many. */
export const TOO_MANY_ATOMS: u32 = 1;

function isTextOf(atom: u32, at: u32, bytes: u32): bool {
  const text = atomText(atom);
  return load<u32>(text) == bytes && memory.compare(text + 4, at, bytes) == 0;
}

/** The atom of a text: see `atomOfText`. */
export function findAtom(at: u32, bytes: u32, isLatin1: bool, mayMake: bool): u32 {
  // FNV-1a.
  let hash: u32 = 0x811c9dc5;
  let above: u32 = 0;
  for (let i: u32 = 0; i < bytes; i++) {
    const byte: u32 = load<u8>(at + i);
    hash = (hash ^ byte) * 0x01000193;
    above |= byte;
  }
  if (isLatin1 && above > 127) return atomOfText(at, bytes, true, mayMake);
  const slot = cache + (((hash ^ (hash >> 16)) & (CACHED - 1)) << 2);
  const cached = load<u32>(slot);
  if (cached != 0 && isTextOf(cached, at, bytes)) return cached;
  const atom = atomOfText(at, bytes, isLatin1, mayMake);
  if (atom > TOO_MANY_ATOMS) store<u32>(slot, atom);
  return atom;
}

/** True for the name of this node. */
export function isThisNode(node: u32): bool {
  return node == load<u32>(L.MachineRegister_nodeName);
}
