// Made from src/instruction-table.ts by `npx pnpm --filter @beamline/wasm-asm generate`: change the table, not this file.
import { InstructionGroup, type InstructionTarget } from '../instruction-group.js';
import { type HeapType } from '../types.js';

/** Instructions named `struct.*`. */
export class StructGcInstructions extends InstructionGroup {
  /** `struct.new` (0xfb 0x00): `t* -> (ref x)` */
  new(typeIndex: number): void {
    const b = this.buffer;
    b.u8x2(0xfb, 0x00);
    b.u32(typeIndex);
    this.observer?.appended(this.buffer);
  }

  /** `struct.new_default` (0xfb 0x01): `-> (ref x)` */
  newDefault(typeIndex: number): void {
    const b = this.buffer;
    b.u8x2(0xfb, 0x01);
    b.u32(typeIndex);
    this.observer?.appended(this.buffer);
  }

  /** `struct.get` (0xfb 0x02): `(ref null x) -> t` */
  get(typeIndex: number, fieldIndex: number): void {
    const b = this.buffer;
    b.u8x2(0xfb, 0x02);
    b.u32(typeIndex);
    b.u32(fieldIndex);
    this.observer?.appended(this.buffer);
  }

  /** `struct.get_s` (0xfb 0x03): `(ref null x) -> i32` */
  getS(typeIndex: number, fieldIndex: number): void {
    const b = this.buffer;
    b.u8x2(0xfb, 0x03);
    b.u32(typeIndex);
    b.u32(fieldIndex);
    this.observer?.appended(this.buffer);
  }

  /** `struct.get_u` (0xfb 0x04): `(ref null x) -> i32` */
  getU(typeIndex: number, fieldIndex: number): void {
    const b = this.buffer;
    b.u8x2(0xfb, 0x04);
    b.u32(typeIndex);
    b.u32(fieldIndex);
    this.observer?.appended(this.buffer);
  }

  /** `struct.set` (0xfb 0x05): `(ref null x) t ->` */
  set(typeIndex: number, fieldIndex: number): void {
    const b = this.buffer;
    b.u8x2(0xfb, 0x05);
    b.u32(typeIndex);
    b.u32(fieldIndex);
    this.observer?.appended(this.buffer);
  }
}

/** Instructions named `array.*`. */
export class ArrayGcInstructions extends InstructionGroup {
  /** `array.new` (0xfb 0x06): `t i32 -> (ref x)` */
  new(typeIndex: number): void {
    const b = this.buffer;
    b.u8x2(0xfb, 0x06);
    b.u32(typeIndex);
    this.observer?.appended(this.buffer);
  }

  /** `array.new_default` (0xfb 0x07): `i32 -> (ref x)` */
  newDefault(typeIndex: number): void {
    const b = this.buffer;
    b.u8x2(0xfb, 0x07);
    b.u32(typeIndex);
    this.observer?.appended(this.buffer);
  }

  /** `array.new_fixed` (0xfb 0x08): `t* -> (ref x)` */
  newFixed(typeIndex: number, count: number): void {
    const b = this.buffer;
    b.u8x2(0xfb, 0x08);
    b.u32(typeIndex);
    b.u32(count);
    this.observer?.appended(this.buffer);
  }

  /** `array.new_data` (0xfb 0x09): `i32 i32 -> (ref x)` */
  newData(typeIndex: number, dataIndex: number): void {
    const b = this.buffer;
    b.u8x2(0xfb, 0x09);
    b.u32(typeIndex);
    b.u32(dataIndex);
    this.observer?.appended(this.buffer);
  }

  /** `array.new_elem` (0xfb 0x0a): `i32 i32 -> (ref x)` */
  newElem(typeIndex: number, elementIndex: number): void {
    const b = this.buffer;
    b.u8x2(0xfb, 0x0a);
    b.u32(typeIndex);
    b.u32(elementIndex);
    this.observer?.appended(this.buffer);
  }

  /** `array.get` (0xfb 0x0b): `(ref null x) i32 -> t` */
  get(typeIndex: number): void {
    const b = this.buffer;
    b.u8x2(0xfb, 0x0b);
    b.u32(typeIndex);
    this.observer?.appended(this.buffer);
  }

  /** `array.get_s` (0xfb 0x0c): `(ref null x) i32 -> i32` */
  getS(typeIndex: number): void {
    const b = this.buffer;
    b.u8x2(0xfb, 0x0c);
    b.u32(typeIndex);
    this.observer?.appended(this.buffer);
  }

  /** `array.get_u` (0xfb 0x0d): `(ref null x) i32 -> i32` */
  getU(typeIndex: number): void {
    const b = this.buffer;
    b.u8x2(0xfb, 0x0d);
    b.u32(typeIndex);
    this.observer?.appended(this.buffer);
  }

  /** `array.set` (0xfb 0x0e): `(ref null x) i32 t ->` */
  set(typeIndex: number): void {
    const b = this.buffer;
    b.u8x2(0xfb, 0x0e);
    b.u32(typeIndex);
    this.observer?.appended(this.buffer);
  }

  /** `array.len` (0xfb 0x0f): `arrayref -> i32` */
  len(): void {
    this.buffer.u8x2(0xfb, 0x0f);
    this.observer?.appended(this.buffer);
  }

  /** `array.fill` (0xfb 0x10): `(ref null x) i32 t i32 ->` */
  fill(typeIndex: number): void {
    const b = this.buffer;
    b.u8x2(0xfb, 0x10);
    b.u32(typeIndex);
    this.observer?.appended(this.buffer);
  }

