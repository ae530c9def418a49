// Doubly recursive Fibonacci numbers: calls and small integers.

export function main() {
  return fib(30);
}

function fib(n) {
  return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

export const toErlang = String;
