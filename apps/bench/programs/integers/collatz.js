// The longest Collatz chain below a bound.

const BOUND = 30000;

export function main() {
  let best = 0;
  let longest = 0;
  for (let n = 1; n < BOUND; n++) {
    const length = chain(n);
    if (length > longest) [best, longest] = [n, length];
  }
  return { best, longest };
}

function chain(start) {
  let length = 1;
  for (let n = start; n !== 1; length++) n = n % 2 === 0 ? n / 2 : 3 * n + 1;
  return length;
}

export const toErlang = ({ best, longest }) => `{${best},${longest}}`;
