// Reading, writing, copying and comparing bits in memory. Positions are in bits from a base address, the most
// significant bit of a byte first. Nothing outside the bytes that hold the bits is touched.

/** Up to 64 bits, the first one the most significant. */
export function readBits(base: u32, position: u32, count: u32): u64 {
  let at = base + (position >> 3);
  const skip = position & 7;
  if (skip == 0) {
    if (count == 8) return load<u8>(at);
    if (count == 16) return bswap<u16>(load<u16>(at));
    if (count == 32) return bswap<u32>(load<u32>(at));
    if (count == 64) return bswap<u64>(load<u64>(at));
  }
  if (skip + count <= 8) return (load<u8>(at) >> (8 - skip - count)) & ((1 << count) - 1);
  let value: u64 = load<u8>(at) & ((0xff as u32) >> skip);
  let have: u32 = 8 - skip;
  while (have < count) {
    at++;
    const left = count - have;
    if (left < 8) return (value << left) | ((load<u8>(at) as u64) >> (8 - left));
    value = (value << 8) | (load<u8>(at) as u64);
    have += 8;
  }
  return value >> (have - count);
}

/** Writes the low `count` bits, at most 64, of `value`. */
export function writeBits(base: u32, position: u32, count: u32, value: u64): void {
  let at = base + (position >> 3);
  const skip = position & 7;
  if (skip == 0) {
    if (count == 8) return store<u8>(at, value as u8);
    if (count == 16) return store<u16>(at, bswap<u16>(value as u16));
    if (count == 32) return store<u32>(at, bswap<u32>(value as u32));
    if (count == 64) return store<u64>(at, bswap<u64>(value));
  }
  let left = count;
  let room: u32 = 8 - skip;
  while (left > 0) {
    const some = min<u32>(left, room);
    const mask = ((1 << some) - 1) << (room - some);
    const bits = ((value >> (left - some)) as u32) << (room - some);
    store<u8>(at, (load<u8>(at) & ~mask) | (bits & mask));
    left -= some;
    room = 8;
    at++;
  }
}

/** Copies bits between places that do not overlap. */
export function copyBits(from: u32, fromPosition: u32, to: u32, toPosition: u32, count: u32): void {
  if (((fromPosition | toPosition) & 7) == 0) {
    const bytes = count >> 3;
    memory.copy(to + (toPosition >> 3), from + (fromPosition >> 3), bytes);
    const rest = count & 7;
    if (rest != 0) writeBits(to, toPosition + (bytes << 3), rest, readBits(from, fromPosition + (bytes << 3), rest));
    return;
  }
  // Up to a byte of the target, then whole bytes of it, then the rest.
  const first = min<u32>((8 - (toPosition & 7)) & 7, count);
  writeBits(to, toPosition, first, readBits(from, fromPosition, first));
  fromPosition += first;
  toPosition += first;
  count -= first;
  let at = to + (toPosition >> 3);
  while (count >= 8) {
    store<u8>(at, readBits(from, fromPosition, 8) as u8);
    at++;
    fromPosition += 8;
    toPosition += 8;
    count -= 8;
  }
  writeBits(to, toPosition, count, readBits(from, fromPosition, count));
}

/** True if two runs of `count` bits are the same. */
export function equalBits(a: u32, aPosition: u32, b: u32, bPosition: u32, count: u32): bool {
  if (((aPosition | bPosition | count) & 7) != 0) return compareBits(a, aPosition, b, bPosition, count) == 0;
  a += aPosition >> 3;
  b += bPosition >> 3;
  const bytes = count >> 3;
  const end = a + (bytes & ~7);
  for (; a < end; a += 8, b += 8) if (load<u64>(a) != load<u64>(b)) return false;
  if ((bytes & 4) != 0) {
    if (load<u32>(a) != load<u32>(b)) return false;
    a += 4;
    b += 4;
  }
  for (let i: u32 = 0; i < (bytes & 3); i++) if (load<u8>(a + i) != load<u8>(b + i)) return false;
  return true;
}

/** Order of two runs of `count` bits: less than, equal to or greater than 0. */
export function compareBits(a: u32, aPosition: u32, b: u32, bPosition: u32, count: u32): i32 {
  if (((aPosition | bPosition) & 7) == 0) {
    const bytes = count >> 3;
    const order = memory.compare(a + (aPosition >> 3), b + (bPosition >> 3), bytes);
    if (order != 0) return order;
    aPosition += bytes << 3;
    bPosition += bytes << 3;
    count &= 7;
  }
  while (count > 0) {
    const some = min<u32>(count, 56);
    const x = readBits(a, aPosition, some);
    const y = readBits(b, bPosition, some);
    if (x != y) return x < y ? -1 : 1;
    aPosition += some;
    bPosition += some;
    count -= some;
  }
  return 0;
}
