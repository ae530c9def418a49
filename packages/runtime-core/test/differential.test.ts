import { readdirSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { decodeExternalTerm, formatTerm, type Term } from '@beamline/beam-file';
import { describe, expect, it } from 'vitest';
import { ErlangError, type MachineOptions, Runtime } from '../src/index.js';
import { testHost } from './test-host.js';

/** A call and what the real Erlang made of it: see differential/oracle.erl. */
interface Case {
  readonly function: string;
  readonly arguments: string;
  readonly result?: string;
  readonly class?: string;
  readonly reason?: string;
  readonly stacktrace?: readonly (readonly [string, string, number | string, string, number])[];
}

type Outcome = Omit<Case, 'function' | 'arguments'>;

/** The committed modules, or others: see random/run.sh. */
const given = process.env.DIFFERENTIAL;
const folder = given === undefined ? new URL('./differential/', import.meta.url) : pathToFileURL(`${given}/`);
const compiledBy = (release: string): string[] =>
  readdirSync(new URL(`${release}/`, folder))
    .filter((name) => name.endsWith('.beam'))
    .map((name) => name.slice(0, -'.beam'.length));
const modules = compiledBy('otp25');
/** All but those of which OTP 25 and 29 make different things: see make.sh. */
const modulesOf29 = given === undefined ? compiledBy('otp29') : [];

/** Those that only OTP 29 compiles: its results. */
const modulesOnlyOf29 = given === undefined ? compiledBy('otp29-only') : [];

function cases(release: string, module: string): Case[] {
  const results = release === 'otp29' ? 'otp25' : release;
  const text = readFileSync(new URL(`${results}/${module}.jsonl`, folder), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Case);
}

function argumentsOf(test: Case): readonly Term[] {
  const term = decodeExternalTerm(new Uint8Array(Buffer.from(test.arguments, 'base64')));
  return term.kind === 'list' ? term.elements : [];
}

/** Funs, references and pids print with numbers that differ from one machine to the next. */
function normal(text: string): string {
  return text
    .replace(/#Fun<([a-z_]+)\.\d+\.\d+>/g, '#Fun<$1>')
    .replace(/#Ref<[\d.]+>/g, '#Ref')
    .replace(/<0\.\d+\.\d+>/g, '#Pid');
}

/** Text of a term, in which a map of more than 32 keys is a list in the order of the texts of its keys. */
function print(term: Term): string {
  return normal(formatTerm(ordered(term)));
}

function ordered(term: Term): Term {
  switch (term.kind) {
    case 'list':
      return { ...term, elements: term.elements.map(ordered), tail: ordered(term.tail) };
    case 'tuple':
      return { ...term, elements: term.elements.map(ordered) };
    case 'map': {
      const pairs = term.pairs.map(([key, value]): [Term, Term] => [ordered(key), ordered(value)]);
      if (pairs.length <= 32) return { kind: 'map', pairs };
      const sorted = pairs.map(([key, value]): [string, Term] => [formatTerm(key), { kind: 'tuple', elements: [key, value] }]);
      sorted.sort(([a], [b]) => (a < b ? -1 : 1));
      const list: Term = { kind: 'list', elements: sorted.map(([, pair]) => pair), tail: { kind: 'nil' } };
      return { kind: 'tuple', elements: [{ kind: 'atom', name: 'large map' }, list] };
    }
    default:
      return term;
  }
}

/** The outcome of a case, in the form in which the oracle tells it. */
async function outcome(runtime: Runtime, module: string, test: Case): Promise<Outcome> {
  try {
    return { result: print(await runtime.callTerm(module, test.function, argumentsOf(test))) };
  } catch (error) {
    if (!(error instanceof ErlangError)) throw error;
    return {
      class: error.class,
      reason: print(error.reasonTerm),
      stacktrace: error.stacktrace.map((frame) => [
        frame.module,
        frame.function,
        frame.arguments === undefined ? frame.arity : printList(frame.arguments),
        frame.file ?? '',
        frame.line ?? 0,
      ]),
    };
  }
}

function printList(elements: readonly Term[]): string {
  return print(elements.length === 0 ? { kind: 'nil' } : { kind: 'list', elements, tail: { kind: 'nil' } });
}

function expected(test: Case): Outcome {
  if (test.result !== undefined) return { result: normal(test.result) };
  return {
    class: test.class ?? '',
    reason: normal(test.reason ?? ''),
    stacktrace: (test.stacktrace ?? []).map(([module, name, arity, file, line]) => [
      module,
      name,
      typeof arity === 'string' ? normal(arity) : arity,
      // What is native here has no place in OTP's own files.
      ...(file === 'lists.erl' ? (['', 0] as const) : ([file, line] as const)),
    ]),
  };
}

/**
 * OTP 25's JIT leaves the frame of `+` and `-` out where the right operand is a small constant; OTP 29 has it,
 * and so has Beamline.
 */
function withoutIncrements(outcome: Outcome): Outcome {
  const [first, ...rest] = outcome.stacktrace ?? [];
  if (first === undefined || first[0] !== 'erlang' || !(first[1] === '+' || first[1] === '-')) return outcome;
  return { ...outcome, stacktrace: rest };
}

/** Runs all cases of a module. */
async function check(release: string, module: string, options: MachineOptions): Promise<void> {
  const runtime = await Runtime.create(testHost(), options);
  await runtime.load(readFileSync(new URL(`${release}/${module}.beam`, folder)));
  const differences: string[] = [];
  const all = cases(release, module);
  for (let from = 0; from < all.length; from += 100) {
    const some = all.slice(from, from + 100);
    const outcomes = await Promise.all(some.map((test) => outcome(runtime, module, test)));
    some.forEach((test, i) => {
      const actual = JSON.stringify(withoutIncrements(outcomes[i] ?? {}));
      const wanted = JSON.stringify(withoutIncrements(expected(test)));
      if (actual !== wanted)
        differences.push(`${test.function}(${printList(argumentsOf(test)).slice(0, 1000)}): ${actual} instead of ${wanted}`);
    });
  }
  expect(differences.slice(0, 20)).toEqual([]);
}

const programs: (readonly [module: string, release: string])[] = [
  ...modules.map((module) => [module, 'otp25'] as const),
  ...modulesOnlyOf29.map((module) => [module, 'otp29-only'] as const),
];

describe.each(programs)('%s as the real Erlang', (module, release) => {
  it('gives the same results and errors', { timeout: 60_000 }, () => check(release, module, {}));
  it('does so when it collects at every allocation', { timeout: 60_000 }, () => check(release, module, { collectAlways: true }));
  it('does so without tail calls of the engine', { timeout: 60_000 }, () => check(release, module, { tailCalls: false }));
  it('does so when the native stack is unwound all the time', { timeout: 60_000 }, () => check(release, module, { nativeDepth: 16 }));
});

describe.runIf(given === undefined)('as compiled by OTP 29', () => {
  it.each(modulesOf29)('%s gives the same results and errors', { timeout: 60_000 }, (module) => check('otp29', module, {}));

  it('there are all modules but those that make.sh leaves out', () => {
    expect(modulesOf29).toEqual(modules.filter((module) => !/_stepwise$|^random_/.test(module)));
  });
});
