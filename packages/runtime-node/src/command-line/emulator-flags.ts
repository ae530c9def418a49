import { type FileNameSettings, TIME_WARP_MODES, type TimeWarpMode, usesUtf8 } from '@beamline/runtime-core';
import type { BreakAction } from './break-menu.js';
import { words } from './words.js';

/** What the arguments of `erl` say: flags of the emulator, and what `init` gets. */
export interface ErlArguments {
  /** For `init`, in their order. */
  readonly init: readonly string[];
  /** Greatest number of processes, by `+P`. */
  readonly processLimit?: number;
  /** Greatest number of atoms, by `+t`. */
  readonly atomLimit?: number;
  /** True with `+pc unicode`. */
  readonly unicodePrintable?: boolean;
  /** What `+fn` says. */
  readonly fileNames?: FileNameSettings;
  /** What `+C` says. */
  readonly timeWarpMode?: TimeWarpMode;
  /** False with `+c false` or `+c` alone. */
  readonly timeCorrection?: boolean;
  /** True if only the version is asked for: `+V` or `-version`. */
  readonly asksVersion: boolean;
  /** What Ctrl-C does, by `+B`. */
  readonly breakAction: BreakAction;
  /** What is wrong with a flag, in the emulator's words. */
  readonly problem?: string;
  /** Flags of the emulator that have no meaning here, as they were given. */
  readonly ignored: readonly string[];
  /** Variables that `-env` sets. */
  readonly environment: ReadonlyMap<string, string>;
}

/** Flags of the emulator that have a value, which may be the next argument (`erts/etc/common/erlexec.c`). */
const WITH_VALUE =
  /^\+(?:[aAeiKPQRSTtWz]|rg|IO[pt]|SP|SDcpu|SDPcpu|SDio|J\w*|h(?:ms|mbs|pds|max|maxel|maxib|maxk|mqd)?|M\w+|s(?:bt|bwt|bwtdcpu|bwtdio|cl|ct|ecio|fwi|tbt|wct|wt|wtdcpu|wtdio|ws|ss|ssdcpu|ssdio|pp|ub)|z(?:dbbl|dntgc|ebwt|osrl)|pc|swt)$/;

/** How flags of the emulator begin. */
const KNOWN = /^\+(?:[aAdeFhHiJKlMnpPQrRsStTuUvVWxz]|IO)/;

/** What Ctrl-C does by the letter behind `+B`. */
const BREAK_ACTIONS: Readonly<Record<string, BreakAction>> = { c: 'shell', d: 'end', i: 'ignore' };

/** Flags that stand for the call of a function, after which the program ends. */
const TASKS: ReadonlyMap<string, readonly [module: string, name: string]> = new Map([
  ['-compile', ['c', 'lc_batch']],
  ['-make', ['make', 'all_or_nothing']],
]);

/** Least and greatest value of `+P` and of `+t` (`erts/emulator/beam/erl_init.c`). */
const PROCESS_LIMITS = [1024, 134_217_727] as const;
const ATOM_LIMITS = [8192, 2_147_483_647] as const;

/** A number within limits; undefined for what is none. */
function limit(text: string, [least, most]: readonly [number, number]): number | undefined {
  const number = /^\d+$/.test(text) ? Number(text) : NaN;
  return number >= least && number <= most ? number : undefined;
}

/** What the letters behind `+fn` say: `a` is by the character set of the environment. */
function fileNameSettings(letters: string): FileNameSettings | undefined {
  const [, set, broken = 'w'] = /^([lua])([wie]?)$/.exec(letters) ?? [];
  const isUtf8 = set === 'u' || (set === 'a' && usesUtf8(process.env));
  return set === undefined
    ? undefined
    : { encoding: isUtf8 ? 'utf8' : 'latin1', broken: broken === 'i' ? 'ignore' : broken === 'e' ? 'error' : 'warning' };
}

