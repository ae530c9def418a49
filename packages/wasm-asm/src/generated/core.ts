// Made from src/instruction-table.ts by `npx pnpm --filter @beamline/wasm-asm generate`: change the table, not this file.
import { InstructionGroup, type InstructionTarget } from '../instruction-group.js';
import { BlockType, type CatchClause, type HeapType, ValueType, writeBlockType, writeCatches, writeValueType } from '../types.js';

/** Instructions named `local.*`. */
export class LocalInstructions extends InstructionGroup {
  /** `local.get` (0x20): `-> t` */
  get(index: number): void {
    this.buffer.u8U32(0x20, index);
    this.observer?.localGet(this.buffer, index);
  }

  /** `local.set` (0x21): `t ->` */
  set(index: number): void {
    this.buffer.u8U32(0x21, index);
    this.observer?.localSet(this.buffer, index);
  }

  /** `local.tee` (0x22): `t -> t` */
  tee(index: number): void {
    this.buffer.u8U32(0x22, index);
    this.observer?.localTee(this.buffer, index);
  }
}

/** Instructions named `global.*`. */
export class GlobalInstructions extends InstructionGroup {
  /** `global.get` (0x23): `-> t` */
  get(index: number): void {
    this.buffer.u8U32(0x23, index);
    this.observer?.appended(this.buffer);
  }

  /** `global.set` (0x24): `t ->` */
  set(index: number): void {
    this.buffer.u8U32(0x24, index);
    this.observer?.appended(this.buffer);
  }
}

/** Instructions named `table.*`. */
export class TableInstructions extends InstructionGroup {
  /** `table.get` (0x25): `at -> t` */
  get(tableIndex = 0): void {
    this.buffer.u8U32(0x25, tableIndex);
    this.observer?.appended(this.buffer);
  }

  /** `table.set` (0x26): `at t ->` */
  set(tableIndex = 0): void {
    this.buffer.u8U32(0x26, tableIndex);
    this.observer?.appended(this.buffer);
  }

  /** `table.init` (0xfc 0x0c): `at i32 i32 ->` */
  init(elementIndex: number, tableIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfc, 0x0c);
    b.u32(elementIndex);
    b.u32(tableIndex);
    this.observer?.appended(this.buffer);
  }

  /** `table.copy` (0xfc 0x0e): `at at at ->` */
  copy(targetTableIndex = 0, sourceTableIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfc, 0x0e);
    b.u32(targetTableIndex);
    b.u32(sourceTableIndex);
    this.observer?.appended(this.buffer);
  }

  /** `table.grow` (0xfc 0x0f): `t at -> at` */
  grow(tableIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfc, 0x0f);
    b.u32(tableIndex);
    this.observer?.appended(this.buffer);
  }

  /** `table.size` (0xfc 0x10): `-> at` */
  size(tableIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfc, 0x10);
    b.u32(tableIndex);
    this.observer?.appended(this.buffer);
  }

  /** `table.fill` (0xfc 0x11): `at t at ->` */
  fill(tableIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfc, 0x11);
    b.u32(tableIndex);
    this.observer?.appended(this.buffer);
  }
}

/** Instructions named `i32.*`. */
export class I32Instructions extends InstructionGroup {
  /** `i32.load` (0x28): `at -> i32` */
  load(offset = 0, align = 2, memoryIndex = 0): void {
    this.buffer.u8Memarg(0x28, align, offset, memoryIndex);
    this.observer?.load(this.buffer, ValueType.i32, 2);
  }

  /** `i32.load8_s` (0x2c): `at -> i32` */
  load8S(offset = 0, align = 0, memoryIndex = 0): void {
    this.buffer.u8Memarg(0x2c, align, offset, memoryIndex);
    this.observer?.load(this.buffer, ValueType.i32, 0);
  }

  /** `i32.load8_u` (0x2d): `at -> i32` */
  load8U(offset = 0, align = 0, memoryIndex = 0): void {
    this.buffer.u8Memarg(0x2d, align, offset, memoryIndex);
    this.observer?.load(this.buffer, ValueType.i32, 0);
  }

  /** `i32.load16_s` (0x2e): `at -> i32` */
  load16S(offset = 0, align = 1, memoryIndex = 0): void {
    this.buffer.u8Memarg(0x2e, align, offset, memoryIndex);
    this.observer?.load(this.buffer, ValueType.i32, 1);
  }

  /** `i32.load16_u` (0x2f): `at -> i32` */
  load16U(offset = 0, align = 1, memoryIndex = 0): void {
    this.buffer.u8Memarg(0x2f, align, offset, memoryIndex);
    this.observer?.load(this.buffer, ValueType.i32, 1);
  }

  /** `i32.store` (0x36): `at i32 ->` */
  store(offset = 0, align = 2, memoryIndex = 0): void {
    this.buffer.u8Memarg(0x36, align, offset, memoryIndex);
    this.observer?.store(this.buffer, ValueType.i32, 2);
  }

  /** `i32.store8` (0x3a): `at i32 ->` */
  store8(offset = 0, align = 0, memoryIndex = 0): void {
    this.buffer.u8Memarg(0x3a, align, offset, memoryIndex);
    this.observer?.store(this.buffer, ValueType.i32, 0);
  }

  /** `i32.store16` (0x3b): `at i32 ->` */
  store16(offset = 0, align = 1, memoryIndex = 0): void {
    this.buffer.u8Memarg(0x3b, align, offset, memoryIndex);
    this.observer?.store(this.buffer, ValueType.i32, 1);
  }

  /** `i32.const` (0x41): `-> i32` */
  const(value: number): void {
    this.buffer.u8S32(0x41, value);
    this.observer?.constant(this.buffer, ValueType.i32);
  }

  /** `i32.eqz` (0x45): `i32 -> i32` */
  eqz(): void {
    this.buffer.u8(0x45);
    this.observer?.unary(this.buffer, ValueType.i32, ValueType.i32);
  }

  /** `i32.eq` (0x46): `i32 i32 -> i32` */
  eq(): void {
    this.buffer.u8(0x46);
    this.observer?.binary(this.buffer, ValueType.i32, ValueType.i32);
  }

  /** `i32.ne` (0x47): `i32 i32 -> i32` */
  ne(): void {
    this.buffer.u8(0x47);
    this.observer?.binary(this.buffer, ValueType.i32, ValueType.i32);
  }

  /** `i32.lt_s` (0x48): `i32 i32 -> i32` */
  ltS(): void {
    this.buffer.u8(0x48);
    this.observer?.binary(this.buffer, ValueType.i32, ValueType.i32);
  }