  /** `array.copy` (0xfb 0x11): `(ref null x) i32 (ref null y) i32 i32 ->` */
  copy(targetTypeIndex: number, sourceTypeIndex: number): void {
    const b = this.buffer;
    b.u8x2(0xfb, 0x11);
    b.u32(targetTypeIndex);
    b.u32(sourceTypeIndex);
    this.observer?.appended(this.buffer);
  }

  /** `array.init_data` (0xfb 0x12): `(ref null x) i32 i32 i32 ->` */
  initData(typeIndex: number, dataIndex: number): void {
    const b = this.buffer;
    b.u8x2(0xfb, 0x12);
    b.u32(typeIndex);
    b.u32(dataIndex);
    this.observer?.appended(this.buffer);
  }

  /** `array.init_elem` (0xfb 0x13): `(ref null x) i32 i32 i32 ->` */
  initElem(typeIndex: number, elementIndex: number): void {
    const b = this.buffer;
    b.u8x2(0xfb, 0x13);
    b.u32(typeIndex);
    b.u32(elementIndex);
    this.observer?.appended(this.buffer);
  }
}

/** Instructions named `ref.*`. */
export class RefGcInstructions extends InstructionGroup {
  /** `ref.test` (0xfb 0x14): `(ref null ht1) -> i32` */
  test(heapType: HeapType): void {
    const b = this.buffer;
    b.u8x2(0xfb, 0x14);
    b.s33(heapType);
    this.observer?.appended(this.buffer);
  }

  /** `ref.test` (0xfb 0x15): `(ref null ht1) -> i32` */
  testNull(heapType: HeapType): void {
    const b = this.buffer;
    b.u8x2(0xfb, 0x15);
    b.s33(heapType);
    this.observer?.appended(this.buffer);
  }

  /** `ref.cast` (0xfb 0x16): `(ref null ht1) -> (ref ht)` */
  cast(heapType: HeapType): void {
    const b = this.buffer;
    b.u8x2(0xfb, 0x16);
    b.s33(heapType);
    this.observer?.appended(this.buffer);
  }

  /** `ref.cast` (0xfb 0x17): `(ref null ht1) -> (ref null ht)` */
  castNull(heapType: HeapType): void {
    const b = this.buffer;
    b.u8x2(0xfb, 0x17);
    b.s33(heapType);
    this.observer?.appended(this.buffer);
  }

  /** `ref.i31` (0xfb 0x1c): `i32 -> (ref i31)` */
  i31(): void {
    this.buffer.u8x2(0xfb, 0x1c);
    this.observer?.appended(this.buffer);
  }
}

/** Instructions named `any.*`. */
export class AnyGcInstructions extends InstructionGroup {
  /** `any.convert_extern` (0xfb 0x1a): `externref -> anyref` */
  convertExtern(): void {
    this.buffer.u8x2(0xfb, 0x1a);
    this.observer?.appended(this.buffer);
  }
}

/** Instructions named `extern.*`. */
export class ExternGcInstructions extends InstructionGroup {
  /** `extern.convert_any` (0xfb 0x1b): `anyref -> externref` */
  convertAny(): void {
    this.buffer.u8x2(0xfb, 0x1b);
    this.observer?.appended(this.buffer);
  }
}

/** Instructions named `i31.*`. */
export class I31GcInstructions extends InstructionGroup {
  /** `i31.get_s` (0xfb 0x1d): `i31ref -> i32` */
  getS(): void {
    this.buffer.u8x2(0xfb, 0x1d);
    this.observer?.appended(this.buffer);
  }

  /** `i31.get_u` (0xfb 0x1e): `i31ref -> i32` */
  getU(): void {
    this.buffer.u8x2(0xfb, 0x1e);
    this.observer?.appended(this.buffer);
  }
}

/** Structures, arrays, i31 and casts. */
export class GcInstructions extends InstructionGroup {
  /** `struct.*` */
  readonly struct: StructGcInstructions;
  /** `array.*` */
  readonly array: ArrayGcInstructions;
  /** `ref.*` */
  readonly ref: RefGcInstructions;
  /** `any.*` */
  readonly any: AnyGcInstructions;
  /** `extern.*` */
  readonly extern: ExternGcInstructions;
  /** `i31.*` */
  readonly i31: I31GcInstructions;

  constructor(target: InstructionTarget) {
    super(target);
    this.struct = new StructGcInstructions(this);
    this.array = new ArrayGcInstructions(this);
    this.ref = new RefGcInstructions(this);
    this.any = new AnyGcInstructions(this);
    this.extern = new ExternGcInstructions(this);
    this.i31 = new I31GcInstructions(this);
  }

  /** `br_on_cast` (0xfb 0x18): `t* rt1 -> t* rt1` */
  brOnCast(nullability: number, depth: number, fromType: HeapType, toType: HeapType): void {
    const b = this.buffer;
    b.u8x2(0xfb, 0x18);
    b.u8(nullability);
    b.u32(depth);
    b.s33(fromType);
    b.s33(toType);
    this.observer?.appended(this.buffer);
  }

  /** `br_on_cast_fail` (0xfb 0x19): `t* rt1 -> t* rt2` */
  brOnCastFail(nullability: number, depth: number, fromType: HeapType, toType: HeapType): void {
    const b = this.buffer;
    b.u8x2(0xfb, 0x19);
    b.u8(nullability);
    b.u32(depth);
    b.s33(fromType);
    b.s33(toType);
    this.observer?.appended(this.buffer);
  }
}
