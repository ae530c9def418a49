import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  encodeS32,
  encodeS32Padded,
  encodeS33,
  encodeS64,
  encodeS64Padded,
  encodeU32,
  encodeU32Padded,
  encodeU64,
  encodeU64Padded,
  Leb128Error,
  Leb128Reader,
  PADDED_SIZE_32,
  PADDED_SIZE_64,
  sizeS32,
  sizeS33,
  sizeS64,
  sizeU32,
  sizeU64,
} from '../src/index.js';
import * as model from './model.js';

type Encode = (target: Uint8Array, offset: number, value: number) => number;
type EncodeWide = (target: Uint8Array, offset: number, value: number | bigint) => number;

const narrow: readonly {
  type: model.IntegerType;
  encode: Encode;
  size: (value: number) => number;
  read: (reader: Leb128Reader) => number;
  padded?: Encode;
}[] = [
  { type: model.U32, encode: encodeU32, size: sizeU32, read: (r) => r.u32(), padded: encodeU32Padded },
  { type: model.S32, encode: encodeS32, size: sizeS32, read: (r) => r.s32(), padded: encodeS32Padded },
  { type: model.S33, encode: encodeS33, size: sizeS33, read: (r) => r.s33() },
];

const wide: readonly {
  type: model.IntegerType;
  encode: EncodeWide;
  size: (value: number | bigint) => number;
  read: (reader: Leb128Reader) => bigint;
  readNumber: (reader: Leb128Reader) => number;
  padded: EncodeWide;
}[] = [
  { type: model.U64, encode: encodeU64, size: sizeU64, read: (r) => r.u64(), readNumber: (r) => r.u64Number(), padded: encodeU64Padded },
  { type: model.S64, encode: encodeS64, size: sizeS64, read: (r) => r.s64(), readNumber: (r) => r.s64Number(), padded: encodeS64Padded },
];

const readers: readonly { type: model.IntegerType; read: (reader: Leb128Reader) => number | bigint }[] = [...narrow, ...wide];

/** Values of a type, those near powers of two more often. */
function values(type: model.IntegerType): fc.Arbitrary<bigint> {
  const all = fc.bigInt({ min: model.minimum(type), max: model.maximum(type) });
  const edges = fc
    .tuple(fc.integer({ min: 0, max: type.bits }), fc.bigInt({ min: -2n, max: 2n }), fc.boolean())
    .map(([power, delta, negative]) => (negative ? -(2n ** BigInt(power)) : 2n ** BigInt(power)) + delta)
    .filter((value) => value >= model.minimum(type) && value <= model.maximum(type));
  return fc.oneof(all, edges);
}

function written(encode: (target: Uint8Array, offset: number) => number): number[] {
  const target = new Uint8Array(20).fill(0xaa);
  const end = encode(target, 3);
  expect([...target.subarray(0, 3), ...target.subarray(end)].every((byte) => byte === 0xaa)).toBe(true);
  return [...target.subarray(3, end)];
}

