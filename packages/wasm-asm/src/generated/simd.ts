// Made from src/instruction-table.ts by `npx pnpm --filter @beamline/wasm-asm generate`: change the table, not this file.
import { InstructionGroup, type InstructionTarget } from '../instruction-group.js';

/** Instructions named `v128.*`. */
export class V128SimdInstructions extends InstructionGroup {
  /** `v128.load` (0xfd 0x00): `at -> v128` */
  load(offset = 0, align = 4, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfd, 0x00);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `v128.load8x8_s` (0xfd 0x01): `at -> v128` */
  load8x8S(offset = 0, align = 3, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfd, 0x01);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `v128.load8x8_u` (0xfd 0x02): `at -> v128` */
  load8x8U(offset = 0, align = 3, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfd, 0x02);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `v128.load16x4_s` (0xfd 0x03): `at -> v128` */
  load16x4S(offset = 0, align = 3, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfd, 0x03);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `v128.load16x4_u` (0xfd 0x04): `at -> v128` */
  load16x4U(offset = 0, align = 3, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfd, 0x04);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `v128.load32x2_s` (0xfd 0x05): `at -> v128` */
  load32x2S(offset = 0, align = 3, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfd, 0x05);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `v128.load32x2_u` (0xfd 0x06): `at -> v128` */
  load32x2U(offset = 0, align = 3, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfd, 0x06);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `v128.load8_splat` (0xfd 0x07): `at -> v128` */
  load8Splat(offset = 0, align = 0, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfd, 0x07);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `v128.load16_splat` (0xfd 0x08): `at -> v128` */
  load16Splat(offset = 0, align = 1, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfd, 0x08);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `v128.load32_splat` (0xfd 0x09): `at -> v128` */
  load32Splat(offset = 0, align = 2, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfd, 0x09);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `v128.load64_splat` (0xfd 0x0a): `at -> v128` */
  load64Splat(offset = 0, align = 3, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfd, 0x0a);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `v128.store` (0xfd 0x0b): `at v128 ->` */
  store(offset = 0, align = 4, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfd, 0x0b);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `v128.const` (0xfd 0x0c): `-> v128` */
  const(bytes: Uint8Array): void {
    const b = this.buffer;
    b.u8x2(0xfd, 0x0c);
    b.append(bytes, 0, 16);
    this.observer?.appended(this.buffer);
  }

  /** `v128.not` (0xfd 0x4d): `v128 -> v128` */
  not(): void {
    this.buffer.u8x2(0xfd, 0x4d);
    this.observer?.appended(this.buffer);
  }

  /** `v128.and` (0xfd 0x4e): `v128 v128 -> v128` */
  and(): void {
    this.buffer.u8x2(0xfd, 0x4e);
    this.observer?.appended(this.buffer);
  }

  /** `v128.andnot` (0xfd 0x4f): `v128 v128 -> v128` */
  andnot(): void {
    this.buffer.u8x2(0xfd, 0x4f);
    this.observer?.appended(this.buffer);
  }

  /** `v128.or` (0xfd 0x50): `v128 v128 -> v128` */
  or(): void {
    this.buffer.u8x2(0xfd, 0x50);
    this.observer?.appended(this.buffer);
  }

  /** `v128.xor` (0xfd 0x51): `v128 v128 -> v128` */
  xor(): void {
    this.buffer.u8x2(0xfd, 0x51);
    this.observer?.appended(this.buffer);
  }

  /** `v128.bitselect` (0xfd 0x52): `v128 v128 v128 -> v128` */
  bitselect(): void {
    this.buffer.u8x2(0xfd, 0x52);
    this.observer?.appended(this.buffer);
  }

  /** `v128.any_true` (0xfd 0x53): `v128 -> i32` */
  anyTrue(): void {
    this.buffer.u8x2(0xfd, 0x53);
    this.observer?.appended(this.buffer);
  }

  /** `v128.load8_lane` (0xfd 0x54): `at v128 -> v128` */
  load8Lane(lane: number, offset = 0, align = 0, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfd, 0x54);
    b.memarg(align, offset, memoryIndex);
    b.u8(lane);
    this.observer?.appended(this.buffer);
  }

  /** `v128.load16_lane` (0xfd 0x55): `at v128 -> v128` */
  load16Lane(lane: number, offset = 0, align = 1, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfd, 0x55);
    b.memarg(align, offset, memoryIndex);
    b.u8(lane);
    this.observer?.appended(this.buffer);
  }

  /** `v128.load32_lane` (0xfd 0x56): `at v128 -> v128` */
  load32Lane(lane: number, offset = 0, align = 2, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfd, 0x56);
    b.memarg(align, offset, memoryIndex);
    b.u8(lane);
    this.observer?.appended(this.buffer);
  }

  /** `v128.load64_lane` (0xfd 0x57): `at v128 -> v128` */
  load64Lane(lane: number, offset = 0, align = 3, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfd, 0x57);
    b.memarg(align, offset, memoryIndex);
    b.u8(lane);
    this.observer?.appended(this.buffer);
  }

  /** `v128.store8_lane` (0xfd 0x58): `at v128 ->` */
  store8Lane(lane: number, offset = 0, align = 0, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfd, 0x58);
    b.memarg(align, offset, memoryIndex);
    b.u8(lane);
    this.observer?.appended(this.buffer);
  }

  /** `v128.store16_lane` (0xfd 0x59): `at v128 ->` */
  store16Lane(lane: number, offset = 0, align = 1, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfd, 0x59);
    b.memarg(align, offset, memoryIndex);
    b.u8(lane);
    this.observer?.appended(this.buffer);
  }

  /** `v128.store32_lane` (0xfd 0x5a): `at v128 ->` */
  store32Lane(lane: number, offset = 0, align = 2, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfd, 0x5a);
    b.memarg(align, offset, memoryIndex);
    b.u8(lane);
    this.observer?.appended(this.buffer);
  }

  /** `v128.store64_lane` (0xfd 0x5b): `at v128 ->` */
  store64Lane(lane: number, offset = 0, align = 3, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfd, 0x5b);
    b.memarg(align, offset, memoryIndex);
    b.u8(lane);
    this.observer?.appended(this.buffer);
  }

  /** `v128.load32_zero` (0xfd 0x5c): `at -> v128` */
  load32Zero(offset = 0, align = 2, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfd, 0x5c);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `v128.load64_zero` (0xfd 0x5d): `at -> v128` */
  load64Zero(offset = 0, align = 3, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfd, 0x5d);
    b.memarg(align, offset, memoryIndex);
    this.observer?.appended(this.buffer);
  }
}

