import { readFileSync } from 'node:fs';
import path from 'node:path';

/** What one of Elixir's programs answers without starting Erlang. */
export interface ScriptAnswer {
  readonly text: string;
  readonly stream: 'stdout' | 'stderr';
  readonly status: number;
}

const isHelp = (argument: string | undefined): boolean => argument === '-h' || argument === '--help';

/** Whether a program's own script, in `bin`, tells how it is used, for these arguments. */
function asksForUsage(program: string, args: readonly string[]): boolean {
  if (program === 'elixir') return args.length === 0 || (args.length === 1 && isHelp(args[0]));
  if (program === 'elixirc') return args.length === 0 || isHelp(args[0]);
  return program === 'iex' && isHelp(args[0]);
}

/**
 * What the script of a program answers by itself: how the program is used, which is read from that script, or which Elixir it is.
 * Undefined for arguments that Elixir itself sees, and where there is no such script.
 */
export function scriptAnswer(root: string, program: string, args: readonly string[]): ScriptAnswer | undefined {
  const asksForVersion = program === 'elixir' && args.length === 1 && args[0] === '--short-version';
  if (!asksForVersion && !asksForUsage(program, args)) return undefined;
  let script: string;
  try {
    script = readFileSync(path.join(root, 'bin', program), 'utf8');
  } catch {
    return undefined;
  }
  if (asksForVersion) {
    const [, version] = /^ELIXIR_VERSION=(\S+)$/m.exec(script) ?? [];
    return version === undefined ? undefined : { text: `${version}\n`, stream: 'stdout', status: 0 };
  }
  const [, usage] = /<<USAGE >&2\n(.*?)^USAGE$/ms.exec(script) ?? [];
  if (usage === undefined) return undefined;
  return { text: usage.replace('$(basename "$0")', program).replaceAll('\\$', '$'), stream: 'stderr', status: 1 };
}
