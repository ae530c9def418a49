// Numbers of some 106 bits: the sum of two floats, of which the second is at most half a unit in the last place of the first. What the first
// lacks of an exact result is here; WebAssembly has no multiplication that adds before it rounds.

/** The upper 26 bits of a float's 53: products of such halves are exact. */
// @ts-ignore: decorator
@inline
export function upperHalf(x: f64): f64 {
  return reinterpret<f64>(reinterpret<u64>(x) & 0xfffffffff8000000);
}

/** What the rounded product of two floats lacks. */
export function lackOfProduct(x: f64, y: f64, product: f64): f64 {
  const xUpper = upperHalf(x);
  const yUpper = upperHalf(y);
  const xLower = x - xUpper;
  const yLower = y - yUpper;
  return xUpper * yUpper - product + xUpper * yLower + xLower * yUpper + xLower * yLower;
}

/** What the rounded square of a float lacks. */
// @ts-ignore: decorator
@inline
export function lackOfSquare(x: f64, square: f64): f64 {
  const upper = upperHalf(x);
  const lower = x - upper;
  return upper * upper - square + 2 * upper * lower + lower * lower;
}

/** What the rounded sum of two floats lacks. */
// @ts-ignore: decorator
@inline
export function lackOfSum(x: f64, y: f64, sum: f64): f64 {
  const added = sum - x;
  return x - (sum - added) + (y - added);
}

/** What the rounded sum of two floats lacks if the first is 0 or not smaller than the second. */
// @ts-ignore: decorator
@inline
export function lackOfOrderedSum(larger: f64, smaller: f64, sum: f64): f64 {
  return smaller - (sum - larger);
}

/** The second float of the result of `multiply`, `add` and `divide`. */
export let rest: f64 = 0;

// @ts-ignore: decorator
@inline
function normalized(first: f64, second: f64): f64 {
  const sum = first + second;
  rest = lackOfOrderedSum(first, second, sum);
  return sum;
}

/** A product. */
export function multiply(x: f64, xRest: f64, y: f64, yRest: f64): f64 {
  const product = x * y;
  return normalized(product, lackOfProduct(x, y, product) + (x * yRest + xRest * y));
}

/** A sum. */
export function add(x: f64, xRest: f64, y: f64, yRest: f64): f64 {
  const sum = x + y;
  return normalized(sum, lackOfSum(x, y, sum) + (xRest + yRest));
}

/** A quotient. */
export function divide(x: f64, xRest: f64, y: f64, yRest: f64): f64 {
  const quotient = x / y;
  const product = quotient * y;
  return normalized(quotient, (x - product - lackOfProduct(quotient, y, product) + xRest - quotient * yRest) / y);
}
