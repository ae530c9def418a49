// Made from src/instruction-table.ts by `npx pnpm --filter @beamline/wasm-asm generate`: change the table, not this file.
import { InstructionGroup, type InstructionTarget } from '../instruction-group.js';

/** Instructions named `memory.*`. */
export class MemoryAtomicInstructions extends InstructionGroup {
  /** `memory.atomic.notify` (0xfe 0x00): `at i32 -> i32` */
  atomicNotify(offset = 0, align = 2, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x00);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `memory.atomic.wait32` (0xfe 0x01): `at i32 i64 -> i32` */
  atomicWait32(offset = 0, align = 2, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x01);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `memory.atomic.wait64` (0xfe 0x02): `at i64 i64 -> i32` */
  atomicWait64(offset = 0, align = 3, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x02);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }
}

/** Instructions named `atomic.*`. */
export class AtomicAtomicInstructions extends InstructionGroup {
  /** `atomic.fence` (0xfe 0x03): `->` */
  fence(): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x03);
    b.u8(0);
    this.observer?.appended(this.buffer);
  }
}

/** Instructions named `i32.*`. */
export class I32AtomicInstructions extends InstructionGroup {
  /** `i32.atomic.load` (0xfe 0x10): `at -> i32` */
  atomicLoad(offset = 0, align = 2, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x10);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i32.atomic.load8_u` (0xfe 0x12): `at -> i32` */
  atomicLoad8U(offset = 0, align = 0, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x12);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i32.atomic.load16_u` (0xfe 0x13): `at -> i32` */
  atomicLoad16U(offset = 0, align = 1, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x13);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i32.atomic.store` (0xfe 0x17): `at i32 ->` */
  atomicStore(offset = 0, align = 2, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x17);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i32.atomic.store8` (0xfe 0x19): `at i32 ->` */
  atomicStore8(offset = 0, align = 0, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x19);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i32.atomic.store16` (0xfe 0x1a): `at i32 ->` */
  atomicStore16(offset = 0, align = 1, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x1a);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i32.atomic.rmw.add` (0xfe 0x1e): `at i32 -> i32` */
  atomicRmwAdd(offset = 0, align = 2, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x1e);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i32.atomic.rmw8.add_u` (0xfe 0x20): `at i32 -> i32` */
  atomicRmw8AddU(offset = 0, align = 0, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x20);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i32.atomic.rmw16.add_u` (0xfe 0x21): `at i32 -> i32` */
  atomicRmw16AddU(offset = 0, align = 1, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x21);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i32.atomic.rmw.sub` (0xfe 0x25): `at i32 -> i32` */
  atomicRmwSub(offset = 0, align = 2, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x25);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i32.atomic.rmw8.sub_u` (0xfe 0x27): `at i32 -> i32` */
  atomicRmw8SubU(offset = 0, align = 0, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x27);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i32.atomic.rmw16.sub_u` (0xfe 0x28): `at i32 -> i32` */
  atomicRmw16SubU(offset = 0, align = 1, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x28);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i32.atomic.rmw.and` (0xfe 0x2c): `at i32 -> i32` */
  atomicRmwAnd(offset = 0, align = 2, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x2c);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i32.atomic.rmw8.and_u` (0xfe 0x2e): `at i32 -> i32` */
  atomicRmw8AndU(offset = 0, align = 0, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x2e);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i32.atomic.rmw16.and_u` (0xfe 0x2f): `at i32 -> i32` */
  atomicRmw16AndU(offset = 0, align = 1, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x2f);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i32.atomic.rmw.or` (0xfe 0x33): `at i32 -> i32` */
  atomicRmwOr(offset = 0, align = 2, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x33);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i32.atomic.rmw8.or_u` (0xfe 0x35): `at i32 -> i32` */
  atomicRmw8OrU(offset = 0, align = 0, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x35);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i32.atomic.rmw16.or_u` (0xfe 0x36): `at i32 -> i32` */
  atomicRmw16OrU(offset = 0, align = 1, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x36);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i32.atomic.rmw.xor` (0xfe 0x3a): `at i32 -> i32` */
  atomicRmwXor(offset = 0, align = 2, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x3a);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i32.atomic.rmw8.xor_u` (0xfe 0x3c): `at i32 -> i32` */
  atomicRmw8XorU(offset = 0, align = 0, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x3c);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i32.atomic.rmw16.xor_u` (0xfe 0x3d): `at i32 -> i32` */
  atomicRmw16XorU(offset = 0, align = 1, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x3d);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i32.atomic.rmw.xchg` (0xfe 0x41): `at i32 -> i32` */
  atomicRmwXchg(offset = 0, align = 2, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x41);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i32.atomic.rmw8.xchg_u` (0xfe 0x43): `at i32 -> i32` */
  atomicRmw8XchgU(offset = 0, align = 0, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x43);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i32.atomic.rmw16.xchg_u` (0xfe 0x44): `at i32 -> i32` */
  atomicRmw16XchgU(offset = 0, align = 1, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x44);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i32.atomic.rmw.cmpxchg` (0xfe 0x48): `at i32 i32 -> i32` */
  atomicRmwCmpxchg(offset = 0, align = 2, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x48);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i32.atomic.rmw8.cmpxchg_u` (0xfe 0x4a): `at i32 i32 -> i32` */
  atomicRmw8CmpxchgU(offset = 0, align = 0, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x4a);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i32.atomic.rmw16.cmpxchg_u` (0xfe 0x4b): `at i32 i32 -> i32` */
  atomicRmw16CmpxchgU(offset = 0, align = 1, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x4b);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }
}