/** Instructions named `i8x16.*`. */
export class I8x16SimdInstructions extends InstructionGroup {
  /** `i8x16.shuffle` (0xfd 0x0d): `v128 v128 -> v128` */
  shuffle(lanes: ArrayLike<number>): void {
    const b = this.buffer;
    b.u8x2(0xfd, 0x0d);
    for (let i = 0; i < 16; i++) b.u8(lanes[i] ?? 0);
    this.observer?.appended(this.buffer);
  }

  /** `i8x16.swizzle` (0xfd 0x0e): `v128 v128 -> v128` */
  swizzle(): void {
    this.buffer.u8x2(0xfd, 0x0e);
    this.observer?.appended(this.buffer);
  }

  /** `i8x16.splat` (0xfd 0x0f): `i32 -> v128` */
  splat(): void {
    this.buffer.u8x2(0xfd, 0x0f);
    this.observer?.appended(this.buffer);
  }

  /** `i8x16.extract_lane_s` (0xfd 0x15): `v128 -> i32` */
  extractLaneS(lane: number): void {
    const b = this.buffer;
    b.u8x2(0xfd, 0x15);
    b.u8(lane);
    this.observer?.appended(this.buffer);
  }

  /** `i8x16.extract_lane_u` (0xfd 0x16): `v128 -> i32` */
  extractLaneU(lane: number): void {
    const b = this.buffer;
    b.u8x2(0xfd, 0x16);
    b.u8(lane);
    this.observer?.appended(this.buffer);
  }

  /** `i8x16.replace_lane` (0xfd 0x17): `v128 i32 -> v128` */
  replaceLane(lane: number): void {
    const b = this.buffer;
    b.u8x2(0xfd, 0x17);
    b.u8(lane);
    this.observer?.appended(this.buffer);
  }

  /** `i8x16.eq` (0xfd 0x23): `v128 v128 -> v128` */
  eq(): void {
    this.buffer.u8x2(0xfd, 0x23);
    this.observer?.appended(this.buffer);
  }

  /** `i8x16.ne` (0xfd 0x24): `v128 v128 -> v128` */
  ne(): void {
    this.buffer.u8x2(0xfd, 0x24);
    this.observer?.appended(this.buffer);
  }

  /** `i8x16.lt_s` (0xfd 0x25): `v128 v128 -> v128` */
  ltS(): void {
    this.buffer.u8x2(0xfd, 0x25);
    this.observer?.appended(this.buffer);
  }

  /** `i8x16.lt_u` (0xfd 0x26): `v128 v128 -> v128` */
  ltU(): void {
    this.buffer.u8x2(0xfd, 0x26);
    this.observer?.appended(this.buffer);
  }

  /** `i8x16.gt_s` (0xfd 0x27): `v128 v128 -> v128` */
  gtS(): void {
    this.buffer.u8x2(0xfd, 0x27);
    this.observer?.appended(this.buffer);
  }

  /** `i8x16.gt_u` (0xfd 0x28): `v128 v128 -> v128` */
  gtU(): void {
    this.buffer.u8x2(0xfd, 0x28);
    this.observer?.appended(this.buffer);
  }

  /** `i8x16.le_s` (0xfd 0x29): `v128 v128 -> v128` */
  leS(): void {
    this.buffer.u8x2(0xfd, 0x29);
    this.observer?.appended(this.buffer);
  }

  /** `i8x16.le_u` (0xfd 0x2a): `v128 v128 -> v128` */
  leU(): void {
    this.buffer.u8x2(0xfd, 0x2a);
    this.observer?.appended(this.buffer);
  }

  /** `i8x16.ge_s` (0xfd 0x2b): `v128 v128 -> v128` */
  geS(): void {
    this.buffer.u8x2(0xfd, 0x2b);
    this.observer?.appended(this.buffer);
  }

  /** `i8x16.ge_u` (0xfd 0x2c): `v128 v128 -> v128` */
  geU(): void {
    this.buffer.u8x2(0xfd, 0x2c);
    this.observer?.appended(this.buffer);
  }

  /** `i8x16.abs` (0xfd 0x60): `v128 -> v128` */
  abs(): void {
    this.buffer.u8x2(0xfd, 0x60);
    this.observer?.appended(this.buffer);
  }

  /** `i8x16.neg` (0xfd 0x61): `v128 -> v128` */
  neg(): void {
    this.buffer.u8x2(0xfd, 0x61);
    this.observer?.appended(this.buffer);
  }

  /** `i8x16.popcnt` (0xfd 0x62): `v128 -> v128` */
  popcnt(): void {
    this.buffer.u8x2(0xfd, 0x62);
    this.observer?.appended(this.buffer);
  }

  /** `i8x16.all_true` (0xfd 0x63): `v128 -> i32` */
  allTrue(): void {
    this.buffer.u8x2(0xfd, 0x63);
    this.observer?.appended(this.buffer);
  }

  /** `i8x16.bitmask` (0xfd 0x64): `v128 -> i32` */
  bitmask(): void {
    this.buffer.u8x2(0xfd, 0x64);
    this.observer?.appended(this.buffer);
  }

  /** `i8x16.narrow_i16x8_s` (0xfd 0x65): `v128 v128 -> v128` */
  narrowI16x8S(): void {
    this.buffer.u8x2(0xfd, 0x65);
    this.observer?.appended(this.buffer);
  }

