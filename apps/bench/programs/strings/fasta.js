// Random DNA: a linear congruential generator, floats looked up in a table, lines of text in bytes.
import { crc32 } from './crc32.js';

const FREQUENCIES = {
  a: 0.27,
  c: 0.12,
  g: 0.12,
  t: 0.27,
  B: 0.02,
  D: 0.02,
  H: 0.02,
  K: 0.02,
  M: 0.02,
  N: 0.02,
  R: 0.02,
  S: 0.02,
  V: 0.02,
  W: 0.02,
  Y: 0.02,
};
const LINES = 1500;
const WIDTH = 60;

export function main() {
  let sum = 0;
  const table = Object.entries(FREQUENCIES).map(([c, frequency]) => {
    sum += frequency;
    return { code: c.charCodeAt(0), upTo: sum };
  });
  const last = table.at(-1);
  const text = new Uint8Array(LINES * (WIDTH + 1));
  let at = 0;
  let seed = 42;
  for (let line = 0; line < LINES; line++) {
    for (let i = 0; i < WIDTH; i++) {
      seed = (seed * 3877 + 29573) % 139968;
      const random = seed / 139968;
      text[at++] = (table.find(({ upTo }) => random < upTo) ?? last).code;
    }
    text[at++] = 10;
  }
  // The Erlang program has the characters of a line in the order in which its list has them: the last one first.
  for (let line = 0; line < LINES; line++) text.subarray(line * (WIDTH + 1), line * (WIDTH + 1) + WIDTH).reverse();
  return { crc: crc32(text), size: text.length, seed };
}

export const toErlang = ({ crc, size, seed }) => `{${crc},${size},${seed}}`;