  /** `i32.lt_u` (0x49): `i32 i32 -> i32` */
  ltU(): void {
    this.buffer.u8(0x49);
    this.observer?.binary(this.buffer, ValueType.i32, ValueType.i32);
  }

  /** `i32.gt_s` (0x4a): `i32 i32 -> i32` */
  gtS(): void {
    this.buffer.u8(0x4a);
    this.observer?.binary(this.buffer, ValueType.i32, ValueType.i32);
  }

  /** `i32.gt_u` (0x4b): `i32 i32 -> i32` */
  gtU(): void {
    this.buffer.u8(0x4b);
    this.observer?.binary(this.buffer, ValueType.i32, ValueType.i32);
  }

  /** `i32.le_s` (0x4c): `i32 i32 -> i32` */
  leS(): void {
    this.buffer.u8(0x4c);
    this.observer?.binary(this.buffer, ValueType.i32, ValueType.i32);
  }

  /** `i32.le_u` (0x4d): `i32 i32 -> i32` */
  leU(): void {
    this.buffer.u8(0x4d);
    this.observer?.binary(this.buffer, ValueType.i32, ValueType.i32);
  }

  /** `i32.ge_s` (0x4e): `i32 i32 -> i32` */
  geS(): void {
    this.buffer.u8(0x4e);
    this.observer?.binary(this.buffer, ValueType.i32, ValueType.i32);
  }

  /** `i32.ge_u` (0x4f): `i32 i32 -> i32` */
  geU(): void {
    this.buffer.u8(0x4f);
    this.observer?.binary(this.buffer, ValueType.i32, ValueType.i32);
  }

  /** `i32.clz` (0x67): `i32 -> i32` */
  clz(): void {
    this.buffer.u8(0x67);
    this.observer?.unary(this.buffer, ValueType.i32, ValueType.i32);
  }

  /** `i32.ctz` (0x68): `i32 -> i32` */
  ctz(): void {
    this.buffer.u8(0x68);
    this.observer?.unary(this.buffer, ValueType.i32, ValueType.i32);
  }

  /** `i32.popcnt` (0x69): `i32 -> i32` */
  popcnt(): void {
    this.buffer.u8(0x69);
    this.observer?.unary(this.buffer, ValueType.i32, ValueType.i32);
  }

  /** `i32.add` (0x6a): `i32 i32 -> i32` */
  add(): void {
    this.buffer.u8(0x6a);
    this.observer?.binary(this.buffer, ValueType.i32, ValueType.i32);
  }

  /** `i32.sub` (0x6b): `i32 i32 -> i32` */
  sub(): void {
    this.buffer.u8(0x6b);
    this.observer?.binary(this.buffer, ValueType.i32, ValueType.i32);
  }

  /** `i32.mul` (0x6c): `i32 i32 -> i32` */
  mul(): void {
    this.buffer.u8(0x6c);
    this.observer?.binary(this.buffer, ValueType.i32, ValueType.i32);
  }

  /** `i32.div_s` (0x6d): `i32 i32 -> i32` */
  divS(): void {
    this.buffer.u8(0x6d);
    this.observer?.binary(this.buffer, ValueType.i32, ValueType.i32);
  }

  /** `i32.div_u` (0x6e): `i32 i32 -> i32` */
  divU(): void {
    this.buffer.u8(0x6e);
    this.observer?.binary(this.buffer, ValueType.i32, ValueType.i32);
  }

  /** `i32.rem_s` (0x6f): `i32 i32 -> i32` */
  remS(): void {
    this.buffer.u8(0x6f);
    this.observer?.binary(this.buffer, ValueType.i32, ValueType.i32);
  }

  /** `i32.rem_u` (0x70): `i32 i32 -> i32` */
  remU(): void {
    this.buffer.u8(0x70);
    this.observer?.binary(this.buffer, ValueType.i32, ValueType.i32);
  }

  /** `i32.and` (0x71): `i32 i32 -> i32` */
  and(): void {
    this.buffer.u8(0x71);
    this.observer?.binary(this.buffer, ValueType.i32, ValueType.i32);
  }

  /** `i32.or` (0x72): `i32 i32 -> i32` */
  or(): void {
    this.buffer.u8(0x72);
    this.observer?.binary(this.buffer, ValueType.i32, ValueType.i32);
  }

  /** `i32.xor` (0x73): `i32 i32 -> i32` */
  xor(): void {
    this.buffer.u8(0x73);
    this.observer?.binary(this.buffer, ValueType.i32, ValueType.i32);
  }

  /** `i32.shl` (0x74): `i32 i32 -> i32` */
  shl(): void {
    this.buffer.u8(0x74);
    this.observer?.binary(this.buffer, ValueType.i32, ValueType.i32);
  }

  /** `i32.shr_s` (0x75): `i32 i32 -> i32` */
  shrS(): void {
    this.buffer.u8(0x75);
    this.observer?.binary(this.buffer, ValueType.i32, ValueType.i32);
  }

  /** `i32.shr_u` (0x76): `i32 i32 -> i32` */
  shrU(): void {
    this.buffer.u8(0x76);
    this.observer?.binary(this.buffer, ValueType.i32, ValueType.i32);
  }

  /** `i32.rotl` (0x77): `i32 i32 -> i32` */
  rotl(): void {
    this.buffer.u8(0x77);
    this.observer?.binary(this.buffer, ValueType.i32, ValueType.i32);
  }

  /** `i32.rotr` (0x78): `i32 i32 -> i32` */
  rotr(): void {
    this.buffer.u8(0x78);
    this.observer?.binary(this.buffer, ValueType.i32, ValueType.i32);
  }

  /** `i32.wrap_i64` (0xa7): `i64 -> i32` */
  wrapI64(): void {
    this.buffer.u8(0xa7);
    this.observer?.unary(this.buffer, ValueType.i64, ValueType.i32);
  }

  /** `i32.trunc_f32_s` (0xa8): `f32 -> i32` */
  truncF32S(): void {
    this.buffer.u8(0xa8);
    this.observer?.unary(this.buffer, ValueType.f32, ValueType.i32);
  }

  /** `i32.trunc_f32_u` (0xa9): `f32 -> i32` */
  truncF32U(): void {
    this.buffer.u8(0xa9);
    this.observer?.unary(this.buffer, ValueType.f32, ValueType.i32);
  }

