import { parseArgs } from 'node:util';
import { browserNames } from './peers/browser-peers.js';
import { isPath } from './peers/node-peers.js';

/** What Beamline is compared with. */
const peerNames: readonly ['otp', 'javascript', 'atomvm', 'none'] = ['otp', 'javascript', 'atomvm', 'none'];

/** What the bench is asked to do. */
export interface BenchOptions {
  /** Names of the programs to run; all when empty. */
  readonly programs: readonly string[];
  /** Versions of Node to run under, as npm knows them, or paths of executables. */
  readonly nodes: readonly string[];
  /** Browsers to run in. Without these and versions of Node it is the Node that runs. */
  readonly browsers: readonly string[];
  /** The `erl` of each OTP to compare with. */
  readonly erls: readonly string[];
  /** What Beamline is compared with. */
  readonly peers: readonly (typeof peerNames)[number][];
  /** Few runs, and nothing but times. */
  readonly short: boolean;
  /** Print JSON instead of tables. */
  readonly json: boolean;
  /** Folder to write a page to; undefined for none. */
  readonly html: string | undefined;
  /** Add the run to the history. */
  readonly record: boolean;
  /** Say in the history that the machine has other work. */
  readonly busy: boolean;
  /** Say which programs have become slower since the last record. */
  readonly compare: boolean;
  /** Print what to try next. */
  readonly nextSteps: boolean;
  /** Print how to use it, and do nothing else. */
  readonly help: boolean;
}

/** How to use it. */
export const USAGE: string = `Usage: bench [options]

What runs (each may be repeated):
  --program NAME   this program only
  --node VERSION   under this version of Node, which npx fetches (22, 24.1.0, …), or the executable of that path;
                   default, unless there is a --browser: the Node that runs
  --browser NAME   in a page in ${browserNames.join(', ')}
  --erl PATH       beside the OTP of this erl; default: erl
  --peer NAME      beside these only: otp, javascript (the same programs in it, on the same engines), atomvm (in
                   Chromium; takes some twenty minutes), none; default: otp and javascript
  --short          with few runs, and without memory

What comes of it:
  --json           print JSON, with all that is known
  --html DIR       write a page with plots to this folder as well
  --compare        say which programs are slower than in the last run that was recorded
  --record         add the run to history/runs.jsonl
  --busy           say there that the machine has other work
  --next-steps     end with what to try next
  --help           print this
`;

/** The command line is wrong. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError';
}

/** Reads the command line. Throws UsageError. */
export function readOptions(args: readonly string[], programs: readonly string[]): BenchOptions {
  const values = parse(args);
  const { program = [], node = [], browser = [], peer = ['otp', 'javascript'] } = values;
  const oneOf = (wanted: readonly string[], what: string, known: readonly string[]): void => {
    const unknown = wanted.find((name) => !known.includes(name));
    if (unknown !== undefined) throw new UsageError(`there is no ${what} ${unknown}; there are ${known.join(', ')}`);
  };
  oneOf(program, 'program', programs);
  oneOf(browser, 'browser', browserNames);
  oneOf(peer, 'peer', peerNames);
  if (peer.includes('none') && peer.length > 1) throw new UsageError('--peer none is for nothing else beside it');
  const bad = node.find((version) => !isPath(version) && !/^v?\d+(\.\d+){0,2}$/.test(version));
  if (bad !== undefined) throw new UsageError(`${bad} is not a version of Node, nor a path of one`);
  if (values.short && (values.record || values.compare))
    throw new UsageError('runs are recorded and compared in full: --short is not for that');
  if (values.record && program.length > 0) throw new UsageError('all programs are recorded: --program is not for --record');
  return {
    programs: program,
    nodes: node,
    browsers: browser,
    erls: values.erl ?? ['erl'],
    peers: peer as BenchOptions['peers'],
    short: values.short ?? false,
    json: values.json ?? false,
    html: values.html,
    record: values.record ?? false,
    busy: values.busy ?? false,
    compare: values.compare ?? false,
    nextSteps: values['next-steps'] ?? false,
    help: values.help ?? false,
  };
}

const OPTIONS = {
  program: { type: 'string', multiple: true },
  node: { type: 'string', multiple: true },
  browser: { type: 'string', multiple: true },
  erl: { type: 'string', multiple: true },
  peer: { type: 'string', multiple: true },
  short: { type: 'boolean' },
  json: { type: 'boolean' },
  html: { type: 'string' },
  record: { type: 'boolean' },
  busy: { type: 'boolean' },
  compare: { type: 'boolean' },
  'next-steps': { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

function parse(args: readonly string[]): ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'] {
  try {
    // pnpm passes the -- on that npm takes away.
    return parseArgs({ args: args[0] === '--' ? args.slice(1) : [...args], options: OPTIONS }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
