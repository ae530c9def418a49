// Builds an array of a million elements and adds them up. JavaScript's stack is not deep enough for a recursion of a million calls, so
// that this is a loop: what the Erlang program measures, a deep stack that the collector scans, has no counterpart.

export function main() {
  const list = [];
  for (let n = 1000000; n > 0; n--) list.push(n & 255);
  return { sum: list.reduce((sum, x) => sum + x, 0), count: list.length };
}

export const toErlang = ({ sum, count }) => `{${sum},${count}}`;