  /** `i32.trunc_f64_s` (0xaa): `f64 -> i32` */
  truncF64S(): void {
    this.buffer.u8(0xaa);
    this.observer?.unary(this.buffer, ValueType.f64, ValueType.i32);
  }

  /** `i32.trunc_f64_u` (0xab): `f64 -> i32` */
  truncF64U(): void {
    this.buffer.u8(0xab);
    this.observer?.unary(this.buffer, ValueType.f64, ValueType.i32);
  }

  /** `i32.reinterpret_f32` (0xbc): `f32 -> i32` */
  reinterpretF32(): void {
    this.buffer.u8(0xbc);
    this.observer?.unary(this.buffer, ValueType.f32, ValueType.i32);
  }

  /** `i32.extend8_s` (0xc0): `i32 -> i32` */
  extend8S(): void {
    this.buffer.u8(0xc0);
    this.observer?.unary(this.buffer, ValueType.i32, ValueType.i32);
  }

  /** `i32.extend16_s` (0xc1): `i32 -> i32` */
  extend16S(): void {
    this.buffer.u8(0xc1);
    this.observer?.unary(this.buffer, ValueType.i32, ValueType.i32);
  }

  /** `i32.trunc_sat_f32_s` (0xfc 0x00): `f32 -> i32` */
  truncSatF32S(): void {
    this.buffer.u8x2(0xfc, 0x00);
    this.observer?.appended(this.buffer);
  }

  /** `i32.trunc_sat_f32_u` (0xfc 0x01): `f32 -> i32` */
  truncSatF32U(): void {
    this.buffer.u8x2(0xfc, 0x01);
    this.observer?.appended(this.buffer);
  }

  /** `i32.trunc_sat_f64_s` (0xfc 0x02): `f64 -> i32` */
  truncSatF64S(): void {
    this.buffer.u8x2(0xfc, 0x02);
    this.observer?.appended(this.buffer);
  }

  /** `i32.trunc_sat_f64_u` (0xfc 0x03): `f64 -> i32` */
  truncSatF64U(): void {
    this.buffer.u8x2(0xfc, 0x03);
    this.observer?.appended(this.buffer);
  }
}

/** Instructions named `i64.*`. */
export class I64Instructions extends InstructionGroup {
  /** `i64.load` (0x29): `at -> i64` */
  load(offset = 0, align = 3, memoryIndex = 0): void {
    this.buffer.u8Memarg(0x29, align, offset, memoryIndex);
    this.observer?.load(this.buffer, ValueType.i64, 3);
  }

  /** `i64.load8_s` (0x30): `at -> i64` */
  load8S(offset = 0, align = 0, memoryIndex = 0): void {
    this.buffer.u8Memarg(0x30, align, offset, memoryIndex);
    this.observer?.load(this.buffer, ValueType.i64, 0);
  }

  /** `i64.load8_u` (0x31): `at -> i64` */
  load8U(offset = 0, align = 0, memoryIndex = 0): void {
    this.buffer.u8Memarg(0x31, align, offset, memoryIndex);
    this.observer?.load(this.buffer, ValueType.i64, 0);
  }

  /** `i64.load16_s` (0x32): `at -> i64` */
  load16S(offset = 0, align = 1, memoryIndex = 0): void {
    this.buffer.u8Memarg(0x32, align, offset, memoryIndex);
    this.observer?.load(this.buffer, ValueType.i64, 1);
  }

  /** `i64.load16_u` (0x33): `at -> i64` */
  load16U(offset = 0, align = 1, memoryIndex = 0): void {
    this.buffer.u8Memarg(0x33, align, offset, memoryIndex);
    this.observer?.load(this.buffer, ValueType.i64, 1);
  }

  /** `i64.load32_s` (0x34): `at -> i64` */
  load32S(offset = 0, align = 2, memoryIndex = 0): void {
    this.buffer.u8Memarg(0x34, align, offset, memoryIndex);
    this.observer?.load(this.buffer, ValueType.i64, 2);
  }

  /** `i64.load32_u` (0x35): `at -> i64` */
  load32U(offset = 0, align = 2, memoryIndex = 0): void {
    this.buffer.u8Memarg(0x35, align, offset, memoryIndex);
    this.observer?.load(this.buffer, ValueType.i64, 2);
  }

  /** `i64.store` (0x37): `at i64 ->` */
  store(offset = 0, align = 3, memoryIndex = 0): void {
    this.buffer.u8Memarg(0x37, align, offset, memoryIndex);
    this.observer?.store(this.buffer, ValueType.i64, 3);
  }

  /** `i64.store8` (0x3c): `at i64 ->` */
  store8(offset = 0, align = 0, memoryIndex = 0): void {
    this.buffer.u8Memarg(0x3c, align, offset, memoryIndex);
    this.observer?.store(this.buffer, ValueType.i64, 0);
  }

  /** `i64.store16` (0x3d): `at i64 ->` */
  store16(offset = 0, align = 1, memoryIndex = 0): void {
    this.buffer.u8Memarg(0x3d, align, offset, memoryIndex);
    this.observer?.store(this.buffer, ValueType.i64, 1);
  }

  /** `i64.store32` (0x3e): `at i64 ->` */
  store32(offset = 0, align = 2, memoryIndex = 0): void {
    this.buffer.u8Memarg(0x3e, align, offset, memoryIndex);
    this.observer?.store(this.buffer, ValueType.i64, 2);
  }

  /** `i64.const` (0x42): `-> i64` */
  const(value: number | bigint): void {
    const b = this.buffer;
    b.u8(0x42);
    b.s64(value);
    this.observer?.constant(this.buffer, ValueType.i64);
  }

  /** `i64.eqz` (0x50): `i64 -> i32` */
  eqz(): void {
    this.buffer.u8(0x50);
    this.observer?.unary(this.buffer, ValueType.i64, ValueType.i32);
  }

  /** `i64.eq` (0x51): `i64 i64 -> i32` */
  eq(): void {
    this.buffer.u8(0x51);
    this.observer?.binary(this.buffer, ValueType.i64, ValueType.i32);
  }

  /** `i64.ne` (0x52): `i64 i64 -> i32` */
  ne(): void {
    this.buffer.u8(0x52);
    this.observer?.binary(this.buffer, ValueType.i64, ValueType.i32);
  }

  /** `i64.lt_s` (0x53): `i64 i64 -> i32` */
  ltS(): void {
    this.buffer.u8(0x53);
    this.observer?.binary(this.buffer, ValueType.i64, ValueType.i32);
  }

