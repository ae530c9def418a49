import { programsFolder, referenceFolder } from '../programs.js';
import { type Command, linesOf } from './command-lines.js';

/** An `erl` with the programs and what times them on its path. */
export function erlCommand(erl: string, args: readonly string[]): Command {
  return { file: erl, args: ['-noshell', '-pa', programsFolder, '-pa', referenceFolder, ...args] };
}

/** A number that an `erl` prints; undefined where none is wanted, there is none, or it prints no number. */
export async function numberFromErl(erl: string | undefined, args: readonly string[]): Promise<number | undefined> {
  if (erl === undefined) return undefined;
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
