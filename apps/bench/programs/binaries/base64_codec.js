// Base64 both ways over bytes. btoa and atob would be the engine's own code, in C++.

const ALPHABET = new TextEncoder().encode('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const VALUES = new Uint8Array(128);
for (const [value, character] of ALPHABET.entries()) VALUES[character] = value;
const PADDING = '='.charCodeAt(0);
const NEWLINE = '\n'.charCodeAt(0);
const LINE = 76;

export function main() {
  const data = Uint8Array.from({ length: 30000 }, (_, i) => ((i + 1) * (i + 1) + i + 1) >> 3);
  const text = encode(data);
  const decoded = decode(text);
  if (decoded.length !== data.length || !decoded.every((byte, i) => byte === data[i])) throw new Error('the data has changed');
  const lines = wrap(text);
  return { size: text.length, lines: lines.length, checksum: lines.reduce((sum, byte) => (sum * 31 + byte) % 65521, 0) };
}

function encode(data) {
  const text = new Uint8Array(Math.ceil(data.length / 3) * 4);
  let at = 0;
  for (let i = 0; i < data.length; i += 3) {
    const bits = (data[i] << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0);
    text[at++] = ALPHABET[bits >> 18];
    text[at++] = ALPHABET[(bits >> 12) & 63];
    text[at++] = i + 1 < data.length ? ALPHABET[(bits >> 6) & 63] : PADDING;
    text[at++] = i + 2 < data.length ? ALPHABET[bits & 63] : PADDING;
  }
  return text;
}

function decode(text) {
  const padding = text.at(-1) !== PADDING ? 0 : text.at(-2) !== PADDING ? 1 : 2;
  const data = new Uint8Array((text.length / 4) * 3 - padding);
  let at = 0;
  for (let i = 0; i < text.length; i += 4) {
    const bits = (VALUES[text[i]] << 18) | (VALUES[text[i + 1]] << 12) | (VALUES[text[i + 2]] << 6) | VALUES[text[i + 3]];
    // What is beyond the end of the array is dropped.
    data[at++] = bits >> 16;
    data[at++] = bits >> 8;
    data[at++] = bits;
  }
  return data;
}

function wrap(text) {
  const whole = Math.floor(text.length / LINE);
  const lines = new Uint8Array(text.length + whole);
  for (let i = 0; i < whole; i++) {
    lines.set(text.subarray(i * LINE, (i + 1) * LINE), i * (LINE + 1));
    lines[i * (LINE + 1) + LINE] = NEWLINE;
  }
  lines.set(text.subarray(whole * LINE), whole * (LINE + 1));
  return lines;
}

export const toErlang = ({ size, lines, checksum }) => `{${size},${lines},${checksum}}`;
