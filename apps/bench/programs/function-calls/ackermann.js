// Ackermann's function: deep recursion in an argument.

export function main() {
  return [ackermann(2, 300), ackermann(3, 8)];
}

function ackermann(m, n) {
  if (m === 0) return n + 1;
  if (n === 0) return ackermann(m - 1, 1);
  return ackermann(m - 1, ackermann(m, n - 1));
}

export const toErlang = (values) => `{${values.join(',')}}`;
