// map, filter and reduce with closures; composition of functions.

const compose = (f, g) => (x) => f(g(x));

export function main() {
  const list = Array.from({ length: 20000 }, (_, i) => i + 1);
  let sum = 0;
  for (let n = 10; n > 0; n--) {
    const twice = compose(
      (x) => x + n,
      (x) => x * 2,
    );
    sum = list
      .map((x) => twice(x))
      .filter((x) => x % 3 !== n % 3)
      .reduce((total, x) => (x + total) % 1000003, sum);
  }
  return sum;
}

export const toErlang = String;
