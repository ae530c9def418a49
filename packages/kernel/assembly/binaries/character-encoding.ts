// Characters in UTF-8, one at a time.

/** Bytes that a character takes in UTF-8. */
// @ts-ignore: decorator
@inline
export function utf8Size(code: u32): u32 {
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

/** Writes a character in UTF-8, in as many bytes as it takes. */
export function writeUtf8(code: u32, bytes: u32, to: u32): void {
  if (bytes == 1) {
    store<u8>(to, code as u8);
    return;
  }
  for (let i = bytes - 1; i > 0; i--) {
    store<u8>(to + i, (0x80 | (code & 63)) as u8);
    code >>= 6;
  }
  store<u8>(to, ((0xf00 >> bytes) | code) as u8);
}
