import { parseArgs } from 'node:util';

/** What the bench is asked to do. */
export interface BenchOptions {
  /** Names of the programs to run; all when empty. */
  readonly programs: readonly string[];
  /** Version of Node to run under, as npm knows it; undefined for the one that runs. */
  readonly node: string | undefined;
  /** Print JSON instead of a table. */
  readonly json: boolean;
  /** Print how to use it, and do nothing else. */
  readonly help: boolean;
}

/** How to use it. */
export const USAGE = `Usage: bench [options]

  --program NAME   run this program only (may be repeated)
  --node VERSION   run under another version of Node, fetched by npx: 22, 24.1.0, …
  --json           print JSON
  --help           print this
`;

/** The command line is wrong. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError';
}

/** Reads the command line. Throws UsageError. */
export function readOptions(args: readonly string[], programs: readonly string[]): BenchOptions {
  const values = parse(args);
  const wanted = values.program ?? [];
  const unknown = wanted.find((name) => !programs.includes(name));
  if (unknown !== undefined) throw new UsageError(`there is no program ${unknown}; there are ${programs.join(', ')}`);
  if (values.node !== undefined && !/^v?\d+(\.\d+){0,2}$/.test(values.node))
    throw new UsageError(`${values.node} is not a version of Node`);
  return { programs: wanted, node: values.node, json: values.json ?? false, help: values.help ?? false };
}

function parse(args: readonly string[]): { program?: string[]; node?: string; json?: boolean; help?: boolean } {
  try {
    return parseArgs({
      // pnpm passes the -- on that npm takes away.
      args: args[0] === '--' ? args.slice(1) : [...args],
      options: {
        program: { type: 'string', multiple: true },
        node: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
