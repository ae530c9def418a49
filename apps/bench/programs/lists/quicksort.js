// Quicksort by filtering arrays, on pseudo-random numbers.

export function main() {
  const sorted = sort(numbers(30000, 42));
  return { length: sorted.length, first: sorted[0], checksum: sorted.reduce((sum, x, i) => (sum * 31 + x * (i + 1)) % 1000000007, 0) };
}

function numbers(count, seed) {
  let next = seed;
  return Array.from({ length: count }, () => {
    next = (Math.imul(next, 1103515245) + 12345) & 0x7fffffff;
    return next % 100000;
  });
}

function sort(list) {
  if (list.length === 0) return [];
  const pivot = list[0];
  const rest = list.slice(1);
  return [...sort(rest.filter((x) => x < pivot)), pivot, ...sort(rest.filter((x) => x >= pivot))];
}

export const toErlang = ({ length, first, checksum }) => `{${length},${first},${checksum}}`;
