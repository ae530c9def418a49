/** An adapter does not do what a test asks. */
export class AdapterTestError extends Error {
  override readonly name: string = 'AdapterTestError';
}

/** Fails unless the condition holds. */
export function check(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AdapterTestError(message);
}

/** Fails unless two values look the same: same classes, same contents, -0 is not 0. */
export function checkEqual(actual: unknown, expected: unknown, what: string): void {
  const [found, wanted] = [describe(actual), describe(expected)];
  check(found === wanted, `${what}: ${found} instead of ${wanted}`);
}

/** What the promise is rejected with; fails unless that is an instance of the class. */
export async function failureOf<Failure>(
  promise: Promise<unknown>,
  expected: abstract new (...args: never[]) => Failure,
): Promise<Failure> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof expected) return error;
    throw new AdapterTestError(`failed with ${String(error)}, not with ${expected.name}`);
  }
  throw new AdapterTestError(`did not fail with ${expected.name}`);
}

/** Text that tells values apart. */
function describe(value: unknown): string {
  if (Object.is(value, -0)) return '-0';
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(describe).join(', ')}]`;
  if (value instanceof Uint8Array) return `bytes ${value.join(' ')}`;
  if (value instanceof Map)
    return `Map {${[...(value as ReadonlyMap<unknown, unknown>)]
      .map((entry) => entry.map(describe).join(' => '))
      .sort()
      .join(', ')}}`;
  const entries = Object.entries(value).map(([key, item]) => `${key}: ${describe(item)}`);
  return `${value.constructor.name} {${entries.join(', ')}}`;
}