  /** `i64.lt_u` (0x54): `i64 i64 -> i32` */
  ltU(): void {
    this.buffer.u8(0x54);
    this.observer?.binary(this.buffer, ValueType.i64, ValueType.i32);
  }

  /** `i64.gt_s` (0x55): `i64 i64 -> i32` */
  gtS(): void {
    this.buffer.u8(0x55);
    this.observer?.binary(this.buffer, ValueType.i64, ValueType.i32);
  }

  /** `i64.gt_u` (0x56): `i64 i64 -> i32` */
  gtU(): void {
    this.buffer.u8(0x56);
    this.observer?.binary(this.buffer, ValueType.i64, ValueType.i32);
  }

  /** `i64.le_s` (0x57): `i64 i64 -> i32` */
  leS(): void {
    this.buffer.u8(0x57);
    this.observer?.binary(this.buffer, ValueType.i64, ValueType.i32);
  }

  /** `i64.le_u` (0x58): `i64 i64 -> i32` */
  leU(): void {
    this.buffer.u8(0x58);
    this.observer?.binary(this.buffer, ValueType.i64, ValueType.i32);
  }

  /** `i64.ge_s` (0x59): `i64 i64 -> i32` */
  geS(): void {
    this.buffer.u8(0x59);
    this.observer?.binary(this.buffer, ValueType.i64, ValueType.i32);
  }

  /** `i64.ge_u` (0x5a): `i64 i64 -> i32` */
  geU(): void {
    this.buffer.u8(0x5a);
    this.observer?.binary(this.buffer, ValueType.i64, ValueType.i32);
  }

  /** `i64.clz` (0x79): `i64 -> i64` */
  clz(): void {
    this.buffer.u8(0x79);
    this.observer?.unary(this.buffer, ValueType.i64, ValueType.i64);
  }

  /** `i64.ctz` (0x7a): `i64 -> i64` */
  ctz(): void {
    this.buffer.u8(0x7a);
    this.observer?.unary(this.buffer, ValueType.i64, ValueType.i64);
  }

  /** `i64.popcnt` (0x7b): `i64 -> i64` */
  popcnt(): void {
    this.buffer.u8(0x7b);
    this.observer?.unary(this.buffer, ValueType.i64, ValueType.i64);
  }

  /** `i64.add` (0x7c): `i64 i64 -> i64` */
  add(): void {
    this.buffer.u8(0x7c);
    this.observer?.binary(this.buffer, ValueType.i64, ValueType.i64);
  }

  /** `i64.sub` (0x7d): `i64 i64 -> i64` */
  sub(): void {
    this.buffer.u8(0x7d);
    this.observer?.binary(this.buffer, ValueType.i64, ValueType.i64);
  }

  /** `i64.mul` (0x7e): `i64 i64 -> i64` */
  mul(): void {
    this.buffer.u8(0x7e);
    this.observer?.binary(this.buffer, ValueType.i64, ValueType.i64);
  }

  /** `i64.div_s` (0x7f): `i64 i64 -> i64` */
  divS(): void {
    this.buffer.u8(0x7f);
    this.observer?.binary(this.buffer, ValueType.i64, ValueType.i64);
  }

  /** `i64.div_u` (0x80): `i64 i64 -> i64` */
  divU(): void {
    this.buffer.u8(0x80);
    this.observer?.binary(this.buffer, ValueType.i64, ValueType.i64);
  }

  /** `i64.rem_s` (0x81): `i64 i64 -> i64` */
  remS(): void {
    this.buffer.u8(0x81);
    this.observer?.binary(this.buffer, ValueType.i64, ValueType.i64);
  }

  /** `i64.rem_u` (0x82): `i64 i64 -> i64` */
  remU(): void {
    this.buffer.u8(0x82);
    this.observer?.binary(this.buffer, ValueType.i64, ValueType.i64);
  }

  /** `i64.and` (0x83): `i64 i64 -> i64` */
  and(): void {
    this.buffer.u8(0x83);
    this.observer?.binary(this.buffer, ValueType.i64, ValueType.i64);
  }

  /** `i64.or` (0x84): `i64 i64 -> i64` */
  or(): void {
    this.buffer.u8(0x84);
    this.observer?.binary(this.buffer, ValueType.i64, ValueType.i64);
  }

  /** `i64.xor` (0x85): `i64 i64 -> i64` */
  xor(): void {
    this.buffer.u8(0x85);
    this.observer?.binary(this.buffer, ValueType.i64, ValueType.i64);
  }

  /** `i64.shl` (0x86): `i64 i64 -> i64` */
  shl(): void {
    this.buffer.u8(0x86);
    this.observer?.binary(this.buffer, ValueType.i64, ValueType.i64);
  }

  /** `i64.shr_s` (0x87): `i64 i64 -> i64` */
  shrS(): void {
    this.buffer.u8(0x87);
    this.observer?.binary(this.buffer, ValueType.i64, ValueType.i64);
  }

  /** `i64.shr_u` (0x88): `i64 i64 -> i64` */
  shrU(): void {
    this.buffer.u8(0x88);
    this.observer?.binary(this.buffer, ValueType.i64, ValueType.i64);
  }

  /** `i64.rotl` (0x89): `i64 i64 -> i64` */
  rotl(): void {
    this.buffer.u8(0x89);
    this.observer?.binary(this.buffer, ValueType.i64, ValueType.i64);
  }

  /** `i64.rotr` (0x8a): `i64 i64 -> i64` */
  rotr(): void {
    this.buffer.u8(0x8a);
    this.observer?.binary(this.buffer, ValueType.i64, ValueType.i64);
  }

  /** `i64.extend_i32_s` (0xac): `i32 -> i64` */
  extendI32S(): void {
    this.buffer.u8(0xac);
    this.observer?.unary(this.buffer, ValueType.i32, ValueType.i64);
  }

  /** `i64.extend_i32_u` (0xad): `i32 -> i64` */
  extendI32U(): void {
    this.buffer.u8(0xad);
    this.observer?.unary(this.buffer, ValueType.i32, ValueType.i64);
  }

  /** `i64.trunc_f32_s` (0xae): `f32 -> i64` */
  truncF32S(): void {
    this.buffer.u8(0xae);
    this.observer?.unary(this.buffer, ValueType.f32, ValueType.i64);
  }

  /** `i64.trunc_f32_u` (0xaf): `f32 -> i64` */
  truncF32U(): void {
    this.buffer.u8(0xaf);
    this.observer?.unary(this.buffer, ValueType.f32, ValueType.i64);
  }

