// Clocks, in nanoseconds, by those of the host, which count milliseconds.
import { systemTime as hostSystemTime, now } from './host';

const NANOSECONDS_PER_MILLISECOND: i64 = 1_000_000;

/** How far the system time may be from the host's before the offset is determined again. */
const LARGEST_DIFFERENCE: i64 = 1000 * NANOSECONDS_PER_MILLISECOND;

let offset: i64 = 0;
let hasOffset: bool = false;
let lastUnique: i64 = 0;

/** What added to the monotonic time is that of the operating system, as far as is known. */
let osOffset: i64 = 0;

/** Nanoseconds of milliseconds: of today's a double has no room for all digits. */
function nanosecondsOf(milliseconds: f64): i64 {
  const whole = floor(milliseconds);
  return (whole as i64) * NANOSECONDS_PER_MILLISECOND + (nearest((milliseconds - whole) * (NANOSECONDS_PER_MILLISECOND as f64)) as i64);
}

/** Monotonic time. */
export function monotonicTime(): i64 {
  return nanosecondsOf(now());
}

/** Time since 1970 that the host tells; most tell whole milliseconds. */
function hostTime(): i64 {
  return nanosecondsOf(hostSystemTime());
}

/** The offset at a monotonic time: see `timeOffset`. */
function offsetAt(time: i64): i64 {
  const wanted = hostTime() - time;
  const difference = wanted - offset;
  if (!hasOffset || difference > LARGEST_DIFFERENCE || difference < -LARGEST_DIFFERENCE) {
    hasOffset = true;
    offset = wanted;
  }
  return offset;
}

/**
 * What added to the monotonic time is the system time, as of OTP without time warp: it stays, so that times can be told from each
 * other. It is determined again when the host's clock was set, or the monotonic one stood still while the computer slept.
 */
export function timeOffset(): i64 {
  return offsetAt(monotonicTime());
}

/** Time since 1970: the monotonic time and its offset. */
export function systemTime(): i64 {
  const time = monotonicTime();
  return time + offsetAt(time);
}

/**
 * Time since 1970 as the operating system has it, with what the monotonic clock tells below a millisecond: so two of them are the same no more
 * often than two monotonic times.
 */
export function osSystemTime(): i64 {
  const least = hostTime();
  const time = monotonicTime();
  osOffset = min(max(osOffset, least - time), least + NANOSECONDS_PER_MILLISECOND - 1 - time);
  return time + osOffset;
}

/** Microseconds since 1970, each time more than before. */
export function uniqueSystemTime(): i64 {
  lastUnique = max(systemTime() / 1000, lastUnique + 1);
  return lastUnique;
}
