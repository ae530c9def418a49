import { type BeamFile, OperandKind as K, Opcode, opcodeInfo } from '@beamline/beam-file';
import { describe, expect, test } from 'vitest';
import { CompileError, type CompileErrorCode, ModuleCompiler } from '../src/index.js';
import { crafted, Imported, INTEGER_ATOM, type Instruction, type Operand } from './crafted.js';

function compileError(beam: BeamFile): CompileError {
  try {
    new ModuleCompiler().compile(beam);
  } catch (error) {
    if (error instanceof CompileError) return error;
    throw error;
  }
  throw new Error('it compiled');
}

const setX0: Instruction = [Opcode.move, [K.nil, 0], [K.x, 0]];
const finish: Instruction[] = [setX0, [Opcode.return]];
const allocate = (words: number): Instruction => [Opcode.allocate, [K.untagged, words], [K.untagged, 0]];
const deallocate = (words: number): Instruction => [Opcode.deallocate, [K.untagged, words]];

/** Bodies that are wrong in their instruction `at`. */
const wrong: readonly [what: string, code: CompileErrorCode, at: number, body: Instruction[]][] = [
  ['an instruction of long ago', 'unsupported-instruction', 0, [[Opcode.bs_need_buf, [K.untagged, 1]], ...finish]],
  ['a BIF that does not exist', 'unsupported-bif', 0, [[Opcode.bif0, [K.untagged, Imported.unknown], [K.x, 0]], ...finish]],
  ['a Y register without a frame', 'malformed-code', 0, [[Opcode.move, [K.y, 0], [K.x, 0]], ...finish]],
  ['a Y register outside the frame', 'malformed-code', 1, [allocate(1), [Opcode.move, [K.y, 1], [K.x, 0]], deallocate(1), ...finish]],
  ['a second frame', 'malformed-code', 1, [allocate(1), allocate(1), ...finish]],
  ['return with a frame', 'malformed-code', 2, [allocate(1), ...finish]],
  ['the removal of a frame of another size', 'malformed-code', 1, [allocate(1), deallocate(2), ...finish]],
  ['a call without a frame', 'malformed-code', 0, [[Opcode.call, [K.untagged, 0], [K.label, 2]], ...finish]],
  ['a call with a wrong arity', 'malformed-code', 1, [allocate(0), [Opcode.call, [K.untagged, 1], [K.label, 2]], deallocate(0), ...finish]],
  [
    'a call of a label inside a function',
    'malformed-code',
    1,
    [allocate(0), [Opcode.call, [K.untagged, 0], [K.label, 1]], deallocate(0), ...finish],
  ],
  ['a tail call with a frame', 'malformed-code', 1, [allocate(0), [Opcode.call_only, [K.untagged, 0], [K.label, 2]]]],
  ['a fun of 256 arguments', 'malformed-code', 1, [allocate(0), [Opcode.call_fun, [K.untagged, 256]], deallocate(0), ...finish]],
  ['a frame without measure', 'malformed-code', 0, [allocate(1_000_000), deallocate(1_000_000), ...finish]],
  ['heap without measure', 'malformed-code', 0, [[Opcode.test_heap, [K.untagged, 0x7fffffff], [K.untagged, 0]], ...finish]],
  ['a trimmed frame of another size', 'malformed-code', 1, [allocate(2), [Opcode.trim, [K.untagged, 1], [K.untagged, 2]], ...finish]],
  ['code that runs over the end', 'malformed-code', 0, [[Opcode.move, [K.nil, 0], [K.x, 0]]]],
];

const x = (n: number): Operand => [K.x, n];
const y = (n: number): Operand => [K.y, n];
const untagged = (n: number): Operand => [K.untagged, n];
const list = (...elements: Operand[]): Operand[] => [[K.list, elements.length], ...elements];
const testHeap = (words: number, live = 0): Instruction => [Opcode.test_heap, untagged(words), untagged(live)];
const label3: Instruction = [Opcode.label, untagged(3)];
const initY0: Instruction = [Opcode.init_yregs, ...list(y(0))];
const jump3: Instruction = [Opcode.jump, [K.label, 3]];
const self: Instruction = [Opcode.bif0, untagged(Imported.self), x(0)];

