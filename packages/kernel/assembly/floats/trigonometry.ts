// Sine, cosine and tangent, correctly rounded but for some cases in a thousand.
import { angleRest, quarters, reducedAngle } from './angle-reduction';
import { add, divide, lackOfOrderedSum, lackOfProduct, multiply, rest } from './double-double';

/** Sine and cosine of the multiples of 1 / 64 up to pi / 4, in two floats each; made when they are first needed. */
const circle: u32 = memory.data(51 * 32) as u32;
const CIRCLE_END: u32 = 51 * 32;

/** Sine and cosine of 1 / 64 */
const SINE: f64 = 0.015624364224883372;
const SINE_REST: f64 = -1.2650937552759816e-19;
const COSINE: f64 = 0.9998779321710066;
const COSINE_REST: f64 = 3.216122229972341e-17;

/** Writes the sines, or the cosines, from the first two on: f(x + d) = 2 cos d * f(x) - f(x - d). */
function makeColumn(column: u32, last: f64, next: f64, nextRest: f64): void {
  let lastRest: f64 = 0;
  for (let at = column; at < circle + CIRCLE_END; at += 32) {
    store<f64>(at, last);
    store<f64>(at, lastRest, 8);
    const twice = multiply(next, nextRest, 2 * COSINE, 2 * COSINE_REST);
    const afterNext = add(twice, rest, -last, -lastRest);
    last = next;
    lastRest = nextRest;
    next = afterNext;
    nextRest = rest;
  }
}

/** What `turnedSine` lacks. */
let lack: f64 = 0;

/** The sine of an angle of at most pi / 4 or a little more, and of so many quarters of a turn, in two floats; what it lacks is in `lack`. */
function turnedSine(angle: f64, angleLack: f64, turn: i32): f64 {
  if (load<f64>(circle, 16) == 0) {
    makeColumn(circle, 0, SINE, SINE_REST);
    makeColumn(circle + 16, 1, COSINE, COSINE_REST);
  }
  const magnitude = abs<f64>(angle);
  const i = nearest<f64>(magnitude * 64);
  const isCosine = turn & 1;
  const at = circle + ((i as u32) << 5);
  const own = at + (isCosine << 4);
  const other = at + 16 - (isCosine << 4);
  // sin(x + t) = sin x * cos t + cos x * sin t; for the cosine, which is a sine a quarter further, the other factor is -sin x.
  const side: f64 = isCosine != 0 ? -1 : 1;
  const base = load<f64>(own);
  const slope = side * load<f64>(other);
  const t = magnitude - i * (1.0 / 64);
  const tRest = copysign<f64>(1, angle) * angleLack;
  const square = t * t;
  const bend = t * square * (-1.0 / 6 + square * (1.0 / 120 - square * (1.0 / 5040)));
  const fall = square * (-0.5 + square * (1.0 / 24 - square * (1.0 / 720))) - t * tRest;
  const rise = slope * t;
  const first = base + rise;
  const lower =
    lackOfOrderedSum(base, rise, first) +
    (load<f64>(own, 8) + lackOfProduct(slope, t, rise) + (base * fall + slope * (tRest + bend) + side * load<f64>(other, 8) * t));
  const sum = first + lower;
  // The sine of a negative angle is that of the positive one, negative; the cosine is the same.
  const sign: f64 = ((turn & 2) != 0 ? -1 : 1) * (isCosine != 0 ? 1 : copysign<f64>(1, angle));
  lack = sign * lackOfOrderedSum(first, lower, sum);
  return sign * sum;
}

/** The sine of a number. */
export function sin(x: f64): f64 {
  const angle = reducedAngle(abs<f64>(x));
  return copysign<f64>(1, x) * turnedSine(angle, angleRest, quarters);
}

/** The cosine of a number. */
export function cos(x: f64): f64 {
  const angle = reducedAngle(abs<f64>(x));
  return turnedSine(angle, angleRest, quarters + 1);
}

/** The tangent of a number. */
export function tan(x: f64): f64 {
  const angle = reducedAngle(abs<f64>(x));
  const sine = turnedSine(angle, angleRest, quarters);
  const sineRest = lack;
  const cosine = turnedSine(angle, angleRest, quarters + 1);
  return copysign<f64>(1, x) * divide(sine, sineRest, cosine, lack);
}