  /** `i8x16.narrow_i16x8_u` (0xfd 0x66): `v128 v128 -> v128` */
  narrowI16x8U(): void {
    this.buffer.u8x2(0xfd, 0x66);
    this.observer?.appended(this.buffer);
  }

  /** `i8x16.shl` (0xfd 0x6b): `v128 i32 -> v128` */
  shl(): void {
    this.buffer.u8x2(0xfd, 0x6b);
    this.observer?.appended(this.buffer);
  }

  /** `i8x16.shr_s` (0xfd 0x6c): `v128 i32 -> v128` */
  shrS(): void {
    this.buffer.u8x2(0xfd, 0x6c);
    this.observer?.appended(this.buffer);
  }

  /** `i8x16.shr_u` (0xfd 0x6d): `v128 i32 -> v128` */
  shrU(): void {
    this.buffer.u8x2(0xfd, 0x6d);
    this.observer?.appended(this.buffer);
  }

  /** `i8x16.add` (0xfd 0x6e): `v128 v128 -> v128` */
  add(): void {
    this.buffer.u8x2(0xfd, 0x6e);
    this.observer?.appended(this.buffer);
  }

  /** `i8x16.add_sat_s` (0xfd 0x6f): `v128 v128 -> v128` */
  addSatS(): void {
    this.buffer.u8x2(0xfd, 0x6f);
    this.observer?.appended(this.buffer);
  }

  /** `i8x16.add_sat_u` (0xfd 0x70): `v128 v128 -> v128` */
  addSatU(): void {
    this.buffer.u8x2(0xfd, 0x70);
    this.observer?.appended(this.buffer);
  }

  /** `i8x16.sub` (0xfd 0x71): `v128 v128 -> v128` */
  sub(): void {
    this.buffer.u8x2(0xfd, 0x71);
    this.observer?.appended(this.buffer);
  }

  /** `i8x16.sub_sat_s` (0xfd 0x72): `v128 v128 -> v128` */
  subSatS(): void {
    this.buffer.u8x2(0xfd, 0x72);
    this.observer?.appended(this.buffer);
  }

  /** `i8x16.sub_sat_u` (0xfd 0x73): `v128 v128 -> v128` */
  subSatU(): void {
    this.buffer.u8x2(0xfd, 0x73);
    this.observer?.appended(this.buffer);
  }

  /** `i8x16.min_s` (0xfd 0x76): `v128 v128 -> v128` */
  minS(): void {
    this.buffer.u8x2(0xfd, 0x76);
    this.observer?.appended(this.buffer);
  }

  /** `i8x16.min_u` (0xfd 0x77): `v128 v128 -> v128` */
  minU(): void {
    this.buffer.u8x2(0xfd, 0x77);
    this.observer?.appended(this.buffer);
  }

  /** `i8x16.max_s` (0xfd 0x78): `v128 v128 -> v128` */
  maxS(): void {
    this.buffer.u8x2(0xfd, 0x78);
    this.observer?.appended(this.buffer);
  }

  /** `i8x16.max_u` (0xfd 0x79): `v128 v128 -> v128` */
  maxU(): void {
    this.buffer.u8x2(0xfd, 0x79);
    this.observer?.appended(this.buffer);
  }

  /** `i8x16.avgr_u` (0xfd 0x7b): `v128 v128 -> v128` */
  avgrU(): void {
    this.buffer.u8x2(0xfd, 0x7b);
    this.observer?.appended(this.buffer);
  }
}

