import { type BeamFile, OperandKind as K, Opcode, opcodeInfo } from '@beamline/beam-file';
import { describe, expect, test } from 'vitest';
import { CompileError, type CompileErrorCode, ModuleCompiler } from '../src/index.js';
import { crafted, Imported, type Instruction } from './crafted.js';

function compileError(beam: BeamFile): CompileError {
  try {
    new ModuleCompiler().compile(beam);
  } catch (error) {
    if (error instanceof CompileError) return error;
    throw error;
  }
  throw new Error('it compiled');
}

const finish: Instruction[] = [[Opcode.return]];
const allocate = (words: number): Instruction => [Opcode.allocate, [K.untagged, words], [K.untagged, 0]];
const deallocate = (words: number): Instruction => [Opcode.deallocate, [K.untagged, words]];

/** Bodies that are wrong in their instruction `at`. */
const wrong: readonly [what: string, code: CompileErrorCode, at: number, body: Instruction[]][] = [
  ['an instruction of long ago', 'unsupported-instruction', 0, [[Opcode.fclearerror], ...finish]],
  ['a BIF that does not exist', 'unsupported-bif', 0, [[Opcode.bif0, [K.untagged, Imported.unknown], [K.x, 0]], ...finish]],
  ['a Y register without a frame', 'malformed-code', 0, [[Opcode.move, [K.y, 0], [K.x, 0]], ...finish]],
  ['a Y register outside the frame', 'malformed-code', 1, [allocate(1), [Opcode.move, [K.y, 1], [K.x, 0]], deallocate(1), ...finish]],
  ['a second frame', 'malformed-code', 1, [allocate(1), allocate(1), ...finish]],
  ['return with a frame', 'malformed-code', 1, [allocate(1), ...finish]],
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
      crafted([[Opcode.is_nil, [K.label, 3], [K.x, 0]], allocate(1), [Opcode.label, [K.untagged, 3]], [Opcode.jump, [K.label, 3]]]),
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
    expect(() => compiler.compile(crafted([[Opcode.fclearerror], ...finish]))).toThrow(CompileError);
    const again = compiler.compile(crafted(finish)).bytes;
    expect(again).toEqual(new ModuleCompiler().compile(crafted(finish)).bytes);
  });
});
