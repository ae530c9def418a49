import { Leb128Reader } from '@beamline/leb128';
import { type ImmediateKind, type Instruction, instructionTable } from './instruction-table.js';
import { CatchKind } from './types.js';

/** Bytes that are not an instruction of the table. */
export class UnknownInstructionError extends RangeError {
  override readonly name = 'UnknownInstructionError';

  constructor(
    /** The prefix byte, or -1. */
    readonly prefix: number,
    /** The opcode. */
    readonly opcode: number,
    /** Where it begins, in bytes. */
    readonly offset: number,
  ) {
    super(`no instruction has opcode ${prefix < 0 ? '' : `0x${prefix.toString(16)} `}0x${opcode.toString(16)} (byte ${offset})`);
  }
}

let byOpcode: Map<number, Instruction> | undefined;

function key(prefix: number, opcode: number): number {
  return prefix < 0 ? opcode : prefix * 0x1_0000 + opcode;
}

function lookUp(prefix: number, opcode: number): Instruction | undefined {
  byOpcode ??= new Map(instructionTable.map((instruction) => [key(instruction.prefix, instruction.opcode), instruction]));
  return byOpcode.get(key(prefix, opcode));
}

/**
 * Calls `visit` for each instruction from `start` to `end`, with its row of the table and the
 * offset of its first byte.
 *
 * Throws {@link UnknownInstructionError}, or `Leb128DecodeError` for a malformed immediate.
 */
export function readInstructions(
  bytes: Uint8Array,
  start: number,
  end: number,
  visit: (instruction: Instruction, offset: number) => void,
): void {
  const reader = new Leb128Reader(bytes.subarray(0, end), start);
  while (reader.offset < end) {
    const offset = reader.offset;
    const first = bytes[reader.offset++] ?? 0;
    const prefixed = first >= 0xfb && first <= 0xfe;
    const prefix = prefixed ? first : -1;
    const opcode = prefixed ? reader.u32() : first;
    const instruction = lookUp(prefix, opcode);
    if (instruction === undefined) throw new UnknownInstructionError(prefix, opcode, offset);
    for (const kind of instruction.immediates) skipImmediate(reader, kind);
    visit(instruction, offset);
  }
}

function skipImmediate(reader: Leb128Reader, kind: ImmediateKind): void {
  switch (kind) {
    case 'blocktype':
    case 'heaptype':
      reader.s33();
      return;
    case 'i32':
      reader.s32();
      return;
    case 'i64':
      reader.s64();
      return;
    case 'f32':
      reader.offset += 4;
      return;
    case 'f64':
      reader.offset += 8;
      return;
    case 'v128':
    case 'lanes16':
      reader.offset += 16;
      return;
    case 'lane':
    case 'castflags':
    case 'zero':
      reader.offset += 1;
      return;
    case 'memarg0':
    case 'memarg1':
    case 'memarg2':
    case 'memarg3':
    case 'memarg4':
      if ((reader.u32() & 0x40) !== 0) reader.u32();
      reader.u64();
      return;
    case 'labels':
      for (let count = reader.u32(); count >= 0; count--) reader.u32();
      return;
    case 'valuetypes':
      for (let count = reader.u32(); count > 0; count--) {
        const type = reader.s33();
        // 0x63 and 0x64, the reference types with a heap type, as signed seven-bit numbers.
        if (type === -0x1d || type === -0x1c) reader.s33();
      }
      return;
    case 'catches':
      for (let count = reader.u32(); count > 0; count--) {
        const catchKind = reader.u32();
        if (catchKind === CatchKind.catch || catchKind === CatchKind.catchRef) reader.u32();
        reader.u32();
      }
      return;
    default:
      reader.u32();
  }
}