function failure(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

describe.each(narrow)('$type.name', ({ type, encode, size, read, padded }) => {
  test('is encoded and decoded as the model says', () => {
    fc.assert(
      fc.property(values(type), (value) => {
        const expected = model.encode(type, value);
        expect(written((target, offset) => encode(target, offset, Number(value)))).toEqual(expected);
        expect(size(Number(value))).toBe(expected.length);
        const reader = new Leb128Reader(new Uint8Array([0xff, ...expected, 0xff]), 1);
        expect(read(reader)).toBe(Number(value));
        expect(reader.offset).toBe(1 + expected.length);
        if (padded !== undefined) {
          const bytes = written((target, offset) => padded(target, offset, Number(value)));
          expect(bytes).toEqual(model.encodePadded(value, PADDED_SIZE_32).map((byte, i) => (i === 4 && !type.signed ? byte & 0x0f : byte)));
          expect(read(new Leb128Reader(new Uint8Array(bytes)))).toBe(Number(value));
        }
      }),
      { numRuns: 2000 },
    );
  });

  test.each([NaN, Infinity, -Infinity, 0.5, -1.5, 1e300, 2 ** 53])('does not encode %d', (value) => {
    for (const run of [
      () => encode(new Uint8Array(9), 0, value),
      () => size(value),
      () => padded?.(new Uint8Array(9), 0, value) ?? encode(new Uint8Array(9), 0, value),
    ]) {
      const error = failure(run);
      expect(error).toBeInstanceOf(Leb128Error);
      expect(error).toMatchObject({ problem: 'out of range', type: type.name, offset: 0, detail: value });
    }
  });

  test('does not encode the neighbours of its range', () => {
    for (const value of [Number(model.minimum(type)) - 1, Number(model.maximum(type)) + 1]) {
      expect(() => encode(new Uint8Array(9), 0, value)).toThrow(Leb128Error);
      expect(() => size(value)).toThrow(Leb128Error);
    }
  });
});

describe.each(wide)('$type.name', ({ type, encode, size, read, readNumber, padded }) => {
  test('is encoded and decoded as the model says', () => {
    fc.assert(
      fc.property(values(type), (value) => {
        const expected = model.encode(type, value);
        const forms: (number | bigint)[] = [value];
        const safe = value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER);
        if (safe) forms.push(Number(value));
        for (const form of forms) {
          expect(written((target, offset) => encode(target, offset, form))).toEqual(expected);
          expect(size(form)).toBe(expected.length);
          const bytes = written((target, offset) => padded(target, offset, form));
          expect(bytes).toHaveLength(PADDED_SIZE_64);
          expect(read(new Leb128Reader(new Uint8Array(bytes)))).toBe(value);
        }
        const reader = new Leb128Reader(new Uint8Array([...expected, 0xff]));
        expect(read(reader)).toBe(value);
        expect(reader.offset).toBe(expected.length);
        reader.reset(new Uint8Array([0xff, ...expected]), 1);
        if (safe) {
          expect(readNumber(reader)).toBe(Number(value));
          expect(reader.offset).toBe(1 + expected.length);
        } else {
          expect(failure(() => readNumber(reader))).toMatchObject({
            problem: 'out of range',
            type: type.signed ? 's54' : 'u53',
            offset: 1,
          });
          expect(reader.offset).toBe(1);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test.each([NaN, Infinity, -Infinity, 0.5, -1.5, 2 ** 53, 1e300])('does not encode the number %d', (value) => {
    for (const run of [() => encode(new Uint8Array(20), 0, value), () => size(value), () => padded(new Uint8Array(20), 0, value)]) {
      expect(failure(run)).toMatchObject({ name: 'Leb128Error', problem: 'out of range', type: type.name, detail: value });
    }
  });

  test('does not encode the neighbours of its range', () => {
    for (const value of [model.minimum(type) - 1n, model.maximum(type) + 1n]) {
      expect(() => encode(new Uint8Array(20), 0, value)).toThrow(Leb128Error);
      expect(() => padded(new Uint8Array(20), 0, value)).toThrow(Leb128Error);
      expect(() => size(value)).toThrow(Leb128Error);
    }
  });
});

describe.each(readers)('reading $type.name', ({ type, read }) => {
  test('any bytes give what the model gives', () => {
    const byte = fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(0x80, 0xff, 0x7f, 0x00, 0x40));
    const long = fc.array(fc.oneof(fc.constantFrom(0x80, 0xff), fc.integer({ min: 128, max: 255 })), { maxLength: 11 });
    fc.assert(
      fc.property(fc.tuple(long, fc.array(byte, { maxLength: 3 })), ([head, tail]) => {
        const bytes = [...head, ...tail];
        const expected = model.decode(type, bytes);
        const reader = new Leb128Reader(new Uint8Array(bytes));
        if ('value' in expected) {
          expect(BigInt(read(reader))).toBe(expected.value);
          expect(reader.offset).toBe(expected.size);
        } else {
          const error = failure(() => read(reader));
          expect(error).toBeInstanceOf(Leb128Error);
          expect(error).toMatchObject({ problem: expected.reason, offset: 0, detail: expected.offset, type: type.name });
          expect(reader.offset).toBe(0);
        }
      }),
      { numRuns: 5000 },
    );
  });
});

describe('edges', () => {
  const read = (bytes: number[]): Leb128Reader => new Leb128Reader(new Uint8Array(bytes));

  test.each([2 ** 31, 2 ** 31 + 1, 2 ** 32 - 1])('u32 %d, whose top bit is set', (value) => {
    const target = new Uint8Array(5);
    expect(encodeU32(target, 0, value)).toBe(5);
    expect(new Leb128Reader(target).u32()).toBe(value);
  });

  test('-0 is 0', () => {
    const target = new Uint8Array(1);
    expect(encodeS32(target, 0, -0)).toBe(1);
    expect(target[0]).toBe(0);
  });

  test('unused bits of the last byte', () => {
    expect(failure(() => read([0xff, 0xff, 0xff, 0xff, 0x1f]).u32())).toMatchObject({ problem: 'out of range', offset: 0, detail: 4 });
    expect(failure(() => read([0xff, 0xff, 0xff, 0xff, 0x4f]).s32())).toMatchObject({ problem: 'out of range', offset: 0, detail: 4 });
    expect(failure(() => read([0x80, 0x80, 0x80, 0x80, 0x08]).s32())).toMatchObject({ problem: 'out of range', offset: 0, detail: 4 });
    expect(failure(() => read([0x80, 0x80, 0x80, 0x80, 0x10]).s33())).toMatchObject({ problem: 'out of range', offset: 0, detail: 4 });
    expect(failure(() => read([...Array<number>(9).fill(0x80), 0x02]).u64())).toMatchObject({
      problem: 'out of range',
      offset: 0,
      detail: 9,
    });
    expect(failure(() => read([...Array<number>(9).fill(0x80), 0x01]).s64())).toMatchObject({
      problem: 'out of range',
      offset: 0,
      detail: 9,
    });
    expect(failure(() => read([...Array<number>(9).fill(0x80), 0x02]).u64Number())).toMatchObject({
      problem: 'out of range',
      offset: 0,
      detail: 9,
    });
  });

  test('six bytes are too long for 32 bits, eleven for 64', () => {
    const zeros = (count: number): number[] => [...Array<number>(count - 1).fill(0x80), 0x00];
    for (const run of [() => read(zeros(6)).u32(), () => read(zeros(6)).s32(), () => read(zeros(6)).s33()]) {
      expect(failure(run)).toMatchObject({ problem: 'too long', offset: 0, detail: 4 });
    }
    for (const run of [
      () => read(zeros(11)).u64(),
      () => read(zeros(11)).s64(),
      () => read(zeros(11)).u64Number(),
      () => read(zeros(11)).s64Number(),
    ]) {
      expect(failure(run)).toMatchObject({ problem: 'too long', offset: 0, detail: 9 });
    }
    expect(read(zeros(5)).u32()).toBe(0);
    expect(read(zeros(10)).s64()).toBe(0n);
  });

  test('truncated', () => {
    expect(failure(() => read([]).u32())).toMatchObject({ problem: 'truncated', offset: 0, detail: 0 });
    expect(failure(() => read([0x80, 0x80]).s32())).toMatchObject({ problem: 'truncated', offset: 0, detail: 2 });
    expect(failure(() => read([0x80, 0x80, 0x80, 0x80]).s33())).toMatchObject({ problem: 'truncated', offset: 0, detail: 4 });
    expect(failure(() => read([0x80]).u64Number())).toMatchObject({ problem: 'truncated', offset: 0, detail: 1 });
    expect(failure(() => read([]).s64Number())).toMatchObject({ problem: 'truncated', offset: 0, detail: 0 });
  });

  test('a negative value is not unsigned', () => {
    expect(() => encodeU32(new Uint8Array(5), 0, -1)).toThrow('u32 out of range at byte 0: -1');
    expect(() => encodeU64(new Uint8Array(10), 0, -1)).toThrow(Leb128Error);
    expect(() => encodeU64(new Uint8Array(10), 0, -1n)).toThrow(Leb128Error);
  });

  test('a target that ends too soon', () => {
    for (const [encode, size] of [
      [() => encodeU32(new Uint8Array(4), 0, 2 ** 32 - 1), 5],
      [() => encodeS32(new Uint8Array(4), 0, -(2 ** 31)), 5],
      [() => encodeS33(new Uint8Array(4), 0, 2 ** 32 - 1), 5],
      [() => encodeU64(new Uint8Array(4), 0, 2 ** 53 - 1), 8],
      [() => encodeU64(new Uint8Array(4), 0, 2n ** 64n - 1n), 10],
      [() => encodeS64(new Uint8Array(4), 0, -(2n ** 63n)), 10],
      [() => encodeU32Padded(new Uint8Array(4), 0, 1), 5],
      [() => encodeS32Padded(new Uint8Array(4), 0, 1), 5],
      [() => encodeU64Padded(new Uint8Array(4), 0, 1), 10],
      [() => encodeS64Padded(new Uint8Array(4), 0, 1), 10],
    ] as const) {
      const error = failure(encode);
      expect(error).toBeInstanceOf(Leb128Error);
      expect(error).toMatchObject({ problem: 'no room', offset: 0, detail: size });
    }
  });
});
