// Counts of words in a Map, a graph in a Map of objects with a breadth-first search, changes of a small object.

export function main() {
  const counts = countWords(30000, 3);
  return { words: counts.size, most: Math.max(...counts.values()), search: search(graph(2000)), states: states(40000) };
}

function countWords(count, seed) {
  const counts = new Map();
  let next = seed;
  for (let i = 0; i < count; i++) {
    next = (next * 3877 + 29573) % 139968;
    const word = `word${next % 997}`;
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

function graph(size) {
  const nodes = new Map();
  for (let n = size; n > 0; n--) nodes.set(n, { next: ((n * 7) % 2000) + 1, other: ((n * 13) % 2000) + 1, weight: n % 10 });
  return nodes;
}

/** The sum of weight by depth of what can be reached from the first node. */
function search(nodes) {
  const seen = new Set();
  const queue = [[1, 0]];
  let sum = 0;
  // The array grows while it is walked.
  for (const [n, depth] of queue) {
    if (seen.has(n)) continue;
    seen.add(n);
    const { next, other, weight } = nodes.get(n);
    sum += weight * depth;
    queue.push([next, depth + 1], [other, depth + 1]);
  }
  return sum;
}

function states(count) {
  const state = { a: 0, b: 1, c: 2, d: 3 };
  for (let n = count; n > 0; n--) {
    if (n % 2 === 0) {
      const { a, b } = state;
      state.a = b;
      state.b = (a + b) % 1009;
    } else {
      const { c, d } = state;
      state.c = d;
      state.d = (c * 3 + n) % 1013;
    }
  }
  return state;
}

export const toErlang = ({ words, most, search, states: { a, b, c, d } }) => `{${words},${most},${search},{${a},${b},${c},${d}}}`;
