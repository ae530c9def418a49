import { failure, type ProgramResult, WrongResult } from './program-result.js';
import type { RunRule } from './run-rule.js';
import { timeRuns } from './timing.js';

/** A program in JavaScript: the module of `programs/GROUP/NAME.js`. */
export interface JavaScriptProgram {
  main(): unknown;
  /** Its result as Erlang writes it; `_` for a part that JavaScript has no way to compute. */
  toErlang(result: unknown): string;
}

/** Whether a result agrees with OTP's, as far as it is told: `_` stands for any number. */
export function agrees(result: string, expected: string): boolean {
  const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(
    `^${result
      .split(/(?<=[{,])_(?=[,}])/)
      .map(literal)
      .join('-?\\d+')}$`,
  ).test(expected);
}

/** Runs a program in JavaScript. */
export async function measureJavaScript(
  name: string,
  load: () => Promise<JavaScriptProgram>,
  expected: string,
  rule: RunRule,
): Promise<ProgramResult> {
  try {
    const program = await load();
    let result = '';
    const timing = await timeRuns(
      () => program.main(),
      (value) => {
        result = program.toErlang(value);
        if (!agrees(result, expected)) throw new WrongResult(result, expected);
      },
      rule,
    );
    return { name, result, correct: true, timing };
  } catch (error) {
    return failure(name, error);
  }
}
