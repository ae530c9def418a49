// External terms in one piece, for signals between nodes, which are read and written outside of processes. The build makes the functions whose
// names end in `AtOnce` of those above them: see `scripts/pausing.mjs`.
import { decodeTerm } from './decode';
import { encodeTerm } from './encode';
import { measureTerm } from './measure';
import { position } from './reader';

/** Writes a term, or only counts if `to` is 0; returns the number of bytes. */
export function encodeWhole(term: u32, to: u32): u32 {
  return encodeTerm(term, to, u64.MAX_VALUE) as u32;
}

/** Reads the term that comes next, which ends before `end`; 0 if it is malformed. */
export function decodeWhole(end: u32): u32 {
  const from = position();
  return measureTerm(false) ? decodeTerm(from, end, false) : 0;
}

/** As `encodeWhole`. */
// @ts-ignore: decorator
@external('unpaused', 'encodeWhole')
export declare function encodeAtOnce(term: u32, to: u32): u32;

/** As `decodeWhole`. */
// @ts-ignore: decorator
@external('unpaused', 'decodeWhole')
export declare function decodeAtOnce(end: u32): u32;
