// Strings: edit distance, reversal of words, Caesar's cipher, upper case, UTF-8.
import { crc32 } from './crc32.js';

export function main() {
  const lines = Array.from({ length: 150 }, (_, i) => randomText(60, i + 1));
  const text = lines.map((line) => `${line}\nä€`).join('');
  const encoder = new TextEncoder();
  return [
    distance(randomText(150, 11), randomText(160, 23)),
    crc32(encoder.encode(lines.map(turn).join(''))),
    crc32(encoder.encode(text.toUpperCase())),
    text.split('\n').length - 1,
  ];
}

function randomText(length, seed) {
  let next = seed;
  let text = '';
  for (let i = 0; i < length; i++) {
    next = (next * 3877 + 29573) % 139968;
    text += next % 6 === 0 ? ' ' : String.fromCharCode(97 + (next % 26));
  }
  return text;
}

/** Levenshtein's. */
function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) next.push(Math.min(next[j] + 1, row[j + 1] + 1, row[j] + (a[i] === b[j] ? 0 : 1)));
    row = next;
  }
  return row[b.length];
}

/** The words in reverse order, each letter thirteen further on. */
function turn(line) {
  return line.split(' ').reverse().map(rotate).join(' ');
}

function rotate(word) {
  return word.replace(/[a-z]/g, (c) => String.fromCharCode(c <= 'm' ? c.charCodeAt(0) + 13 : c.charCodeAt(0) - 13));
}

export const toErlang = (results) => `{${results.join(',')}}`;
