// Logarithms and arc tangents of simple fractions, as tables of them are made of.
import { add, divide, multiply, rest } from './double-double';

/** Of the last term of a series beside its sum, which is far below the last of 106 bits. */
const NEGLIGIBLE: f64 = 1e-33;

/**
 * The arc tangent of n / d (sign -1) or its hyperbolic arc tangent (sign 1): the sum of (sign x^2)^k x / (2 k + 1) for x = n / d, which is to
 * be small. The second float is `rest` of double-double.ts.
 */
export function inverseSeries(n: f64, d: f64, sign: f64): f64 {
  let power = divide(n, 0, d, 0);
  let powerRest = rest;
  const square = sign * multiply(power, powerRest, power, powerRest);
  const squareRest = sign * rest;
  let sum = power;
  let sumRest = powerRest;
  let term = sum;
  for (let k: f64 = 3; abs<f64>(term) > NEGLIGIBLE * abs<f64>(sum); k += 2) {
    power = multiply(power, powerRest, square, squareRest);
    powerRest = rest;
    term = divide(power, powerRest, k, 0);
    sum = add(sum, sumRest, term, rest);
    sumRest = rest;
  }
  return sum;
}
