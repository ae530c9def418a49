import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BeamFileError } from '../src/beam-file-error.js';
import { ChunkReader, CompactTag } from '../src/chunk-reader.js';
import { OperandKind, readCode, readCodeHeader } from '../src/code.js';
import { Opcode } from '../src/opcode.js';

/** `encode/2` of `lib/compiler/src/beam_asm.erl`. */
function compact(tag: number, value: bigint): number[] {
  if (value >= 0n && value < 16n) return [(Number(value) << 4) | tag];
  if (value >= 0n && value < 0x800n) return [(Number(value >> 8n) << 5) | 0b1000 | tag, Number(value & 255n)];
  let size = 1;
  while (BigInt.asIntN(8 * size, value) !== value) size++;
  size = Math.max(size, 2);
  const bytes = Array.from({ length: size }, (_, i) => Number((value >> BigInt(8 * (size - 1 - i))) & 255n));
  if (size <= 8) return [((size - 2) << 5) | 0b11000 | tag, ...bytes];
  return [(7 << 5) | 0b11000 | tag, ...compact(CompactTag.untagged, BigInt(size - 9)), ...bytes];
}

/** Code of one `move` of an integer to X register 0. */
function codeOfMove(operand: number[]): ChunkReader {
  const code = [Opcode.move, ...operand, 3, Opcode.int_code_end];
  const header = [16, 0, 191, 1, 0].flatMap((n) => [0, 0, 0, n]);
  return new ChunkReader('Code', new Uint8Array([...header, ...code]), 100);
}

function moved(operand: number[]): { kind: number | undefined; value: bigint | number | undefined } {
  const reader = codeOfMove(operand);
  const code = readCode(reader, readCodeHeader(reader), { atoms: 10, literals: 0, types: 0 });
  const value = code.values[0];
  return { kind: code.kinds[0], value: code.kinds[0] === OperandKind.bigInteger ? code.bigs[value ?? 0] : value };
}

describe('compact terms', () => {
  test('integers of any size come back', () => {
    fc.assert(
      fc.property(fc.oneof(fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }), fc.maxSafeInteger().map(BigInt), fc.bigInt()), (value) => {
        const small = value === BigInt.asIntN(32, value);
        const { kind, value: read } = moved(compact(CompactTag.integer, value));
        expect(kind).toBe(small ? OperandKind.integer : OperandKind.bigInteger);
        expect(BigInt(read ?? 0)).toBe(value);
      }),
    );
  });

  test('unsigned numbers below 2^31 come back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0x7fffffff }), (value) => {
        const reader = new ChunkReader('Line', new Uint8Array(compact(CompactTag.atom, BigInt(value))), 0);
        expect(reader.compactUnsigned('number')).toBe(value);
        expect(reader.tag).toBe(CompactTag.atom);
        expect(reader.remaining).toBe(0);
      }),
    );
  });

  test.each([
    ['atom above the table', compact(CompactTag.atom, 11n), 'bad-index'],
    ['X register 1024', compact(CompactTag.x, 1024n), 'bad-register'],
    ['label above the count', compact(CompactTag.label, 1n), 'bad-label'],
    ['negative register', compact(CompactTag.y, -1n), 'bad-register'],
    ['unknown extended tag', [0x97], 'bad-operand'],
    ['integer longer than the code', [0xf9, 0xa0], 'truncated'],
    ['list longer than the code', [0x17, 0xf0], 'bad-count'],
    ['literal of none', [0x47, 0x00], 'bad-index'],
    ['type of none', [0x57, 0x03, 0x00], 'bad-index'],
  ] as const)('rejects: %s', (_, operand, code) => {
    expect(() => moved([...operand])).toThrow(BeamFileError);
    expect(() => moved([...operand])).toThrow(expect.objectContaining({ code, chunk: 'Code', offset: 121 }));
  });

  test('rejects a list in a list where it is', () => {
    expect(() => moved([0x17, 0x10, 0x17, 0x00])).toThrow(expect.objectContaining({ code: 'bad-operand', offset: 123 }));
  });
});