  /** `i64.trunc_f64_s` (0xb0): `f64 -> i64` */
  truncF64S(): void {
    this.buffer.u8(0xb0);
    this.observer?.unary(this.buffer, ValueType.f64, ValueType.i64);
  }

  /** `i64.trunc_f64_u` (0xb1): `f64 -> i64` */
  truncF64U(): void {
    this.buffer.u8(0xb1);
    this.observer?.unary(this.buffer, ValueType.f64, ValueType.i64);
  }

  /** `i64.reinterpret_f64` (0xbd): `f64 -> i64` */
  reinterpretF64(): void {
    this.buffer.u8(0xbd);
    this.observer?.unary(this.buffer, ValueType.f64, ValueType.i64);
  }

  /** `i64.extend8_s` (0xc2): `i64 -> i64` */
  extend8S(): void {
    this.buffer.u8(0xc2);
    this.observer?.unary(this.buffer, ValueType.i64, ValueType.i64);
  }

  /** `i64.extend16_s` (0xc3): `i64 -> i64` */
  extend16S(): void {
    this.buffer.u8(0xc3);
    this.observer?.unary(this.buffer, ValueType.i64, ValueType.i64);
  }

  /** `i64.extend32_s` (0xc4): `i64 -> i64` */
  extend32S(): void {
    this.buffer.u8(0xc4);
    this.observer?.unary(this.buffer, ValueType.i64, ValueType.i64);
  }

  /** `i64.trunc_sat_f32_s` (0xfc 0x04): `f32 -> i64` */
  truncSatF32S(): void {
    this.buffer.u8x2(0xfc, 0x04);
    this.observer?.appended(this.buffer);
  }

  /** `i64.trunc_sat_f32_u` (0xfc 0x05): `f32 -> i64` */
  truncSatF32U(): void {
    this.buffer.u8x2(0xfc, 0x05);
    this.observer?.appended(this.buffer);
  }

  /** `i64.trunc_sat_f64_s` (0xfc 0x06): `f64 -> i64` */
  truncSatF64S(): void {
    this.buffer.u8x2(0xfc, 0x06);
    this.observer?.appended(this.buffer);
  }

  /** `i64.trunc_sat_f64_u` (0xfc 0x07): `f64 -> i64` */
  truncSatF64U(): void {
    this.buffer.u8x2(0xfc, 0x07);
    this.observer?.appended(this.buffer);
  }
}

/** Instructions named `f32.*`. */
export class F32Instructions extends InstructionGroup {
  /** `f32.load` (0x2a): `at -> f32` */
  load(offset = 0, align = 2, memoryIndex = 0): void {
    this.buffer.u8Memarg(0x2a, align, offset, memoryIndex);
    this.observer?.load(this.buffer, ValueType.f32, 2);
  }

  /** `f32.store` (0x38): `at f32 ->` */
  store(offset = 0, align = 2, memoryIndex = 0): void {
    this.buffer.u8Memarg(0x38, align, offset, memoryIndex);
    this.observer?.store(this.buffer, ValueType.f32, 2);
  }

  /** `f32.const` (0x43): `-> f32` */
  const(value: number): void {
    const b = this.buffer;
    b.u8(0x43);
    b.f32(value);
    this.observer?.appended(this.buffer);
  }

  /** `f32.eq` (0x5b): `f32 f32 -> i32` */
  eq(): void {
    this.buffer.u8(0x5b);
    this.observer?.binary(this.buffer, ValueType.f32, ValueType.i32);
  }

  /** `f32.ne` (0x5c): `f32 f32 -> i32` */
  ne(): void {
    this.buffer.u8(0x5c);
    this.observer?.binary(this.buffer, ValueType.f32, ValueType.i32);
  }

  /** `f32.lt` (0x5d): `f32 f32 -> i32` */
  lt(): void {
    this.buffer.u8(0x5d);
    this.observer?.binary(this.buffer, ValueType.f32, ValueType.i32);
  }

  /** `f32.gt` (0x5e): `f32 f32 -> i32` */
  gt(): void {
    this.buffer.u8(0x5e);
    this.observer?.binary(this.buffer, ValueType.f32, ValueType.i32);
  }

  /** `f32.le` (0x5f): `f32 f32 -> i32` */
  le(): void {
    this.buffer.u8(0x5f);
    this.observer?.binary(this.buffer, ValueType.f32, ValueType.i32);
  }

  /** `f32.ge` (0x60): `f32 f32 -> i32` */
  ge(): void {
    this.buffer.u8(0x60);
    this.observer?.binary(this.buffer, ValueType.f32, ValueType.i32);
  }

  /** `f32.abs` (0x8b): `f32 -> f32` */
  abs(): void {
    this.buffer.u8(0x8b);
    this.observer?.unary(this.buffer, ValueType.f32, ValueType.f32);
  }

  /** `f32.neg` (0x8c): `f32 -> f32` */
  neg(): void {
    this.buffer.u8(0x8c);
    this.observer?.unary(this.buffer, ValueType.f32, ValueType.f32);
  }

  /** `f32.ceil` (0x8d): `f32 -> f32` */
  ceil(): void {
    this.buffer.u8(0x8d);
    this.observer?.unary(this.buffer, ValueType.f32, ValueType.f32);
  }

  /** `f32.floor` (0x8e): `f32 -> f32` */
  floor(): void {
    this.buffer.u8(0x8e);
    this.observer?.unary(this.buffer, ValueType.f32, ValueType.f32);
  }

  /** `f32.trunc` (0x8f): `f32 -> f32` */
  trunc(): void {
    this.buffer.u8(0x8f);
    this.observer?.unary(this.buffer, ValueType.f32, ValueType.f32);
  }

  /** `f32.nearest` (0x90): `f32 -> f32` */
  nearest(): void {
    this.buffer.u8(0x90);
    this.observer?.unary(this.buffer, ValueType.f32, ValueType.f32);
  }

  /** `f32.sqrt` (0x91): `f32 -> f32` */
  sqrt(): void {
    this.buffer.u8(0x91);
    this.observer?.unary(this.buffer, ValueType.f32, ValueType.f32);
  }

  /** `f32.add` (0x92): `f32 f32 -> f32` */
  add(): void {
    this.buffer.u8(0x92);
    this.observer?.binary(this.buffer, ValueType.f32, ValueType.f32);
  }

