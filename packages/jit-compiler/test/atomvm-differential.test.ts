/** Modules that run through the path of AtomVM, with what the real Erlang made of the same calls: the corpus is that of runtime-core. */
import { readFileSync } from 'node:fs';
import { decodeExternalTerm, formatTerm, readBeamFile, type Term } from '@beamline/beam-file';
import { describe, expect, test } from 'vitest';
import { AtomvmMachine } from './atomvm/machine.js';

const corpus = new URL('../../runtime-core/test/differential/', import.meta.url);

interface Case {
  readonly call?: string;
  readonly function: string;
  readonly arguments: string;
  readonly result?: string;
  readonly class?: string;
  readonly reason?: string;
}

/** Text of a term as the oracle has written it: without the numbers of funs and pids, large maps in the order of their keys' texts. */
function print(term: Term): string {
  return formatTerm(ordered(term))
    .replace(/#Fun<([a-z_]+)\.\d+\.\d+>/g, '#Fun<$1>')
    .replace(/<0\.\d+\.\d+>/g, '#Pid');
}

function ordered(term: Term): Term {
  if (term.kind === 'list') return { ...term, elements: term.elements.map(ordered), tail: ordered(term.tail) };
  if (term.kind === 'tuple') return { ...term, elements: term.elements.map(ordered) };
  if (term.kind !== 'map') return term;
  const pairs = term.pairs.map(([key, value]): [Term, Term] => [ordered(key), ordered(value)]);
  if (pairs.length <= 32) return { kind: 'map', pairs };
  const elements = pairs
    .map(([key, value]): [string, Term] => [formatTerm(key), { kind: 'tuple', elements: [key, value] }])
    .toSorted(([a], [z]) => (a < z ? -1 : 1))
    .map(([, pair]) => pair);
  return {
    kind: 'tuple',
    elements: [
      { kind: 'atom', name: 'large map' },
      { kind: 'list', elements, tail: { kind: 'nil' } },
    ],
  };
}

function argumentsOf(each: Case): readonly Term[] {
  const term = decodeExternalTerm(Uint8Array.from(atob(each.arguments), (character) => character.charCodeAt(0)));
  return term.kind === 'list' ? term.elements : [];
}

/** The calls of a module whose outcome is another one. */
function differences(module: string, release: string, options: ConstructorParameters<typeof AtomvmMachine>[0]): string[] {
  const machine = new AtomvmMachine(options);
  machine.load(readBeamFile(readFileSync(new URL(`${release}/${module}.beam`, corpus))));
  const lines = readFileSync(new URL(`otp25/${module}.jsonl`, corpus), 'utf8')
    .trimEnd()
    .split('\n');
  const found: string[] = [];
  for (const line of lines) {
    const each = JSON.parse(line) as Case;
    const outcome = machine.call(module, each.function, argumentsOf(each));
    const got = 'result' in outcome ? print(outcome.result) : `${outcome.kind} ${print(outcome.reason)}`;
    const wanted = each.result ?? `${each.class} ${each.reason}`;
    if (got !== wanted) found.push(`${each.call ?? each.function}: ${got.slice(0, 200)}, not ${wanted.slice(0, 200)}`);
  }
  return found;
}

/** Modules of the corpus that need no more than AtomVM has (whole bytes, no `badkey`, no traces) and the machine's natives. */
const MODULES: readonly string[] = [
  'accumulators',
  'after_order',
  'aliases_and_pins',
  'association_lists',
  'bank_accounts',
  'begin_and_blocks',
  'big_division',
  'big_products',
  'big_sums',
  'binary_text',
  'bit_counts',
  'bitwise_big',
  'bitwise_negative',
  'body_recursion',
  'boolean_expressions',
  'calendar_dates',
  'case_shapes',
  'caught_in_loops',
  'church_numerals',
  'clause_errors',
  'closures',
  'collatz',
  'comparing_integers',
  'comprehension_nesting',
  'continuations',
  'control',
  'counting',
  'counting_loops',
  'digits_of_numbers',
  'division_signs',
  'edit_distance',
  'exit_reasons',
  'expressions',
  'fixed_point',
  'float_arithmetic',
  'float_comparison',
  'float_conversion',
  'float_errors',
  'float_patterns',
  'float_registers',
  'fun_in_data',
  'fun_results',
  'function_clauses',
  'gcds',
  'guard_sequences',
  'hash_mixes',
  'hex_and_base',
  'higher_order',
  'if_and_guards',
  'in_comprehensions',
  'increments',
  'integer_errors',
  'integer_literals',
  'integer_ranges',
  'integer_roots',
  'kept_over_calls',
  'lambda_calculus',
  'length_and_ends',
  'lisp',
  'list_comprehensions',
  'list_operators',
  'list_patterns',
  'literals',
  'long_boundaries',
  'many_arguments',
  'map_equality',
  'map_guards',
  'map_patterns',
  'map_sharing',
  'maps_of_maps',
  'masked_runs',
  'matrices',
  'maybe_like',
  'memo_and_lazy',
  'modular_powers',
  'named_funs',
  'nested_lists',
  'newton_methods',
  'operand_kinds',
  'ordering',
  'packets',
  'peano',
  'permutations',
  'pseudorandom',
  'puzzles',
  'queens',
  'queues_and_heaps',
  'records',
  'recursion_shapes',
  'regular_expressions',
  'resources',
  'roman_numerals',
  'rounding',
  'scattered_selections',
  'search_trees',
  'select_tables',
  'selective_receive',
  'shared_raises',
  'shifts_right',
  'shortest_paths',
  'sized_by_data',
  'small_boundaries',
  'sorting',
  'stack_machine',
  'state_machines',
  'strings',
  'tail_calls',
  'text_wrapping',
  'tries',
  'try_shapes',
  'unification',
];

describe.each(MODULES)('%s', (module) => {
  test('as OTP 25 compiles it, with a collection at every allocation', () => {
    expect(differences(module, 'otp25', { collects: true })).toEqual([]);
  });

  test('as OTP 29 compiles it, with tail calls', () => {
    expect(differences(module, 'otp29', { tailCalls: true })).toEqual([]);
  });
});

test('there are a hundred of them', () => {
  expect(MODULES.length).toBeGreaterThanOrEqual(100);
});
