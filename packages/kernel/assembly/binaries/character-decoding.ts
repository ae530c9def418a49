// Characters in the encodings that the module `unicode` knows, one at a time.

export const LATIN1: u32 = 1;
export const UTF8: u32 = 2;
export const UTF16: u32 = 3;
export const UTF32: u32 = 4;

/** What is returned in place of a code: it is wrong, or bytes are missing at the end. */
export const WRONG: i32 = -1;
export const MISSING: i32 = -2;
const GREATEST: u32 = 0x10ffff;

/** Bytes of the character that was decoded. */
export let decodedBytes: u32 = 0;

// @ts-ignore: decorator
@inline
function isSurrogate(code: u32): bool {
  return code >= 0xd800 && code <= 0xdfff;
}

function decodeUtf8(at: u32, end: u32): i32 {
  const first: u32 = load<u8>(at);
  const bytes: u32 = first < 0x80 ? 1 : first < 0xc0 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf8 ? 4 : 0;
  decodedBytes = bytes;
  if (bytes == 1) return first;
  if (bytes == 0) return WRONG;
  const whole = bytes <= end - at;
  // The first byte of an overlong form, or of a code that is too great, is an error only once the other bytes are there.
  if (whole && (first < 0xc2 || first > 0xf4)) return WRONG;
  let code: u32 = first & ((0x7f as u32) >> bytes);
  for (let i: u32 = 1; i < bytes; i++) {
    if (at + i >= end) return MISSING;
    const byte: u32 = load<u8>(at + i);
    // The second byte tells forms that are too long, surrogates and what is too great; while bytes are missing any will do.
    let least: u32 = 0x80;
    let most: u32 = 0xbf;
    if (whole && i == 1) {
      if (first == 0xe0) least = 0xa0;
      else if (first == 0xf0) least = 0x90;
      else if (first == 0xed) most = 0x9f;
      else if (first == 0xf4) most = 0x8f;
    }
    if (byte < least || byte > most) return WRONG;
    code = (code << 6) | (byte & 63);
  }
  return code;
}

function decodeUtf16(at: u32, end: u32, isLittle: bool): i32 {
  decodedBytes = 2;
  if (end - at < 2) return MISSING;
  const unit: u32 = isLittle ? load<u16>(at) : bswap<u16>(load<u16>(at));
  if (!isSurrogate(unit)) return unit;
  if (unit > 0xdbff) return WRONG;
  decodedBytes = 4;
  if (end - at < 4) return MISSING;
  const low: u32 = isLittle ? load<u16>(at, 2) : bswap<u16>(load<u16>(at, 2));
  return low >= 0xdc00 && low <= 0xdfff ? 0x10000 + ((unit & 0x3ff) << 10) + (low & 0x3ff) : WRONG;
}

function decodeUtf32(at: u32, end: u32, isLittle: bool): i32 {
  decodedBytes = 4;
  if (end - at < 4) return MISSING;
  const code: u32 = isLittle ? load<u32>(at) : bswap<u32>(load<u32>(at));
  return code > GREATEST || isSurrogate(code) ? WRONG : code;
}

/** The code of the character that begins at an address, of which there is a byte at least. */
export function decodeCharacter(encoding: u32, isLittle: bool, at: u32, end: u32): i32 {
  if (encoding == UTF8) return decodeUtf8(at, end);
  if (encoding == UTF16) return decodeUtf16(at, end, isLittle);
  if (encoding == UTF32) return decodeUtf32(at, end, isLittle);
  decodedBytes = 1;
  return load<u8>(at);
}

/** True if up to three bytes of a character in UTF-32 cannot become one. */
export function isBeyondUnicode(at: u32, end: u32, isLittle: bool): bool {
  const bytes = end - at;
  const second: u32 = isLittle ? (bytes > 2 ? load<u8>(at, 2) : 0) : bytes > 1 ? load<u8>(at, 1) : 0;
  const third: u32 = isLittle ? (bytes > 1 ? load<u8>(at, 1) : 0) : bytes > 2 ? load<u8>(at, 2) : 0;
  // From the most significant byte on; where that comes last, nothing is known before the third.
  return (!isLittle && load<u8>(at) != 0) || second > 0x10 || (bytes == 3 && second == 0 && third >= 0xd8 && third <= 0xdf);
}

/** True for a code that a character can have. */
export function isCharacterCode(code: u32): bool {
  return code <= GREATEST && !isSurrogate(code);
}