/** Splits the arguments of `erl`, as `erlexec` does; what follows `-extra` is the program's. */
export function erlArguments(args: readonly string[]): ErlArguments {
  const init: string[] = [];
  const ignored: string[] = [];
  const environment = new Map<string, string>();
  let processLimit: number | undefined;
  let atomLimit: number | undefined;
  let unicodePrintable: boolean | undefined;
  let timeWarpMode: TimeWarpMode | undefined;
  let timeCorrection: boolean | undefined;
  let fileNames: FileNameSettings | undefined;
  let extra: readonly string[] = [];
  let last: readonly string[] = [];
  let asksVersion = false;
  let breakAction: BreakAction = 'menu';
  let problem: string | undefined;
  for (let i = 0; i < args.length; i++) {
    const argument = args[i] ?? '';
    if (argument === '-extra') {
      extra = args.slice(i);
      break;
    }
    const task = TASKS.get(argument);
    if (task !== undefined) {
      init.push('-noshell', '-noinput', '-s', ...task);
      last = ['-s', 'erlang', 'halt'];
      continue;
    }
    if (argument === '-version' || argument === '+V') {
      asksVersion = true;
    } else if (argument === '-env') {
      environment.set(args[i + 1] ?? '', args[i + 2] ?? '');
      i += 2;
    } else if (argument.startsWith('+')) {
      const value = WITH_VALUE.test(argument) ? args[++i] : undefined;
      const [, flag, attached] = /^\+([Pt])(\d*)$/.exec(argument) ?? [];
      const given = attached === undefined || attached === '' ? (value ?? '') : attached;
      if (flag === 'P') {
        processLimit = limit(given, PROCESS_LIMITS);
        if (processLimit === undefined) problem ??= `bad number of processes ${given}`;
      } else if (flag === 't') {
        atomLimit = limit(given, ATOM_LIMITS);
        if (atomLimit === undefined) problem ??= `bad atom table size ${given}`;
      } else if (argument === '+pc') {
        unicodePrintable = given === 'unicode';
        if (!unicodePrintable && given !== 'latin1') problem ??= `bad range of printable characters: ${given}`;
      } else if (/^\+B[cdi]?$/.test(argument)) {
        breakAction = BREAK_ACTIONS[argument.charAt(2)] ?? 'end';
      } else if (/^\+c(?:true|false)?$/.test(argument)) {
        const said = argument.slice(2) || (/^(?:true|false)$/.test(args[i + 1] ?? '') ? args[++i] : 'false');
        timeCorrection = said === 'true';
      } else if (argument.startsWith('+C')) {
        const mode = argument.slice(2) || (args[++i] ?? '');
        timeWarpMode = TIME_WARP_MODES.find((each) => each === mode);
        if (timeWarpMode === undefined) problem ??= `Invalid time warp mode: ${mode}`;
      } else if (argument.startsWith('+fn')) {
        fileNames = fileNameSettings(argument.slice(3));
        if (fileNames === undefined)
          problem ??= `bad filename encoding ${argument.slice(3)}, can be (l,u or a, optionally followed by w, i or e)`;
      } else if (KNOWN.test(argument)) {
        ignored.push(value === undefined ? argument : `${argument} ${value}`);
      } else {
        problem ??= `unknown flag ${argument}`;
      }
    } else {
      if (argument === '-noinput' || argument === '-detached') init.push('-noshell');
      init.push(argument === '-detached' ? '-noinput' : argument);
    }
  }
  return {
    init: [...init, ...last, ...extra],
    asksVersion,
    ignored,
    environment,
    breakAction,
    ...(processLimit === undefined ? {} : { processLimit }),
    ...(atomLimit === undefined ? {} : { atomLimit }),
    ...(problem === undefined ? {} : { problem }),
    ...(unicodePrintable === undefined ? {} : { unicodePrintable }),
    ...(timeWarpMode === undefined ? {} : { timeWarpMode }),
    ...(fileNames === undefined ? {} : { fileNames }),
    ...(timeCorrection === undefined ? {} : { timeCorrection }),
  };
}

/** The arguments of `erl` that `erlc` stands for (`erts/etc/common/erlc.c`). */
export function erlcArguments(args: readonly string[]): string[] {
  const paths: string[] = [];
  const rest: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const argument = args[i] ?? '';
    if (argument === '-pa' || argument === '-pz') paths.push(argument, args[++i] ?? '');
    else rest.push(argument);
  }
  return [...paths, '-noinput', '-mode', 'minimal', '-boot', 'no_dot_erlang', '-s', 'erl_compile', 'compile_cmdline', '-extra', ...rest];
}

/** Options of `escript` before the script. */
const ESCRIPT_OPTIONS: ReadonlySet<string> = new Set(['-c', '-d', '-i', '-n', '-s']);

/**
 * The arguments of `erl` that `escript` stands for (`erts/etc/common/escript.c`).
 * @param args - options, the script, and its arguments
 * @param read - reads the script, whose line `%%!` has more arguments
 */
export function escriptArguments(args: readonly string[], read: (script: string) => string): string[] {
  const options: string[] = [];
  let at = 0;
  while (ESCRIPT_OPTIONS.has(args[at] ?? '')) options.push((args[at++] ?? '').slice(1));
  const script = args[at];
  if (script === undefined) return [];
  return [
    '+B',
    '-boot',
    'no_dot_erlang',
    '-noshell',
    ...scriptFlags(read(script)),
    '-run',
    'escript',
    'start',
    ...options,
    '-extra',
    ...args.slice(at),
  ];
}

/** What the line `%%!` says, which is one of the first three. */
function scriptFlags(text: string): string[] {
  const line = text.split('\n', 3).find((each) => each.startsWith('%%!'));
  return words(line?.slice(3) ?? '');
}
