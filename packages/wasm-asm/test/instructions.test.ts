import binaryen from 'binaryen';
import { describe, expect, test } from 'vitest';
import wabtInit from 'wabt';
import { methodPath } from '../scripts/generator.js';
import { CodeEmitter, type Instruction, instructionTable, readInstructions } from '../src/index.js';
import { moduleWith } from './module.js';
import { emit, sampleBody } from './samples.js';
import { GC_LOCALS, GC_TYPES, typedSamples } from './typed-samples.js';

const wabt = await wabtInit();
const allFeatures = {
  exceptions: true,
  mutable_globals: true,
  sat_float_to_int: true,
  sign_extension: true,
  simd: true,
  threads: true,
  function_references: true,
  multi_value: true,
  tail_call: true,
  bulk_memory: true,
  reference_types: true,
  gc: true,
  memory64: true,
  extended_const: true,
  relaxed_simd: true,
};

/** The function's text, or undefined if wabt does not know an opcode in it. */
function wabtText(body: Uint8Array): string | undefined {
  try {
    const module = wabt.readWasm(moduleWith(body), allFeatures);
    const text = module.toText({ foldExprs: false, inlineExport: false });
    module.destroy();
    return text.slice(text.indexOf('(func (;0;)'), text.indexOf('(table'));
  } catch (error) {
    if (String(error).includes('unexpected opcode')) return undefined;
    throw error;
  }
}

const label = (instruction: Instruction): string =>
  `${instruction.name}${instruction.method === undefined ? '' : ` (${instruction.method})`}`;

/** What wabt prints for the sample's immediates. */
function expectedImmediates(instruction: Instruction): string {
  return instruction.immediates
    .map((kind) => {
      switch (kind) {
        case 'memarg0':
        case 'memarg1':
        case 'memarg2':
        case 'memarg3':
        case 'memarg4':
          return ' offset=300';
        case 'i32':
          return ' -1234567';
        case 'i64':
          return ' -12345678901234';
        case 'f32':
        case 'f64':
          return ' 0x1p-1 (;=0.5;)';
        case 'v128':
          return ' i32x4 0x30201000 0x70605040 0xb0a09080 0xf0e0d0c0';
        case 'lanes16':
          return ' 31 30 29 28 27 26 25 24 23 22 21 20 19 18 17 16';
        case 'valuetypes':
          return ' (result i32)';
        case 'heaptype':
          return ' func';
        case 'lane':
          return ' 0';
        default:
          return '';
      }
    })
    .join('');
}

describe('every instruction of the table', () => {
  test('there are 566 of WebAssembly 3.0 and threads, and 5 legacy ones', () => {
    const count = (test: (instruction: Instruction) => boolean): number => instructionTable.filter(test).length;
    expect(count((i) => i.group === 'legacyExceptions')).toBe(5);
    expect(count((i) => i.group === 'threads')).toBe(67);
    expect(instructionTable.length).toBe(571);
    expect(new Set(instructionTable.map((i) => `${i.prefix} ${i.opcode}`)).size).toBe(571);
    const modern = instructionTable.filter((i) => i.group !== 'legacyExceptions');
    expect(new Set(modern.map((i) => i.name)).size).toBe(563);
    const methods = instructionTable.map((i) => `${i.group} ${methodPath(i).namespace} ${methodPath(i).method}`);
    expect(new Set(methods).size).toBe(571);
  });

  const texts = new Map(instructionTable.map((instruction) => [instruction, wabtText(sampleBody(instruction))]));
  const known = instructionTable.filter((instruction) => texts.get(instruction) !== undefined);
  const unknown = instructionTable.filter((instruction) => texts.get(instruction) === undefined);

  test('wabt and binaryen together know all of them', () => {
    const readBack = known.length + unknown.filter((instruction) => typedSamples.has(label(instruction))).length;
    console.log(
      `instruction table: ${instructionTable.length} rows, ${readBack} read back (${known.length} by wabt, ${readBack - known.length} by binaryen)`,
    );
    expect(readBack).toBe(instructionTable.length);
    expect(known.length).toBe(535);
    expect(unknown.map(label).sort()).toEqual([...typedSamples.keys()].sort());
  });

  test.each(known.map((instruction) => [label(instruction), instruction] as const))('%s is what wabt reads', (_, instruction) => {
    const name = instruction.name.replaceAll('.', '\\.');
    const line = `\\n\\s+${name}${expectedImmediates(instruction).replaceAll(/[.()]/g, '\\$&')}(?![\\w.])`;
    expect(texts.get(instruction)).toMatch(new RegExp(line));
  });

  test.each(unknown.map((instruction) => [label(instruction), instruction] as const))('%s is what binaryen reads', (key) => {
    const sample = typedSamples.get(key);
    if (sample === undefined) throw new Error(`no typed sample for ${key}`);
    const code = new CodeEmitter();
    sample.write(code);
    code.end();
    const module = binaryen.readBinaryWithFeatures(moduleWith(code.buffer.slice(), GC_LOCALS, GC_TYPES), binaryen.Features.All);
    const text = module.emitText();
    expect(module.validate()).toBe(1);
    module.dispose();
    expect(text).toContain(sample.text);
  });

  test.each(instructionTable.map((instruction) => [label(instruction), instruction] as const))('%s is read back', (_, instruction) => {
    const code = new CodeEmitter();
    emit(code, instruction);
    const seen: Instruction[] = [];
    readInstructions(code.buffer.bytes, 0, code.buffer.length, (found) => seen.push(found));
    expect(seen).toEqual([instruction]);
  });
});