/** Instructions named `i16x8.*`. */
export class I16x8SimdInstructions extends InstructionGroup {
  /** `i16x8.splat` (0xfd 0x10): `i32 -> v128` */
  splat(): void {
    this.buffer.u8x2(0xfd, 0x10);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.extract_lane_s` (0xfd 0x18): `v128 -> i32` */
  extractLaneS(lane: number): void {
    const b = this.buffer;
    b.u8x2(0xfd, 0x18);
    b.u8(lane);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.extract_lane_u` (0xfd 0x19): `v128 -> i32` */
  extractLaneU(lane: number): void {
    const b = this.buffer;
    b.u8x2(0xfd, 0x19);
    b.u8(lane);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.replace_lane` (0xfd 0x1a): `v128 i32 -> v128` */
  replaceLane(lane: number): void {
    const b = this.buffer;
    b.u8x2(0xfd, 0x1a);
    b.u8(lane);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.eq` (0xfd 0x2d): `v128 v128 -> v128` */
  eq(): void {
    this.buffer.u8x2(0xfd, 0x2d);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.ne` (0xfd 0x2e): `v128 v128 -> v128` */
  ne(): void {
    this.buffer.u8x2(0xfd, 0x2e);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.lt_s` (0xfd 0x2f): `v128 v128 -> v128` */
  ltS(): void {
    this.buffer.u8x2(0xfd, 0x2f);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.lt_u` (0xfd 0x30): `v128 v128 -> v128` */
  ltU(): void {
    this.buffer.u8x2(0xfd, 0x30);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.gt_s` (0xfd 0x31): `v128 v128 -> v128` */
  gtS(): void {
    this.buffer.u8x2(0xfd, 0x31);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.gt_u` (0xfd 0x32): `v128 v128 -> v128` */
  gtU(): void {
    this.buffer.u8x2(0xfd, 0x32);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.le_s` (0xfd 0x33): `v128 v128 -> v128` */
  leS(): void {
    this.buffer.u8x2(0xfd, 0x33);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.le_u` (0xfd 0x34): `v128 v128 -> v128` */
  leU(): void {
    this.buffer.u8x2(0xfd, 0x34);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.ge_s` (0xfd 0x35): `v128 v128 -> v128` */
  geS(): void {
    this.buffer.u8x2(0xfd, 0x35);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.ge_u` (0xfd 0x36): `v128 v128 -> v128` */
  geU(): void {
    this.buffer.u8x2(0xfd, 0x36);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.extadd_pairwise_i8x16_s` (0xfd 0x7c): `v128 -> v128` */
  extaddPairwiseI8x16S(): void {
    this.buffer.u8x2(0xfd, 0x7c);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.extadd_pairwise_i8x16_u` (0xfd 0x7d): `v128 -> v128` */
  extaddPairwiseI8x16U(): void {
    this.buffer.u8x2(0xfd, 0x7d);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.abs` (0xfd 0x80): `v128 -> v128` */
  abs(): void {
    this.buffer.u8x3(0xfd, 0x80, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.neg` (0xfd 0x81): `v128 -> v128` */
  neg(): void {
    this.buffer.u8x3(0xfd, 0x81, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.q15mulr_sat_s` (0xfd 0x82): `v128 v128 -> v128` */
  q15mulrSatS(): void {
    this.buffer.u8x3(0xfd, 0x82, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.all_true` (0xfd 0x83): `v128 -> i32` */
  allTrue(): void {
    this.buffer.u8x3(0xfd, 0x83, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.bitmask` (0xfd 0x84): `v128 -> i32` */
  bitmask(): void {
    this.buffer.u8x3(0xfd, 0x84, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.narrow_i32x4_s` (0xfd 0x85): `v128 v128 -> v128` */
  narrowI32x4S(): void {
    this.buffer.u8x3(0xfd, 0x85, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.narrow_i32x4_u` (0xfd 0x86): `v128 v128 -> v128` */
  narrowI32x4U(): void {
    this.buffer.u8x3(0xfd, 0x86, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.extend_low_i8x16_s` (0xfd 0x87): `v128 -> v128` */
  extendLowI8x16S(): void {
    this.buffer.u8x3(0xfd, 0x87, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.extend_high_i8x16_s` (0xfd 0x88): `v128 -> v128` */
  extendHighI8x16S(): void {
    this.buffer.u8x3(0xfd, 0x88, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.extend_low_i8x16_u` (0xfd 0x89): `v128 -> v128` */
  extendLowI8x16U(): void {
    this.buffer.u8x3(0xfd, 0x89, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.extend_high_i8x16_u` (0xfd 0x8a): `v128 -> v128` */
  extendHighI8x16U(): void {
    this.buffer.u8x3(0xfd, 0x8a, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.shl` (0xfd 0x8b): `v128 i32 -> v128` */
  shl(): void {
    this.buffer.u8x3(0xfd, 0x8b, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.shr_s` (0xfd 0x8c): `v128 i32 -> v128` */
  shrS(): void {
    this.buffer.u8x3(0xfd, 0x8c, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.shr_u` (0xfd 0x8d): `v128 i32 -> v128` */
  shrU(): void {
    this.buffer.u8x3(0xfd, 0x8d, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.add` (0xfd 0x8e): `v128 v128 -> v128` */
  add(): void {
    this.buffer.u8x3(0xfd, 0x8e, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.add_sat_s` (0xfd 0x8f): `v128 v128 -> v128` */
  addSatS(): void {
    this.buffer.u8x3(0xfd, 0x8f, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.add_sat_u` (0xfd 0x90): `v128 v128 -> v128` */
  addSatU(): void {
    this.buffer.u8x3(0xfd, 0x90, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.sub` (0xfd 0x91): `v128 v128 -> v128` */
  sub(): void {
    this.buffer.u8x3(0xfd, 0x91, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.sub_sat_s` (0xfd 0x92): `v128 v128 -> v128` */
  subSatS(): void {
    this.buffer.u8x3(0xfd, 0x92, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.sub_sat_u` (0xfd 0x93): `v128 v128 -> v128` */
  subSatU(): void {
    this.buffer.u8x3(0xfd, 0x93, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.mul` (0xfd 0x95): `v128 v128 -> v128` */
  mul(): void {
    this.buffer.u8x3(0xfd, 0x95, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.min_s` (0xfd 0x96): `v128 v128 -> v128` */
  minS(): void {
    this.buffer.u8x3(0xfd, 0x96, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.min_u` (0xfd 0x97): `v128 v128 -> v128` */
  minU(): void {
    this.buffer.u8x3(0xfd, 0x97, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.max_s` (0xfd 0x98): `v128 v128 -> v128` */
  maxS(): void {
    this.buffer.u8x3(0xfd, 0x98, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.max_u` (0xfd 0x99): `v128 v128 -> v128` */
  maxU(): void {
    this.buffer.u8x3(0xfd, 0x99, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.avgr_u` (0xfd 0x9b): `v128 v128 -> v128` */
  avgrU(): void {
    this.buffer.u8x3(0xfd, 0x9b, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.extmul_low_i8x16_s` (0xfd 0x9c): `v128 v128 -> v128` */
  extmulLowI8x16S(): void {
    this.buffer.u8x3(0xfd, 0x9c, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.extmul_high_i8x16_s` (0xfd 0x9d): `v128 v128 -> v128` */
  extmulHighI8x16S(): void {
    this.buffer.u8x3(0xfd, 0x9d, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.extmul_low_i8x16_u` (0xfd 0x9e): `v128 v128 -> v128` */
  extmulLowI8x16U(): void {
    this.buffer.u8x3(0xfd, 0x9e, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.extmul_high_i8x16_u` (0xfd 0x9f): `v128 v128 -> v128` */
  extmulHighI8x16U(): void {
    this.buffer.u8x3(0xfd, 0x9f, 0x01);
    this.observer?.appended(this.buffer);
  }
}

/** Instructions named `i32x4.*`. */
export class I32x4SimdInstructions extends InstructionGroup {
  /** `i32x4.splat` (0xfd 0x11): `i32 -> v128` */
  splat(): void {
    this.buffer.u8x2(0xfd, 0x11);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.extract_lane` (0xfd 0x1b): `v128 -> i32` */
  extractLane(lane: number): void {
    const b = this.buffer;
    b.u8x2(0xfd, 0x1b);
    b.u8(lane);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.replace_lane` (0xfd 0x1c): `v128 i32 -> v128` */
  replaceLane(lane: number): void {
    const b = this.buffer;
    b.u8x2(0xfd, 0x1c);
    b.u8(lane);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.eq` (0xfd 0x37): `v128 v128 -> v128` */
  eq(): void {
    this.buffer.u8x2(0xfd, 0x37);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.ne` (0xfd 0x38): `v128 v128 -> v128` */
  ne(): void {
    this.buffer.u8x2(0xfd, 0x38);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.lt_s` (0xfd 0x39): `v128 v128 -> v128` */
  ltS(): void {
    this.buffer.u8x2(0xfd, 0x39);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.lt_u` (0xfd 0x3a): `v128 v128 -> v128` */
  ltU(): void {
    this.buffer.u8x2(0xfd, 0x3a);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.gt_s` (0xfd 0x3b): `v128 v128 -> v128` */
  gtS(): void {
    this.buffer.u8x2(0xfd, 0x3b);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.gt_u` (0xfd 0x3c): `v128 v128 -> v128` */
  gtU(): void {
    this.buffer.u8x2(0xfd, 0x3c);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.le_s` (0xfd 0x3d): `v128 v128 -> v128` */
  leS(): void {
    this.buffer.u8x2(0xfd, 0x3d);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.le_u` (0xfd 0x3e): `v128 v128 -> v128` */
  leU(): void {
    this.buffer.u8x2(0xfd, 0x3e);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.ge_s` (0xfd 0x3f): `v128 v128 -> v128` */
  geS(): void {
    this.buffer.u8x2(0xfd, 0x3f);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.ge_u` (0xfd 0x40): `v128 v128 -> v128` */
  geU(): void {
    this.buffer.u8x2(0xfd, 0x40);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.extadd_pairwise_i16x8_s` (0xfd 0x7e): `v128 -> v128` */
  extaddPairwiseI16x8S(): void {
    this.buffer.u8x2(0xfd, 0x7e);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.extadd_pairwise_i16x8_u` (0xfd 0x7f): `v128 -> v128` */
  extaddPairwiseI16x8U(): void {
    this.buffer.u8x2(0xfd, 0x7f);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.abs` (0xfd 0xa0): `v128 -> v128` */
  abs(): void {
    this.buffer.u8x3(0xfd, 0xa0, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.neg` (0xfd 0xa1): `v128 -> v128` */
  neg(): void {
    this.buffer.u8x3(0xfd, 0xa1, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.all_true` (0xfd 0xa3): `v128 -> i32` */
  allTrue(): void {
    this.buffer.u8x3(0xfd, 0xa3, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.bitmask` (0xfd 0xa4): `v128 -> i32` */
  bitmask(): void {
    this.buffer.u8x3(0xfd, 0xa4, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.extend_low_i16x8_s` (0xfd 0xa7): `v128 -> v128` */
  extendLowI16x8S(): void {
    this.buffer.u8x3(0xfd, 0xa7, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.extend_high_i16x8_s` (0xfd 0xa8): `v128 -> v128` */
  extendHighI16x8S(): void {
    this.buffer.u8x3(0xfd, 0xa8, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.extend_low_i16x8_u` (0xfd 0xa9): `v128 -> v128` */
  extendLowI16x8U(): void {
    this.buffer.u8x3(0xfd, 0xa9, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.extend_high_i16x8_u` (0xfd 0xaa): `v128 -> v128` */
  extendHighI16x8U(): void {
    this.buffer.u8x3(0xfd, 0xaa, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.shl` (0xfd 0xab): `v128 i32 -> v128` */
  shl(): void {
    this.buffer.u8x3(0xfd, 0xab, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.shr_s` (0xfd 0xac): `v128 i32 -> v128` */
  shrS(): void {
    this.buffer.u8x3(0xfd, 0xac, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.shr_u` (0xfd 0xad): `v128 i32 -> v128` */
  shrU(): void {
    this.buffer.u8x3(0xfd, 0xad, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.add` (0xfd 0xae): `v128 v128 -> v128` */
  add(): void {
    this.buffer.u8x3(0xfd, 0xae, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.sub` (0xfd 0xb1): `v128 v128 -> v128` */
  sub(): void {
    this.buffer.u8x3(0xfd, 0xb1, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.mul` (0xfd 0xb5): `v128 v128 -> v128` */
  mul(): void {
    this.buffer.u8x3(0xfd, 0xb5, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.min_s` (0xfd 0xb6): `v128 v128 -> v128` */
  minS(): void {
    this.buffer.u8x3(0xfd, 0xb6, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.min_u` (0xfd 0xb7): `v128 v128 -> v128` */
  minU(): void {
    this.buffer.u8x3(0xfd, 0xb7, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.max_s` (0xfd 0xb8): `v128 v128 -> v128` */
  maxS(): void {
    this.buffer.u8x3(0xfd, 0xb8, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.max_u` (0xfd 0xb9): `v128 v128 -> v128` */
  maxU(): void {
    this.buffer.u8x3(0xfd, 0xb9, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.dot_i16x8_s` (0xfd 0xba): `v128 v128 -> v128` */
  dotI16x8S(): void {
    this.buffer.u8x3(0xfd, 0xba, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.extmul_low_i16x8_s` (0xfd 0xbc): `v128 v128 -> v128` */
  extmulLowI16x8S(): void {
    this.buffer.u8x3(0xfd, 0xbc, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.extmul_high_i16x8_s` (0xfd 0xbd): `v128 v128 -> v128` */
  extmulHighI16x8S(): void {
    this.buffer.u8x3(0xfd, 0xbd, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.extmul_low_i16x8_u` (0xfd 0xbe): `v128 v128 -> v128` */
  extmulLowI16x8U(): void {
    this.buffer.u8x3(0xfd, 0xbe, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.extmul_high_i16x8_u` (0xfd 0xbf): `v128 v128 -> v128` */
  extmulHighI16x8U(): void {
    this.buffer.u8x3(0xfd, 0xbf, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.trunc_sat_f32x4_s` (0xfd 0xf8): `v128 -> v128` */
  truncSatF32x4S(): void {
    this.buffer.u8x3(0xfd, 0xf8, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.trunc_sat_f32x4_u` (0xfd 0xf9): `v128 -> v128` */
  truncSatF32x4U(): void {
    this.buffer.u8x3(0xfd, 0xf9, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.trunc_sat_f64x2_s_zero` (0xfd 0xfc): `v128 -> v128` */
  truncSatF64x2SZero(): void {
    this.buffer.u8x3(0xfd, 0xfc, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.trunc_sat_f64x2_u_zero` (0xfd 0xfd): `v128 -> v128` */
  truncSatF64x2UZero(): void {
    this.buffer.u8x3(0xfd, 0xfd, 0x01);
    this.observer?.appended(this.buffer);
  }
}

/** Instructions named `i64x2.*`. */
export class I64x2SimdInstructions extends InstructionGroup {
  /** `i64x2.splat` (0xfd 0x12): `i64 -> v128` */
  splat(): void {
    this.buffer.u8x2(0xfd, 0x12);
    this.observer?.appended(this.buffer);
  }

  /** `i64x2.extract_lane` (0xfd 0x1d): `v128 -> i64` */
  extractLane(lane: number): void {
    const b = this.buffer;
    b.u8x2(0xfd, 0x1d);
    b.u8(lane);
    this.observer?.appended(this.buffer);
  }

  /** `i64x2.replace_lane` (0xfd 0x1e): `v128 i64 -> v128` */
  replaceLane(lane: number): void {
    const b = this.buffer;
    b.u8x2(0xfd, 0x1e);
    b.u8(lane);
    this.observer?.appended(this.buffer);
  }

  /** `i64x2.abs` (0xfd 0xc0): `v128 -> v128` */
  abs(): void {
    this.buffer.u8x3(0xfd, 0xc0, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i64x2.neg` (0xfd 0xc1): `v128 -> v128` */
  neg(): void {
    this.buffer.u8x3(0xfd, 0xc1, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i64x2.all_true` (0xfd 0xc3): `v128 -> i32` */
  allTrue(): void {
    this.buffer.u8x3(0xfd, 0xc3, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i64x2.bitmask` (0xfd 0xc4): `v128 -> i32` */
  bitmask(): void {
    this.buffer.u8x3(0xfd, 0xc4, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i64x2.extend_low_i32x4_s` (0xfd 0xc7): `v128 -> v128` */
  extendLowI32x4S(): void {
    this.buffer.u8x3(0xfd, 0xc7, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i64x2.extend_high_i32x4_s` (0xfd 0xc8): `v128 -> v128` */
  extendHighI32x4S(): void {
    this.buffer.u8x3(0xfd, 0xc8, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i64x2.extend_low_i32x4_u` (0xfd 0xc9): `v128 -> v128` */
  extendLowI32x4U(): void {
    this.buffer.u8x3(0xfd, 0xc9, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i64x2.extend_high_i32x4_u` (0xfd 0xca): `v128 -> v128` */
  extendHighI32x4U(): void {
    this.buffer.u8x3(0xfd, 0xca, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i64x2.shl` (0xfd 0xcb): `v128 i32 -> v128` */
  shl(): void {
    this.buffer.u8x3(0xfd, 0xcb, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i64x2.shr_s` (0xfd 0xcc): `v128 i32 -> v128` */
  shrS(): void {
    this.buffer.u8x3(0xfd, 0xcc, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i64x2.shr_u` (0xfd 0xcd): `v128 i32 -> v128` */
  shrU(): void {
    this.buffer.u8x3(0xfd, 0xcd, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i64x2.add` (0xfd 0xce): `v128 v128 -> v128` */
  add(): void {
    this.buffer.u8x3(0xfd, 0xce, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i64x2.sub` (0xfd 0xd1): `v128 v128 -> v128` */
  sub(): void {
    this.buffer.u8x3(0xfd, 0xd1, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i64x2.mul` (0xfd 0xd5): `v128 v128 -> v128` */
  mul(): void {
    this.buffer.u8x3(0xfd, 0xd5, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i64x2.eq` (0xfd 0xd6): `v128 v128 -> v128` */
  eq(): void {
    this.buffer.u8x3(0xfd, 0xd6, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i64x2.ne` (0xfd 0xd7): `v128 v128 -> v128` */
  ne(): void {
    this.buffer.u8x3(0xfd, 0xd7, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i64x2.lt_s` (0xfd 0xd8): `v128 v128 -> v128` */
  ltS(): void {
    this.buffer.u8x3(0xfd, 0xd8, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i64x2.gt_s` (0xfd 0xd9): `v128 v128 -> v128` */
  gtS(): void {
    this.buffer.u8x3(0xfd, 0xd9, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i64x2.le_s` (0xfd 0xda): `v128 v128 -> v128` */
  leS(): void {
    this.buffer.u8x3(0xfd, 0xda, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i64x2.ge_s` (0xfd 0xdb): `v128 v128 -> v128` */
  geS(): void {
    this.buffer.u8x3(0xfd, 0xdb, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i64x2.extmul_low_i32x4_s` (0xfd 0xdc): `v128 v128 -> v128` */
  extmulLowI32x4S(): void {
    this.buffer.u8x3(0xfd, 0xdc, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i64x2.extmul_high_i32x4_s` (0xfd 0xdd): `v128 v128 -> v128` */
  extmulHighI32x4S(): void {
    this.buffer.u8x3(0xfd, 0xdd, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i64x2.extmul_low_i32x4_u` (0xfd 0xde): `v128 v128 -> v128` */
  extmulLowI32x4U(): void {
    this.buffer.u8x3(0xfd, 0xde, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i64x2.extmul_high_i32x4_u` (0xfd 0xdf): `v128 v128 -> v128` */
  extmulHighI32x4U(): void {
    this.buffer.u8x3(0xfd, 0xdf, 0x01);
    this.observer?.appended(this.buffer);
  }
}

/** Instructions named `f32x4.*`. */
export class F32x4SimdInstructions extends InstructionGroup {
  /** `f32x4.splat` (0xfd 0x13): `f32 -> v128` */
  splat(): void {
    this.buffer.u8x2(0xfd, 0x13);
    this.observer?.appended(this.buffer);
  }

  /** `f32x4.extract_lane` (0xfd 0x1f): `v128 -> f32` */
  extractLane(lane: number): void {
    const b = this.buffer;
    b.u8x2(0xfd, 0x1f);
    b.u8(lane);
    this.observer?.appended(this.buffer);
  }

  /** `f32x4.replace_lane` (0xfd 0x20): `v128 f32 -> v128` */
  replaceLane(lane: number): void {
    const b = this.buffer;
    b.u8x2(0xfd, 0x20);
    b.u8(lane);
    this.observer?.appended(this.buffer);
  }

  /** `f32x4.eq` (0xfd 0x41): `v128 v128 -> v128` */
  eq(): void {
    this.buffer.u8x2(0xfd, 0x41);
    this.observer?.appended(this.buffer);
  }

  /** `f32x4.ne` (0xfd 0x42): `v128 v128 -> v128` */
  ne(): void {
    this.buffer.u8x2(0xfd, 0x42);
    this.observer?.appended(this.buffer);
  }

  /** `f32x4.lt` (0xfd 0x43): `v128 v128 -> v128` */
  lt(): void {
    this.buffer.u8x2(0xfd, 0x43);
    this.observer?.appended(this.buffer);
  }

  /** `f32x4.gt` (0xfd 0x44): `v128 v128 -> v128` */
  gt(): void {
    this.buffer.u8x2(0xfd, 0x44);
    this.observer?.appended(this.buffer);
  }

  /** `f32x4.le` (0xfd 0x45): `v128 v128 -> v128` */
  le(): void {
    this.buffer.u8x2(0xfd, 0x45);
    this.observer?.appended(this.buffer);
  }

  /** `f32x4.ge` (0xfd 0x46): `v128 v128 -> v128` */
  ge(): void {
    this.buffer.u8x2(0xfd, 0x46);
    this.observer?.appended(this.buffer);
  }

  /** `f32x4.demote_f64x2_zero` (0xfd 0x5e): `v128 -> v128` */
  demoteF64x2Zero(): void {
    this.buffer.u8x2(0xfd, 0x5e);
    this.observer?.appended(this.buffer);
  }

  /** `f32x4.ceil` (0xfd 0x67): `v128 -> v128` */
  ceil(): void {
    this.buffer.u8x2(0xfd, 0x67);
    this.observer?.appended(this.buffer);
  }

  /** `f32x4.floor` (0xfd 0x68): `v128 -> v128` */
  floor(): void {
    this.buffer.u8x2(0xfd, 0x68);
    this.observer?.appended(this.buffer);
  }

  /** `f32x4.trunc` (0xfd 0x69): `v128 -> v128` */
  trunc(): void {
    this.buffer.u8x2(0xfd, 0x69);
    this.observer?.appended(this.buffer);
  }

  /** `f32x4.nearest` (0xfd 0x6a): `v128 -> v128` */
  nearest(): void {
    this.buffer.u8x2(0xfd, 0x6a);
    this.observer?.appended(this.buffer);
  }

  /** `f32x4.abs` (0xfd 0xe0): `v128 -> v128` */
  abs(): void {
    this.buffer.u8x3(0xfd, 0xe0, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `f32x4.neg` (0xfd 0xe1): `v128 -> v128` */
  neg(): void {
    this.buffer.u8x3(0xfd, 0xe1, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `f32x4.sqrt` (0xfd 0xe3): `v128 -> v128` */
  sqrt(): void {
    this.buffer.u8x3(0xfd, 0xe3, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `f32x4.add` (0xfd 0xe4): `v128 v128 -> v128` */
  add(): void {
    this.buffer.u8x3(0xfd, 0xe4, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `f32x4.sub` (0xfd 0xe5): `v128 v128 -> v128` */
  sub(): void {
    this.buffer.u8x3(0xfd, 0xe5, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `f32x4.mul` (0xfd 0xe6): `v128 v128 -> v128` */
  mul(): void {
    this.buffer.u8x3(0xfd, 0xe6, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `f32x4.div` (0xfd 0xe7): `v128 v128 -> v128` */
  div(): void {
    this.buffer.u8x3(0xfd, 0xe7, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `f32x4.min` (0xfd 0xe8): `v128 v128 -> v128` */
  min(): void {
    this.buffer.u8x3(0xfd, 0xe8, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `f32x4.max` (0xfd 0xe9): `v128 v128 -> v128` */
  max(): void {
    this.buffer.u8x3(0xfd, 0xe9, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `f32x4.pmin` (0xfd 0xea): `v128 v128 -> v128` */
  pmin(): void {
    this.buffer.u8x3(0xfd, 0xea, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `f32x4.pmax` (0xfd 0xeb): `v128 v128 -> v128` */
  pmax(): void {
    this.buffer.u8x3(0xfd, 0xeb, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `f32x4.convert_i32x4_s` (0xfd 0xfa): `v128 -> v128` */
  convertI32x4S(): void {
    this.buffer.u8x3(0xfd, 0xfa, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `f32x4.convert_i32x4_u` (0xfd 0xfb): `v128 -> v128` */
  convertI32x4U(): void {
    this.buffer.u8x3(0xfd, 0xfb, 0x01);
    this.observer?.appended(this.buffer);
  }
}

/** Instructions named `f64x2.*`. */
export class F64x2SimdInstructions extends InstructionGroup {
  /** `f64x2.splat` (0xfd 0x14): `f64 -> v128` */
  splat(): void {
    this.buffer.u8x2(0xfd, 0x14);
    this.observer?.appended(this.buffer);
  }

  /** `f64x2.extract_lane` (0xfd 0x21): `v128 -> f64` */
  extractLane(lane: number): void {
    const b = this.buffer;
    b.u8x2(0xfd, 0x21);
    b.u8(lane);
    this.observer?.appended(this.buffer);
  }

  /** `f64x2.replace_lane` (0xfd 0x22): `v128 f64 -> v128` */
  replaceLane(lane: number): void {
    const b = this.buffer;
    b.u8x2(0xfd, 0x22);
    b.u8(lane);
    this.observer?.appended(this.buffer);
  }

  /** `f64x2.eq` (0xfd 0x47): `v128 v128 -> v128` */
  eq(): void {
    this.buffer.u8x2(0xfd, 0x47);
    this.observer?.appended(this.buffer);
  }

  /** `f64x2.ne` (0xfd 0x48): `v128 v128 -> v128` */
  ne(): void {
    this.buffer.u8x2(0xfd, 0x48);
    this.observer?.appended(this.buffer);
  }

  /** `f64x2.lt` (0xfd 0x49): `v128 v128 -> v128` */
  lt(): void {
    this.buffer.u8x2(0xfd, 0x49);
    this.observer?.appended(this.buffer);
  }

  /** `f64x2.gt` (0xfd 0x4a): `v128 v128 -> v128` */
  gt(): void {
    this.buffer.u8x2(0xfd, 0x4a);
    this.observer?.appended(this.buffer);
  }

  /** `f64x2.le` (0xfd 0x4b): `v128 v128 -> v128` */
  le(): void {
    this.buffer.u8x2(0xfd, 0x4b);
    this.observer?.appended(this.buffer);
  }

  /** `f64x2.ge` (0xfd 0x4c): `v128 v128 -> v128` */
  ge(): void {
    this.buffer.u8x2(0xfd, 0x4c);
    this.observer?.appended(this.buffer);
  }

  /** `f64x2.promote_low_f32x4` (0xfd 0x5f): `v128 -> v128` */
  promoteLowF32x4(): void {
    this.buffer.u8x2(0xfd, 0x5f);
    this.observer?.appended(this.buffer);
  }

  /** `f64x2.ceil` (0xfd 0x74): `v128 -> v128` */
  ceil(): void {
    this.buffer.u8x2(0xfd, 0x74);
    this.observer?.appended(this.buffer);
  }

  /** `f64x2.floor` (0xfd 0x75): `v128 -> v128` */
  floor(): void {
    this.buffer.u8x2(0xfd, 0x75);
    this.observer?.appended(this.buffer);
  }

  /** `f64x2.trunc` (0xfd 0x7a): `v128 -> v128` */
  trunc(): void {
    this.buffer.u8x2(0xfd, 0x7a);
    this.observer?.appended(this.buffer);
  }

  /** `f64x2.nearest` (0xfd 0x94): `v128 -> v128` */
  nearest(): void {
    this.buffer.u8x3(0xfd, 0x94, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `f64x2.abs` (0xfd 0xec): `v128 -> v128` */
  abs(): void {
    this.buffer.u8x3(0xfd, 0xec, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `f64x2.neg` (0xfd 0xed): `v128 -> v128` */
  neg(): void {
    this.buffer.u8x3(0xfd, 0xed, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `f64x2.sqrt` (0xfd 0xef): `v128 -> v128` */
  sqrt(): void {
    this.buffer.u8x3(0xfd, 0xef, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `f64x2.add` (0xfd 0xf0): `v128 v128 -> v128` */
  add(): void {
    this.buffer.u8x3(0xfd, 0xf0, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `f64x2.sub` (0xfd 0xf1): `v128 v128 -> v128` */
  sub(): void {
    this.buffer.u8x3(0xfd, 0xf1, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `f64x2.mul` (0xfd 0xf2): `v128 v128 -> v128` */
  mul(): void {
    this.buffer.u8x3(0xfd, 0xf2, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `f64x2.div` (0xfd 0xf3): `v128 v128 -> v128` */
  div(): void {
    this.buffer.u8x3(0xfd, 0xf3, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `f64x2.min` (0xfd 0xf4): `v128 v128 -> v128` */
  min(): void {
    this.buffer.u8x3(0xfd, 0xf4, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `f64x2.max` (0xfd 0xf5): `v128 v128 -> v128` */
  max(): void {
    this.buffer.u8x3(0xfd, 0xf5, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `f64x2.pmin` (0xfd 0xf6): `v128 v128 -> v128` */
  pmin(): void {
    this.buffer.u8x3(0xfd, 0xf6, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `f64x2.pmax` (0xfd 0xf7): `v128 v128 -> v128` */
  pmax(): void {
    this.buffer.u8x3(0xfd, 0xf7, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `f64x2.convert_low_i32x4_s` (0xfd 0xfe): `v128 -> v128` */
  convertLowI32x4S(): void {
    this.buffer.u8x3(0xfd, 0xfe, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `f64x2.convert_low_i32x4_u` (0xfd 0xff): `v128 -> v128` */
  convertLowI32x4U(): void {
    this.buffer.u8x3(0xfd, 0xff, 0x01);
    this.observer?.appended(this.buffer);
  }
}

/** 128-bit vectors. */
export class SimdInstructions extends InstructionGroup {
  /** `v128.*` */
  readonly v128: V128SimdInstructions;
  /** `i8x16.*` */
  readonly i8x16: I8x16SimdInstructions;
  /** `i16x8.*` */
  readonly i16x8: I16x8SimdInstructions;
  /** `i32x4.*` */
  readonly i32x4: I32x4SimdInstructions;
  /** `i64x2.*` */
  readonly i64x2: I64x2SimdInstructions;
  /** `f32x4.*` */
  readonly f32x4: F32x4SimdInstructions;
  /** `f64x2.*` */
  readonly f64x2: F64x2SimdInstructions;

  constructor(target: InstructionTarget) {
    super(target);
    this.v128 = new V128SimdInstructions(this);
    this.i8x16 = new I8x16SimdInstructions(this);
    this.i16x8 = new I16x8SimdInstructions(this);
    this.i32x4 = new I32x4SimdInstructions(this);
    this.i64x2 = new I64x2SimdInstructions(this);
    this.f32x4 = new F32x4SimdInstructions(this);
    this.f64x2 = new F64x2SimdInstructions(this);
  }
}
