import { readdirSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { decodeExternalTerm, formatAtom, formatTerm, type Term } from '@beamline/beam-file';
import { describe, expect, it } from 'vitest';
import { ErlangError, type MachineOptions, Runtime } from '../../src/index.js';
import { testHost } from '../test-host.js';

/** A call and what the real Erlang made of it: see oracle.erl. */
interface Case {
  /** The call as text, for readers; left out when it is long. */
  readonly call?: string;
  readonly function: string;
  /** The arguments, a list in the external term format, in base64. */
  readonly arguments: string;
  readonly result?: string;
  readonly class?: string;
  readonly reason?: string;
  readonly stacktrace?: readonly (readonly [string, string, number | string, string, number])[];
}

type Outcome = Omit<Case, 'call' | 'function' | 'arguments'>;

const here = new URL('./', import.meta.url);
/** A folder of random modules to run in place of the committed ones: see ../random/run.sh. */
const given = process.env.DIFFERENTIAL;
/** Which modules to run, a name in which `*` stands for any text. Default: all. */
const pattern = process.env.DIFFERENTIAL_MODULE;
const selected = new RegExp(`^${(pattern ?? '*').replace(/[^\w*]/g, '\\$&').replaceAll('*', '.*')}$`);

/** Names of the files in a folder with an extension, without it. */
function names(folder: URL, extension: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(extension))
    .map((name) => name.slice(0, -extension.length));
}

/** The modules of this folder that were compiled by a release, or of `otp29-only`. */
export function compiledBy(release: string): string[] {
  return names(new URL(`${release}/`, here), '.beam');
}

/** The folders of sources. */
export function topics(): string[] {
  return readdirSync(here, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('otp'))
    .map((entry) => entry.name);
}

/** The modules whose sources are in a folder. */
export function modulesOf(topic: string): string[] {
  return names(new URL(`${topic}/`, here), '.erl');
}

function cases(folder: URL, release: string, module: string): Case[] {
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

/** The outcome of a case, in the form that the oracle writes. */
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
      // A BIF here is a function of OTP's own files there.
      ...(file === 'lists.erl' ? (['', 0] as const) : ([file, line] as const)),
    ]),
  };
}

/**
 * OTP 25's JIT leaves out the frame of `+` and `-` where the right operand is a small constant; OTP 29 has it,
 * and so does Beamline.
 */
function withoutIncrements(outcome: Outcome): Outcome {
  const [first, ...rest] = outcome.stacktrace ?? [];
  if (first === undefined || first[0] !== 'erlang' || !(first[1] === '+' || first[1] === '-')) return outcome;
  return { ...outcome, stacktrace: rest };
}

/** The call of a case, for messages. */
function callText(module: string, test: Case): string {
  const text = test.call ?? `${formatAtom(test.function)}(${argumentsOf(test).map(print).join(', ').slice(0, 1000)}…)`;
  return `${formatAtom(module)}:${text}`;
}

/** An outcome, for messages. */
function outcomeText(outcome: Outcome): string {
  if (outcome.result !== undefined) return outcome.result;
  const frames = (outcome.stacktrace ?? []).map(([module, name, arity, file, line]) => {
    const place = file === '' ? '' : ` (${file}, line ${line})`;
    return `\n    in ${module}:${name}${typeof arity === 'number' ? `/${arity}` : `, called with ${arity}`}${place}`;
  });
  return `${outcome.class ?? ''}: ${outcome.reason ?? ''}${frames.join('')}`;
}

/** Runs all cases of a module. */
async function check(folder: URL, release: string, module: string, options: MachineOptions): Promise<void> {
  const runtime = await Runtime.create(testHost(), options);
  await runtime.load(readFileSync(new URL(`${release}/${module}.beam`, folder)));
  const differences: string[] = [];
  const all = cases(folder, release, module);
  for (let from = 0; from < all.length; from += 100) {
    const some = all.slice(from, from + 100);
    const outcomes = await Promise.all(some.map((test) => outcome(runtime, module, test)));
    some.forEach((test, i) => {
      const actual = withoutIncrements(outcomes[i] ?? {});
      const wanted = withoutIncrements(expected(test));
      if (JSON.stringify(actual) === JSON.stringify(wanted)) return;
      differences.push(`${callText(module, test)}\n  Beamline: ${outcomeText(actual)}\n  OTP: ${outcomeText(wanted)}`);
    });
  }
  if (differences.length > 0) expect.fail(`${differences.length} of ${all.length} calls differ:\n${differences.slice(0, 20).join('\n')}`);
}

/** Runs the modules of a folder, in each way in which a machine can be made. */
export function differential(topic: string): void {
  const folder = given === undefined ? here : pathToFileURL(`${given}/`);
  const all = given === undefined ? topics().flatMap(modulesOf) : names(new URL('otp25/', folder), '.beam');
  if (!all.some((name) => selected.test(name))) throw new Error(`DIFFERENTIAL_MODULE=${pattern ?? ''} matches no module`);
  const modules = (given === undefined ? modulesOf(topic) : all).filter((name) => selected.test(name));
  if (modules.length === 0) {
    it.runIf(false)(`DIFFERENTIAL_MODULE=${pattern ?? ''} matches no module of ${topic}`, () => undefined);
    return;
  }
  const onlyOf29 = new Set(given === undefined ? compiledBy('otp29-only') : []);
  const of29 = new Set(given === undefined ? compiledBy('otp29') : []);
  const options = { timeout: 60_000 };
  describe.each(modules)('%s as the real Erlang', (module) => {
    const release = onlyOf29.has(module) ? 'otp29-only' : 'otp25';
    it('gives the same results and errors', options, () => check(folder, release, module, {}));
    it('does so when it collects at every allocation', options, () => check(folder, release, module, { collectAlways: true }));
    it('does so without tail calls of the engine', options, () => check(folder, release, module, { tailCalls: false }));
    it('does so when the native stack is unwound all the time', options, () => check(folder, release, module, { nativeDepth: 16 }));
    if (of29.has(module)) it('does so as compiled by OTP 29', options, () => check(folder, 'otp29', module, {}));
  });
}
