// The hash of terms that the tries of large maps go by. Terms that are =:= have the same one; it says nothing
// about order and may differ from one machine to the next, as atoms count by their index.

import { isBitstringTag, locate, locatedBase, locatedBits, locatedStart } from '../binaries/binary';
import { copyBits } from '../binaries/bits';
import { workAllowed, worked } from '../execution/pausing';
import * as L from '../generated/layout';
import { allocateTemporary, freeTemporary } from '../memory/temporary-blocks';
import { WorkStack } from '../memory/work-stack';
import { hashStack } from '../memory/work-stacks';
import { referenceWord } from './magic-references';
import { arityOf, elementOf, floatOf, headerOf, headOf, tagHoldsTerms, tailOf } from './term';

/** Terms that remain to be hashed: a stack, so that nesting needs no native one. */
const pending: WorkStack = hashStack;

// A step and the end of MurmurHash3 (32 bits), which is in the public domain.
// @ts-ignore: decorator
@inline
function mix(hash: u32, word: u32): u32 {
  return rotl<u32>(hash ^ (rotl<u32>(word * 0xcc9e2d51, 15) * 0x1b873593), 13) * 5 + 0xe6546b64;
}

// @ts-ignore: decorator
@inline
function finish(hash: u32): u32 {
  hash ^= hash >> 16;
  hash *= 0x85ebca6b;
  hash ^= hash >> 13;
  hash *= 0xc2b2ae35;
  return hash ^ (hash >> 16);
}

function mixBytes(hash: u32, at: u32, bytes: u32): u32 {
  const end = at + (bytes & ~3);
  for (; at < end; at += 4) hash = mix(hash, load<u32>(at));
  for (let i: u32 = 0; i < (bytes & 3); i++) hash = mix(hash, load<u8>(at + i));
  return mix(hash, bytes);
}

/** Mixes the bits of a bitstring in, wherever they are. */
function mixBits(hash: u32, term: u32): u32 {
  locate(term);
  const bits = locatedBits;
  const bytes = bits >> 3;
  const rest = bits & 7;
  if (((locatedStart | rest) & 7) == 0) return mixBytes(mix(hash, bits), locatedBase + (locatedStart >> 3), bytes);
  const copy = allocateTemporary(bytes + 1);
  store<u8>(copy + bytes, 0);
  copyBits(locatedBase, locatedStart, copy, 0, bits);
  hash = mixBytes(mix(hash, bits), copy, bytes + (rest != 0 ? 1 : 0));
  freeTemporary(copy);
  return hash;
}

/** Hash of an immediate term: no two of them have the same. */
// @ts-ignore: decorator
@inline
export function hashImmediate(term: u32): u32 {
  return finish(term);
}

/** Where a hash has come that is not complete: the term that comes next, those behind it, the hash so far. */
let nextTerm: u32 = 0;
let termsBehind: u32 = 0;
let hashSoFar: u32 = 0;

/** Terms of a hash that is not made in pieces. */
const NO_LIMIT: i32 = i32.MAX_VALUE;

/** Goes on with the hash of a term that is not immediate; false if more than `allowed` terms are left. */
function hashSome(term: u32, allowed: i32): bool {
  let hash = hashSoFar;
  let depth = termsBehind;
  while (true) {
    if (--allowed < 0) {
      nextTerm = term;
      termsBehind = depth;
      hashSoFar = hash;
      return false;
    }
    const primary = term & L.TermTag_primaryMask;
    if (primary == L.TermTag_cons) {
      hash = mix(hash, L.TermTag_cons);
      depth = pending.push(depth, tailOf(term));
      term = headOf(term);
      continue;
    }
    if (primary == L.TermTag_boxed) {
      const header = headerOf(term);
      const tag = header & L.TermTag_headerMask;
      if (isBitstringTag(tag)) {
        hash = mixBits(mix(hash, L.HeaderTag_heapBinary), term);
      } else if (tag == L.HeaderTag_reference) {
        // Magic or not.
        hash = mix(mix(hash, L.HeaderTag_reference), referenceWord(term, 0));
        if (arityOf(term) > 1) hash = mix(hash, referenceWord(term, 1));
      } else {
        hash = mix(hash, header);
        if (tagHoldsTerms(tag)) {
          const arity = arityOf(term);
          if (arity != 0) {
            for (let i: u32 = arity - 1; i > 0; i--) depth = pending.push(depth, elementOf(term, i));
            term = elementOf(term, 0);
            continue;
          }
        } else if (header == L.FLOAT_HEADER) {
          // 0.0 and -0.0 are =:=.
          const bits = floatOf(term) == 0 ? 0 : reinterpret<u64>(floatOf(term));
          hash = mix(mix(hash, bits as u32), (bits >> 32) as u32);
        } else {
          hash = mixBytes(hash, term - L.TermTag_boxed + 4, (header >> L.TermTag_arityShift) << 2);
        }
      }
    } else {
      hash = mix(hash, term);
    }
    if (depth == 0) {
      hashSoFar = finish(hash);
      return true;
    }
    depth -= 4;
    term = pending.word(depth);
  }
}

/** Hash of any term. */
export function hashTerm(term: u32): u32 {
  if ((term & L.TermTag_primaryMask) == L.TermTag_primaryMask) return hashImmediate(term);
  hashSoFar = 0;
  termsBehind = 0;
  hashSome(term, NO_LIMIT);
  return hashSoFar;
}

/** As `hashTerm`. May pause. */
export function hashTermInPieces(term: u32): u32 {
  if ((term & L.TermTag_primaryMask) == L.TermTag_primaryMask) return hashImmediate(term);
  hashSoFar = 0;
  termsBehind = 0;
  while (true) {
    const allowed = workAllowed();
    if (hashSome(term, allowed)) return hashSoFar;
    term = nextTerm;
    worked(allowed);
  }
}
