import path from 'node:path';
import type { InstalledElixir } from '../installed-elixir.js';
import { words } from './words.js';

/** Arguments of `elixir` (`bin/elixir`), by what they become of `erl`: how many arguments each has. */
const OPTIONS: Readonly<Record<string, { readonly values: number; erl?(...values: readonly string[]): readonly string[] }>> = {
  '+elixirc': { values: 0 },
  '+iex': { values: 0 },
  '-v': { values: 0 },
  '--no-halt': { values: 0 },
  '--color': { values: 0 },
  '--no-color': { values: 0 },
  '--app': { values: 1 },
  '--no-pry': { values: 1 },
  '-e': { values: 1 },
  '-r': { values: 1 },
  '-pr': { values: 1 },
  '-pa': { values: 1 },
  '-pz': { values: 1 },
  '--eval': { values: 1 },
  '--remsh': { values: 1 },
  '--dot-iex': { values: 1 },
  '--dbg': { values: 1 },
  '--rpc-eval': { values: 2 },
  '--hidden': { values: 0, erl: () => ['-hidden'] },
  '--logger-otp-reports': { values: 1, erl: (value = '') => ['-logger', 'handle_otp_reports', value] },
  '--logger-sasl-reports': { values: 1, erl: (value = '') => ['-logger', 'handle_sasl_reports', value] },
  '--erl': { values: 1, erl: (value = '') => words(value) },
  '--cookie': { values: 1, erl: (value = '') => ['-setcookie', value] },
  '--sname': { values: 1, erl: (value = '') => ['-sname', value] },
  '--name': { values: 1, erl: (value = '') => ['-name', value] },
  '--erl-config': { values: 1, erl: (value = '') => ['-config', value] },
  '--vm-args': { values: 1, erl: (value = '') => ['-args_file', value] },
  '--boot': { values: 1, erl: (value = '') => ['-boot', value] },
  '--boot-var': { values: 2, erl: (name = '', value = '') => ['-boot_var', name, value] },
};

/** Since 1.15 Elixir adds the applications to the code path that it needs; earlier ones are given all of them. */
function hasRoot({ version: [major, minor] }: InstalledElixir): boolean {
  return major > 1 || minor >= 15;
}

/**
 * The arguments of `erl` that `elixir` stands for.
 * @param elixir - the Elixir to start
 * @param args - options, the script, and its arguments
 * @param more - further arguments of `erl`: the variable `ELIXIR_ERL_OPTIONS`
 * @param isTerminal - whether both outputs are a terminal that may show colours
 */
export function elixirArguments(elixir: InstalledElixir, args: readonly string[], more: readonly string[], isTerminal: boolean): string[] {
  const erl: string[] = [];
  const own: string[] = [];
  for (let at = 0; at < args.length; ) {
    const argument = args[at] ?? '';
    const option = OPTIONS[argument];
    if (option === undefined) {
      own.push(...args.slice(at));
      break;
    }
    const values = args.slice(at + 1, at + 1 + option.values);
    if (option.erl === undefined) own.push(argument, ...values);
    else erl.push(...option.erl(...values));
    at += 1 + option.values;
  }
  const isShell = own.includes('+iex');
  const start = isShell ? [] : ['-s', 'elixir', 'start_cli'];
  // Written as Elixir's own script writes it: Mix takes applications that a project does not name out of the code path by their plain paths, and
  // would take itself out.
  const lib = path.join(elixir.root, 'lib');
  const scriptLib = `${path.join(elixir.root, 'bin')}/../lib`;
  const codePath = elixir.codePath.map((ebin) => ebin.replace(lib, scriptLib));
  const options = hasRoot(elixir)
    ? ['-noshell', '-elixir_root', scriptLib, '-pa', `${scriptLib}/elixir/ebin`, ...more, ...start]
    : ['-pa', ...codePath, ...more, ...(isTerminal ? COLOURS : []), ...(isShell ? [] : ['-noshell']), ...start];
  return [...options, ...erl, '-extra', ...own];
}

/** Later versions look for themselves whether they write to a terminal. */
const COLOURS = ['-elixir', 'ansi_enabled', 'true'];

/** Arguments of `elixir` that `elixirc` stands for. */
export function elixircArguments(args: readonly string[]): string[] {
  return ['+elixirc', ...args];
}

/** Arguments of `elixir` that `iex` stands for. */
export function iexArguments(elixir: InstalledElixir, args: readonly string[]): string[] {
  return ['--no-halt', '--erl', hasRoot(elixir) ? '-user elixir' : '-noshell -user Elixir.IEx.CLI', '+iex', ...args];
}

/** Arguments of `elixir` that `mix` stands for. */
export function mixArguments({ root }: InstalledElixir, args: readonly string[]): string[] {
  return [`${root}/bin/mix`, ...args];
}
