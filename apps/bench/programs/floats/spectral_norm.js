// Spectral norm of an infinite matrix: sums over typed arrays.

const SIZE = 160;

export function main() {
  let u = new Float64Array(SIZE).fill(1);
  let v = new Float64Array(SIZE);
  for (let i = 0; i < 10; i++) {
    v = atTimesA(u);
    u = atTimesA(v);
  }
  return Math.round(Math.sqrt(dot(u, v) / dot(v, v)) * 1e9);
}

/** An element of the matrix; the sum is even before it is halved. */
function element(i, j) {
  return 1 / (((i + j) * (i + j + 1)) / 2 + i + 1);
}

function atTimesA(vector) {
  const rows = vector.map((_, i) => vector.reduce((sum, x, j) => sum + element(i, j) * x, 0));
  return rows.map((_, i) => rows.reduce((sum, x, j) => sum + element(j, i) * x, 0));
}

function dot(a, b) {
  return a.reduce((sum, x, i) => sum + x * b[i], 0);
}

export const toErlang = String;
