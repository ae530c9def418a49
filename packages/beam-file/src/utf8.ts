/**
 * Decodes UTF-8 from `start` up to `end` (exclusive). Returns undefined for malformed input:
 * overlong forms, surrogates, values above 16#10FFFF, truncated sequences. Written out because
 * this package uses no platform API (`TextDecoder` belongs to the platform).
 */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string | undefined {
  let text = '';
  let p = start;
  while (p < end) {
    const b = bytes[p] as number;
    if (b < 0x80) {
      text += String.fromCharCode(b);
      p++;
      continue;
    }
    const size = b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : 2;
    if (b < 0xc2 || b > 0xf4 || p + size > end) return undefined;
    let point = b & (0x7f >> size);
    for (let i = 1; i < size; i++) {
      const next = bytes[p + i] as number;
      if ((next & 0xc0) !== 0x80) return undefined;
      point = (point << 6) | (next & 0x3f);
    }
    const overlong = (size === 3 && point < 0x800) || (size === 4 && point < 0x10000);
    if (overlong || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return undefined;
    text += String.fromCodePoint(point);
    p += size;
  }
  return text;
}

/** Decodes Latin-1 (each byte is its own code point) from `start` up to `end` (exclusive). */
export function decodeLatin1(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let p = start; p < end; p++) text += String.fromCharCode(bytes[p] as number);
  return text;
}