  /** `f32.sub` (0x93): `f32 f32 -> f32` */
  sub(): void {
    this.buffer.u8(0x93);
    this.observer?.binary(this.buffer, ValueType.f32, ValueType.f32);
  }

  /** `f32.mul` (0x94): `f32 f32 -> f32` */
  mul(): void {
    this.buffer.u8(0x94);
    this.observer?.binary(this.buffer, ValueType.f32, ValueType.f32);
  }

  /** `f32.div` (0x95): `f32 f32 -> f32` */
  div(): void {
    this.buffer.u8(0x95);
    this.observer?.binary(this.buffer, ValueType.f32, ValueType.f32);
  }

  /** `f32.min` (0x96): `f32 f32 -> f32` */
  min(): void {
    this.buffer.u8(0x96);
    this.observer?.binary(this.buffer, ValueType.f32, ValueType.f32);
  }

  /** `f32.max` (0x97): `f32 f32 -> f32` */
  max(): void {
    this.buffer.u8(0x97);
    this.observer?.binary(this.buffer, ValueType.f32, ValueType.f32);
  }

  /** `f32.copysign` (0x98): `f32 f32 -> f32` */
  copysign(): void {
    this.buffer.u8(0x98);
    this.observer?.binary(this.buffer, ValueType.f32, ValueType.f32);
  }

  /** `f32.convert_i32_s` (0xb2): `i32 -> f32` */
  convertI32S(): void {
    this.buffer.u8(0xb2);
    this.observer?.unary(this.buffer, ValueType.i32, ValueType.f32);
  }

  /** `f32.convert_i32_u` (0xb3): `i32 -> f32` */
  convertI32U(): void {
    this.buffer.u8(0xb3);
    this.observer?.unary(this.buffer, ValueType.i32, ValueType.f32);
  }

  /** `f32.convert_i64_s` (0xb4): `i64 -> f32` */
  convertI64S(): void {
    this.buffer.u8(0xb4);
    this.observer?.unary(this.buffer, ValueType.i64, ValueType.f32);
  }

  /** `f32.convert_i64_u` (0xb5): `i64 -> f32` */
  convertI64U(): void {
    this.buffer.u8(0xb5);
    this.observer?.unary(this.buffer, ValueType.i64, ValueType.f32);
  }

  /** `f32.demote_f64` (0xb6): `f64 -> f32` */
  demoteF64(): void {
    this.buffer.u8(0xb6);
    this.observer?.unary(this.buffer, ValueType.f64, ValueType.f32);
  }

  /** `f32.reinterpret_i32` (0xbe): `i32 -> f32` */
  reinterpretI32(): void {
    this.buffer.u8(0xbe);
    this.observer?.unary(this.buffer, ValueType.i32, ValueType.f32);
  }
}

/** Instructions named `f64.*`. */
export class F64Instructions extends InstructionGroup {
  /** `f64.load` (0x2b): `at -> f64` */
  load(offset = 0, align = 3, memoryIndex = 0): void {
    this.buffer.u8Memarg(0x2b, align, offset, memoryIndex);
    this.observer?.load(this.buffer, ValueType.f64, 3);
  }

  /** `f64.store` (0x39): `at f64 ->` */
  store(offset = 0, align = 3, memoryIndex = 0): void {
    this.buffer.u8Memarg(0x39, align, offset, memoryIndex);
    this.observer?.store(this.buffer, ValueType.f64, 3);
  }

  /** `f64.const` (0x44): `-> f64` */
  const(value: number): void {
    const b = this.buffer;
    b.u8(0x44);
    b.f64(value);
    this.observer?.appended(this.buffer);
  }

  /** `f64.eq` (0x61): `f64 f64 -> i32` */
  eq(): void {
    this.buffer.u8(0x61);
    this.observer?.binary(this.buffer, ValueType.f64, ValueType.i32);
  }

  /** `f64.ne` (0x62): `f64 f64 -> i32` */
  ne(): void {
    this.buffer.u8(0x62);
    this.observer?.binary(this.buffer, ValueType.f64, ValueType.i32);
  }

  /** `f64.lt` (0x63): `f64 f64 -> i32` */
  lt(): void {
    this.buffer.u8(0x63);
    this.observer?.binary(this.buffer, ValueType.f64, ValueType.i32);
  }

  /** `f64.gt` (0x64): `f64 f64 -> i32` */
  gt(): void {
    this.buffer.u8(0x64);
    this.observer?.binary(this.buffer, ValueType.f64, ValueType.i32);
  }

  /** `f64.le` (0x65): `f64 f64 -> i32` */
  le(): void {
    this.buffer.u8(0x65);
    this.observer?.binary(this.buffer, ValueType.f64, ValueType.i32);
  }

  /** `f64.ge` (0x66): `f64 f64 -> i32` */
  ge(): void {
    this.buffer.u8(0x66);
    this.observer?.binary(this.buffer, ValueType.f64, ValueType.i32);
  }

  /** `f64.abs` (0x99): `f64 -> f64` */
  abs(): void {
    this.buffer.u8(0x99);
    this.observer?.unary(this.buffer, ValueType.f64, ValueType.f64);
  }

  /** `f64.neg` (0x9a): `f64 -> f64` */
  neg(): void {
    this.buffer.u8(0x9a);
    this.observer?.unary(this.buffer, ValueType.f64, ValueType.f64);
  }

  /** `f64.ceil` (0x9b): `f64 -> f64` */
  ceil(): void {
    this.buffer.u8(0x9b);
    this.observer?.unary(this.buffer, ValueType.f64, ValueType.f64);
  }

  /** `f64.floor` (0x9c): `f64 -> f64` */
  floor(): void {
    this.buffer.u8(0x9c);
    this.observer?.unary(this.buffer, ValueType.f64, ValueType.f64);
  }

  /** `f64.trunc` (0x9d): `f64 -> f64` */
  trunc(): void {
    this.buffer.u8(0x9d);
    this.observer?.unary(this.buffer, ValueType.f64, ValueType.f64);
  }

  /** `f64.nearest` (0x9e): `f64 -> f64` */
  nearest(): void {
    this.buffer.u8(0x9e);
    this.observer?.unary(this.buffer, ValueType.f64, ValueType.f64);
  }

  /** `f64.sqrt` (0x9f): `f64 -> f64` */
  sqrt(): void {
    this.buffer.u8(0x9f);
    this.observer?.unary(this.buffer, ValueType.f64, ValueType.f64);
  }

  /** `f64.add` (0xa0): `f64 f64 -> f64` */
  add(): void {
    this.buffer.u8(0xa0);
    this.observer?.binary(this.buffer, ValueType.f64, ValueType.f64);
  }