/** Bodies that would break the machine, which no compiler writes. */
const harmful: readonly [what: string, at: number, problem: RegExp, body: Instruction[]][] = [
  ['an X register that is not set', 0, /x1 is read before it is set/, [[Opcode.move, x(1), x(0)], [Opcode.return]]],
  [
    'an X register behind a call',
    4,
    /x1 is read before it is set/,
    [
      allocate(0),
      setX0,
      [Opcode.move, [K.nil, 0], x(1)],
      [Opcode.call_ext, untagged(0), untagged(Imported.unknown)],
      [Opcode.move, x(1), x(0)],
      deallocate(0),
      [Opcode.return],
    ],
  ],
  ['a result that is not set', 0, /x0 is not set/, [[Opcode.return]]],
  [
    'a Y register that is not set',
    1,
    /y0 is read before it is set/,
    [allocate(1), [Opcode.move, y(0), x(0)], deallocate(1), [Opcode.return]],
  ],
  [
    'too few live registers',
    2,
    /x0 is read before it is set/,
    [setX0, testHeap(2), [Opcode.put_list, x(0), [K.nil, 0], x(0)], [Opcode.return]],
  ],
  ['live registers that are not set', 0, /x0 is not set/, [testHeap(2, 1), ...finish]],
  ['a list without heap', 0, /8 bytes of heap/, [[Opcode.put_list, [K.nil, 0], [K.nil, 0], x(0)], [Opcode.return]]],
  [
    'a tuple with too little heap',
    1,
    /12 bytes of heap/,
    [testHeap(2), [Opcode.put_tuple2, x(0), ...list([K.nil, 0], [K.nil, 0])], [Opcode.return]],
  ],
  [
    'heap from before a BIF that may allocate',
    3,
    /8 bytes of heap/,
    [
      setX0,
      testHeap(2, 1),
      [Opcode.gc_bif1, [K.label, 0], untagged(1), untagged(Imported.length), x(0), x(0)],
      [Opcode.put_list, x(0), [K.nil, 0], x(0)],
      [Opcode.return],
    ],
  ],
  ['a float without heap', 0, /12 bytes of heap/, [[Opcode.fmove, [K.floatRegister, 0], x(0)], [Opcode.return]]],
  ['a fun without heap', 0, /bytes of heap/, [[Opcode.make_fun3, untagged(0), x(0), ...list()], [Opcode.return]]],
  ['a loop without an end', 1, /a loop takes no reductions/, [label3, jump3]],
  [
    'a loop of calls of BIFs',
    3,
    /a loop takes no reductions/,
    [allocate(0), label3, [Opcode.call_ext, untagged(0), untagged(Imported.self)], jump3],
  ],
  ['a loop over the same message', 2, /a loop takes no reductions/, [allocate(0), label3, [Opcode.loop_rec, [K.label, 3], x(0)], jump3]],
  ['try_end of another register', 2, /y0 has no catch tag/, [allocate(1), initY0, [Opcode.try_end, y(0)], deallocate(1), ...finish]],
  [
    'a handler that is none',
    2,
    /its handler does not begin with/,
    [allocate(1), initY0, [Opcode.try, y(0), [K.label, 3]], label3, setX0, deallocate(1), [Opcode.return]],
  ],
  [
    'try_case without an exception',
    2,
    /y0 has no catch tag/,
    [allocate(1), initY0, [Opcode.try_case, y(0)], deallocate(1), [Opcode.return]],
  ],
  [
    'a frame that is trimmed around a handler',
    4,
    /the frame of a handler is trimmed/,
    [
      allocate(2),
      [Opcode.init_yregs, ...list(y(0), y(1))],
      [Opcode.try, y(1), [K.label, 3]],
      setX0,
      [Opcode.trim, untagged(1), untagged(1)],
      [Opcode.try_end, y(0)],
      deallocate(1),
      [Opcode.return],
      label3,
      [Opcode.try_case, y(1)],
      deallocate(2),
      [Opcode.return],
    ],
  ],
  [
    'a catch tag that is read',
    2,
    /y0 is read before it is set/,
    [
      allocate(1),
      [Opcode.catch, y(0), [K.label, 3]],
      [Opcode.move, y(0), x(0)],
      label3,
      [Opcode.catch_end, y(0)],
      deallocate(1),
      [Opcode.return],
    ],
  ],
  [
    'a tuple that is changed in place',
    1,
    /updated in place/,
    [setX0, [Opcode.set_tuple_element, [K.nil, 0], x(0), untagged(0)], [Opcode.return]],
  ],
  [
    'a segment without a bitstring',
    0,
    /no bitstring is being built/,
    [[Opcode.bs_put_integer, [K.label, 0], [K.integer, 8], untagged(1), untagged(0), [K.integer, 1]], ...finish],
  ],
  [
    'bits that are not there',
    2,
    /reads bits/,
    [
      setX0,
      [Opcode.bs_start_match3, [K.label, 1], x(0), untagged(1), x(1)],
      [Opcode.bs_match, [K.label, 1], x(1), ...list([K.atom, INTEGER_ATOM], untagged(1), [K.nil, 0], untagged(8), untagged(1), x(0))],
      [Opcode.return],
    ],
  ],
  [
    'a match context that is returned',
    2,
    /a match context is returned/,
    [setX0, [Opcode.bs_start_match3, [K.label, 1], x(0), untagged(1), x(0)], [Opcode.return]],
  ],
  [
    'a match context in a list',
    3,
    /is a match context/,
    [
      setX0,
      [Opcode.bs_start_match3, [K.label, 1], x(0), untagged(1), x(0)],
      testHeap(2, 1),
      [Opcode.put_list, x(0), [K.nil, 0], x(0)],
      [Opcode.return],
    ],
  ],
  [
    'a message that is kept while it is in the mailbox',
    4,
    /still in the mailbox/,
    [
      allocate(0),
      label3,
      [Opcode.loop_rec, [K.label, 1], x(0)],
      [Opcode.bif0, untagged(Imported.self), x(1)],
      [Opcode.send],
      deallocate(0),
      [Opcode.return],
    ],
  ],
];

