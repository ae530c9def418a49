// The inverses of sine, cosine and tangent, correctly rounded but for some cases in a thousand. All come from the arc tangent of a quotient.
import { add, lackOfOrderedSum, lackOfProduct, lackOfSquare, lackOfSum, rest, upperHalf } from './double-double';
import { inverseSeries } from './inverse-series';

/** Arc tangents of the multiples of 1 / 64 up to 1, in two floats each; made when they are first needed. */
const arcs: u32 = memory.data(65 * 16) as u32;
const END: u32 = 65;

/** pi / 2 */
const QUARTER: f64 = Math.PI / 2;
const QUARTER_REST: f64 = 6.123233995736766e-17;

/** Quotients below have themselves as their arc tangents. */
const TINY: f64 = 1e-18;

/** Between these the products of halves neither are infinite nor lose bits. */
const GREATEST: f64 = 1e300;
const LEAST: f64 = 1e-250;
const TWO_TO_300: f64 = 2.037035976334486e90;

function makeArcs(): void {
  let arc: f64 = 0;
  let arcRest: f64 = 0;
  for (let i: u32 = 0; ; ) {
    store<f64>(arcs + (i << 4), arc);
    store<f64>(arcs + (i << 4), arcRest, 8);
    if (++i == END) return;
    // The difference of two arc tangents is one of (x - y) / (1 + x y).
    const difference = inverseSeries(64, (4096 + i * (i - 1)) as f64, -1);
    arc = add(arc, arcRest, difference, rest);
    arcRest = rest;
  }
}

/** `turns` quarters of a turn, and the arc tangent of (y + yRest) / (x + xRest), which is from 0 to 1, times a sign. */
function arcOf(y: f64, yRest: f64, x: f64, xRest: f64, turns: f64, sign: f64): f64 {
  if (load<f64>(arcs, 16) == 0) makeArcs();
  const i = nearest<f64>((y / x) * 64);
  const at = arcs + ((i as u32) << 4);
  // The arc tangent of t is what is left beside that of i / 64.
  const c = i * (1.0 / 64);
  const xUpper = upperHalf(x);
  const n1 = y - c * xUpper;
  const n2 = c * (x - xUpper);
  const n = n1 - n2;
  const nRest = lackOfSum(n1, -n2, n) + (yRest - c * xRest);
  const d1 = c * y;
  const yUpper = upperHalf(y);
  const d = x + d1;
  const dRest = lackOfOrderedSum(x, d1, d) + (c * yUpper - d1 + c * (y - yUpper)) + (xRest + c * yRest);
  const t = n / d;
  const product = t * d;
  const tRest = (n - product - lackOfProduct(t, d, product) + (nRest - t * dRest)) * (1 / d);
  const square = t * t;
  const bend = t * square * (-1.0 / 3 + square * (1.0 / 5 - square * (1.0 / 7 - square * (1.0 / 9))));
  const arc = load<f64>(at);
  const sum = arc + t;
  const lower = lackOfOrderedSum(arc, t, sum) + (load<f64>(at, 8) + tRest + bend);
  const whole = turns * QUARTER;
  const total = whole + sign * sum;
  return total + (lackOfOrderedSum(whole, sign * sum, total) + (turns * QUARTER_REST + sign * lower));
}

/** What `otherSide` lacks. */
let lack: f64 = 0;

/** sqrt(1 - x^2), NaN for an x above 1; what it lacks is in `lack`. */
function otherSide(x: f64): f64 {
  const product = x * x;
  const difference = 1 - product;
  const differenceRest = lackOfOrderedSum(1, -product, difference) - lackOfSquare(x, product);
  // Near 1 the rest is more than a unit in the last place.
  const square = difference + differenceRest;
  const root = sqrt<f64>(square);
  const rootSquare = root * root;
  const squareRest = lackOfOrderedSum(difference, differenceRest, square);
  lack = root == 0 ? 0 : (square - rootSquare - lackOfSquare(root, rootSquare) + squareRest) * (0.5 / root);
  return root;
}

/** The arc tangent of y / x for numbers that are not negative, or two right angles less it. */
function quadrant(y: f64, yRest: f64, x: f64, xRest: f64, isSecond: bool): f64 {
  return y <= x ? arcOf(y, yRest, x, xRest, isSecond ? 2 : 0, isSecond ? -1 : 1) : arcOf(x, xRest, y, yRest, 1, isSecond ? 1 : -1);
}

/** The arc sine of a number. */
export function asin(x: f64): f64 {
  const magnitude = abs<f64>(x);
  const side = otherSide(magnitude);
  return copysign<f64>(quadrant(magnitude, 0, side, lack, false), x);
}

/** The arc cosine of a number. */
export function acos(x: f64): f64 {
  const magnitude = abs<f64>(x);
  const side = otherSide(magnitude);
  return quadrant(side, lack, magnitude, 0, x < 0);
}

/** The arc tangent of a number. */
export function atan(x: f64): f64 {
  return copysign<f64>(quadrant(abs<f64>(x), 0, 1, 0, false), x);
}

/** The arc tangent of a quotient, in its quadrant. */
export function atan2(y: f64, x: f64): f64 {
  const height = abs<f64>(y);
  // The angle of (0, 0) is that of (1, 0).
  const width = height == 0 && x == 0 ? 1 : abs<f64>(x);
  const isSecond = reinterpret<i64>(x) < 0;
  if (!isSecond && height < TINY * width) return y / width;
  const greater = max<f64>(height, width);
  const scale = greater > GREATEST ? 1 / TWO_TO_300 : greater < LEAST ? TWO_TO_300 : 1;
  return copysign<f64>(quadrant(height * scale, 0, width * scale, 0, isSecond), y);
}