  /** `f64.sub` (0xa1): `f64 f64 -> f64` */
  sub(): void {
    this.buffer.u8(0xa1);
    this.observer?.binary(this.buffer, ValueType.f64, ValueType.f64);
  }

  /** `f64.mul` (0xa2): `f64 f64 -> f64` */
  mul(): void {
    this.buffer.u8(0xa2);
    this.observer?.binary(this.buffer, ValueType.f64, ValueType.f64);
  }

  /** `f64.div` (0xa3): `f64 f64 -> f64` */
  div(): void {
    this.buffer.u8(0xa3);
    this.observer?.binary(this.buffer, ValueType.f64, ValueType.f64);
  }

  /** `f64.min` (0xa4): `f64 f64 -> f64` */
  min(): void {
    this.buffer.u8(0xa4);
    this.observer?.binary(this.buffer, ValueType.f64, ValueType.f64);
  }

  /** `f64.max` (0xa5): `f64 f64 -> f64` */
  max(): void {
    this.buffer.u8(0xa5);
    this.observer?.binary(this.buffer, ValueType.f64, ValueType.f64);
  }

  /** `f64.copysign` (0xa6): `f64 f64 -> f64` */
  copysign(): void {
    this.buffer.u8(0xa6);
    this.observer?.binary(this.buffer, ValueType.f64, ValueType.f64);
  }

  /** `f64.convert_i32_s` (0xb7): `i32 -> f64` */
  convertI32S(): void {
    this.buffer.u8(0xb7);
    this.observer?.unary(this.buffer, ValueType.i32, ValueType.f64);
  }

  /** `f64.convert_i32_u` (0xb8): `i32 -> f64` */
  convertI32U(): void {
    this.buffer.u8(0xb8);
    this.observer?.unary(this.buffer, ValueType.i32, ValueType.f64);
  }

  /** `f64.convert_i64_s` (0xb9): `i64 -> f64` */
  convertI64S(): void {
    this.buffer.u8(0xb9);
    this.observer?.unary(this.buffer, ValueType.i64, ValueType.f64);
  }

  /** `f64.convert_i64_u` (0xba): `i64 -> f64` */
  convertI64U(): void {
    this.buffer.u8(0xba);
    this.observer?.unary(this.buffer, ValueType.i64, ValueType.f64);
  }

  /** `f64.promote_f32` (0xbb): `f32 -> f64` */
  promoteF32(): void {
    this.buffer.u8(0xbb);
    this.observer?.unary(this.buffer, ValueType.f32, ValueType.f64);
  }

  /** `f64.reinterpret_i64` (0xbf): `i64 -> f64` */
  reinterpretI64(): void {
    this.buffer.u8(0xbf);
    this.observer?.unary(this.buffer, ValueType.i64, ValueType.f64);
  }
}

