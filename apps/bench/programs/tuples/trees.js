// Binary trees of objects: allocation and collection.

export function main() {
  let sum = 0;
  for (let n = 8; n > 0; n--) sum += check(build(14, n));
  return [sum, check(mirror(build(15, 1)))];
}

function build(depth, value) {
  if (depth === 0) return { left: undefined, value, right: undefined };
  return { left: build(depth - 1, 2 * value), value, right: build(depth - 1, 2 * value + 1) };
}

function check({ left, value, right }) {
  return left === undefined ? value : check(left) - check(right) + value;
}

function mirror(tree) {
  return tree.left === undefined ? tree : { left: mirror(tree.right), value: tree.value, right: mirror(tree.left) };
}

export const toErlang = (sums) => `{${sums.join(',')}}`;
