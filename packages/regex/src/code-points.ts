/** The bytes of a code point in UTF-8; surrogates too. */
export function codePointBytes(char: number): readonly number[] {
  if (char < 0x80) return [char];
  if (char < 0x800) return [0xc0 | (char >> 6), 0x80 | (char & 0x3f)];
  if (char < 0x10000) return [0xe0 | (char >> 12), 0x80 | ((char >> 6) & 0x3f), 0x80 | (char & 0x3f)];
  return [0xf0 | (char >> 18), 0x80 | ((char >> 12) & 0x3f), 0x80 | ((char >> 6) & 0x3f), 0x80 | (char & 0x3f)];
}

/** How many bytes a character of well-formed UTF-8 has, by its first one. */
export function widthOf(byte: number): number {
  return byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

/** The code point at a place in well-formed UTF-8. */
export function codePointAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0xc0) return first;
  const second = (bytes[at + 1] ?? 0) & 0x3f;
  if (first < 0xe0) return ((first & 0x1f) << 6) | second;
  const third = (bytes[at + 2] ?? 0) & 0x3f;
  if (first < 0xf0) return ((first & 0x0f) << 12) | (second << 6) | third;
  return ((first & 0x07) << 18) | (second << 12) | (third << 6) | ((bytes[at + 3] ?? 0) & 0x3f);
}

/** Where the character begins that a place is in. */
export function characterAt(bytes: Uint8Array, at: number): number {
  let result = at;
  while (result > 0 && ((bytes[result] ?? 0) & 0xc0) === 0x80) result--;
  return result;
}

/** Where the character before a place begins. */
export function before(bytes: Uint8Array, at: number): number {
  let result = at - 1;
  while (result > 0 && ((bytes[result] ?? 0) & 0xc0) === 0x80) result--;
  return result;
}

/** Where bytes stop being UTF-8; −1 if they are all well-formed. */
export function utf8ErrorAt(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at] ?? 0;
    if (first < 0x80) {
      at++;
      continue;
    }
    if (first < 0xc2 || first > 0xf4) return at;
    const width = widthOf(first);
    if (at + width > bytes.length) return at;
    for (let i = 1; i < width; i++) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return at;
    const second = bytes[at + 1] ?? 0;
    if (first === 0xe0 && second < 0xa0) return at;
    if (first === 0xed && second > 0x9f) return at;
    if (first === 0xf0 && second < 0x90) return at;
    if (first === 0xf4 && second > 0x8f) return at;
    at += width;
  }
  return -1;
}
