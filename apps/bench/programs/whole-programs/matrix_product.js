// Products of matrices of integers and of floats, as arrays of arrays: by columns that are laid out first, and by index.

const SIZE = 60;

export function main() {
  const a = matrix(7);
  const b = matrix(13);
  return [sum(multiply(a, b)), Math.trunc(sum(multiply(halves(a), halves(b)))), sum(multiplyByIndex(a, b))];
}

function matrix(seed) {
  return Array.from({ length: SIZE }, (_, i) => Array.from({ length: SIZE }, (_, j) => ((i + 1) * seed + (j + 1) * 31) % 101));
}

const halves = (m) => m.map((row) => row.map((x) => x * 0.5));

function multiply(a, b) {
  const columns = b[0].map((_, j) => b.map((row) => row[j]));
  return a.map((row) => columns.map((column) => row.reduce((total, x, i) => total + x * column[i], 0)));
}

function multiplyByIndex(a, b) {
  const product = [];
  for (let i = 0; i < SIZE; i++) {
    const row = [];
    for (let j = 0; j < SIZE; j++) {
      let cell = 0;
      for (let k = 0; k < SIZE; k++) cell += a[i][k] * b[k][j];
      row.push(cell);
    }
    product.push(row);
  }
  return product;
}

const sum = (m) => m.flat().reduce((total, x) => total + x, 0);

export const toErlang = (sums) => `{${sums.join(',')}}`;
