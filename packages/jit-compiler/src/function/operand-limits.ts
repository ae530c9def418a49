import type { FunctionContext } from './function-context.js';

/** Most live X registers at a test of the heap: an engine takes functions of up to 1,000 parameters. */
export const MAXIMUM_LIVE = 990;

/** Most words of heap that one instruction reserves. */
export const MAXIMUM_WORDS: number = 1 << 24;

/** Number of an operand that no compiler makes greater than `most`; without a limit it could make the code endless. Throws CompileError. */
export function limited(f: FunctionContext, k: number, most: number): number {
  const value = f.value(k);
  if (value > most) throw f.malformed(`${value} is more than ${most}`);
  return value;
}
