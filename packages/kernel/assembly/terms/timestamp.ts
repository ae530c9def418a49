// Times as triples, the oldest form that OTP has of them.
import { makeTriple } from './construct';
import { makeInteger } from './integer';

/** Quotient rounded down. */
export function floorDivision(a: i64, b: i64): i64 {
  const quotient = a / b;
  return a < 0 && quotient * b != a ? quotient - 1 : quotient;
}

/** `{MegaSeconds, Seconds, MicroSeconds}` of nanoseconds since 1970. */
export function makeTimestamp(nanoseconds: i64): u32 {
  const microseconds = floorDivision(nanoseconds, 1000);
  const seconds = floorDivision(microseconds, 1_000_000);
  const megaseconds = floorDivision(seconds, 1_000_000);
  return makeTriple(
    makeInteger(megaseconds),
    makeInteger(seconds - megaseconds * 1_000_000),
    makeInteger(microseconds - seconds * 1_000_000),
  );
}
