// The same algorithm, with the same lists.
export function bench() {
  return solve(10);
}

function solve(size) {
  return place(size, size, null);
}

function place(rows, size, placed) {
  if (rows === 0) return 1;
  let ways = 0;
  for (let column = size; column > 0; column--) {
    if (isSafe(column, placed)) ways += place(rows - 1, size, { column, rest: placed });
  }
  return ways;
}

function isSafe(column, placed) {
  let distance = 1;
  for (let queen = placed; queen !== null; queen = queen.rest) {
    const { column: other } = queen;
    if (column === other || column === other + distance || column === other - distance) return false;
    distance++;
  }
  return true;
}
