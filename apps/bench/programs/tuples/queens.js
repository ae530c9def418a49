// All solutions of the eight queens, by loops over arrays.

const SIZE = 8;

export function main() {
  const found = [];
  for (let i = 0; i < 15; i++) found.push(queens(SIZE));
  const last = found.at(-1);
  return { runs: found.length, solutions: last.length, first: last[0] };
}

/** Places that many queens: the columns of each solution, that of the last queen first. */
function queens(count) {
  if (count === 0) return [[]];
  const solutions = [];
  for (const others of queens(count - 1)) {
    for (let column = SIZE; column > 0; column--) if (isSafe(column, others)) solutions.push([column, ...others]);
  }
  return solutions;
}

function isSafe(column, others) {
  return others.every((other, i) => column !== other && Math.abs(column - other) !== i + 1);
}

export const toErlang = ({ runs, solutions, first }) => `{${runs},${solutions},[${first.join(',')}]}`;
