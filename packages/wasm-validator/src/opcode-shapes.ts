/** What one-byte opcodes take and give, for {@link CodeState.accept}: arrays by opcode. */
import { type Instruction, instructionTable } from '@beamline/wasm-asm';
import { type FixedTypes, fixedTypes } from './operand-types.js';

/** How an instruction can be checked quickly. An enumeration, so that the build writes numbers and the engine makes a jump table. */
export enum Shape {
  /** Not at all. */
  none = 0,
  /** `local.get` */
  localGet = 1,
  /** `local.set` */
  localSet = 2,
  /** `local.tee` */
  localTee = 3,
  /** `i32.const`, `i64.const` */
  integer = 4,
  /** `f32.const`, `f64.const` */
  float = 5,
  /** One operand and one result, no immediates. */
  unary = 6,
  /** Two operands and one result, no immediates. */
  binary = 7,
  /** A memory argument; an address becomes the result. */
  load = 8,
  /** A memory argument; takes an address and a value. */
  store = 9,
  /** `drop` */
  drop = 10,
  /** `nop` */
  nop = 11,
  /** `select` without a type */
  select = 12,
  /** `block` */
  block = 13,
  /** `loop` */
  loop = 14,
  /** `if` */
  if = 15,
  /** `end` */
  end = 16,
  /** `br` */
  br = 17,
  /** `br_if` */
  brIf = 18,
  /** `return` */
  return = 19,
  /** `call` */
  call = 20,
  /** `global.get` */
  globalGet = 21,
  /** `global.set` */
  globalSet = 22,
}

const BY_NAME: Readonly<Record<string, Shape>> = {
  'i32.const': Shape.integer,
  'i64.const': Shape.integer,
  'f32.const': Shape.float,
  'f64.const': Shape.float,
  'local.get': Shape.localGet,
  'local.set': Shape.localSet,
  'local.tee': Shape.localTee,
  drop: Shape.drop,
  nop: Shape.nop,
  block: Shape.block,
  loop: Shape.loop,
  if: Shape.if,
  end: Shape.end,
  br: Shape.br,
  br_if: Shape.brIf,
  return: Shape.return,
  call: Shape.call,
  'global.get': Shape.globalGet,
  'global.set': Shape.globalSet,
};

/** Codes of types, as an enumeration for the same reason. */
export enum Code {
  /** None, or one that takes more than a byte. */
  none = 0,
  /** `i32` */
  i32 = 0x7f,
  /** `f32` */
  f32 = 0x7d,
}

/**
 * A number for each opcode, so that one look tells all: in its bytes, from the lowest on, the
 * {@link Shape}, the lower operand, the upper one of two, and the result. Loads and stores have
 * log2 of the natural alignment in place of the lower operand, which is an address.
 */
export const OPCODES: Int32Array = /* @__PURE__ */ opcodes();

function opcodes(): Int32Array {
  const words = new Int32Array(0x100);
  for (const instruction of instructionTable) {
    if (instruction.prefix >= 0) continue;
    const types = fixedTypes(instruction);
    const alignment = types?.alignment ?? -1;
    const first = alignment >= 0 ? alignment : (types?.params[0] ?? 0);
    words[instruction.opcode] =
      shapeOf(instruction, types) | (first << 8) | ((types?.params[1] ?? 0) << 16) | ((types?.results[0] ?? 0) << 24);
  }
  return words;
}

function shapeOf({ name, immediates }: Instruction, types: FixedTypes | null): Shape {
  const named = BY_NAME[name];
  if (named !== undefined) return named;
  // The other `select` has immediates.
  if (name === 'select') return immediates.length === 0 ? Shape.select : Shape.none;
  if (types === null) return Shape.none;
  const { params, results, alignment } = types;
  if (alignment >= 0) return results.length === 1 ? Shape.load : Shape.store;
  if (immediates.length > 0 || results.length !== 1) return Shape.none;
  return params.length === 1 ? Shape.unary : params.length === 2 ? Shape.binary : Shape.none;
}
