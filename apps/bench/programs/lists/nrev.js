// Naive reverse of arrays: each step makes a new array, most of it garbage at once.

export function main() {
  const list = Array.from({ length: 1000 }, (_, i) => i + 1);
  let sum = 0;
  for (let i = 0; i < 10; i++) sum += reverse(list)[0];
  return sum;
}

function reverse(list) {
  return list.length === 0 ? [] : [...reverse(list.slice(1)), list[0]];
}

export const toErlang = String;
