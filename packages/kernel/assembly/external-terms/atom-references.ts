// Atoms of signals between nodes, which are numbers in them ("Distribution Header" in the documentation of `erts`). What the numbers stand for is
// known to the host, which keeps what the two nodes have told one another.
import * as L from '../generated/layout';

/** Atoms by the low bits of their numbers, and the numbers that they have in the signal: an atom whose place is taken is written out. */
const PLACES: u32 = 256;
const atoms: u32 = memory.data(1024) as u32;
const numbers: u32 = memory.data(256) as u32;

/** How many atoms have numbers in what is being read or written. */
export let referenceCount: u32 = 0;

/** True while atoms are written by their numbers. */
export let writesReferences: bool = false;

/** Begins to write a signal. */
export function startReferences(): void {
  memory.fill(atoms, 0, PLACES << 2);
  referenceCount = 0;
  writesReferences = true;
}

/** Begins to read a signal for which the host has left so many atoms. */
export function expectReferences(count: u32): void {
  referenceCount = count;
}

/** No signal is read or written any more. */
export function endReferences(): void {
  referenceCount = 0;
  writesReferences = false;
}

/** The number of an atom in the signal that is being written; -1 if it has none. */
export function referenceTo(atom: u32): i32 {
  const place = (atom >> L.TermTag_atomShift) & (PLACES - 1);
  const other = load<u32>(atoms + (place << 2));
  if (other == atom) return load<u8>(numbers + place);
  if (other != 0 || referenceCount == L.MOST_ATOM_REFERENCES) return -1;
  store<u32>(atoms + (place << 2), atom);
  store<u8>(numbers + place, referenceCount as u8);
  store<u32>(L.ATOM_REFERENCES + (referenceCount << 2), atom);
  return referenceCount++;
}

/** The atom with a number in the signal that is being read. */
export function referredAtom(number: u32): u32 {
  return load<u32>(L.ATOM_REFERENCES + (number << 2));
}
