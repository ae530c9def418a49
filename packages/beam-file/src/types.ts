import type { ChunkReader } from './chunk-reader.js';

/**
 * Bits of `TypeInfo.types`: what a value may be. The numbering is that of OTP 29
 * (`lib/compiler/src/beam_types.hrl`) whatever the file's version; others are translated.
 */
export const TypeBit = {
  atom: 0x1,
  bitstring: 0x2,
  cons: 0x4,
  float: 0x8,
  fun: 0x10,
  integer: 0x20,
  map: 0x40,
  nil: 0x80,
  pid: 0x100,
  port: 0x200,
  reference: 0x400,
  tuple: 0x800,
  /** A native record, since OTP 29. */
  record: 0x1000,
  /** A match context; OTP 25 and 26 only; later releases count it as a bitstring. */
  matchContext: 0x2000,
} as const;

/** All of TypeBit: the value can be anything. */
export const ANY_TYPE = 0x3fff;

/** What the compiler knows about the value of a register; the operand of a typed register. */
export interface TypeInfo {
  /** Union of TypeBit; never 0. ANY_TYPE when all bits that the file's version has are set. */
  readonly types: number;
  /** Smallest number it may be, -2^63 .. 2^63-1; undefined when there is no lower bound. */
  readonly min: number | bigint | undefined;
  /** Largest number it may be, -2^63 .. 2^63-1; undefined when there is no upper bound. */
  readonly max: number | bigint | undefined;
  /** The number of bits of a bitstring is a multiple of this, 1..256; undefined when not known. */
  readonly unit: number | undefined;
}

/**
 * Reads `Type` (`lib/compiler/src/beam_types.erl`, `erts/emulator/beam/beam_types.c`). In version 1
 * (OTP 25) each type has 16 bits and two 64-bit bounds, none when the first is above the second.
 * From version 2 (OTP 26) flags say which of the bounds and the unit follow. Version 3 (OTP 27, 28)
 * took the match context's bit away, version 4 (OTP 29) added the record's. Any other version gives
 * undefined: types are hints, and the emulator ignores the ones it does not know.
 */
export function readTypes(reader: ChunkReader): TypeInfo[] | undefined {
  const version = reader.uint32('version');
  if (version < 1 || version > 4) return undefined;
  const count = reader.count(version === 1 ? 18 : 2, 'number of types');
  const types: TypeInfo[] = [];
  for (let i = 0; i < count; i++) {
    const type = version === 1 ? readBoundedType(reader) : readFlaggedType(reader, version);
    if (type.types === 0) throw reader.error('bad-type', `type ${i} allows no value`);
    types.push(type);
  }
  return types;
}

/** The bytes of each type of a chunk that `readTypes` has read, for a copy. */
export function typeSlices(chunk: Uint8Array): Uint8Array[] {
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.length);
  const [version, count] = [view.getUint32(0), view.getUint32(4)];
  const slices: Uint8Array[] = [];
  let at = 8;
  for (let i = 0; i < count; i++) {
    const start = at;
    if (version === 1) at += 18;
    else {
      const flags = view.getUint16(at) >> (version === 3 ? 12 : 13);
      at += 2 + 8 * ((flags & 1) + ((flags >> 1) & 1)) + ((flags >> 2) & 1);
    }
    slices.push(chunk.subarray(start, at));
  }
  return slices;
}

function readBoundedType(reader: ChunkReader): TypeInfo {
  const types = withMatchContext(reader.uint16('a type') & 0x1fff);
  const min = reader.int64('lower bound of a type');
  const max = reader.int64('upper bound of a type');
  const bounded = min <= max;
  return { types, min: bounded ? narrow(min) : undefined, max: bounded ? narrow(max) : undefined, unit: undefined };
}

function readFlaggedType(reader: ChunkReader, version: number): TypeInfo {
  const bits = reader.uint16('a type');
  const flags = bits >> (version === 3 ? 12 : 13);
  return {
    types: version === 2 ? withMatchContext(bits & 0x1fff) : withoutMatchContext(bits, version === 3 ? 0xfff : 0x1fff),
    min: (flags & 1) === 0 ? undefined : narrow(reader.int64('lower bound of a type')),
    max: (flags & 2) === 0 ? undefined : narrow(reader.int64('upper bound of a type')),
    unit: (flags & 4) === 0 ? undefined : reader.byte('unit of a type') + 1,
  };
}

/** Versions 1 and 2 have the match context in bit 2, and the bits above it one higher. */
function withMatchContext(bits: number): number {
  if (bits === 0x1fff) return ANY_TYPE;
  return (bits & 3) | ((bits >> 1) & 0xffc) | ((bits & 4) === 0 ? 0 : TypeBit.matchContext);
}

function withoutMatchContext(bits: number, all: number): number {
  return (bits & all) === all ? ANY_TYPE : bits & all;
}

function narrow(value: bigint): number | bigint {
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}
