// Towers of Hanoi: moves discs between three stacks, which are arrays.

const DISCS = 18;

export function main() {
  const pegs = [Array.from({ length: DISCS }, (_, i) => DISCS - i), [], []];
  const moves = move(DISCS, pegs[0], pegs[2], pegs[1]);
  return { moves, first: pegs[0].length, last: pegs[2].length };
}

/** Moves discs from the top of one stack to another; returns how many moves that took. */
function move(count, from, to, via) {
  if (count === 0) return 0;
  const before = move(count - 1, from, via, to);
  to.push(from.pop());
  return before + 1 + move(count - 1, via, to, from);
}

export const toErlang = ({ moves, first, last }) => `{${moves},${first},${last}}`;
