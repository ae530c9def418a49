import { OperandKind as K, Opcode } from '@beamline/beam-file';
import { ModuleCompiler } from '@beamline/jit-compiler';
import { expect, test } from 'vitest';
import { crafted, Imported, INTEGER_ATOM, type Instruction, type Operand } from '../../jit-compiler/test/crafted.js';
import { ErlangError } from '../src/index.js';
import { runtimeWith } from './fixture.js';

const x = (n: number): Operand => [K.x, n];
const untagged = (n: number): Operand => [K.untagged, n];
const list = (...elements: Operand[]): Operand[] => [[K.list, elements.length], ...elements];
const self: Instruction = [Opcode.bif0, untagged(Imported.self), x(0)];
const finish: Instruction = [Opcode.return];

/** Functions that take a pid for something else. */
const wrong: readonly [what: string, body: Instruction[]][] = [
  ['get_hd', [self, [Opcode.get_hd, x(0), x(0)], finish]],
  ['get_tl', [self, [Opcode.get_tl, x(0), x(0)], finish]],
  ['get_list', [self, [Opcode.get_list, x(0), x(0), x(1)], finish]],
  ['get_tuple_element', [self, [Opcode.get_tuple_element, x(0), untagged(3), x(0)], finish]],
  ['get_map_elements', [self, [Opcode.get_map_elements, [K.label, 1], x(0), ...list([K.nil, 0], x(0))], finish]],
  ['fmove', [self, [Opcode.fmove, x(0), [K.floatRegister, 0]], finish]],
  ['bs_get_tail', [self, [Opcode.bs_get_tail, x(0), x(0), untagged(1)], finish]],
  [
    'update_record',
    [
      self,
      [Opcode.test_heap, untagged(3), untagged(1)],
      [Opcode.update_record, [K.atom, INTEGER_ATOM], untagged(2), x(0), x(0), ...list(untagged(1), x(0))],
      finish,
    ],
  ],
  [
    'get_tuple_element of a small tuple',
    [
      [Opcode.test_heap, untagged(2), untagged(0)],
      [Opcode.put_tuple2, x(0), ...list([K.nil, 0])],
      [Opcode.get_tuple_element, x(0), untagged(1), x(0)],
      finish,
    ],
  ],
];

test.each(wrong)('%s of what it does not take raises badarg, and the machine goes on', async (_, body) => {
  const runtime = await runtimeWith(['stress']);
  const compiler = new ModuleCompiler();
  runtime.machine.link(compiler.compile(crafted(body), { tailCalls: runtime.machine.tailCalls }));
  const error = await runtime.call('crafted', 'f').catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ErlangError);
  expect(String(error)).toMatch(/error: badarg/);
  expect(await runtime.call('stress', 'keep', [1000])).toBe(1000);
});

test('all elements of a new frame can be read that `allocate_zero` has made, and `make_fun2` makes a fun', async () => {
  const runtime = await runtimeWith(['stress']);
  const body: Instruction[] = [
    [Opcode.allocate_zero, untagged(1), untagged(0)],
    [Opcode.make_fun2, untagged(0)],
    [Opcode.move, [K.y, 0], x(0)],
    [Opcode.init, [K.y, 0]],
    [Opcode.deallocate, untagged(1)],
    finish,
  ];
  runtime.machine.link(new ModuleCompiler().compile(crafted(body), { tailCalls: runtime.machine.tailCalls }));
  expect(await runtime.call('crafted', 'f')).toEqual([]);
});

test.each([true, false])(
  'a function whose code is larger than engines take runs in parts, with tail calls: %s',
  { timeout: 60_000 },
  async (tailCalls) => {
    const runtime = await runtimeWith(['stress'], { tailCalls });
    const count = 150_000;
    const body: Instruction[] = [[Opcode.move, [K.nil, 0], x(0)]];
    for (let i = 0; i < count; i++) {
      body.push([Opcode.test_heap, untagged(2), untagged(1)], [Opcode.put_list, [K.integer, i], x(0), x(0)]);
    }
    body.push(finish);
    const compiled = new ModuleCompiler().compile(crafted(body), { tailCalls });
    expect(compiled.bytes.length).toBeGreaterThan(7_654_321);
    runtime.machine.link(compiled);
    const result = await runtime.call('crafted', 'f');
    expect(result).toHaveLength(count);
    expect(result).toMatchObject({ 0: count - 1, [count - 1]: 0 });
    expect(await runtime.call('stress', 'keep', [1000])).toBe(1000);
  },
);
