import { Leb128Reader } from '@beamline/leb128';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteBuffer } from '../src/index.js';

type Write =
  | { kind: 'u8' | 'u32' | 's32' | 's33' | 'u32Padded' | 's32Padded' | 'f32' | 'f64' | 'u64' | 's64'; value: number }
  | { kind: 'big'; value: bigint }
  | { kind: 'bigUnsigned'; value: bigint }
  | { kind: 'name'; value: string }
  | { kind: 'bytes'; value: Uint8Array };

const number = (kind: Extract<Write, { value: number }>['kind'], arbitrary: fc.Arbitrary<number>): fc.Arbitrary<Write> =>
  arbitrary.map((value) => ({ kind, value }));
const u32 = fc.oneof(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 300 }));
const s32 = fc.oneof(fc.integer(), fc.integer({ min: -130, max: 130 }));
const writes: fc.Arbitrary<Write> = fc.oneof(
  number('u8', fc.integer({ min: 0, max: 255 })),
  number('u32', u32),
  number('s32', s32),
  number('s33', fc.oneof(u32, s32)),
  number('u32Padded', u32),
  number('s32Padded', s32),
  number('f32', fc.float({ noNaN: true })),
  number('f64', fc.double({ noNaN: true })),
  number('u64', fc.maxSafeNat()),
  number('s64', fc.oneof(fc.maxSafeInteger(), s32)),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value): Write => ({ kind: 'big', value })),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((value): Write => ({ kind: 'bigUnsigned', value })),
  fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ minLength: 100, maxLength: 300 })).map((value): Write => ({ kind: 'name', value })),
  fc.uint8Array({ maxLength: 40 }).map((value): Write => ({ kind: 'bytes', value })),
);

function write(b: ByteBuffer, item: Write): void {
  switch (item.kind) {
    case 'big':
      b.s64(item.value);
      return;
    case 'bigUnsigned':
      b.u64(item.value);
      return;
    case 'name':
      b.name(item.value);
      return;
    case 'bytes':
      b.append(item.value);
      return;
    default:
      b[item.kind](item.value);
  }
}

function readBack(reader: Leb128Reader, item: Write): unknown {
  const view = new DataView(reader.bytes.buffer, reader.bytes.byteOffset);
  const take = (count: number): number => {
    reader.offset += count;
    return reader.offset - count;
  };
  switch (item.kind) {
    case 'u8':
      return view.getUint8(take(1));
    case 'u32':
    case 'u32Padded':
      return reader.u32();
    case 's32':
    case 's32Padded':
      return reader.s32();
    case 's33':
      return reader.s33();
    case 'u64':
      return reader.u64Number();
    case 's64':
      return reader.s64Number();
    case 'f32':
      return view.getFloat32(take(4), true);
    case 'f64':
      return view.getFloat64(take(8), true);
    case 'big':
      return reader.s64();
    case 'bigUnsigned':
      return reader.u64();
    case 'name': {
      const length = reader.u32();
      return new TextDecoder().decode(reader.bytes.subarray(take(length), reader.offset));
    }
    case 'bytes':
      return reader.bytes.slice(take(item.value.length), reader.offset);
  }
}

describe('ByteBuffer', () => {
  test('gives back whatever was written, in a buffer that grows or is used again', () => {
    const used = new ByteBuffer(16);
    fc.assert(
      fc.property(fc.array(writes, { maxLength: 40 }), (items) => {
        used.reset();
        const fresh = new ByteBuffer(0);
        for (const item of items) {
          write(used, item);
          write(fresh, item);
        }
        const bytes = fresh.slice();
        expect(used.slice()).toEqual(bytes);
        const reader = new Leb128Reader(bytes);
        for (const item of items) expect(readBack(reader, item)).toEqual(item.value);
        expect(reader.offset).toBe(bytes.length);
      }),
      { numRuns: 500 },
    );
  });

  test('takes 32-bit integers modulo 2^32', () => {
    const b = new ByteBuffer();
    b.s32(0xffff_ffff);
    b.u32(-1);
    b.u8S32(0x41, 0x8000_0000);
    expect([...b.slice()]).toEqual([0x7f, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x41, 0x80, 0x80, 0x80, 0x80, 0x78]);
  });

  test('takes 64-bit integers modulo 2^64', () => {
    const b = new ByteBuffer();
    b.s64(2n ** 64n - 1n);
    b.u64(-1n);
    b.u64(-1);
    const ones = [...Array<number>(9).fill(0xff), 0x01];
    expect([...b.slice()]).toEqual([0x7f, ...ones, ...ones]);
    expect(() => b.s64(0.5)).toThrow(RangeError);
    expect(() => b.u64(2 ** 53)).toThrow(RangeError);
  });

  test('patches padded integers', () => {
    const b = new ByteBuffer();
    b.u32Padded(0);
    b.s32Padded(0);
    b.patchU32(0, 0xffff_fffe);
    b.patchS32(5, -2);
    const reader = new Leb128Reader(b.slice());
    expect([reader.u32(), reader.s32()]).toEqual([0xffff_fffe, -2]);
  });

  test('names: 127 and 128 characters, non-ASCII ones, lone surrogates', () => {
    for (const name of ['', 'a'.repeat(127), 'a'.repeat(128), 'ä'.repeat(64), '日本語'.repeat(50), `${'a'.repeat(126)}é`, '\ud800']) {
      const b = new ByteBuffer(0);
      b.name(name);
      const reader = new Leb128Reader(b.slice());
      const length = reader.u32();
      expect(new TextDecoder().decode(reader.bytes.subarray(reader.offset))).toBe(name.replace('\ud800', '\ufffd'));
      expect(reader.offset + length).toBe(b.length);
    }
  });

  test('appends parts of other buffers, itself included', () => {
    const b = new ByteBuffer(16);
    b.append(
      Uint8Array.from({ length: 30 }, (_, i) => i),
      5,
      25,
    );
    b.appendBuffer(b, 0, 2);
    b.appendBuffer(b);
    const once = [...Array.from({ length: 20 }, (_, i) => i + 5), 5, 6];
    expect([...b.slice()]).toEqual([...once, ...once]);
    expect([...b.slice(1, 3)]).toEqual([6, 7]);
  });

  test('memory arguments: long offsets, other memories, 64-bit memories', () => {
    const b = new ByteBuffer();
    b.u8Memarg(0x28, 2, 0xffff_ffff, 0);
    b.u8Memarg(0x28, 2, 1, 3);
    b.u8Memarg(0x28, 2, 2 ** 40, 0);
    expect([...b.slice()]).toEqual([0x28, 2, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x28, 0x42, 3, 1, 0x28, 2, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20]);
  });
});
