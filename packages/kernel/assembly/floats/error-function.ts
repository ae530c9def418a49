// The error function and its complement by the formulas of fdlibm, as glibc has them.
//
// Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
// Developed at SunPro, a Sun Microsystems, Inc. business. Permission to use, copy, modify, and distribute this software is freely granted,
// provided that this notice is preserved.
import { exp } from './exponentials';
import { polynomial } from './polynomials';

/** The error function of about 1, in few bits. */
const ABOUT_ONE: f64 = 8.45062911510467529297e-1;

/** 2 / sqrt(pi) - 1 */
const RISE: f64 = 1.28379167095512586316e-1;

const TWO_TO_MINUS_28: f64 = 3.725290298461914e-9;

/** Upper words of the floats where the formula for large numbers begins, which the two functions place differently. */
const FAR_OF_ERF: u32 = 0x4006db6e;
const FAR_OF_ERFC: u32 = 0x4006db6d;

/** Numerator and denominator of each quotient, each of as many pairs of coefficients. */
const near: u32 = memory.data<f64>([
  1.28379167095512558561e-1, -3.2504210724700149937e-1, -2.84817495755985104766e-2, -5.77027029648944159157e-3, -2.37630166566501626084e-5,
  0, 1, 3.97917223959155352819e-1, 6.50222499887672944485e-2, 5.08130628187576562776e-3, 1.32494738004321644526e-4,
  -3.9602282787753681232e-6,
]) as u32;

const middle: u32 = memory.data<f64>([
  -2.36211856075265944077e-3, 4.14856118683748331666e-1, -3.72207876035701323847e-1, 3.18346619901161753674e-1, -1.10894694282396677476e-1,
  3.54783043256182359371e-2, -2.166375594868790843e-3, 0, 1, 1.06420880400844228286e-1, 5.40397917702171048937e-1,
  7.18286544141962662868e-2, 1.26171219808761642112e-1, 1.36370839120290507362e-2, 1.1984499846799107417e-2, 0,
]) as u32;

const far: u32 = memory.data<f64>([
  -9.86494403484714822705e-3, -6.93858572707181764372e-1, -1.05586262253232909814e1, -6.23753324503260060396e1, -1.62396669462573470355e2,
  -1.84605092906711035994e2, -8.12874355063065934246e1, -9.81432934416914548592, 0, 0, 1, 1.96512716674392571292e1, 1.376577541435190426e2,
  4.34565877475229228821e2, 6.45387271733267880336e2, 4.29008140027567833386e2, 1.08635005541779435134e2, 6.57024977031928170135,
  -6.04244152148580987438e-2, 0,
]) as u32;

const farthest: u32 = memory.data<f64>([
  -9.86494292470009928597e-3, -7.99283237680523006574e-1, -1.77579549177547519889e1, -1.60636384855821916062e2, -6.37566443368389627722e2,
  -1.02509513161107724954e3, -4.83519191608651397019e2, 0, 1, 3.03380607434824582924e1, 3.25792512996573918826e2, 1.53672958608443695994e3,
  3.19985821950859553908e3, 2.55305040643316442583e3, 4.74528541206955367215e2, -2.24409524465858183362e1,
]) as u32;

function quotient(coefficients: u32, pairs: u32, x: f64): f64 {
  return polynomial(coefficients, pairs, x) / polynomial(coefficients + (pairs << 4), pairs, x);
}

/** The complement for a number of at least 1.25, times that number. */
function scaledComplement(x: f64, border: u32): f64 {
  const inverseSquare = 1 / (x * x);
  const correction = ((reinterpret<u64>(x) >> 32) as u32) < border ? quotient(far, 5, inverseSquare) : quotient(farthest, 4, inverseSquare);
  const upper = reinterpret<f64>(reinterpret<u64>(x) & 0xffffffff00000000);
  return exp(-upper * upper - 0.5625) * exp((upper - x) * (upper + x) + correction);
}

/** The error function of a number. */
export function erf(x: f64): f64 {
  const magnitude = abs<f64>(x);
  if (magnitude < 0.84375) {
    // So subnormal numbers are rounded once.
    if (magnitude < TWO_TO_MINUS_28) return 0.0625 * (16 * x + 16 * RISE * x);
    return x + x * quotient(near, 3, x * x);
  }
  return copysign<f64>(
    magnitude < 1.25
      ? ABOUT_ONE + quotient(middle, 4, magnitude - 1)
      : magnitude >= 6
        ? 1
        : 1 - scaledComplement(magnitude, FAR_OF_ERF) / magnitude,
    x,
  );
}

/** The complement of the error function of a number. */
export function erfc(x: f64): f64 {
  const magnitude = abs<f64>(x);
  if (magnitude < 0.84375) {
    const y = x * quotient(near, 3, x * x);
    return x < 0.25 ? 1 - (x + y) : 0.5 - (y + (x - 0.5));
  }
  if (magnitude < 1.25) {
    const q = quotient(middle, 4, magnitude - 1);
    return x < 0 ? 1 + (ABOUT_ONE + q) : 1 - ABOUT_ONE - q;
  }
  if (x <= -6) return 2;
  if (x >= 28) return 0;
  const complement = scaledComplement(magnitude, FAR_OF_ERFC) / magnitude;
  return x < 0 ? 2 - complement : complement;
}