/** Instructions named `i64.*`. */
export class I64AtomicInstructions extends InstructionGroup {
  /** `i64.atomic.load` (0xfe 0x11): `at -> i64` */
  atomicLoad(offset = 0, align = 3, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x11);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i64.atomic.load8_u` (0xfe 0x14): `at -> i64` */
  atomicLoad8U(offset = 0, align = 0, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x14);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i64.atomic.load16_u` (0xfe 0x15): `at -> i64` */
  atomicLoad16U(offset = 0, align = 1, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x15);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i64.atomic.load32_u` (0xfe 0x16): `at -> i64` */
  atomicLoad32U(offset = 0, align = 2, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x16);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i64.atomic.store` (0xfe 0x18): `at i64 ->` */
  atomicStore(offset = 0, align = 3, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x18);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i64.atomic.store8` (0xfe 0x1b): `at i64 ->` */
  atomicStore8(offset = 0, align = 0, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x1b);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i64.atomic.store16` (0xfe 0x1c): `at i64 ->` */
  atomicStore16(offset = 0, align = 1, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x1c);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i64.atomic.store32` (0xfe 0x1d): `at i64 ->` */
  atomicStore32(offset = 0, align = 2, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x1d);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i64.atomic.rmw.add` (0xfe 0x1f): `at i64 -> i64` */
  atomicRmwAdd(offset = 0, align = 3, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x1f);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i64.atomic.rmw8.add_u` (0xfe 0x22): `at i64 -> i64` */
  atomicRmw8AddU(offset = 0, align = 0, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x22);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i64.atomic.rmw16.add_u` (0xfe 0x23): `at i64 -> i64` */
  atomicRmw16AddU(offset = 0, align = 1, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x23);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i64.atomic.rmw32.add_u` (0xfe 0x24): `at i64 -> i64` */
  atomicRmw32AddU(offset = 0, align = 2, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x24);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i64.atomic.rmw.sub` (0xfe 0x26): `at i64 -> i64` */
  atomicRmwSub(offset = 0, align = 3, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x26);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i64.atomic.rmw8.sub_u` (0xfe 0x29): `at i64 -> i64` */
  atomicRmw8SubU(offset = 0, align = 0, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x29);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i64.atomic.rmw16.sub_u` (0xfe 0x2a): `at i64 -> i64` */
  atomicRmw16SubU(offset = 0, align = 1, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x2a);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i64.atomic.rmw32.sub_u` (0xfe 0x2b): `at i64 -> i64` */
  atomicRmw32SubU(offset = 0, align = 2, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x2b);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i64.atomic.rmw.and` (0xfe 0x2d): `at i64 -> i64` */
  atomicRmwAnd(offset = 0, align = 3, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x2d);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i64.atomic.rmw8.and_u` (0xfe 0x30): `at i64 -> i64` */
  atomicRmw8AndU(offset = 0, align = 0, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x30);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i64.atomic.rmw16.and_u` (0xfe 0x31): `at i64 -> i64` */
  atomicRmw16AndU(offset = 0, align = 1, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x31);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i64.atomic.rmw32.and_u` (0xfe 0x32): `at i64 -> i64` */
  atomicRmw32AndU(offset = 0, align = 2, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x32);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i64.atomic.rmw.or` (0xfe 0x34): `at i64 -> i64` */
  atomicRmwOr(offset = 0, align = 3, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x34);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i64.atomic.rmw8.or_u` (0xfe 0x37): `at i64 -> i64` */
  atomicRmw8OrU(offset = 0, align = 0, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x37);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i64.atomic.rmw16.or_u` (0xfe 0x38): `at i64 -> i64` */
  atomicRmw16OrU(offset = 0, align = 1, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x38);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i64.atomic.rmw32.or_u` (0xfe 0x39): `at i64 -> i64` */
  atomicRmw32OrU(offset = 0, align = 2, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x39);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i64.atomic.rmw.xor` (0xfe 0x3b): `at i64 -> i64` */
  atomicRmwXor(offset = 0, align = 3, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x3b);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i64.atomic.rmw8.xor_u` (0xfe 0x3e): `at i64 -> i64` */
  atomicRmw8XorU(offset = 0, align = 0, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x3e);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i64.atomic.rmw16.xor_u` (0xfe 0x3f): `at i64 -> i64` */
  atomicRmw16XorU(offset = 0, align = 1, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x3f);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i64.atomic.rmw32.xor_u` (0xfe 0x40): `at i64 -> i64` */
  atomicRmw32XorU(offset = 0, align = 2, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x40);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i64.atomic.rmw.xchg` (0xfe 0x42): `at i64 -> i64` */
  atomicRmwXchg(offset = 0, align = 3, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x42);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i64.atomic.rmw8.xchg_u` (0xfe 0x45): `at i64 -> i64` */
  atomicRmw8XchgU(offset = 0, align = 0, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x45);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i64.atomic.rmw16.xchg_u` (0xfe 0x46): `at i64 -> i64` */
  atomicRmw16XchgU(offset = 0, align = 1, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x46);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i64.atomic.rmw32.xchg_u` (0xfe 0x47): `at i64 -> i64` */
  atomicRmw32XchgU(offset = 0, align = 2, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x47);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i64.atomic.rmw.cmpxchg` (0xfe 0x49): `at i64 i64 -> i64` */
  atomicRmwCmpxchg(offset = 0, align = 3, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x49);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i64.atomic.rmw8.cmpxchg_u` (0xfe 0x4c): `at i64 i64 -> i64` */
  atomicRmw8CmpxchgU(offset = 0, align = 0, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x4c);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i64.atomic.rmw16.cmpxchg_u` (0xfe 0x4d): `at i64 i64 -> i64` */
  atomicRmw16CmpxchgU(offset = 0, align = 1, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x4d);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `i64.atomic.rmw32.cmpxchg_u` (0xfe 0x4e): `at i64 i64 -> i64` */
  atomicRmw32CmpxchgU(offset = 0, align = 2, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfe, 0x4e);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }
}

/** Atomic memory access. */
export class AtomicInstructions extends InstructionGroup {
  /** `memory.*` */
  readonly memory: MemoryAtomicInstructions;
  /** `atomic.*` */
  readonly atomic: AtomicAtomicInstructions;
  /** `i32.*` */
  readonly i32: I32AtomicInstructions;
  /** `i64.*` */
  readonly i64: I64AtomicInstructions;

  constructor(target: InstructionTarget) {
    super(target);
    this.memory = new MemoryAtomicInstructions(this);
    this.atomic = new AtomicAtomicInstructions(this);
    this.i32 = new I32AtomicInstructions(this);
    this.i64 = new I64AtomicInstructions(this);
  }
}
