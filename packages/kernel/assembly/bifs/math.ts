// The module `math`: numbers in, a float out.

import { acos, asin, atan, atan2 } from '../floats/arcs';
import { erf, erfc } from '../floats/error-function';
import { exp } from '../floats/exponentials';
import { acosh, asinh, atanh, cosh, sinh, tanh } from '../floats/hyperbolic';
import { log, log2, log10, pow } from '../floats/logarithms';
import { cos, sin, tan } from '../floats/trigonometry';
import * as L from '../generated/layout';
import { toFloat } from '../integers/arithmetic';
import { makeFloat } from '../terms/integer';
import { isFloat, isInteger } from '../terms/term';
import { fail1, fail2 } from './arguments';

/** The error for an argument: badarg for no number, otherwise badarith. */
// @ts-ignore: decorator
@inline
function reasonFor(x: u32): u32 {
  return isFloat(x) || isInteger(x) ? L.Atom_badarith : L.Atom_badarg;
}

/** The float of a result; what is not finite, or comes from no number, raises. */
// @ts-ignore: decorator
@inline
function result1(sp: u32, bif: u32, x: u32, value: f64): u32 {
  return isFinite(value) ? makeFloat(value) : fail1(sp, reasonFor(x), bif, x);
}

// @ts-ignore: decorator
@inline
function result2(sp: u32, bif: u32, x: u32, y: u32, value: f64): u32 {
  if (isFinite(value)) return makeFloat(value);
  // The first argument is converted before the second one is looked at.
  const culprit = isNaN(toFloat(x)) ? x : y;
  return fail2(sp, reasonFor(culprit), bif, x, y);
}

/** @bif math:sin/1 */
export function math_sin_1(sp: u32, x: u32): u32 {
  return result1(sp, L.Bif_math_sin_1, x, sin(toFloat(x)));
}

/** @bif math:cos/1 */
export function math_cos_1(sp: u32, x: u32): u32 {
  return result1(sp, L.Bif_math_cos_1, x, cos(toFloat(x)));
}

/** @bif math:tan/1 */
export function math_tan_1(sp: u32, x: u32): u32 {
  return result1(sp, L.Bif_math_tan_1, x, tan(toFloat(x)));
}

/** @bif math:asin/1 */
export function math_asin_1(sp: u32, x: u32): u32 {
  return result1(sp, L.Bif_math_asin_1, x, asin(toFloat(x)));
}

/** @bif math:acos/1 */
export function math_acos_1(sp: u32, x: u32): u32 {
  return result1(sp, L.Bif_math_acos_1, x, acos(toFloat(x)));
}

/** @bif math:atan/1 */
export function math_atan_1(sp: u32, x: u32): u32 {
  return result1(sp, L.Bif_math_atan_1, x, atan(toFloat(x)));
}

/** @bif math:sinh/1 */
export function math_sinh_1(sp: u32, x: u32): u32 {
  return result1(sp, L.Bif_math_sinh_1, x, sinh(toFloat(x)));
}

/** @bif math:cosh/1 */
export function math_cosh_1(sp: u32, x: u32): u32 {
  return result1(sp, L.Bif_math_cosh_1, x, cosh(toFloat(x)));
}

/** @bif math:tanh/1 */
export function math_tanh_1(sp: u32, x: u32): u32 {
  return result1(sp, L.Bif_math_tanh_1, x, tanh(toFloat(x)));
}

/** @bif math:asinh/1 */
export function math_asinh_1(sp: u32, x: u32): u32 {
  return result1(sp, L.Bif_math_asinh_1, x, asinh(toFloat(x)));
}

/** @bif math:acosh/1 */
export function math_acosh_1(sp: u32, x: u32): u32 {
  return result1(sp, L.Bif_math_acosh_1, x, acosh(toFloat(x)));
}

/** @bif math:atanh/1 */
export function math_atanh_1(sp: u32, x: u32): u32 {
  return result1(sp, L.Bif_math_atanh_1, x, atanh(toFloat(x)));
}

/** @bif math:exp/1 */
export function math_exp_1(sp: u32, x: u32): u32 {
  return result1(sp, L.Bif_math_exp_1, x, exp(toFloat(x)));
}

/** @bif math:log/1 */
export function math_log_1(sp: u32, x: u32): u32 {
  return result1(sp, L.Bif_math_log_1, x, log(toFloat(x)));
}

/** @bif math:log2/1 */
export function math_log2_1(sp: u32, x: u32): u32 {
  return result1(sp, L.Bif_math_log2_1, x, log2(toFloat(x)));
}

/** @bif math:log10/1 */
export function math_log10_1(sp: u32, x: u32): u32 {
  return result1(sp, L.Bif_math_log10_1, x, log10(toFloat(x)));
}

/** @bif math:erf/1 */
export function math_erf_1(sp: u32, x: u32): u32 {
  return result1(sp, L.Bif_math_erf_1, x, erf(toFloat(x)));
}

/** @bif math:erfc/1 */
export function math_erfc_1(sp: u32, x: u32): u32 {
  return result1(sp, L.Bif_math_erfc_1, x, erfc(toFloat(x)));
}

/** @bif math:sqrt/1 */
export function math_sqrt_1(sp: u32, x: u32): u32 {
  return result1(sp, L.Bif_math_sqrt_1, x, sqrt<f64>(toFloat(x)));
}

/** @bif math:ceil/1 */
export function math_ceil_1(sp: u32, x: u32): u32 {
  return result1(sp, L.Bif_math_ceil_1, x, ceil<f64>(toFloat(x)));
}

/** @bif math:floor/1 */
export function math_floor_1(sp: u32, x: u32): u32 {
  return result1(sp, L.Bif_math_floor_1, x, floor<f64>(toFloat(x)));
}

/** @bif math:atan2/2 */
export function math_atan2_2(sp: u32, y: u32, x: u32): u32 {
  return result2(sp, L.Bif_math_atan2_2, y, x, atan2(toFloat(y), toFloat(x)));
}

/** @bif math:pow/2 */
export function math_pow_2(sp: u32, x: u32, y: u32): u32 {
  return result2(sp, L.Bif_math_pow_2, x, y, pow(toFloat(x), toFloat(y)));
}

/** @bif math:fmod/2 */
export function math_fmod_2(sp: u32, x: u32, y: u32): u32 {
  return result2(sp, L.Bif_math_fmod_2, x, y, toFloat(x) % toFloat(y));
}
