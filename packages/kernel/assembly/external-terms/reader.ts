// The bytes of an external term that is being read. Who takes bytes has checked that they are there.
let at: u32 = 0;
let end: u32 = 0;

/** Begins to read the bytes between two addresses. */
export function startReading(from: u32, to: u32): void {
  at = from;
  end = to;
}

/** Address of the next byte. */
// @ts-ignore: decorator
@inline
export function position(): u32 {
  return at;
}

/** How many bytes are left. */
// @ts-ignore: decorator
@inline
export function bytesLeft(): u32 {
  return end - at;
}

// @ts-ignore: decorator
@inline
export function takeByte(): u32 {
  return load<u8>(at++);
}

export function take16(): u32 {
  at += 2;
  return bswap<u16>(load<u16>(at - 2));
}

export function take32(): u32 {
  at += 4;
  return bswap<u32>(load<u32>(at - 4));
}

/** Leaves bytes out; returns where they are. */
export function takeBytes(count: u32): u32 {
  at += count;
  return at - count;
}
