// The hash of the bytes of a local external term: by it a machine tells that it made a term itself.
import { now, systemTime } from '../host';

/** Differs from one machine to the next. */
let salt: u64 = 0;

/** The end of MurmurHash3 (64 bits), which is in the public domain. */
function mixed(hash: u64): u64 {
  hash ^= hash >> 33;
  hash *= 0xff51afd7ed558ccd;
  hash ^= hash >> 33;
  hash *= 0xc4ceb9fe1a85ec53;
  return hash ^ (hash >> 33);
}

/** The hash of a run of bytes, 32 bits. */
export function localHash(at: u32, bytes: u32): u32 {
  if (salt == 0) salt = (mixed(reinterpret<u64>(systemTime())) ^ reinterpret<u64>(now())) | 1;
  let hash = mixed(salt + bytes);
  const end = at + (bytes & ~7);
  for (; at < end; at += 8) hash = mixed(hash ^ load<u64>(at));
  for (let i: u32 = 0; i < (bytes & 7); i++) hash = mixed(hash ^ load<u8>(at + i));
  return hash as u32;
}
