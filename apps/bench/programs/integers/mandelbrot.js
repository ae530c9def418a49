// The Mandelbrot set in fixed point (20 bits of fraction). Products need up to 50 bits, so that shifts are divisions.

const ONE = 2 ** 20;
const WIDTH = 240;
const HEIGHT = 160;
const LIMIT = 100;

export function main() {
  let sum = 0;
  for (let y = 0; y < HEIGHT; y++) {
    const ci = Math.trunc((y * 2 * ONE) / HEIGHT) - ONE;
    for (let x = 0; x < WIDTH; x++) {
      const cr = Math.trunc((x * 3 * ONE) / WIDTH) - 2 * ONE;
      sum = (sum * 3 + roundsLeft(cr, ci)) % 1000000007;
    }
  }
  return sum;
}

function roundsLeft(cr, ci) {
  let zr = 0;
  let zi = 0;
  for (let n = LIMIT; n > 0; n--) {
    const rr = Math.floor((zr * zr) / ONE);
    const ii = Math.floor((zi * zi) / ONE);
    if (rr + ii > 4 * ONE) return n;
    zi = Math.floor((zr * zi) / (ONE / 2)) + ci;
    zr = rr - ii + cr;
  }
  return 0;
}

export const toErlang = String;
