import { utf8ErrorAt, widthOf } from './code-points.js';

/** What PCRE2 says of the first place where bytes are not UTF-8; undefined if all are. */
export function utf8Problem(bytes: Uint8Array): { readonly at: number; readonly text: string } | undefined {
  const at = utf8ErrorAt(bytes);
  return at < 0 ? undefined : { at, text: `UTF-8 error: ${description(bytes, at)}` };
}

function description(bytes: Uint8Array, at: number): string {
  const first = bytes[at] ?? 0;
  if (first < 0xc0) return 'isolated byte with 0x80 bit set';
  if (first >= 0xfe) return 'illegal byte (0xfe or 0xff)';
  const width = first >= 0xfc ? 6 : first >= 0xf8 ? 5 : widthOf(first);
  const missing = at + width - bytes.length;
  if (missing > 0) return missing === 1 ? '1 byte missing at end' : `${missing} bytes missing at end`;
  const second = bytes[at + 1] ?? 0;
  if ((second & 0xc0) !== 0x80) return 'byte 2 top bits not 0x80';
  const isOverlong = [
    0,
    0,
    first < 0xc2,
    first === 0xe0 && second < 0xa0,
    first === 0xf0 && second < 0x90,
    first === 0xf8 && second < 0x88,
    first === 0xfc && second < 0x84,
  ][width];
  for (let i = 2; i < width; i++) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return `byte ${i + 1} top bits not 0x80`;
  if (isOverlong === true) return `overlong ${width}-byte sequence`;
  if (width > 4) return `${width}-byte character is not allowed (RFC 3629)`;
  return width === 3 ? 'code points 0xd800-0xdfff are not defined' : 'code points greater than 0x10ffff are not defined';
}
