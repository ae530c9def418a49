// The cases of a differential module, and what a machine makes of them: this runs in every engine, browsers included.
import { decodeExternalTerm, formatAtom, formatTerm, type Term } from '@beamline/beam-file';
import { ErlangError, type Runtime } from '../../src/index.js';

/** A call and what the real Erlang made of it: see oracle.erl. */
export interface Case {
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

/** The cases of a `.jsonl` file. */
export function readCases(text: string): Case[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Case);
}

function argumentsOf(test: Case): readonly Term[] {
  const term = decodeExternalTerm(Uint8Array.from(atob(test.arguments), (character) => character.charCodeAt(0)));
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

/** Cases that run at the same time. */
const AT_ONCE = 100;

/**
 * Runs cases of a module that is loaded, or that the host finds, many of them at the same time or one after the other. Answers the calls
 * that differ from the real Erlang, as text.
 */
export async function differences(runtime: Runtime, module: string, all: readonly Case[], inTurn = false): Promise<string[]> {
  const found: string[] = [];
  // The real Erlang had the arguments of all cases before it called the first: so there were their atoms.
  if (inTurn) await runtime.callTerm('erlang', 'length', [{ kind: 'list', elements: all.flatMap(argumentsOf), tail: { kind: 'nil' } }]);
  const atOnce = inTurn ? 1 : AT_ONCE;
  for (let from = 0; from < all.length; from += atOnce) {
    const some = all.slice(from, from + atOnce);
    const outcomes = await Promise.all(some.map((test) => outcome(runtime, module, test)));
    some.forEach((test, i) => {
      const actual = withoutIncrements(outcomes[i] ?? {});
      const wanted = withoutIncrements(expected(test));
      if (JSON.stringify(actual) === JSON.stringify(wanted)) return;
      found.push(`${callText(module, test)}\n  Beamline: ${outcomeText(actual)}\n  OTP: ${outcomeText(wanted)}`);
    });
  }
  return found;
}
