// Made from src/instruction-table.ts by `npx pnpm --filter @beamline/wasm-asm generate`: change the table, not this file.
import { InstructionGroup, type InstructionTarget } from '../instruction-group.js';

/** Instructions named `i8x16.*`. */
export class I8x16RelaxedSimdInstructions extends InstructionGroup {
  /** `i8x16.relaxed_swizzle` (0xfd 0x100): `v128 v128 -> v128` */
  relaxedSwizzle(): void {
    this.buffer.u8x3(0xfd, 0x80, 0x02);
    this.observer?.appended(this.buffer);
  }

  /** `i8x16.relaxed_laneselect` (0xfd 0x109): `v128 v128 v128 -> v128` */
  relaxedLaneselect(): void {
    this.buffer.u8x3(0xfd, 0x89, 0x02);
    this.observer?.appended(this.buffer);
  }
}

/** Instructions named `i32x4.*`. */
export class I32x4RelaxedSimdInstructions extends InstructionGroup {
  /** `i32x4.relaxed_trunc_f32x4_s` (0xfd 0x101): `v128 -> v128` */
  relaxedTruncF32x4S(): void {
    this.buffer.u8x3(0xfd, 0x81, 0x02);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.relaxed_trunc_f32x4_u` (0xfd 0x102): `v128 -> v128` */
  relaxedTruncF32x4U(): void {
    this.buffer.u8x3(0xfd, 0x82, 0x02);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.relaxed_trunc_f64x2_s_zero` (0xfd 0x103): `v128 -> v128` */
  relaxedTruncF64x2SZero(): void {
    this.buffer.u8x3(0xfd, 0x83, 0x02);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.relaxed_trunc_f64x2_u_zero` (0xfd 0x104): `v128 -> v128` */
  relaxedTruncF64x2UZero(): void {
    this.buffer.u8x3(0xfd, 0x84, 0x02);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.relaxed_laneselect` (0xfd 0x10b): `v128 v128 v128 -> v128` */
  relaxedLaneselect(): void {
    this.buffer.u8x3(0xfd, 0x8b, 0x02);
    this.observer?.appended(this.buffer);
  }

  /** `i32x4.relaxed_dot_i8x16_i7x16_add_s` (0xfd 0x113): `v128 v128 v128 -> v128` */
  relaxedDotI8x16I7x16AddS(): void {
    this.buffer.u8x3(0xfd, 0x93, 0x02);
    this.observer?.appended(this.buffer);
  }
}

/** Instructions named `f32x4.*`. */
export class F32x4RelaxedSimdInstructions extends InstructionGroup {
  /** `f32x4.relaxed_madd` (0xfd 0x105): `v128 v128 v128 -> v128` */
  relaxedMadd(): void {
    this.buffer.u8x3(0xfd, 0x85, 0x02);
    this.observer?.appended(this.buffer);
  }

  /** `f32x4.relaxed_nmadd` (0xfd 0x106): `v128 v128 v128 -> v128` */
  relaxedNmadd(): void {
    this.buffer.u8x3(0xfd, 0x86, 0x02);
    this.observer?.appended(this.buffer);
  }

  /** `f32x4.relaxed_min` (0xfd 0x10d): `v128 v128 -> v128` */
  relaxedMin(): void {
    this.buffer.u8x3(0xfd, 0x8d, 0x02);
    this.observer?.appended(this.buffer);
  }

  /** `f32x4.relaxed_max` (0xfd 0x10e): `v128 v128 -> v128` */
  relaxedMax(): void {
    this.buffer.u8x3(0xfd, 0x8e, 0x02);
    this.observer?.appended(this.buffer);
  }
}

/** Instructions named `f64x2.*`. */
export class F64x2RelaxedSimdInstructions extends InstructionGroup {
  /** `f64x2.relaxed_madd` (0xfd 0x107): `v128 v128 v128 -> v128` */
  relaxedMadd(): void {
    this.buffer.u8x3(0xfd, 0x87, 0x02);
    this.observer?.appended(this.buffer);
  }

  /** `f64x2.relaxed_nmadd` (0xfd 0x108): `v128 v128 v128 -> v128` */
  relaxedNmadd(): void {
    this.buffer.u8x3(0xfd, 0x88, 0x02);
    this.observer?.appended(this.buffer);
  }

  /** `f64x2.relaxed_min` (0xfd 0x10f): `v128 v128 -> v128` */
  relaxedMin(): void {
    this.buffer.u8x3(0xfd, 0x8f, 0x02);
    this.observer?.appended(this.buffer);
  }

  /** `f64x2.relaxed_max` (0xfd 0x110): `v128 v128 -> v128` */
  relaxedMax(): void {
    this.buffer.u8x3(0xfd, 0x90, 0x02);
    this.observer?.appended(this.buffer);
  }
}

/** Instructions named `i16x8.*`. */
export class I16x8RelaxedSimdInstructions extends InstructionGroup {
  /** `i16x8.relaxed_laneselect` (0xfd 0x10a): `v128 v128 v128 -> v128` */
  relaxedLaneselect(): void {
    this.buffer.u8x3(0xfd, 0x8a, 0x02);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.relaxed_q15mulr_s` (0xfd 0x111): `v128 v128 -> v128` */
  relaxedQ15mulrS(): void {
    this.buffer.u8x3(0xfd, 0x91, 0x02);
    this.observer?.appended(this.buffer);
  }

  /** `i16x8.relaxed_dot_i8x16_i7x16_s` (0xfd 0x112): `v128 v128 -> v128` */
  relaxedDotI8x16I7x16S(): void {
    this.buffer.u8x3(0xfd, 0x92, 0x02);
    this.observer?.appended(this.buffer);
  }
}

/** Instructions named `i64x2.*`. */
export class I64x2RelaxedSimdInstructions extends InstructionGroup {
  /** `i64x2.relaxed_laneselect` (0xfd 0x10c): `v128 v128 v128 -> v128` */
  relaxedLaneselect(): void {
    this.buffer.u8x3(0xfd, 0x8c, 0x02);
    this.observer?.appended(this.buffer);
  }
}

/** 128-bit vectors, relaxed. */
export class RelaxedSimdInstructions extends InstructionGroup {
  /** `i8x16.*` */
  readonly i8x16: I8x16RelaxedSimdInstructions;
  /** `i32x4.*` */
  readonly i32x4: I32x4RelaxedSimdInstructions;
  /** `f32x4.*` */
  readonly f32x4: F32x4RelaxedSimdInstructions;
  /** `f64x2.*` */
  readonly f64x2: F64x2RelaxedSimdInstructions;
  /** `i16x8.*` */
  readonly i16x8: I16x8RelaxedSimdInstructions;
  /** `i64x2.*` */
  readonly i64x2: I64x2RelaxedSimdInstructions;

  constructor(target: InstructionTarget) {
    super(target);
    this.i8x16 = new I8x16RelaxedSimdInstructions(this);
    this.i32x4 = new I32x4RelaxedSimdInstructions(this);
    this.f32x4 = new F32x4RelaxedSimdInstructions(this);
    this.f64x2 = new F64x2RelaxedSimdInstructions(this);
    this.i16x8 = new I16x8RelaxedSimdInstructions(this);
    this.i64x2 = new I64x2RelaxedSimdInstructions(this);
  }
}