/** Instructions named `memory.*`. */
export class MemoryInstructions extends InstructionGroup {
  /** `memory.size` (0x3f): `-> at` */
  size(memoryIndex = 0): void {
    this.buffer.u8U32(0x3f, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `memory.grow` (0x40): `at -> at` */
  grow(memoryIndex = 0): void {
    this.buffer.u8U32(0x40, memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `memory.init` (0xfc 0x08): `at i32 i32 ->` */
  init(dataIndex: number, memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfc, 0x08);
    b.u32(dataIndex);
    b.u32(memoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `memory.copy` (0xfc 0x0a): `at at at ->` */
  copy(targetMemoryIndex = 0, sourceMemoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfc, 0x0a);
    b.u32(targetMemoryIndex);
    b.u32(sourceMemoryIndex);
    this.observer?.appended(this.buffer);
  }

  /** `memory.fill` (0xfc 0x0b): `at i32 at ->` */
  fill(memoryIndex = 0): void {
    const b = this.buffer;
    b.u8x2(0xfc, 0x0b);
    b.u32(memoryIndex);
    this.observer?.appended(this.buffer);
  }
}

/** Instructions named `ref.*`. */
export class RefInstructions extends InstructionGroup {
  /** `ref.null` (0xd0): `-> (ref null ht)` */
  null(heapType: HeapType): void {
    const b = this.buffer;
    b.u8(0xd0);
    b.s33(heapType);
    this.observer?.appended(this.buffer);
  }

  /** `ref.is_null` (0xd1): `(ref null ht) -> i32` */
  isNull(): void {
    this.buffer.u8(0xd1);
    this.observer?.appended(this.buffer);
  }

  /** `ref.func` (0xd2): `-> (ref x)` */
  func(functionIndex: number): void {
    this.buffer.u8U32(0xd2, functionIndex);
    this.observer?.appended(this.buffer);
  }

  /** `ref.eq` (0xd3): `eqref eqref -> i32` */
  eq(): void {
    this.buffer.u8(0xd3);
    this.observer?.appended(this.buffer);
  }

  /** `ref.as_non_null` (0xd4): `(ref null ht) -> (ref ht)` */
  asNonNull(): void {
    this.buffer.u8(0xd4);
    this.observer?.appended(this.buffer);
  }
}

/** Instructions named `data.*`. */
export class DataInstructions extends InstructionGroup {
  /** `data.drop` (0xfc 0x09): `->` */
  drop(dataIndex: number): void {
    const b = this.buffer;
    b.u8x2(0xfc, 0x09);
    b.u32(dataIndex);
    this.observer?.appended(this.buffer);
  }
}

/** Instructions named `elem.*`. */
export class ElemInstructions extends InstructionGroup {
  /** `elem.drop` (0xfc 0x0d): `->` */
  drop(elementIndex: number): void {
    const b = this.buffer;
    b.u8x2(0xfc, 0x0d);
    b.u32(elementIndex);
    this.observer?.appended(this.buffer);
  }
}

/** Every instruction with a one-byte opcode or prefix 0xfc. */
export class CoreInstructions extends InstructionGroup {
  /** `local.*` */
  readonly local: LocalInstructions;
  /** `global.*` */
  readonly global: GlobalInstructions;
  /** `table.*` */
  readonly table: TableInstructions;
  /** `i32.*` */
  readonly i32: I32Instructions;
  /** `i64.*` */
  readonly i64: I64Instructions;
  /** `f32.*` */
  readonly f32: F32Instructions;
  /** `f64.*` */
  readonly f64: F64Instructions;
  /** `memory.*` */
  readonly memory: MemoryInstructions;
  /** `ref.*` */
  readonly ref: RefInstructions;
  /** `data.*` */
  readonly data: DataInstructions;
  /** `elem.*` */
  readonly elem: ElemInstructions;

  constructor(target: InstructionTarget) {
    super(target);
    this.local = new LocalInstructions(this);
    this.global = new GlobalInstructions(this);
    this.table = new TableInstructions(this);
    this.i32 = new I32Instructions(this);
    this.i64 = new I64Instructions(this);
    this.f32 = new F32Instructions(this);
    this.f64 = new F64Instructions(this);
    this.memory = new MemoryInstructions(this);
    this.ref = new RefInstructions(this);
    this.data = new DataInstructions(this);
    this.elem = new ElemInstructions(this);
  }

  /** `unreachable` (0x00): `t1* -> t2*` */
  unreachable(): void {
    this.buffer.u8(0x00);
    this.observer?.appended(this.buffer);
  }

  /** `nop` (0x01): `->` */
  nop(): void {
    this.buffer.u8(0x01);
    this.observer?.appended(this.buffer);
  }

  /** `block` (0x02): `t1* -> t2*` */
  block(type: BlockType = BlockType.empty): void {
    const b = this.buffer;
    b.u8(0x02);
    writeBlockType(b, type);
    this.observer?.appended(this.buffer);
  }

  /** `loop` (0x03): `t1* -> t2*` */
  loop(type: BlockType = BlockType.empty): void {
    const b = this.buffer;
    b.u8(0x03);
    writeBlockType(b, type);
    this.observer?.appended(this.buffer);
  }

  /** `if` (0x04): `t1* i32 -> t2*` */
  if(type: BlockType = BlockType.empty): void {
    const b = this.buffer;
    b.u8(0x04);
    writeBlockType(b, type);
    this.observer?.appended(this.buffer);
  }

  /** `else` (0x05): `t2* -> t1*` */
  else(): void {
    this.buffer.u8(0x05);
    this.observer?.appended(this.buffer);
  }

  /** `throw` (0x08): `t1* t* -> t2*` */
  throw(tagIndex: number): void {
    this.buffer.u8U32(0x08, tagIndex);
    this.observer?.appended(this.buffer);
  }

  /** `throw_ref` (0x0a): `t1* exnref -> t2*` */
  throwRef(): void {
    this.buffer.u8(0x0a);
    this.observer?.appended(this.buffer);
  }

  /** `end` (0x0b): `t* -> t*` */
  end(): void {
    this.buffer.u8(0x0b);
    this.observer?.appended(this.buffer);
  }

  /** `br` (0x0c): `t1* t* -> t2*` */
  br(depth: number): void {
    this.buffer.u8U32(0x0c, depth);
    this.observer?.appended(this.buffer);
  }

  /** `br_if` (0x0d): `t* i32 -> t*` */
  brIf(depth: number): void {
    this.buffer.u8U32(0x0d, depth);
    this.observer?.appended(this.buffer);
  }

  /** `br_table` (0x0e): `t1* t* i32 -> t2*` */
  brTable(depths: ArrayLike<number>, defaultDepth: number): void {
    const b = this.buffer;
    b.u8(0x0e);
    b.u32(depths.length);
    for (let i = 0; i < depths.length; i++) b.u32(depths[i] ?? 0);
    b.u32(defaultDepth);
    this.observer?.appended(this.buffer);
  }

  /** `return` (0x0f): `t1* t* -> t2*` */
  return(): void {
    this.buffer.u8(0x0f);
    this.observer?.appended(this.buffer);
  }

  /** `call` (0x10): `t1* -> t2*` */
  call(functionIndex: number): void {
    this.buffer.u8U32(0x10, functionIndex);
    this.observer?.appended(this.buffer);
  }

  /** `call_indirect` (0x11): `t1* at -> t2*` */
  callIndirect(typeIndex: number, tableIndex = 0): void {
    const b = this.buffer;
    b.u8(0x11);
    b.u32(typeIndex);
    b.u32(tableIndex);
    this.observer?.appended(this.buffer);
  }

  /** `return_call` (0x12): `t3* t1* -> t4*` */
  returnCall(functionIndex: number): void {
    this.buffer.u8U32(0x12, functionIndex);
    this.observer?.appended(this.buffer);
  }

  /** `return_call_indirect` (0x13): `t3* t1* at -> t4*` */
  returnCallIndirect(typeIndex: number, tableIndex = 0): void {
    const b = this.buffer;
    b.u8(0x13);
    b.u32(typeIndex);
    b.u32(tableIndex);
    this.observer?.appended(this.buffer);
  }

  /** `call_ref` (0x14): `t1* (ref null x) -> t2*` */
  callRef(typeIndex: number): void {
    this.buffer.u8U32(0x14, typeIndex);
    this.observer?.appended(this.buffer);
  }

  /** `return_call_ref` (0x15): `t3* t1* (ref null x) -> t4*` */
  returnCallRef(typeIndex: number): void {
    this.buffer.u8U32(0x15, typeIndex);
    this.observer?.appended(this.buffer);
  }

  /** `drop` (0x1a): `t ->` */
  drop(): void {
    this.buffer.u8(0x1a);
    this.observer?.drop(this.buffer);
  }

  /** `select` (0x1b): `t t i32 -> t` */
  select(): void {
    this.buffer.u8(0x1b);
    this.observer?.appended(this.buffer);
  }

  /** `select` (0x1c): `t t i32 -> t` */
  selectTyped(types: readonly ValueType[]): void {
    const b = this.buffer;
    b.u8(0x1c);
    b.u32(types.length);
    for (const type of types) writeValueType(b, type);
    this.observer?.appended(this.buffer);
  }

  /** `try_table` (0x1f): `t1* -> t2*` */
  tryTable(catches: readonly CatchClause[], type: BlockType = BlockType.empty): void {
    const b = this.buffer;
    b.u8(0x1f);
    writeBlockType(b, type);
    writeCatches(b, catches);
    this.observer?.appended(this.buffer);
  }

  /** `br_on_null` (0xd5): `t* (ref null ht) -> t* (ref ht)` */
  brOnNull(depth: number): void {
    this.buffer.u8U32(0xd5, depth);
    this.observer?.appended(this.buffer);
  }

  /** `br_on_non_null` (0xd6): `t* (ref null ht) -> t*` */
  brOnNonNull(depth: number): void {
    this.buffer.u8U32(0xd6, depth);
    this.observer?.appended(this.buffer);
  }
}
