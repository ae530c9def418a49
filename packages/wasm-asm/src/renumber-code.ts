import type { ByteBuffer } from './byte-buffer.js';
import { InstructionReader } from './instruction-reader.js';
import type { ImmediateKind } from './instruction-table.js';
import { CatchKind, explicitHeapType, type HeapType, type ValueType, valueTypeWithHeap, writeBlockType, writeValueType } from './types.js';

/** The index spaces that code names, besides those of its own: locals and labels. */
export type CodeIndexSpace = 'function' | 'type' | 'table' | 'memory' | 'global' | 'tag' | 'element' | 'data';

/** Gives the new index for an old one. */
export type IndexMap = { readonly [space in CodeIndexSpace]: (index: number) => number };

/** A heap type with the new index of its type. */
export function renumberHeapType(type: HeapType, map: IndexMap): HeapType {
  return type < 0 ? type : map.type(type);
}

/** A value type with the new index of its type. */
export function renumberValueType(type: ValueType, map: IndexMap): ValueType {
  const heapType = explicitHeapType(type);
  return heapType === undefined || heapType < 0 ? type : valueTypeWithHeap(type & 0xff, map.type(heapType));
}

const reader: InstructionReader = /* @__PURE__ */ new InstructionReader();

/**
 * Appends instructions with new indices, every integer in its shortest form.
 *
 * Throws what `InstructionReader.read` throws.
 *
 * @param moved - is told for each instruction where it was and where it is, both in bytes from the first one
 */
export function renumberCode(out: ByteBuffer, code: Uint8Array, map: IndexMap, moved?: (from: number, to: number) => void): void {
  const start = out.length;
  reader.reset(code);
  while (!reader.done) {
    const instruction = reader.read();
    moved?.(reader.start, out.length - start);
    if (instruction.prefix >= 0) {
      out.u8(instruction.prefix);
      out.u32(instruction.opcode);
    } else out.u8(instruction.opcode);
    let at = 0;
    for (const kind of instruction.immediates) at = writeImmediate(out, code, map, kind, reader.values, at);
  }
}

/** Writes the immediate whose values begin at `at`, and gives where those of the next one begin. */
function writeImmediate(
  out: ByteBuffer,
  code: Uint8Array,
  map: IndexMap,
  kind: ImmediateKind,
  values: readonly number[],
  at: number,
): number {
  const value = values[at] ?? 0;
  switch (kind) {
    case 'function':
    case 'type':
    case 'table':
    case 'memory':
    case 'global':
    case 'tag':
    case 'element':
    case 'data':
      out.u32(map[kind](value));
      return at + 1;
    case 'label':
    case 'local':
    case 'field':
    case 'count':
      out.u32(value);
      return at + 1;
    case 'lane':
    case 'castflags':
    case 'zero':
      out.u8(value);
      return at + 1;
    case 'blocktype':
      writeBlockType(out, value >= 0 ? map.type(value) : value < -0x40 ? -renumberValueType(-value, map) : value);
      return at + 1;
    case 'heaptype':
      out.s33(renumberHeapType(value, map));
      return at + 1;
    case 'i32':
      out.s32(value);
      return at + 1;
    case 'i64':
      appendInteger(out, code, value);
      return at + 1;
    case 'f32':
      out.append(code, value, value + 4);
      return at + 1;
    case 'f64':
      out.append(code, value, value + 8);
      return at + 1;
    case 'v128':
    case 'lanes16':
      out.append(code, value, value + 16);
      return at + 1;
    case 'memarg0':
    case 'memarg1':
    case 'memarg2':
    case 'memarg3':
    case 'memarg4': {
      out.memarg(value, 0, map.memory(values[at + 1] ?? 0));
      // The offset may have more than 53 bits: its bytes are taken as they are.
      out.length--;
      appendInteger(out, code, values[at + 3] ?? 0);
      return at + 4;
    }
    case 'labels': {
      out.u32(value);
      for (let i = 0; i <= value; i++) out.u32(values[at + 1 + i] ?? 0);
      return at + 2 + value;
    }
    case 'valuetypes':
      out.u32(value);
      for (let i = 0; i < value; i++) writeValueType(out, renumberValueType(values[at + 1 + i] ?? 0, map));
      return at + 1 + value;
    case 'catches': {
      out.u32(value);
      for (let i = at + 1; i < at + 1 + 3 * value; i += 3) {
        const catchKind = values[i] ?? 0;
        out.u8(catchKind);
        if (catchKind === CatchKind.catch || catchKind === CatchKind.catchRef) out.u32(map.tag(values[i + 1] ?? 0));
        out.u32(values[i + 2] ?? 0);
      }
      return at + 1 + 3 * value;
    }
  }
}

function appendInteger(out: ByteBuffer, code: Uint8Array, start: number): void {
  let end = start;
  while ((code[end] ?? 0) >= 0x80) end++;
  out.append(code, start, end + 1);
}
