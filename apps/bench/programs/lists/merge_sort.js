// Merge sort of integers and of pairs in arrays, removal of duplicates.

const COUNT = 20000;

export function main() {
  const list = random(COUNT, 17);
  const sorted = sort(list, (a, b) => a - b);
  const pairs = sort(
    list.map((value, i) => [value, i + 1]),
    ([a, i], [b, j]) => a - b || i - j,
  );
  const unique = sorted.filter((x, i) => x !== sorted[i - 1]);
  const weight = pairs.reduce((sum, [, n], i) => (sum + n * (i + 1)) % 1000003, 0);
  return { first: sorted[0], unique: unique.length, pair: pairs[0], weight };
}

/** Numbers of a generator, the last one first. */
function random(count, seed) {
  const list = new Array(count);
  let next = seed;
  for (let i = count - 1; i >= 0; i--) {
    next = (next * 3877 + 29573) % 139968;
    list[i] = next;
  }
  return list;
}

function sort(list, compare) {
  if (list.length < 2) return list;
  const middle = list.length >> 1;
  return merge(sort(list.slice(0, middle), compare), sort(list.slice(middle), compare), compare);
}

function merge(left, right, compare) {
  const merged = [];
  let i = 0;
  let j = 0;
  while (i < left.length && j < right.length) merged.push(compare(left[i], right[j]) <= 0 ? left[i++] : right[j++]);
  while (i < left.length) merged.push(left[i++]);
  while (j < right.length) merged.push(right[j++]);
  return merged;
}

export const toErlang = ({ first, unique, pair, weight }) => `{${first},${unique},{${pair.join(',')}},${weight}}`;
