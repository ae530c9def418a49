import { ByteBuffer, CodeEmitter, type HeapType, RefGcInstructions, V128SimdInstructions } from '@beamline/wasm-asm';

/**
 * A constant expression (WebAssembly 3.0, section 3.4.13): the first value of a global, the offset
 * of a segment, an item of an element segment.
 */
export class ConstExpression {
  private constructor(
    /** The instructions, the final `end` included. */
    readonly bytes: Uint8Array,
  ) {}

  /** An expression of any constant instructions; the final `end` is added. */
  static of(write: (code: CodeEmitter) => void): ConstExpression {
    const code = new CodeEmitter(new ByteBuffer(16));
    write(code);
    code.end();
    return new ConstExpression(code.buffer.slice());
  }

  /** An expression of bytes, the final `end` included; they are neither copied nor checked. */
  static fromBytes(bytes: Uint8Array): ConstExpression {
    return new ConstExpression(bytes);
  }

  /** `i32.const` */
  static i32(value: number): ConstExpression {
    return ConstExpression.of((code) => code.i32.const(value));
  }

  /** `i64.const` */
  static i64(value: number | bigint): ConstExpression {
    return ConstExpression.of((code) => code.i64.const(value));
  }

  /** `f32.const` */
  static f32(value: number): ConstExpression {
    return ConstExpression.of((code) => code.f32.const(value));
  }

  /** `f64.const` */
  static f64(value: number): ConstExpression {
    return ConstExpression.of((code) => code.f64.const(value));
  }

  /** `v128.const`, of 16 bytes */
  static v128(bytes: Uint8Array): ConstExpression {
    return ConstExpression.of((code) => new V128SimdInstructions(code).const(bytes));
  }

  /** `ref.i31` of a number */
  static i31(value: number): ConstExpression {
    return ConstExpression.of((code) => {
      code.i32.const(value);
      new RefGcInstructions(code).i31();
    });
  }

  /** `global.get`, of an immutable global */
  static globalGet(globalIndex: number): ConstExpression {
    return ConstExpression.of((code) => code.global.get(globalIndex));
  }

  /** `ref.func` */
  static refFunc(functionIndex: number): ConstExpression {
    return ConstExpression.of((code) => code.ref.func(functionIndex));
  }

  /** `ref.null` */
  static refNull(heapType: HeapType): ConstExpression {
    return ConstExpression.of((code) => code.ref.null(heapType));
  }
}
