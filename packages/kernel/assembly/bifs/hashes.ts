// Portable hashes.
import * as L from '../generated/layout';
import { makeInteger } from '../terms/integer';
import { oldPortableHash } from '../terms/phash';
import { portableHash } from '../terms/phash2';
import { integer64Of, isInteger64, isSmall, makeSmall, smallValue } from '../terms/term';
import { badarg2 } from './arguments';

/**
 * `phash2/1`: 27 bits.
 *
 * @bif erlang:phash2/1
 */
export function erlang_phash2_1(sp: u32, term: u32): u32 {
  return makeSmall(portableHash(term) & 0x7ffffff);
}

/**
 * `phash2/2`: below a range from 1 to 2^32.
 *
 * @bif erlang:phash2/2
 */
export function erlang_phash2_2(sp: u32, term: u32, range: u32): u32 {
  let most: i64 = 0;
  if (isSmall(range)) most = smallValue(range);
  else if (isInteger64(range)) most = integer64Of(range);
  if (most < 1 || most > 0x100000000) return badarg2(sp, L.Bif_erlang_phash2_2, term, range);
  return makeInteger((portableHash(term) as i64) % most);
}

/**
 * `phash/2`: from 1 to a range of up to 2^32.
 *
 * @bif erlang:phash/2
 */
export function erlang_phash_2(sp: u32, term: u32, range: u32): u32 {
  let most: i64 = 0;
  if (isSmall(range)) most = smallValue(range);
  else if (isInteger64(range)) most = integer64Of(range);
  if (most < 1 || most > 0x100000000) return badarg2(sp, L.Bif_erlang_phash_2, term, range);
  return makeInteger(((oldPortableHash(term) as i64) % most) + 1);
}
