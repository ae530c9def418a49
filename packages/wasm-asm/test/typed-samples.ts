import { BlockType, type CodeEmitter, GcInstructions, HeapType } from '../src/index.js';

const STRUCT = 1;
const NUMBERS = 2;
const BYTES = 3;
const FUNCTIONS = 4;

/** The types that the samples use, in bytes; the first is that of the function. */
export const GC_TYPES: readonly (readonly number[])[] = [
  [0x60, 0, 0],
  [0x5f, 2, 0x78, 1, 0x7f, 1],
  [0x5e, 0x7f, 1],
  [0x5e, 0x78, 1],
  [0x5e, 0x70, 1],
];

/** Locals: 0 is an eqref, 1 an externref, 2 an anyref. */
export const GC_LOCALS: readonly number[] = [1, 0x6d, 1, 0x6f, 1, 0x6e];

interface TypedSample {
  readonly write: (code: CodeEmitter) => void;
  /** Part of the text that a disassembler gives. */
  readonly text: string;
}

function sample(text: string, write: (code: CodeEmitter, gc: GcInstructions) => void): TypedSample {
  return { text, write: (code) => write(code, new GcInstructions(code)) };
}

function numbers(code: CodeEmitter, count: number): void {
  for (let i = 0; i < count; i++) code.i32.const(i);
}

function struct(gc: GcInstructions): void {
  gc.struct.newDefault(STRUCT);
}

function array(code: CodeEmitter, gc: GcInstructions, type: number): void {
  code.i32.const(9);
  gc.array.newDefault(type);
}