/** Bodies whose values are not what the instructions take: they compile, and a check raises badarg. */
const guarded: readonly [what: string, body: Instruction[]][] = [
  ['get_hd', [self, [Opcode.get_hd, x(0), x(0)], [Opcode.return]]],
  ['get_list', [self, [Opcode.get_list, x(0), x(0), x(1)], [Opcode.return]]],
  ['get_tuple_element', [self, [Opcode.get_tuple_element, x(0), untagged(3), x(0)], [Opcode.return]]],
  ['test_arity', [self, [Opcode.test_arity, [K.label, 1], x(0), untagged(3)], [Opcode.return]]],
  ['get_map_elements', [self, [Opcode.get_map_elements, [K.label, 1], x(0), ...list([K.nil, 0], x(0))], [Opcode.return]]],
  ['fmove', [self, [Opcode.fmove, x(0), [K.floatRegister, 0]], [Opcode.return]]],
  ['bs_get_tail', [self, [Opcode.bs_get_tail, x(0), x(0), untagged(1)], [Opcode.return]]],
  [
    'update_record',
    [
      self,
      testHeap(3, 1),
      [Opcode.update_record, [K.atom, INTEGER_ATOM], untagged(2), x(0), x(0), ...list(untagged(1), x(0))],
      [Opcode.return],
    ],
  ],
];

describe('code that would break the machine', () => {
  test.each(harmful)('%s', (_, at, problem, body) => {
    const error = compileError(crafted(body));
    expect(error.message).toMatch(problem);
    expect(error.code).toBe('malformed-code');
    expect(error.offset).toBe(10 * (at + 3));
  });

  test.each(guarded)('%s of what it does not take raises badarg', (_, body) => {
    const { bytes } = new ModuleCompiler().compile(crafted(body));
    expect(WebAssembly.validate(bytes)).toBe(true);
  });
});

describe('a file that cannot be compiled', () => {
  test.each(wrong)('%s: %s', (_, code, at, body) => {
    const beam = crafted(body);
    const error = compileError(beam);
    // The function's own three instructions are before the body.
    const i = at + 3;
    expect(error.code).toBe(code);
    expect(error.module).toBe('crafted');
    expect(error.functionName).toBe('f/0');
    expect(error.opcode).toBe(opcodeInfo(beam.code.opcodes[i] ?? 0)?.name);
    expect(error.offset).toBe(10 * i);
    expect(error.message).toBe(`${error.problem} (crafted:f/0, instruction ${error.opcode} at offset ${10 * i} of Code)`);
  });

  test('frames of two sizes at one label', () => {
    const error = compileError(
      crafted([setX0, [Opcode.is_nil, [K.label, 3], [K.x, 0]], allocate(1), [Opcode.label, [K.untagged, 3]], [Opcode.jump, [K.label, 3]]]),
    );
    expect(error.code).toBe('malformed-code');
    expect(error.problem).toMatch(/^a label is reached with frames of \d+ and \d+ words$/);
  });

  test('a lambda without a function of its arity, which is outside of all functions', () => {
    const error = compileError({ ...crafted(finish), lambdas: [{ function: 10, arity: 1, label: 2, index: 0, numFree: 0, oldUniq: 0 }] });
    expect(error.code).toBe('malformed-code');
    expect(error.message).toBe(`${error.problem} (crafted)`);
  });

  test('the compiler works again after an error', () => {
    const compiler = new ModuleCompiler();
    expect(() => compiler.compile(crafted([[Opcode.bs_need_buf, [K.untagged, 1]], ...finish]))).toThrow(CompileError);
    const again = compiler.compile(crafted(finish)).bytes;
    expect(again).toEqual(new ModuleCompiler().compile(crafted(finish)).bytes);
  });
});
