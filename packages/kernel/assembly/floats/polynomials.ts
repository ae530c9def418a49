// Polynomials as glibc evaluates those of Sun's formulas: in pairs of coefficients. The order of the operations decides about the last digit.

/** A polynomial of `pairs` times two coefficients, at most five pairs, lowest first: (c0 + c1 x) + x^2 (c2 + c3 x) + x^4 (c4 + c5 x) + ... */
export function polynomial(coefficients: u32, pairs: u32, x: f64): f64 {
  const square = x * x;
  let power = square;
  let sum = load<f64>(coefficients) + x * load<f64>(coefficients, 8);
  for (let i: u32 = 1; i < pairs; i++) {
    coefficients += 16;
    sum += power * (load<f64>(coefficients) + x * load<f64>(coefficients, 8));
    // The eighth power is the square of the fourth.
    power = i == 3 ? square * square * (square * square) : power * square;
  }
  return sum;
}
