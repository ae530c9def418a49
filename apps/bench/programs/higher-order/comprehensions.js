// What comprehensions do, with the methods of arrays, typed arrays and Maps; arrays of functions, folds.

const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

export function main() {
  const triples = range(1, 60).flatMap((a) =>
    range(a, 60).flatMap((b) =>
      range(b, 60)
        .filter((c) => a * a + b * b === c * c)
        .map((c) => [a, b, c]),
    ),
  );
  const bytes = Uint8Array.from(
    range(0, 20000).filter((x) => x % 3 !== 0),
    (x) => x ^ 85,
  );
  const sum = bytes.filter((byte) => (byte & 1) === 0).reduce((a, b) => a + b, 0);
  const squares = new Map(range(1, 2000).map((x) => [x, x * x]));
  const filtered = new Map([...squares].filter(([k, v]) => (k + v) % 4 !== 0).map(([k, v]) => [k, v + 1]));
  const composed = range(1, 20000)
    .map(adder)
    .reduce((x, f) => f(x), 1);
  return [triples.length, bytes.length, sum, filtered.size, composed, range(1, 20000).some((x) => x > 19999)];
}

function adder(n) {
  return n % 2 === 0 ? (x) => (x + n) % 65537 : (x) => (x * n) % 65537;
}

export const toErlang = (results) => `{${results.join(',')}}`;
