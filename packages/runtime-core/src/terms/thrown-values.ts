// What JavaScript throws may be anything, and looking at it may throw as well.

/** Characters of a text that are kept. */
const LONGEST_TEXT = 65_536;

/** True if something is of a class. Never throws, even for a proxy. */
export function isInstance<T>(value: unknown, type: abstract new (...args: never[]) => T): value is T {
  try {
    return value instanceof type;
  } catch {
    return false;
  }
}

/** What was thrown as a text: the message of an error. */
export function thrownText(thrown: unknown): string {
  try {
    const text: unknown = thrown instanceof Error ? thrown.message : thrown;
    return String(text).slice(0, LONGEST_TEXT);
  } catch {
    return 'something was thrown that cannot be shown';
  }
}

/** What was thrown as an error. */
export function thrownError(thrown: unknown): Error {
  return isInstance(thrown, Error) ? thrown : new Error(thrownText(thrown), { cause: thrown });
}
