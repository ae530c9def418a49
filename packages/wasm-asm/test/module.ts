import { ByteBuffer } from '../src/index.js';

function section(out: ByteBuffer, id: number, write: (content: ByteBuffer) => void): void {
  const content = new ByteBuffer();
  write(content);
  out.u8(id);
  out.u32(content.length);
  out.appendBuffer(content);
}

function bytes(b: ByteBuffer, ...values: number[]): void {
  for (const value of values) b.u8(value);
}

/**
 * A module with one item in every index space and one function, `f`: the code with the locals of
 * the given flat declarations. `types` are the types in bytes, the function's type first.
 */
export function moduleWith(
  code: Uint8Array,
  locals: readonly number[] = [],
  types: readonly (readonly number[])[] = [[0x60, 0, 0]],
): Uint8Array<ArrayBuffer> {
  const out = new ByteBuffer();
  bytes(out, 0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00);
  // The last type, without parameters and results, is that of the tag.
  section(out, 1, (b) => bytes(b, types.length + 1, ...types.flat(), 0x60, 0, 0));
  section(out, 3, (b) => bytes(b, 1, 0));
  section(out, 4, (b) => bytes(b, 1, 0x70, 0, 1));
  section(out, 5, (b) => bytes(b, 1, 0, 1));
  section(out, 13, (b) => bytes(b, 1, 0, types.length));
  section(out, 6, (b) => bytes(b, 1, 0x7f, 1, 0x41, 0, 0x0b));
  section(out, 7, (b) => {
    bytes(b, 1);
    b.name('f');
    bytes(b, 0, 0);
  });
  section(out, 9, (b) => bytes(b, 1, 1, 0, 1, 0));
  section(out, 12, (b) => bytes(b, 1));
  section(out, 10, (b) => {
    const body = new ByteBuffer();
    body.u32(locals.length / 2);
    for (const value of locals) body.u32(value);
    body.append(code);
    b.u32(1);
    b.u32(body.length);
    b.appendBuffer(body);
  });
  section(out, 11, (b) => bytes(b, 1, 1, 1, 0xff));
  return out.slice();
}
