import * as varint from '@atcute/varint';
import { encodeU32, Leb128Reader } from '@beamline/leb128';
import minhducsun from '@minhducsun2002/leb128';
import * as thing from '@thi.ng/leb128';
import * as webassemblyjs from '@webassemblyjs/leb128';
import leb from 'leb';

/** A package that encodes and decodes unsigned 32-bit integers. */
export interface Leb128Codec {
  readonly name: string;
  /** Encodes every value; answers the number of bytes. */
  encode(values: Uint32Array): number;
  /** Decodes `count` values that lie one after the other; answers their sum modulo 2^32. */
  decode(bytes: Uint8Array, count: number): number;
}

const target = new Uint8Array(1 << 20);

/** Codecs; ours first. */
export const leb128Codecs: readonly Leb128Codec[] = [
  {
    name: '@beamline/leb128',
    encode: (values) => {
      let at = 0;
      for (const value of values) at = encodeU32(target, at, value);
      return at;
    },
    decode: (bytes, count) => {
      const reader = new Leb128Reader(bytes, 0);
      let sum = 0;
      for (let i = 0; i < count; i++) sum = (sum + reader.u32()) >>> 0;
      return sum;
    },
  },
  {
    name: '@thi.ng/leb128',
    encode: (values) => {
      let at = 0;
      for (const value of values) at += thing.encodeULEB128Into(target, value, at);
      return at;
    },
    decode: (bytes, count) => {
      let at = 0;
      let sum = 0;
      for (let i = 0; i < count; i++) {
        const [value, size] = thing.decodeULEB128(bytes, at);
        sum = (sum + Number(value)) >>> 0;
        at += size;
      }
      return sum;
    },
  },
  {
    name: '@webassemblyjs/leb128',
    encode: (values) => {
      let at = 0;
      for (const value of values) at += webassemblyjs.encodeU32(value).length;
      return at;
    },
    decode: (bytes, count) => {
      let at = 0;
      let sum = 0;
      for (let i = 0; i < count; i++) {
        const { value, nextIndex } = webassemblyjs.decodeUInt32(bytes, at);
        sum = (sum + value) >>> 0;
        at = nextIndex;
      }
      return sum;
    },
  },
  {
    name: 'leb',
    encode: (values) => {
      let at = 0;
      for (const value of values) at += leb.encodeUInt32(value).length;
      return at;
    },
    decode: (bytes, count) => {
      let at = 0;
      let sum = 0;
      for (let i = 0; i < count; i++) {
        const { value, nextIndex } = leb.decodeUInt32(bytes, at);
        sum = (sum + value) >>> 0;
        at = nextIndex;
      }
      return sum;
    },
  },
  {
    name: '@atcute/varint',
    encode: (values) => {
      let at = 0;
      for (const value of values) at += varint.encode(value, target, at);
      return at;
    },
    decode: (bytes, count) => {
      let at = 0;
      let sum = 0;
      for (let i = 0; i < count; i++) {
        const { value, nextOffset } = varint.decode(bytes, at);
        sum = (sum + value) >>> 0;
        at = nextOffset;
      }
      return sum;
    },
  },
  {
    name: '@minhducsun2002/leb128',
    encode: (values) => {
      let at = 0;
      for (const value of values) at += minhducsun.UnsignedLEB128.encode(value).length;
      return at;
    },
    decode: (bytes, count) => {
      let at = 0;
      let sum = 0;
      for (let i = 0; i < count; i++) {
        sum = (sum + minhducsun.UnsignedLEB128.decode(bytes, at)) >>> 0;
        at += minhducsun.UnsignedLEB128.getLength(bytes, at) + 1;
      }
      return sum;
    },
  },
];