/** Valid code around the instructions that are not known to wabt. */
export const typedSamples: ReadonlyMap<string, TypedSample> = new Map([
  [
    'return_call_ref',
    sample('(return_call_ref $', (c) => {
      c.ref.func(0);
      c.returnCallRef(0);
    }),
  ],
  [
    'ref.eq',
    sample('(ref.eq', (c) => {
      c.local.get(0);
      c.local.get(0);
      c.ref.eq();
      c.drop();
    }),
  ],
  [
    'ref.as_non_null',
    sample('(ref.as_non_null', (c) => {
      c.local.get(0);
      c.ref.asNonNull();
      c.drop();
    }),
  ],
  [
    'br_on_null',
    sample('(br_on_null $', (c) => {
      c.block();
      c.local.get(0);
      c.brOnNull(0);
      c.drop();
      c.end();
    }),
  ],
  [
    'br_on_non_null',
    sample('(br_on_non_null $', (c) => {
      c.block(BlockType.eqref);
      c.local.get(0);
      c.brOnNonNull(0);
      c.local.get(0);
      c.end();
      c.drop();
    }),
  ],
  [
    'struct.new',
    sample('(struct.new $', (c, gc) => {
      numbers(c, 2);
      gc.struct.new(STRUCT);
      c.drop();
    }),
  ],
  [
    'struct.new_default',
    sample('(struct.new_default $', (c, gc) => {
      struct(gc);
      c.drop();
    }),
  ],
  [
    'struct.get',
    sample('(struct.get $', (c, gc) => {
      struct(gc);
      gc.struct.get(STRUCT, 1);
      c.drop();
    }),
  ],
  [
    'struct.get_s',
    sample('(struct.get_s $', (c, gc) => {
      struct(gc);
      gc.struct.getS(STRUCT, 0);
      c.drop();
    }),
  ],
  [
    'struct.get_u',
    sample('(struct.get_u $', (c, gc) => {
      struct(gc);
      gc.struct.getU(STRUCT, 0);
      c.drop();
    }),
  ],
  [
    'struct.set',
    sample('(struct.set $', (c, gc) => {
      struct(gc);
      numbers(c, 1);
      gc.struct.set(STRUCT, 1);
    }),
  ],
  [
    'array.new',
    sample('(array.new $', (c, gc) => {
      numbers(c, 2);
      gc.array.new(NUMBERS);
      c.drop();
    }),
  ],
  [
    'array.new_default',
    sample('(array.new_default $', (c, gc) => {
      array(c, gc, NUMBERS);
      c.drop();
    }),
  ],
  [
    'array.new_fixed',
    sample('(array.new_fixed $', (c, gc) => {
      numbers(c, 3);
      gc.array.newFixed(NUMBERS, 3);
      c.drop();
    }),
  ],
  [
    'array.new_data',
    sample('(array.new_data $', (c, gc) => {
      numbers(c, 2);
      gc.array.newData(BYTES, 0);
      c.drop();
    }),
  ],
  [
    'array.new_elem',
    sample('(array.new_elem $', (c, gc) => {
      numbers(c, 2);
      gc.array.newElem(FUNCTIONS, 0);
      c.drop();
    }),
  ],
  [
    'array.get',
    sample('(array.get $', (c, gc) => {
      array(c, gc, NUMBERS);
      numbers(c, 1);
      gc.array.get(NUMBERS);
      c.drop();
    }),
  ],
  [
    'array.get_s',
    sample('(array.get_s $', (c, gc) => {
      array(c, gc, BYTES);
      numbers(c, 1);
      gc.array.getS(BYTES);
      c.drop();
    }),
  ],
  [
    'array.get_u',
    sample('(array.get_u $', (c, gc) => {
      array(c, gc, BYTES);
      numbers(c, 1);
      gc.array.getU(BYTES);
      c.drop();
    }),
  ],
  [
    'array.set',
    sample('(array.set $', (c, gc) => {
      array(c, gc, NUMBERS);
      numbers(c, 2);
      gc.array.set(NUMBERS);
    }),
  ],
  [
    'array.len',
    sample('(array.len', (c, gc) => {
      array(c, gc, NUMBERS);
      gc.array.len();
      c.drop();
    }),
  ],
  [
    'array.fill',
    sample('(array.fill $', (c, gc) => {
      array(c, gc, NUMBERS);
      numbers(c, 3);
      gc.array.fill(NUMBERS);
    }),
  ],
  [
    'array.copy',
    sample('(array.copy $', (c, gc) => {
      array(c, gc, NUMBERS);
      numbers(c, 1);
      array(c, gc, NUMBERS);
      numbers(c, 2);
      gc.array.copy(NUMBERS, NUMBERS);
    }),
  ],
  [
    'array.init_data',
    sample('(array.init_data $', (c, gc) => {
      array(c, gc, BYTES);
      numbers(c, 3);
      gc.array.initData(BYTES, 0);
    }),
  ],
  [
    'array.init_elem',
    sample('(array.init_elem $', (c, gc) => {
      array(c, gc, FUNCTIONS);
      numbers(c, 3);
      gc.array.initElem(FUNCTIONS, 0);
    }),
  ],
  [
    'ref.test',
    sample('(ref.test (ref i31)', (c, gc) => {
      c.local.get(0);
      gc.ref.test(HeapType.i31);
      c.drop();
    }),
  ],
  [
    'ref.test (testNull)',
    sample('(ref.test i31ref', (c, gc) => {
      c.local.get(0);
      gc.ref.testNull(HeapType.i31);
      c.drop();
    }),
  ],
  [
    'ref.cast',
    sample('(ref.cast (ref i31)', (c, gc) => {
      c.local.get(0);
      gc.ref.cast(HeapType.i31);
      c.drop();
    }),
  ],
  [
    'ref.cast (castNull)',
    sample('(ref.cast i31ref', (c, gc) => {
      c.local.get(0);
      gc.ref.castNull(HeapType.i31);
      c.drop();
    }),
  ],
  [
    'br_on_cast',
    sample('eqref (ref i31)', (c, gc) => {
      c.block(BlockType.eqref);
      c.local.get(0);
      gc.brOnCast(1, 0, HeapType.eq, HeapType.i31);
      c.end();
      c.drop();
    }),
  ],
  [
    'br_on_cast_fail',
    sample('(br_on_cast_fail $', (c, gc) => {
      c.block(BlockType.eqref);
      c.local.get(0);
      gc.brOnCastFail(1, 0, HeapType.eq, HeapType.i31);
      c.end();
      c.drop();
    }),
  ],
  [
    'any.convert_extern',
    sample('(any.convert_extern', (c, gc) => {
      c.local.get(1);
      gc.any.convertExtern();
      c.drop();
    }),
  ],
  [
    'extern.convert_any',
    sample('(extern.convert_any', (c, gc) => {
      c.local.get(2);
      gc.extern.convertAny();
      c.drop();
    }),
  ],
  [
    'ref.i31',
    sample('(ref.i31', (c, gc) => {
      numbers(c, 1);
      gc.ref.i31();
      c.drop();
    }),
  ],
  [
    'i31.get_s',
    sample('(i31.get_s', (c, gc) => {
      numbers(c, 1);
      gc.ref.i31();
      gc.i31.getS();
      c.drop();
    }),
  ],
  [
    'i31.get_u',
    sample('(i31.get_u', (c, gc) => {
      numbers(c, 1);
      gc.ref.i31();
      gc.i31.getU();
      c.drop();
    }),
  ],
]);
