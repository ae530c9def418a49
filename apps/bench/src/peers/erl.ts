import { programsFolder, referenceFolder } from '../programs.js';
import { type Command, linesOf } from './command-lines.js';

/** An `erl` with the programs and what times them on its path. */
export function erlCommand(erl: string, args: readonly string[]): Command {
  return { file: erl, args: ['-noshell', '-pa', programsFolder, '-pa', referenceFolder, ...args] };
}

/** A number that an `erl` prints; undefined where there is no `erl`, or it prints none. */
export async function numberFromErl(erl: string, args: readonly string[]): Promise<number | undefined> {
  try {
    for await (const line of linesOf(erlCommand(erl, args))) {
      const number = Number.parseFloat(line);
      if (!Number.isNaN(number)) return number;
    }
    return undefined;
  } catch {
    return undefined;
  }
}
