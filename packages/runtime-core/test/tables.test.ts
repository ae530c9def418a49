import { formatTerm } from '@beamline/beam-file';
import { expect, it } from 'vitest';
import { atom, tuple } from '../src/index.js';
import { memoryBytes, runtimeWith } from './fixture.js';

it.each(['tables', 'fixed', 'updates', 'handles', 'atomics', 'fragments', 'parts', 'owners'])(
  'what %s need is given back',
  { timeout: 60_000 },
  async (what) => {
    const runtime = await runtimeWith(['tables']);
    await runtime.call('tables', 'rounds', [atom(what), 20]);
    const grown = memoryBytes(runtime);
    await runtime.call('tables', 'rounds', [atom(what), 60]);
    expect(memoryBytes(runtime)).toBe(grown);
  },
);

it('going through a large table lets other processes run', { timeout: 60_000 }, async () => {
  const runtime = await runtimeWith(['tables']);
  expect(await runtime.call('tables', 'fair', [50_000])).toEqual(tuple(50_000, true));
});

/** What OTP 29 makes of `newer`. */
const newer: readonly (readonly [type: string, result: string])[] = [
  [
    'set',
    "{['$end_of_table','$end_of_table'],[{k,[{k,2}]},{k,[{k,2}]},'$end_of_table','$end_of_table',{error,badarg},{error,badarg}],[2,d,d,{error,badarg},{error,badarg},{error,badarg},{error,badarg}],[true,true,{error,badarg},{error,badarg},true,{error,badarg},{error,badarg},{error,badarg},{error,badarg},true,{error,badarg}],[[{k,x}],[{new,x,2}],[{new2,1}],[],[{new4,a,b}],[]],4}",
  ],
  [
    'ordered_set',
    "{['$end_of_table','$end_of_table'],[{k,[{k,2}]},{k,[{k,2}]},'$end_of_table','$end_of_table','$end_of_table',{k,[{k,2}]}],[2,d,d,{error,badarg},{error,badarg},{error,badarg},{error,badarg}],[true,true,{error,badarg},{error,badarg},true,{error,badarg},{error,badarg},{error,badarg},{error,badarg},true,{error,badarg}],[[{k,x}],[{new,x,2}],[{new2,1}],[],[{new4,a,b}],[]],4}",
  ],
  [
    'bag',
    "{['$end_of_table','$end_of_table'],[{k,[{k,1},{k,2}]},{k,[{k,1},{k,2}]},'$end_of_table','$end_of_table',{error,badarg},{error,badarg}],[[1,2],d,d,{error,badarg},{error,badarg},{error,badarg},{error,badarg}],[{error,badarg},{error,badarg},{error,badarg},{error,badarg},{error,badarg},{error,badarg},{error,badarg},{error,badarg},{error,badarg},{error,badarg},{error,badarg}],[[{k,1},{k,2}],[],[],[],[],[]],2}",
  ],
  [
    'duplicate_bag',
    "{['$end_of_table','$end_of_table'],[{k,[{k,1},{k,2}]},{k,[{k,1},{k,2}]},'$end_of_table','$end_of_table',{error,badarg},{error,badarg}],[[1,2],d,d,{error,badarg},{error,badarg},{error,badarg},{error,badarg}],[{error,badarg},{error,badarg},{error,badarg},{error,badarg},{error,badarg},{error,badarg},{error,badarg},{error,badarg},{error,badarg},{error,badarg},{error,badarg}],[[{k,1},{k,2}],[],[],[],[],[]],2}",
  ],
];

it.each(newer)('functions that OTP 25 has not, on a %s', async (type, result) => {
  const runtime = await runtimeWith(['tables']);
  const term = await runtime.callTerm('tables', 'newer', [{ kind: 'atom', name: type }]);
  expect(formatTerm(term).replaceAll(' ', '')).toBe(result);
});

it.each([
  [25, [], ['is_map_key', 'abs']],
  [26, ['ceil', 'floor', 'is_bitstring', 'is_boolean', 'is_function', 'max', 'min', 'tuple_size'], ['is_map_key', 'abs']],
  [29, ['ceil', 'floor', 'is_bitstring', 'is_boolean', 'is_function', 'is_integer', 'max', 'min', 'tuple_size'], ['is_map_key', 'abs']],
])('match specifications of OTP %i take its guards', async (otpRelease, added, always) => {
  const runtime = await runtimeWith([], { otpRelease });
  const argument = atom('$1');
  const calls = {
    abs: [1],
    ceil: [1.5],
    floor: [1.5],
    is_bitstring: [argument],
    is_boolean: [argument],
    is_function: [argument, 1],
    is_integer: [argument, 0, 2],
    is_map_key: [1, argument],
    max: [1, 2],
    min: [1, 2],
    tuple_size: [argument],
  };
  const taken: string[] = [];
  for (const [name, args] of Object.entries(calls)) {
    const compiled = runtime.call('ets', 'match_spec_compile', [[tuple(argument, [], [tuple(atom(name), ...args)])]]);
    if (await compiled.then(() => true).catch(() => false)) taken.push(name);
  }
  expect(taken.sort()).toEqual([...added, ...always].sort());
});

it('the memory of binaries is what it was when counters have gone', async () => {
  const runtime = await runtimeWith([]);
  const binaries = (): Promise<unknown> => runtime.call('erlang', 'memory', [atom('binary')]);
  const before = await binaries();
  for (let i = 0; i < 5; i++) await runtime.call('erts_internal', 'counters_new', [1000]);
  expect(await binaries()).toBe(before);
});
